-- Verification queues: who may take a file, a service level that stops while the applicant is asked, reminders of it, checking again.

-- States whose files a verifier may take; none named means all.
alter table account add column states text[] not null default '{}'
  check (array_to_string(states, ',', '?') ~ '^([A-Z]{2}(,[A-Z]{2})*)?$');

alter table application
  -- The service level in business days, and in seconds of them from its start to the end of its last day.
  add column service_days integer check (service_days > 0),
  add column service_seconds numeric check (service_seconds > 0),
  -- Seconds of it that were used before the clock last stopped.
  add column service_used numeric not null default 0 check (service_used >= 0),
  -- Since when the clock runs; null while it stands.
  add column service_since timestamptz,
  -- Results that a machine found before this do not count any more.
  add column checks_since timestamptz;
update application set service_since = queued_at, service_days = d.days, service_seconds = d.days * 86400
  from (values ('clean', 1), ('standard', 3), ('high', 5), ('recredentialing', 5), ('monitoring', 2), ('disputes', 2)) d(lane, days)
 where d.lane = application.lane and due_on is not null;

-- Business time is what of Mondays to Fridays lies between two instants, in the publisher's zone: on the day a clock is put forward
-- it is an hour less.
create function business_seconds(p_from timestamptz, p_to timestamptz, p_zone text) returns numeric language sql stable as $$
  select coalesce(sum(extract(epoch from least(p_to, closes) - greatest(p_from, opens))), 0)
    from (
      select d::timestamp at time zone p_zone as opens, (d + 1)::timestamp at time zone p_zone as closes
        from (select civil_date(p_from, p_zone) + n as d
                from generate_series(0, civil_date(p_to, p_zone) - civil_date(p_from, p_zone)) n) days
       where extract(isodow from d) < 6) day
   where least(p_to, closes) > greatest(p_from, opens)
$$;

-- When so many seconds of business time have passed since an instant; null for none. Twenty-three hours make the shortest day.
create function business_after(p_from timestamptz, p_seconds numeric, p_zone text) returns timestamptz language sql stable as $$
  with day as (
    select greatest(p_from, d::timestamp at time zone p_zone) as opens, (d + 1)::timestamp at time zone p_zone as closes
      from (select civil_date(p_from, p_zone) + n as d from generate_series(0, ceil(p_seconds / 82800 * 7 / 5)::integer + 7) n) days
     where extract(isodow from d) < 6
  ), counted as (
    select opens, extract(epoch from closes - opens) as seconds,
           sum(extract(epoch from closes - opens)) over (order by opens) as until_close
      from day
  )
  select opens + (p_seconds - until_close + seconds)::float8 * interval '1 second' from counted
   where p_seconds > 0 and until_close >= p_seconds order by opens limit 1
$$;

-- The instant at which a civil day ends.
create function day_ends(p_day date, p_zone text) returns timestamptz language sql stable as $$
  select (p_day + 1)::timestamp at time zone p_zone
$$;

-- The last civil day of what is left of a service level: the one whose end is nearest, so that a question of a minute moves nothing.
-- A file that comes back has one business day at least.
create function service_due_on(p_at timestamptz, p_rest numeric, p_zone text) returns date language sql stable as $$
  select greatest(business_days_after(civil_date(p_at, p_zone), 1),
                  civil_date(business_after(p_at, p_rest - 43200, p_zone), p_zone))
$$;

-- How the clock of a file stands from now on, under a service level of so many business days. It starts; or, where it stood, goes on
-- with what is left; or, where it runs, goes on running, and is given what a longer level has more. Anew, it always starts.
create function service_clock(p_application uuid, p_days integer, p_anew boolean, p_at timestamptz, p_zone text)
  returns table (days integer, seconds numeric, used numeric, since timestamptz, due date) language sql stable as $$
  with kept as (
    select *, service_seconds + (p_days - service_days) * 86400 as whole, greatest(p_days - service_days, 0) as more,
           case when service_seconds is null or p_anew then 'starts' when service_since is null then 'goes on' else 'runs' end as how
      from application where id = p_application
  )
  select p_days, business_seconds(p_at, day_ends(first.due, p_zone), p_zone), 0::numeric, p_at, first.due
    from kept, business_days_after(civil_date(p_at, p_zone), p_days) as first(due) where how = 'starts'
  union all
  select p_days, greatest(whole, 86400), service_used, p_at, service_due_on(p_at, whole - service_used, p_zone)
    from kept where how = 'goes on'
  union all
  select greatest(p_days, service_days), service_seconds + more * 86400, service_used, service_since,
         case when more > 0 then business_days_after(due_on, more) else due_on end
    from kept where how = 'runs'
$$;

-- What is used of a file's service level once its clock stops.
create function service_used_by(p_application uuid, p_at timestamptz, p_zone text) returns numeric language sql stable as $$
  select service_used + case when service_since is null then 0 else business_seconds(service_since, p_at, p_zone) end
    from application where id = p_application
$$;

