import { openRechecks } from '../editorial/index.js';
import type { Database, Tx } from '../platform/database.js';
import { inBatches, type Batch, type Place } from './batches.js';
import { batchSize, type SweepMoment } from './sweep-moment.js';

// $1 is today.
const due = `g.status = 'live' and not g.carried_over and g.recheck_planned_on <= $1 and not recheck_barred(g.id)`;

/** Opens the rechecks whose planned day has come, at most one a guide. Answers how many. */
export function openDueRechecks(database: Database, moment: SweepMoment): Promise<number> {
  return inBatches(database, (tx, after) => openBatch(tx, after, moment));
}

async function openBatch(tx: Tx, after: Place, { now, today, timeZone }: SweepMoment): Promise<Batch> {
  const locked = await tx.rows<Place>(
    `select g.id, g.recheck_planned_on as on from guide g
      where ${due} and (g.recheck_planned_on, g.id) > ($3::date, $4::uuid)
      order by g.recheck_planned_on, g.id limit $2 for no key update of g skip locked`,
    [today, batchSize, after.on, after.id],
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
  return { places: locked, settled: guides.length };
}
