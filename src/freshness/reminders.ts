import type { Database, Tx } from '../platform/database.js';
import { inBatches, type Place } from './batches.js';
import { batchSize, type SweepMoment } from './sweep-moment.js';

/** Why a reminder was recorded and not sent. */
export const suppressions = {
  later: 'a later reminder stands for it',
  underWay: 'review under way',
} as const;

/**
 * Records every threshold that a live guide has passed, once per guide, due date and threshold. Of several passed at once only the
 * latest notifies; none does while somebody is at the review. Answers how many guides got rows.
 */
export function recordReminders(database: Database, moment: SweepMoment): Promise<number> {
  return inBatches(database, async (tx, after) => {
    const guides = await lockLacking(tx, after, moment.today);
    const ids = guides.map(({ id }) => id);
    await insertRows(tx, ids, moment);
    return { places: guides, settled: guides.length };
  });
}

function lockLacking(tx: Tx, after: Place, today: string): Promise<Place[]> {
  return tx.rows<Place>(
    `select g.id, g.due_on as on from guide g
      where g.status = 'live' and g.due_on <= $1::date - (select min(days) from reminder_threshold)
        and (g.due_on, g.id) > ($3::date, $4::uuid)
        and exists (
          select 1 from reminder_threshold t where g.due_on + t.days <= $1 and not exists (
            select 1 from reminder r where r.guide_id = g.id and r.due_on = g.due_on and r.threshold = t.days))
      order by g.due_on, g.id limit $2 for no key update of g skip locked`,
    [today, batchSize, after.on, after.id],
  );
}

async function insertRows(tx: Tx, ids: string[], { now, today }: SweepMoment): Promise<void> {
  await tx.run(
    `with passed as (
       select g.id, g.due_on, t.days, t.days = max(t.days) over (partition by g.id) as latest, g.under_way
         from (select id, due_on, review_under_way(id) as under_way from guide where id = any ($1)) g
         join reminder_threshold t on g.due_on + t.days <= $2
     ), judged as (
       select *, case when under_way then $4 when not latest then $5 end as reason from passed
     )
     insert into reminder (guide_id, due_on, threshold, outcome, reason, recorded_at)
     select id, due_on, days, case when reason is null then 'notified' else 'suppressed' end, reason, $3 from judged
      order by id, days
     on conflict (guide_id, due_on, threshold) do nothing`,
    [ids, today, now, suppressions.underWay, suppressions.later],
  );
}
