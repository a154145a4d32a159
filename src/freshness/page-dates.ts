import type { Database } from '../platform/database.js';
import type { Publisher } from '../platform/publisher.js';
import type { SweepMoment } from './sweep-moment.js';

/** Days past due after which the line on a page becomes a banner; the same number stands in the page's own script. */
const lineDays = 30;
/** Days before the due date from which a guide tells machines that it is due soon. */
const dueSoonDays = 60;

/**
 * Owes the pages whose bytes change by date alone: the line from the day after the due date, the banner from the thirty-first. Asks
 * when each was last rendered, so that a missed day is made up for. In a new month the order of featured physicians is drawn anew, and
 * a license or a certification that ended is printed no longer. What a guide tells machines changes with its freshness, and whether search
 * engines may list it by the publisher's policy.
 * Answers how many pages it owes.
 */
export function owePagesByDate(database: Database, { now, today }: SweepMoment, publisher: Publisher): Promise<number> {
  return database.run(
    `insert into page_debt (page_id, cause, at)
     select p.id, 'date:' || $1::date, $2::timestamptz from guide g
       join page p on p.guide_id = g.id and p.path = '/guides/' || g.slug
      where g.status = 'live' and g.due_on < $1
        and (coalesce(p.rendered_on, '-infinity') <= g.due_on
          or (g.due_on + $3::integer < $1 and p.rendered_on <= g.due_on + $3::integer))
        and not exists (select 1 from page_debt d where d.page_id = p.id)
     union
     select p.id, 'freshness:' || $1::date, $2::timestamptz from guide g
       join page p on p.guide_id = g.id and p.kind = 'freshness' and p.path = '/guides/' || g.slug || '/freshness.json'
      where g.status = 'live'
        and ((g.due_on - $4::integer <= $1 and coalesce(p.rendered_on, '-infinity') < g.due_on - $4::integer)
          or (g.due_on < $1 and coalesce(p.rendered_on, '-infinity') <= g.due_on))
        and not exists (select 1 from page_debt d where d.page_id = p.id)
     union
     select p.id, 'month:' || $1::date, $2::timestamptz from page p join guide g on g.id = p.guide_id and p.path = '/guides/' || g.slug
      where p.rendered_on < date_trunc('month', $1::date) and g.status = 'live' and exists (
        select 1 from version_specialty s join physician m on m.specialty = s.specialty
         where s.version_id = g.live_version_id and member_is_shown(m.status))
        and not exists (select 1 from page_debt d where d.page_id = p.id)
     union
     select p.id, 'license:' || $1::date, $2::timestamptz from member_license l
       join physician m on m.id = l.physician_id and member_is_shown(m.status)
       join page p on p.rendered_on <= l.expires_on and (p.physician_id = m.id or p.specialty = m.specialty or p.kind = 'sitemap'
         or p.kind = 'guide' and p.guide_id in (select g.id from version_specialty s join guide g on g.live_version_id = s.version_id where s.specialty = m.specialty))
      where l.standing = 'verified' and l.expires_on < $1 and not exists (select 1 from page_debt d where d.page_id = p.id)
     union
     select p.id, 'certification:' || $1::date, $2::timestamptz from member_certification b join page p on p.physician_id = b.physician_id
      where b.standing = 'verified' and b.expires_on < $1 and p.rendered_on <= b.expires_on
        and not exists (select 1 from page_debt d where d.page_id = p.id)
     union
     select p.id, 'delisting:' || $1::date, $2::timestamptz from guide g join page p on p.guide_id = g.id and p.path = '/guides/' || g.slug
      where g.status = 'live' and g.carried_over and $5::date < $1 and p.rendered_on <= $5::date
        and not exists (select 1 from page_debt d where d.page_id = p.id)
     union
     select p.id, 'delisting:' || $1::date, $2::timestamptz from guide g join page p on p.guide_id = g.id and p.path = '/guides/' || g.slug
      where g.status = 'live' and g.due_on < $1::date - $6::integer and p.rendered_on <= g.due_on + $6::integer
        and not exists (select 1 from page_debt d where d.page_id = p.id)
     union
     select p.id, 'delisting:' || $1::date, $2::timestamptz from page p
      where p.kind = 'sitemap' and not exists (select 1 from page_debt d where d.page_id = p.id)
        and (exists (select 1 from guide g where g.status = 'live' and g.carried_over and $5::date < $1 and p.rendered_on <= $5::date)
          or exists (select 1 from guide g where g.status = 'live' and g.due_on < $1::date - $6::integer and p.rendered_on <= g.due_on + $6::integer))`,
    [
      today,
      now,
      lineDays,
      dueSoonDays,
      publisher.carriedOverIndexedUntil ?? null,
      publisher.delistOverdueAfterDays ?? null,
    ],
  );
}

/** Owes the figures of the reviews, which are those of the day, whatever happened on it. */
export async function oweFigures(database: Database, { now, today }: SweepMoment): Promise<void> {
  await database.run(
    `insert into page_debt (page_id, cause, at)
     select p.id, 'figures:' || $1::date, $2 from page p
      where p.path = '/how-we-review' and p.rendered_on < $1 and not exists (select 1 from page_debt d where d.page_id = p.id)`,
    [today, now],
  );
}
