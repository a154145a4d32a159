import type { Database } from '../platform/database.js';

/** Why a reminder was recorded and not sent. */
const later = 'a later reminder stands for it';

/**
 * Records every threshold of its service level that a waiting file has passed, once per file, due date and threshold. Of several
 * passed at once only the latest tells. A file whose clock stands, because the applicant was asked or it has ended, raises none.
 * Answers how many rows there are more.
 */
export function recordServiceReminders(database: Database, now: Date, timeZone: string): Promise<number> {
  return database.run(
    `with share as (
       select id, due_on, service_share(service_since, service_used, due_on, $1, $2) as percent
         from application where service_since is not null and due_on is not null
     ), passed as (
       select s.id, s.due_on, t.percent, t.percent = max(t.percent) over (partition by s.id) as latest
         from share s join service_threshold t on s.percent >= t.percent
     )
     insert into service_reminder (application_id, due_on, threshold, outcome, reason, recorded_at)
     select id, due_on, percent, case when latest then 'notified' else 'suppressed' end, case when not latest then $3 end, $1
       from passed order by id, percent
     on conflict (application_id, due_on, threshold) do nothing`,
    [now, timeZone, later],
  );
}

/**
 * Records every day after its question that an applicant let pass, once per question and day; only the latest is sent, also where
 * an earlier one could not be. Answers how many rows there are more.
 */
export async function recordQuestionReminders(database: Database, now: Date): Promise<number> {
  return database.transaction(async (tx) => {
    const recorded = await tx.run(
      `with passed as (
         select a.id, a.asked_at, t.days, t.days = max(t.days) over (partition by a.id) as latest
           from application a join question_threshold t on a.asked_at + make_interval(days => t.days) <= $1
          where a.status = 'needs-info'
       )
       insert into question_reminder (application_id, asked_at, threshold, outcome, reason, recorded_at)
       select id, asked_at, days, case when latest then 'notified' else 'suppressed' end, case when not latest then $2 end, $1
         from passed order by id, days
       on conflict (application_id, asked_at, threshold) do nothing`,
      [now, later],
    );
    await tx.run(
      `update question_reminder r set outcome = 'suppressed', reason = $1
        where r.outcome = 'notified' and r.sent_at is null and exists (
          select 1 from question_reminder l
           where l.application_id = r.application_id and l.asked_at = r.asked_at and l.threshold > r.threshold)`,
      [later],
    );
    return recorded;
  });
}
