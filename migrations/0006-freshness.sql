-- Due dates, only here: PostgreSQL and JavaScript disagree on 31 August + 6 months.

-- Last reviewed + cadence, as civil dates; at least three months, at most 36.
create function due_on(p_last_reviewed_on date, p_cadence_months integer) returns date
language sql immutable as $$
  select (p_last_reviewed_on + make_interval(months => least(36, greatest(3, p_cadence_months))))::date
$$;

create function cadence_months(p_guide uuid) returns integer language sql stable as $$
  select coalesce(g.cadence_override, c.cadence_months) from guide g join category c on c.id = g.category_id where g.id = p_guide
$$;

-- The civil date in the publisher's zone at an instant.
create function civil_date(p_at timestamptz, p_zone text) returns date language sql immutable as $$
  select (p_at at time zone p_zone)::date
$$;

-- Derived, never edited. Due-soon from 60 days before, stale from the day after the due date.
create function freshness(p_last_reviewed_on date, p_due_on date, p_today date) returns text language sql immutable as $$
  select case
    when p_due_on is null then 'unreviewed'
    when p_today > p_due_on then 'stale'
    when p_last_reviewed_on is null then 'unreviewed'
    when p_today >= p_due_on - 60 then 'due-soon'
    else 'current' end
$$;

-- Not before 120 days ahead of the due date, and not before half of the cadence has passed, whichever is later.
create function recheck_not_before(p_last_reviewed_on date, p_due_on date) returns date language sql immutable as $$
  select greatest(p_due_on - 120, p_last_reviewed_on + (p_due_on - p_last_reviewed_on + 1) / 2)
$$;

-- Mondays to Fridays that lie wholly between two civil dates.
create function working_days_between(p_from date, p_to date) returns integer language sql immutable as $$
  select count(*)::integer from generate_series(1, p_to - p_from - 1) n where extract(isodow from p_from + n) < 6
$$;

-- What the sweep looks for, in the order in which it works: its cost follows what is due.
create index guide_stale_idx on guide (due_on, id) where status = 'live' and stale_for is distinct from due_on;
create index guide_reminded_idx on guide (due_on, id) where status = 'live';
create index guide_unplanned_idx on guide (due_on, id) where status = 'live' and recheck_planned_on is null and not carried_over;
create index guide_recheck_idx on guide (recheck_planned_on, id) where status = 'live' and not carried_over;
create index review_of_whole_idx on review (guide_id) where status in ('open', 'assigned') and kind in ('full', 'recheck');
create index guide_held_idx on guide (held_at) where status = 'held';
-- A fact of one guide owes its pages, the lists and the pages that link to it; ten thousand at once must not read every page each.
create index if not exists page_lists_idx on page (kind) where kind in ('home', 'sitemap', 'feed', 'robots');
create index if not exists guide_live_version_idx on guide (live_version_id);
create index if not exists guide_successor_idx on guide (successor_id) where successor_id is not null;

-- No recheck is opened beside an open one, or while a full review is open. What a recheck led to goes first: its revision while
-- that is open, a proposal to withdraw until it is settled. A function of one guide: asked of thousands, a join went wrong when the
-- planner still believed that there were no reviews (50 s instead of 2, measured).
-- Its plan is kept for the session: made while there were few reviews, it would read all of them for each guide later.
create function recheck_barred(p_guide uuid) returns boolean language sql stable set enable_seqscan = off as $$
  select exists (
      select 1 from review w where w.guide_id = p_guide and w.status in ('open', 'assigned') and w.kind in ('full', 'recheck'))
    or exists (
      select 1 from review w join revision r on r.guide_id = w.guide_id and r.opened_at <= w.decided_at
       where w.guide_id = p_guide and w.kind = 'recheck' and w.verdict in ('revise', 'keep-with-changes')
         and r.kind = 'ordinary' and r.status not in ('published', 'discarded'))
    or exists (
      select 1 from proposal p where p.subject_kind = 'guide' and p.subject_id = p_guide and p.name = 'withdraw' and p.settled_at is null)
$$;

-- Somebody is at it: a review of the whole guide whose assignee has opened the text. One that merely waits silences no reminder.
create function review_under_way(p_guide uuid) returns boolean language sql stable set enable_seqscan = off as $$
  select exists (
    select 1 from review w join review_opening o on o.review_id = w.id and o.account_id = w.assignee_id
     where w.guide_id = p_guide and w.status = 'assigned' and w.kind in ('full', 'recheck'))
$$;

create table reminder_threshold (days integer primary key);
insert into reminder_threshold values (-60), (-14), (0), (30), (90);

-- One row per (guide, due date, threshold): sent, or suppressed with its reason. Only the latest of several passed at once notifies.
create table reminder (
  id bigint generated always as identity primary key,
  guide_id uuid not null references guide,
  due_on date not null,
  threshold integer not null references reminder_threshold,
  outcome text not null check (outcome in ('notified', 'suppressed')),
  reason text,
  recorded_at timestamptz not null,
  notified_at timestamptz,
  unique (guide_id, due_on, threshold),
  check ((outcome = 'suppressed') = (reason is not null))
);
create index reminder_pending_idx on reminder (id) where outcome = 'notified' and notified_at is null;

grant select on reminder_threshold to imprimatur_app;
grant select, insert, update on reminder to imprimatur_app;
