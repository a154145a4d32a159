import type { EventName, EventPayload } from '../events.js';
import type { Actor } from '../identity/index.js';
import type { Tx } from '../platform/database.js';
import { Forbidden, Missing, Refused } from '../platform/errors.js';
import { appendEvent, type Move } from '../platform/event-store.js';
import { decide, type Transition } from '../platform/lifecycle.js';
import { loadMembership, type Moment } from './load-membership.js';
import { membershipEffects, noHolder, type MembershipChange } from './membership-effects.js';
import type { MembershipFacts, MembershipInput, MembershipParty, MembershipStatus } from './membership-facts.js';
import { membershipLifecycle } from './membership-lifecycle.js';

export interface MembershipCommand {
  id: string;
  name: string;
  input: MembershipInput;
  /** Null when the clock or the member acts. */
  actor: Actor | null;
  by: 'person' | 'member' | 'clock';
  requestId: string | null;
  expected?: ((version: number) => void) | undefined;
  /** What the caller brings along under the lock: columns of a change, a payload. */
  change?: MembershipChange;
}

export interface MembershipDone {
  event: EventName;
  physicianId: string;
  moves: Move[];
}

export type MembershipRow = Transition<MembershipStatus, MembershipParty, MembershipFacts, EventName>;

/** The one place where a transition of a membership happens. Throws {@link Refused} with every reason and changes nothing. */
export async function moveMembership(tx: Tx, command: MembershipCommand, moment: Moment): Promise<MembershipDone> {
  const table = membershipLifecycle as Record<string, MembershipRow>;
  const row = Object.hasOwn(table, command.name) ? table[command.name] : undefined;
  if (!row || row.from === 'none') throw new Missing('transition');
  const { facts, head } = await loadMembership(tx, command, moment, 'lock');
  command.expected?.(facts.physician.version);
  const to = decideOrThrow(row, facts, partiesOf(command));
  const change = { ...(await membershipEffects[command.name]?.(tx, facts)), ...command.change };
  await move(tx, facts, to, { ...(inLane(to) ? {} : noHolder), ...change.set });
  const moves: Move[] = [{ kind: 'physician', id: command.id, from: facts.physician.status, to }];
  await appendEvent(tx, head, {
    name: row.event,
    at: moment.now,
    actorId: command.actor?.accountId ?? null,
    requestId: command.requestId,
    note: [command.input.reason, command.input.evidence].filter(Boolean).join('\n') || undefined,
    moves,
    payload: (change.payload ?? {}) as EventPayload<typeof row.event>,
  });
  return { event: row.event, physicianId: command.id, moves };
}

/** Nobody holds a member whom the monitoring lane does not. */
const inLane = (status: MembershipStatus): boolean => status === 'attention' || status === 'suspended';

export function partiesOf({ actor, by }: Pick<MembershipCommand, 'actor' | 'by'>): ReadonlySet<MembershipParty> {
  if (by !== 'person') return new Set<MembershipParty>([by]);
  return new Set<MembershipParty>(actor?.roles ?? []);
}

function decideOrThrow(
  row: MembershipRow,
  facts: MembershipFacts,
  parties: ReadonlySet<MembershipParty>,
): MembershipStatus {
  const decision = decide(row, facts.physician.status, parties, facts);
  if (decision.allowed) return decision.to;
  if (decision.forbidden) throw new Forbidden(decision.reasons[0]?.message);
  throw new Refused(decision.reasons);
}

/** Compare-and-set on the status that was decided upon. `set` names columns; only our own code does, never a request. */
async function move(tx: Tx, { physician }: MembershipFacts, to: string, set: Record<string, unknown>): Promise<void> {
  const columns = Object.keys(set);
  const assignments = columns.map((column, index) => `, ${column} = $${index + 4}`).join('');
  const touched = await tx.run(
    `update physician set status = $3, version = version + 1${assignments} where id = $1 and status = $2`,
    [physician.id, physician.status, to, ...columns.map((column) => set[column])],
  );
  if (touched !== 1) throw new Error('The physician moved under its lock.');
}
