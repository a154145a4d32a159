import type { WeeklyCapacity, PlannedReviews } from './plan-days.js';
import type { Reader, SweepMoment } from './sweep-moment.js';

/** What reviewers take, week by week from this ISO week on. */
export interface ReviewingCapacity {
  of: WeeklyCapacity;
  /** Everybody once, however many specialties they have. */
  all: (week: number) => number;
}

interface CapacityRow {
  /** Null for everybody together. */
  specialty: string | null;
  week: number;
  capacity: number;
}

/** Reviews a week of active reviewers with a license verified now, per specialty, less the working days they are away. */
export async function reviewingCapacity(
  reader: Reader,
  { now, today }: Pick<SweepMoment, 'now' | 'today'>,
  weeks: number,
): Promise<ReviewingCapacity> {
  const rows = await reader.rows<CapacityRow>(
    `with reviewer as materialized (
       select a.reviews_per_week, a.away_from, a.away_until, signing_specialties(a.id, $1, $2) as specialties from account a
        where a.disabled_at is null and exists (
          select 1 from account_role r where r.account_id = a.id and r.role = 'reviewer'
             and r.revoked_at is null and (r.expires_at is null or r.expires_at > $1))
     ), week as (
       select n, date_trunc('week', $2::date::timestamp)::date + 7 * n as monday from generate_series(0, $3::integer - 1) n
     ), present as (
       select r.specialties, w.n, r.reviews_per_week * (5 - case
                when r.away_from is null and r.away_until is null then 0
                else greatest(0, least(coalesce(r.away_until, w.monday + 4), w.monday + 4) - greatest(coalesce(r.away_from, w.monday), w.monday) + 1)
              end) / 5.0 as reviews
         from reviewer r cross join week w where r.specialties <> '{}'
     )
     select s.specialty, p.n as week, round(sum(p.reviews), 1)::float8 as capacity
       from present p cross join lateral (select unnest(p.specialties) union all select null) s(specialty)
      group by 1, 2`,
    [now, today, weeks],
  );
  const found = new Map(rows.map((row) => [`${row.specialty ?? ''} ${row.week}`, row.capacity]));
  const of: WeeklyCapacity = (specialty, week) => found.get(`${specialty} ${week}`) ?? 0;
  return { of, all: (week) => of('', week) };
}

/**
 * Reviews that reviewers will be asked for: those that wait or are at work today, and planned rechecks on their day, up to
 * `days` ahead.
 */
export function plannedReviews(reader: Reader, today: string, days: number): Promise<PlannedReviews[]> {
  return reader.rows<PlannedReviews>(
    `select specialties, day, count(*)::integer as reviews from (
       select array(select specialty from version_specialty s where s.version_id = g.live_version_id order by 1) as specialties,
              g.recheck_planned_on - $1::date as day
         from guide g
        where g.status = 'live' and not g.carried_over and g.recheck_planned_on between $1::date and $1::date + $2::integer
          and not exists (select 1 from review w where w.guide_id = g.id and w.status in ('open', 'assigned') and w.kind in ('recheck', 'full'))
       union all
       select array(select specialty from version_specialty s where s.version_id = w.version_id order by 1), 0
         from review w where w.status in ('open', 'assigned')) demand
      group by specialties, day`,
    [today, days],
  );
}
