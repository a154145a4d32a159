import type { Database, Tx } from '../platform/database.js';
import { holdersNow, leadsOf, titleOfGuide, type Moment } from './parties.js';
import { tell } from './telling.js';
import type { Urgency } from './notice.js';
import { deskPath, either, quoted } from './wording.js';

interface Problem {
  source: string;
  id: string;
  title: string;
  told: string[];
}

type Untaken = Problem & { specialties: string[]; language: string };
type Undecided = Problem & { days: number };
type Hasty = Problem & { reviewId: string; signer: string; count: number };

/** Leads and admins are told, once a civil day, of every open review that nobody is eligible for, and of what is missing. */
export async function tellUntakenReviews(database: Database, { now, today }: Moment): Promise<void> {
  await database.transaction(async (tx) => {
    for (const { source, id, title, told, specialties, language } of await tx.rows<Untaken>(untaken, [now, today])) {
      const guide = quoted(title);
      const needed = `a reviewer verified in ${either(specialties) || 'a specialty of it'} who reads ${language}, wrote none of it and has no conflict`;
      await tellAll(tx, { source, told, kind: 'review.untaken', urgency: 'digest' }, now, {
        title: `No eligible reviewer: ${guide}`,
        body: `Nobody may review ${guide}. It needs ${needed}.`,
        link: deskPath.review(id),
      });
    }
  });
}

/** The director is told of every hold that is undecided after 24 hours, and again after each further day. */
export async function tellUndecidedHolds(database: Database, { now }: Moment): Promise<void> {
  await database.transaction(async (tx) => {
    for (const { source, id, title, told, days } of await tx.rows<Undecided>(undecided, [now])) {
      const guide = quoted(title);
      await tellAll(tx, { source, told, kind: 'guide.hold-undecided', urgency: 'now' }, now, {
        title: `Hold undecided: ${guide}`,
        body: `${guide} has been held for ${days * 24} hours. Release it, publish a new text or withdraw it.`,
        link: deskPath.guide(id),
      });
    }
  });
}

/** The director is told of every urgent correction on a live page that nobody has signed after 72 hours, and again after each further day. */
export async function tellUndecidedCorrections(database: Database, { now }: Moment): Promise<void> {
  await database.transaction(async (tx) => {
    for (const { source, id, title, told, days } of await tx.rows<Undecided>(unread, [now])) {
      const guide = quoted(title);
      await tellAll(tx, { source, told, kind: 'review.second-late', urgency: 'now' }, now, {
        title: `Second review late: ${guide}`,
        body: `No reviewer has signed the urgent correction of ${guide} for ${72 + days * 24} hours. Its page says that it awaits a second review.`,
        link: deskPath.guide(id),
      });
    }
  });
}

/**
 * The director is told of every half hour in which one person signed more than six times. Somebody who goes on is told of again
 * for each further half hour, and nobody is told of themselves: then it is another director, or the admins.
 */
export async function tellHastySigning(database: Database, { now }: Moment): Promise<void> {
  await database.transaction(async (tx) => {
    for (const { source, reviewId, title, told, signer, count } of await tx.rows<Hasty>(hasty, [now])) {
      await tellAll(tx, { source, told, kind: 'signer.hasty', urgency: 'now' }, now, {
        title: `Many signatures at once: ${signer}`,
        body: `${signer} signed ${count} texts within half an hour, the last of them ${quoted(title)}. See whether they were read.`,
        link: deskPath.review(reviewId),
      });
    }
  });
}

interface Address {
  source: string;
  told: string[];
  kind: string;
  urgency: Urgency;
}

async function tellAll(
  tx: Tx,
  { source, told, kind, urgency }: Address,
  now: Date,
  words: { title: string; body: string; link: string },
): Promise<void> {
  const people = new Map(told.map((id): [string, Urgency] => [id, urgency]));
  await tell(tx, { source, eventId: null, kind, ...words, told: people }, now);
}

