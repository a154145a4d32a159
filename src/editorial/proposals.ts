import { v7 as uuidv7 } from 'uuid';
import { hashOf } from '../guides/index.js';
import type { Act } from './act.js';

/** Days after which a proposal that nobody confirmed lapses. */
export const proposalDays = 7;

/** Writes what one person proposes; another confirms it by its hash. */
export async function propose(
  act: Act,
  name: string,
  body: Record<string, unknown>,
): Promise<{ id: string; hash: string }> {
  const { tx, facts, actor } = act;
  const id = uuidv7();
  const hash = hashOf({ name, guideId: facts.guide.id, body });
  // One that lapsed and that no sweep has met yet makes room.
  await tx.run(
    `update proposal set settled_at = $3, outcome = 'lapsed'
      where subject_kind = 'guide' and subject_id = $1 and name = $2 and settled_at is null and lapses_at <= $3`,
    [facts.guide.id, name, facts.now],
  );
  await tx.run(
    `insert into proposal (id, subject_kind, subject_id, name, body, hash, proposed_by, proposed_at, lapses_at)
     values ($1, 'guide', $2, $3, $4, $5, $6, $7, $7::timestamptz + make_interval(days => $8))`,
    [id, facts.guide.id, name, JSON.stringify(body), hash, actor?.accountId, facts.now, proposalDays],
  );
  return { id, hash };
}

export async function settleProposal(act: Act, outcome: 'confirmed' | 'overtaken'): Promise<void> {
  const { tx, facts, actor } = act;
  await tx.run(
    'update proposal set settled_at = $2, outcome = $3, settled_by = $4 where id = $1 and settled_at is null',
    [facts.proposal?.id, facts.now, outcome, actor?.accountId ?? null],
  );
}
