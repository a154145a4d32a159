import type { Database, Tx } from '../platform/database.js';
import { appendClockFacts } from '../platform/event-batch.js';
import { inBatches, type Batch, type Place } from './batches.js';
import { batchSize, type SweepMoment } from './sweep-moment.js';

interface OverdueGuide {
  id: string;
  on: string;
  eventCount: number;
  headHash: string;
}

/**
 * Leaves one `guide.stale` for every live guide past its due date, carried-over ones included; once a due date. The fact moves no
 * state: freshness is derived. It puts the pages in debt. Answers how many guides went stale.
 */
export function raiseStale(database: Database, moment: SweepMoment): Promise<number> {
  return inBatches(database, (tx, after) => raiseBatch(tx, after, moment));
}

async function raiseBatch(tx: Tx, after: Place, { now, today }: SweepMoment): Promise<Batch> {
  const guides = await tx.rows<OverdueGuide>(
    `select id, due_on as on, event_count as "eventCount", head_hash as "headHash" from guide
      where status = 'live' and due_on < $1 and stale_for is distinct from due_on and (due_on, id) > ($3::date, $4::uuid)
      order by due_on, id limit $2 for no key update skip locked`,
    [today, batchSize, after.on, after.id],
  );
  await tx.run('update guide set stale_for = due_on where id = any ($1)', [guides.map(({ id }) => id)]);
  const facts = guides.map(({ on, ...head }) => ({
    head: { kind: 'guide' as const, ...head },
    moves: [],
    payload: { dueOn: on },
  }));
  await appendClockFacts(tx, 'guide.stale', now, facts);
  return { places: guides, settled: guides.length };
}
