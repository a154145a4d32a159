import { v7 as uuidv7 } from 'uuid';
import type { Tx } from '../platform/database.js';
import { appendClockFacts } from '../platform/event-batch.js';
import type { ChainHead } from '../platform/event-store.js';

/** A live guide, locked by the caller, whose planned recheck is due and which has none open. */
export interface DueRecheck {
  head: ChainHead;
  versionId: string;
  decideBy: Date;
}

/** Opens rechecks of live texts, in the queue: a lead assigns them or a reviewer claims them. One fact each. */
export async function openRechecks(tx: Tx, due: readonly DueRecheck[], now: Date): Promise<void> {
  const opening = due.map((guide) => ({ ...guide, reviewId: uuidv7() }));
  await tx.run(
    `insert into review (id, guide_id, version_id, kind, touched_at, opened_at, decide_by)
     select id, guide_id, version_id, 'recheck', $4, $4, decide_by
       from unnest($1::uuid[], $2::uuid[], $3::uuid[], $5::timestamptz[]) u(id, guide_id, version_id, decide_by)`,
    [
      opening.map(({ reviewId }) => reviewId),
      opening.map(({ head }) => head.id),
      opening.map(({ versionId }) => versionId),
      now,
      opening.map(({ decideBy }) => decideBy),
    ],
  );
  const facts = opening.map(({ head, reviewId, versionId, decideBy }) => ({
    head,
    moves: [{ kind: 'review' as const, id: reviewId, from: null, to: 'open' }],
    payload: { reviewId, kind: 'recheck', versionId, decideBy: decideBy.toISOString() },
  }));
  await appendClockFacts(tx, 'review.opened', now, facts);
}
