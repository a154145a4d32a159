import type { EventName, EventPayload } from '../events.js';
import type { Tx } from '../platform/database.js';
import { Missing } from '../platform/errors.js';
import { appendEvent, lockHead, type ChainHead } from '../platform/event-store.js';
import type { Actor } from './actor.js';

/** Who does it and when; `actor` is null for the command line. */
export interface Act {
  at: Date;
  actor: Pick<Actor, 'accountId' | 'requestId'> | null;
  /** Why, in words. */
  note?: string | undefined;
}

/** Locks an account for the rest of the transaction. Throws {@link Missing}. */
export async function lockAccount(tx: Tx, id: string): Promise<ChainHead> {
  const head = await lockHead(tx, 'account', id);
  if (!head) throw new Missing('account');
  return head;
}

/** Appends one fact to the chain of a locked account. */
export async function recordOnAccount<Name extends EventName>(
  tx: Tx,
  head: ChainHead,
  act: Act,
  name: Name,
  payload: EventPayload<Name>,
): Promise<void> {
  await appendEvent(tx, head, {
    name,
    at: act.at,
    actorId: act.actor?.accountId ?? null,
    requestId: act.actor?.requestId ?? null,
    note: act.note,
    moves: [],
    payload,
  });
}