-- Percent of it that are used: 100 as the due date ends. Null while the clock stands.
create function service_share(p_since timestamptz, p_used numeric, p_due_on date, p_at timestamptz, p_zone text) returns numeric
language sql stable as $$
  select 100 * (p_used + business_seconds(p_since, p_at, p_zone))
         / nullif(p_used + business_seconds(p_since, day_ends(p_due_on, p_zone), p_zone), 0)
$$;

create table service_threshold (percent integer primary key);
insert into service_threshold values (75), (100), (150);

-- One row per (file, due date, threshold): told, or suppressed with its reason. Of several passed at once only the latest tells.
create table service_reminder (
  id bigint generated always as identity primary key,
  application_id uuid not null references application,
  due_on date not null,
  threshold integer not null references service_threshold,
  outcome text not null check (outcome in ('notified', 'suppressed')),
  reason text,
  recorded_at timestamptz not null,
  notified_at timestamptz,
  unique (application_id, due_on, threshold),
  check ((outcome = 'suppressed') = (reason is not null))
);
create index service_reminder_pending_idx on service_reminder (id) where outcome = 'notified' and notified_at is null;

-- Days after a question on which the applicant is reminded of it.
create table question_threshold (days integer primary key);
insert into question_threshold values (3), (7), (14), (25);

-- One row per (question, threshold): sent by mail, or suppressed with its reason.
create table question_reminder (
  id bigint generated always as identity primary key,
  application_id uuid not null references application,
  -- The question, by its instant.
  asked_at timestamptz not null,
  threshold integer not null references question_threshold,
  outcome text not null check (outcome in ('notified', 'suppressed')),
  reason text,
  recorded_at timestamptz not null,
  sent_at timestamptz,
  -- When the mail server last did not take it: whoever waits longest is tried first.
  failed_at timestamptz,
  unique (application_id, asked_at, threshold),
  check ((outcome = 'suppressed') = (reason is not null))
);
create index question_reminder_pending_idx on question_reminder (id) where outcome = 'notified' and sent_at is null;
create index application_asked_idx on application (asked_at) where status = 'needs-info';

-- Whoever is the applicant, a relative of theirs, or who referred them.
create function is_concerned(p_application uuid, p_account uuid) returns boolean language sql stable as $$
  select exists (select 1 from application_bar b where b.application_id = p_application and b.account_id = p_account)
      or exists (
        select 1 from application a join account s on s.id = p_account
         where a.id = p_application
           and (s.email = a.email or exists (select 1 from physician p where p.account_id = s.id and p.npi = a.npi)))
$$;

-- A file follows the state of the primary practice, whatever other licenses there are.
create function is_skilled(p_application uuid, p_account uuid) returns boolean language sql stable as $$
  select s.states = '{}' or a.state = any (s.states) from application a, account s where a.id = p_application and s.id = p_account
$$;

-- May this verifier work on this file at all? How many files they hold is another matter.
create function may_decide(p_application uuid, p_account uuid) returns boolean language sql stable as $$
  select p_account is distinct from a.escalated_by and p_account is distinct from a.decided_by
         and is_skilled(a.id, p_account) and not is_concerned(a.id, p_account)
    from application a where a.id = p_application
$$;

-- What is taken first (domain.md C10): alerts about members, then appeals and disputes, then recredentialing that is overdue.
create function queue_priority(p_status text, p_lane text, p_due_on date, p_today date) returns integer language sql immutable as $$
  select case when p_lane = 'monitoring' then 0
              when p_status = 'appealed' or p_lane = 'disputes' then 1
              when p_lane = 'recredentialing' and p_due_on < p_today then 2
              else 3 end
$$;

-- A result counts while no field that the check reads has moved since, and, if a machine found it, while nobody had it checked again.
create or replace view current_check as
  select distinct on (k.application_id, k.check_id) k.id, k.application_id, k.check_id, k.outcome, k.reasons, k.score, k.at, k.expires_on,
         k.data_revision, k.found_by, r.kind as resolution, r.by_id as resolved_by, r.proposed_by
    from application_check k
    join application a on a.id = k.application_id
    left join check_resolution r on r.check_result_id = k.id
   where not k.late and k.data_revision >= (select coalesce(max((a.changed ->> f.field)::integer), 1) from check_reads f where f.check_id = k.check_id)
     and (k.found_by is not null or k.at >= coalesce(a.checks_since, '-infinity'))
   order by k.application_id, k.check_id, k.id desc, r.id desc;

-- Past midnight in the zone furthest behind, and after the sweep's fifteen minutes.
create view invariants.service_reminder_missing as
  select a.id as application_id, a.due_on from application a
   where a.service_since is not null and a.due_on < civil_date(instant() - interval '15 minutes', 'Etc/GMT+12')
     and not exists (select 1 from service_reminder r where r.application_id = a.id and r.due_on = a.due_on and r.threshold = 100);

grant select on service_threshold, question_threshold to imprimatur_app;
grant select, insert, update on service_reminder, question_reminder to imprimatur_app;
grant select on all tables in schema invariants to imprimatur_app;
grant execute on all functions in schema public to imprimatur_app;
