import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Clock } from '../platform/clock.js';
import { Database, type Tx } from '../platform/database.js';
import { Missing, Refused } from '../platform/errors.js';
import { appendEvent, lockHead, type ChainHead } from '../platform/event-store.js';

export const heldKinds = ['guide', 'application', 'physician', 'account'] as const;
export type HeldKind = (typeof heldKinds)[number];

export interface LegalHold {
  id: string;
  subjectKind: HeldKind;
  subjectId: string;
  reason: string;
  setBy: string;
  setAt: Date;
  liftedBy: string | null;
  liftedAt: Date | null;
}

type HoldFact = `${HeldKind}.legal-hold-${'set' | 'lifted'}`;

interface Holder {
  accountId: string;
  requestId: string;
}

const columns = `id, subject_kind as "subjectKind", subject_id as "subjectId", reason, set_by as "setBy", set_at as "setAt",
  lifted_by as "liftedBy", lifted_at as "liftedAt"`;

/** Holds for legal reasons: while one is on a guide, a file, a member or an account, nothing of it is deleted, whatever is due or asked for. */
@Injectable()
export class LegalHolds {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Those that stand, or all there ever were; newest first. */
  list(all: boolean): Promise<LegalHold[]> {
    return this.database.rows<LegalHold>(
      `select ${columns} from legal_hold where $1 or lifted_at is null order by set_at desc, id desc`,
      [all],
    );
  }

  /** The reason stands beside the event, never in it. Throws {@link Missing} and {@link Refused}. */
  async set(actor: Holder, kind: HeldKind, id: string, reason: string): Promise<LegalHold> {
    return this.database.transaction(async (tx) => {
      const head = await lockSubject(tx, kind, id);
      const at = this.clock.now();
      const made = await tx.first<LegalHold>(
        `insert into legal_hold (id, subject_kind, subject_id, reason, set_by, set_at) values ($1, $2, $3, $4, $5, $6)
         on conflict (subject_kind, subject_id) where lifted_at is null do nothing returning ${columns}`,
        [uuidv7(), kind, id, reason, actor.accountId, at],
      );
      if (!made) throw new Refused([{ code: 'once', message: 'A legal hold is on it already.' }]);
      await record(tx, head, `${kind}.legal-hold-set`, made.id, actor, at, reason);
      return made;
    });
  }

  /** Throws {@link Missing} where no hold is on it. */
  async lift(actor: Holder, kind: HeldKind, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const head = await lockSubject(tx, kind, id);
      const at = this.clock.now();
      const lifted = await tx.first<{ id: string }>(
        `update legal_hold set lifted_by = $3, lifted_at = $4 where subject_kind = $1 and subject_id = $2 and lifted_at is null returning id`,
        [kind, id, actor.accountId, at],
      );
      if (!lifted) throw new Missing('legal hold');
      await record(tx, head, `${kind}.legal-hold-lifted`, lifted.id, actor, at);
    });
  }
}

/** Whoever forgets a file locks it first; a member's hold is on every file of theirs. */
async function lockSubject(tx: Tx, kind: HeldKind, id: string): Promise<ChainHead> {
  const head = await lockHead(tx, kind, id);
  if (!head) throw new Missing(kind);
  if (kind === 'physician')
    await tx.rows(
      'select 1 from application where coalesce(physician_id, member_id) = $1 order by id for no key update',
      [id],
    );
  return head;
}

async function record(
  tx: Tx,
  head: ChainHead,
  name: HoldFact,
  holdId: string,
  actor: Holder,
  at: Date,
  note?: string,
): Promise<void> {
  const { accountId: actorId, requestId } = actor;
  await appendEvent(tx, head, { name, at, actorId, requestId, note, moves: [], payload: { holdId } });
}

/** The reason against deleting anything of a subject, if a hold is on it. To be asked under the subject's lock. */
export async function heldReason(
  tx: Tx,
  kind: string,
  id: string,
): Promise<{ code: 'legal-hold'; message: string } | undefined> {
  const { held } = await tx.one<{ held: boolean }>('select legally_held($1, $2) as held', [kind, id]);
  return held
    ? { code: 'legal-hold', message: 'The law asks us to keep it for now: nothing of it is deleted.' }
    : undefined;
}
