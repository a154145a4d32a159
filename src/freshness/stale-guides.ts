import type { Database, Tx } from '../platform/database.js';
import { appendEvent } from '../platform/event-store.js';
import { inBatches } from './batches.js';
import { batchSize, type SweepMoment } from './sweep-moment.js';

interface OverdueGuide {
  id: string;
  dueOn: string;
  eventCount: number;
  headHash: string;
}

/**
 * Leaves one `guide.stale` for every live guide past its due date, carried-over ones included; once a due date. The fact moves no
 * state: freshness is derived. It puts the pages in debt. Answers how many guides went stale.
 */
export function raiseStale(database: Database, moment: SweepMoment): Promise<number> {
  return inBatches(database, (tx) => raiseBatch(tx, moment));
}

async function raiseBatch(tx: Tx, { now, today }: SweepMoment): Promise<number> {
  const guides = await tx.rows<OverdueGuide>(
    `select id, due_on as "dueOn", event_count as "eventCount", head_hash as "headHash" from guide
      where status = 'live' and due_on < $1 and stale_for is distinct from due_on
      order by due_on, id limit $2 for no key update skip locked`,
    [today, batchSize],
  );
  await tx.run('update guide set stale_for = due_on where id = any ($1)', [guides.map(({ id }) => id)]);
  for (const { dueOn, ...guide } of guides) {
    await appendEvent(
      tx,
      { kind: 'guide', ...guide },
      { name: 'guide.stale', at: now, actorId: null, requestId: null, moves: [], payload: { dueOn } },
    );
  }
  return guides.length;
}
