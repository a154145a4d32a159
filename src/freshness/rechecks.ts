import { openRechecks } from '../editorial/index.js';
import type { Database, Tx } from '../platform/database.js';
import { inBatches } from './batches.js';
import { batchSize, type SweepMoment } from './sweep-moment.js';

// $1 is today. What a recheck led to goes first: its revision while that is open, its proposal to withdraw until it is settled.
const due = `
  g.status = 'live' and not g.carried_over and g.recheck_planned_on <= $1
  and not exists (
    select 1 from review w where w.guide_id = g.id and w.status in ('open', 'assigned') and w.kind in ('recheck', 'full'))
  and not exists (
    select 1 from review w join revision r on r.guide_id = w.guide_id and r.opened_at <= w.decided_at
     where w.guide_id = g.id and w.kind = 'recheck' and w.verdict in ('revise', 'keep-with-changes')
       and r.kind = 'ordinary' and r.status not in ('published', 'discarded'))
  and not exists (
    select 1 from proposal p where p.subject_kind = 'guide' and p.subject_id = g.id and p.name = 'withdraw' and p.settled_at is null)`;

/** Opens the rechecks whose planned day has come, at most one a guide. Answers how many. */
export function openDueRechecks(database: Database, moment: SweepMoment): Promise<number> {
  return inBatches(database, (tx) => openBatch(tx, moment));
}

async function openBatch(tx: Tx, { now, today, timeZone }: SweepMoment): Promise<number> {
  const locked = await tx.rows<{ id: string }>(
    `select g.id from guide g where ${due} order by g.due_on, g.id limit $2 for no key update of g skip locked`,
    [today, batchSize],
  );
  // Asked again now that they are locked: the first statement may have seen reviews as they were before another worker's commit.
  const guides = await tx.rows<{ id: string; versionId: string; decideBy: Date; eventCount: number; headHash: string }>(
    `select g.id, g.live_version_id as "versionId", (g.due_on + 1)::timestamp at time zone $3 as "decideBy",
            g.event_count as "eventCount", g.head_hash as "headHash"
       from guide g where g.id = any ($2) and ${due}`,
    [today, locked.map(({ id }) => id), timeZone],
  );
  const rechecks = guides.map(({ versionId, decideBy, ...guide }) => ({
    head: { kind: 'guide' as const, ...guide },
    versionId,
    decideBy,
  }));
  await openRechecks(tx, rechecks, now);
  return guides.length;
}