// Absence and load pass by themselves: only who could never take it makes nobody. Whoever signed this very version before may not again.
const untaken = `
  with ${holdersNow},
  reviewer as materialized (
    select a.id, a.languages, signing_specialties(a.id, $1, $2::date) as specialties
      from account a where a.id in (select account_id from holders where role = 'reviewer')
  )
  select 'review:' || w.id || ':' || $2 as source, w.id, ${titleOfGuide} as title, g.language,
         array(select p.name from version_specialty s join specialty p on p.slug = s.specialty where s.version_id = w.version_id order by p.name) as specialties,
         array(select account_id from ${leadsOf('g.category_id')} l union select account_id from holders where role = 'admin') as told
    from review w join guide g on g.id = w.guide_id
   where w.status = 'open'
     and not exists (select 1 from notification n where n.source = 'review:' || w.id || ':' || $2)
     and not exists (
       select 1 from reviewer r
        where g.language = any (r.languages)
          and r.specialties && array(select specialty from version_specialty where version_id = w.version_id)
          and not exists (select 1 from version_contributor c where c.version_id = w.version_id and c.account_id = r.id)
          and not exists (select 1 from bar b where b.guide_id = g.id and b.account_id = r.id)
          and not exists (
            select 1 from sign_off s join review e on e.id = s.review_id
             where s.version_id = w.version_id and e.revision_id = w.revision_id and s.signer_id = r.id))
   order by w.opened_at, w.id`;

const undecided = `
  with ${holdersNow}, held as (
    select g.*, floor(extract(epoch from $1::timestamptz - held_at) / 86400)::int as days from guide g
     where g.status = 'held' and g.held_at <= $1::timestamptz - interval '24 hours'
  ), sourced as (
    select *, 'hold:' || id || ':' || floor(extract(epoch from held_at))::bigint || ':' || days as source from held
  )
  select g.source, g.id, ${titleOfGuide} as title, g.days, array(select account_id from holders where role = 'director') as told
    from sourced g
   where not exists (select 1 from notification n where n.source = g.source)
   order by g.held_at, g.id`;

const unread = `
  with ${holdersNow}, late as (
    select q.guide_id, q.number, q.at, floor(extract(epoch from $1::timestamptz - q.at) / 86400)::int - 3 as days from publication q
     where q.kind = 'correction' and q.at <= $1::timestamptz - interval '72 hours' and awaits_second_review(q)
  ), sourced as (select *, 'correction:' || guide_id || ':' || number || ':' || days as source from late)
  select s.source, g.id, ${titleOfGuide} as title, s.days, array(select account_id from holders where role = 'director') as told
    from sourced s join guide g on g.id = s.guide_id and g.status = 'live'
   where not exists (select 1 from notification n where n.source = s.source)
   order by s.at, s.guide_id`;

// A signature counts with those of the half hour before it. A run of such signatures is cut into half hours from its first one, of
// which each is told once. Read a day further back than told of, so that a run never begins anew because its first rows went out of sight.
const hasty = `
  with ${holdersNow}, recent as (
    select s.id, s.signer_id, s.printed_name, s.review_id, s.guide_id, s.signed_at, (count(*) over within_half_an_hour)::int as count
      from sign_off s where s.signed_at > $1::timestamptz - interval '8 days'
    window within_half_an_hour as (partition by s.signer_id order by s.signed_at range between interval '30 minutes' preceding and current row)
  ), beginning as (
    select *, coalesce(signed_at - lag(signed_at) over (partition by signer_id order by signed_at, id) > interval '30 minutes', true) as begins
      from recent where count > 6
  ), run as (
    select *, max(signed_at) filter (where begins) over (partition by signer_id order by signed_at, id) as begun from beginning
  ), flagged as (
    select distinct on (signer_id, begun, floor(extract(epoch from signed_at - begun) / 1800)) *, 'signer:' || signer_id || ':' || id as source
      from run order by signer_id, begun, floor(extract(epoch from signed_at - begun) / 1800), signed_at, id
  ), watching as (
    select f.id, h.account_id, h.role from flagged f join holders h on h.role in ('director', 'admin') and h.account_id <> f.signer_id
  )
  select f.source, g.id, f.review_id as "reviewId", ${titleOfGuide} as title, f.printed_name as signer, f.count,
         array(select distinct w.account_id from watching w where w.id = f.id and (w.role = 'director'
           or not exists (select 1 from watching d where d.id = f.id and d.role = 'director'))) as told
    from flagged f join guide g on g.id = f.guide_id
   where f.signed_at > $1::timestamptz - interval '7 days'
     and not exists (select 1 from notification n where n.source = f.source)
   order by f.signed_at, f.id`;
