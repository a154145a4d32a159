import type { Database, Tx } from '../platform/database.js';
import { inBatches, type Batch, type Place } from './batches.js';
import { planDays, weekOf, type Plannable } from './plan-days.js';
import { plannedReviews, reviewingCapacity } from './reviewing-capacity.js';
import { type SweepMoment } from './sweep-moment.js';

/** Days before the due date by which a recheck is open, so that it can be decided in time. */
const latestDaysBefore = 30;
/** Guides in one transaction: planning leaves no fact, and what is planned already is read once a batch. */
const batchSize = 500;

/**
 * Gives every live guide without one the day on which its recheck opens. Carried-over guides have their planned first review
 * instead. Answers how many were planned.
 */
export function planRechecks(database: Database, moment: SweepMoment): Promise<number> {
  return inBatches(database, (tx, after) => planBatch(tx, after, moment));
}

async function planBatch(tx: Tx, after: Place, moment: SweepMoment): Promise<Batch> {
  const guides = await tx.rows<Plannable & Place>(
    `select g.id, g.due_on as on, recheck_not_before(g.last_reviewed_on, g.due_on) - $1::date as earliest, g.due_on - $3::integer - $1::date as latest,
            array(select specialty from version_specialty s where s.version_id = g.live_version_id order by 1) as specialties
       from guide g
      where g.status = 'live' and g.recheck_planned_on is null and not g.carried_over and (g.due_on, g.id) > ($4::date, $5::uuid)
      order by g.due_on, g.id limit $2 for no key update of g skip locked`,
    [moment.today, batchSize, latestDaysBefore, after.on, after.id],
  );
  if (guides.length === 0) return { places: [], settled: 0 };
  const days = await daysFor(tx, guides, moment);
  await tx.run(
    `update guide g set recheck_planned_on = $1::date + u.day from unnest($2::uuid[], $3::integer[]) u(id, day) where g.id = u.id`,
    [moment.today, [...days.keys()], [...days.values()]],
  );
  return { places: guides, settled: guides.length };
}

async function daysFor(tx: Tx, guides: Plannable[], moment: SweepMoment): Promise<Map<string, number>> {
  const horizon = Math.max(0, ...guides.map(({ latest }) => latest));
  const { weekday } = await tx.one<{ weekday: number }>(
    'select extract(isodow from $1::date)::integer - 1 as weekday',
    [moment.today],
  );
  const capacity = await reviewingCapacity(tx, moment, weekOf(horizon, weekday) + 1);
  return planDays(guides, await plannedReviews(tx, moment.today, horizon), capacity.of, weekday);
}
