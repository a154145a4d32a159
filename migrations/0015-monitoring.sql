-- Members over time: what is read again, what was found, what ends when, recredentialing, pauses, changes of their own.

alter table physician drop constraint physician_status_check;
alter table physician add constraint physician_status_check
  check (status in ('active', 'attention', 'suspended', 'recredential-due', 'recredentialing', 'paused', 'terminated'));
-- Since when they rest by their own wish; it outlasts a suspension.
alter table physician add column paused_at timestamptz;
-- A provisional finding of the clock is cleared or confirmed by two: one proposes, another carries it out within seven days.
alter table physician add column proposed_verdict text check (proposed_verdict in ('clear', 'adverse'));
alter table physician add column proposed_by uuid references account;
alter table physician add column proposed_at timestamptz;
alter table physician add check ((proposed_by is null) = (proposed_verdict is null) and (proposed_by is null) = (proposed_at is null));
alter table physician add check (proposed_by is null or suspension = 'provisional');

-- On profile, lists and featured blocks.
create function member_is_shown(p_status text) returns boolean language sql immutable as $$
  select p_status in ('active', 'attention', 'recredential-due', 'recredentialing')
$$;

-- Last civil day on which a decision carries a membership (NCQA: 36 months).
create function recredential_by(p_decided_on date) returns date language sql immutable as $$
  select (p_decided_on + interval '36 months')::date
$$;

-- Forgotten seven years after the membership: a file without a number, a member without name and number. The slug is never given away.
do $$ begin
  execute (select format('alter table application drop constraint %I', conname) from pg_constraint
            where conrelid = 'application'::regclass and contype = 'c' and pg_get_constraintdef(oid) like '%npi ~ %');
end $$;
alter table application add constraint application_npi_check
  check (npi ~ '^[12][0-9]{9}$' or (npi = '' and status in ('expired', 'withdrawn', 'declined', 'approved')));
alter table physician drop constraint physician_npi_check;
alter table physician add constraint physician_npi_check check (npi ~ '^[12][0-9]{9}$' or (npi = '' and status = 'terminated'));
drop index physician_npi_idx;
create unique index physician_npi_idx on physician (npi) where npi <> '';

-- A file of its own for each renewal and each change that a member asks for, with the same checks, queues and decision.
alter table application add column kind text not null default 'initial' check (kind in ('initial', 'recredentialing', 'change'));
alter table application add column member_id uuid references physician;
alter table application add check ((kind = 'initial') = (member_id is null));
create index application_member_idx on application (member_id) where member_id is not null;
create index application_physician_idx on application (physician_id) where physician_id is not null;
create unique index application_one_of_member_idx on application (member_id)
  where member_id is not null and status not in ('approved', 'declined', 'withdrawn', 'expired');

-- What was read again of a member, from which source. Only grows.
create table monitoring_reading (
  id bigint generated always as identity primary key,
  physician_id uuid not null references physician,
  source text not null check (source in ('registry', 'exclusions', 'license')),
  outcome text not null check (outcome in ('clear', 'found', 'error')),
  reasons text[] not null default '{}',
  request text,
  -- The answer, where it differs from the one before.
  raw bytea,
  raw_sha256 text,
  dataset_version text,
  load_id bigint references exclusion_load,
  at timestamptz not null,
  -- Last civil day on which it may be relied on; an error is relied on for nothing.
  expires_on date,
  check ((outcome = 'error') = (expires_on is null)),
  check ((source = 'exclusions') = (load_id is not null))
);
-- The newest answer and the newest silence of each member and source, however many readings there are.
create index monitoring_reading_good_idx on monitoring_reading (physician_id, source, id desc) where outcome <> 'error';
create index monitoring_reading_bad_idx on monitoring_reading (physician_id, source, id desc) where outcome = 'error';
create index monitoring_reading_load_idx on monitoring_reading (load_id, physician_id) where load_id is not null;

-- What calls for a person, once each: `key` is what was seen (a row of the list, a license and its day, a digest), so that what was
-- cleared stays cleared until the source says something else.
create table physician_finding (
  id uuid primary key default gen_random_uuid(),
  physician_id uuid not null references physician,
  kind text not null,
  key text not null,
  severity text not null check (severity in ('attention', 'administrative', 'provisional')),
  reasons text[] not null,
  raised_at timestamptz not null,
  -- The source shows it no more; seen again, it is raised again.
  lapsed_at timestamptz,
  settled_at timestamptz,
  settled_by uuid references account,
  outcome text check (outcome in ('cleared', 'confirmed', 'ended')),
  check ((settled_at is null) = (outcome is null))
);
create unique index physician_finding_once_idx on physician_finding (physician_id, kind, key) where lapsed_at is null;
create index physician_finding_open_idx on physician_finding (physician_id) where settled_at is null;

-- One row per (license or membership, day on which it ends, threshold): told, or suppressed with its reason.
create table expiry_reminder (
  id bigint generated always as identity primary key,
  subject text not null check (subject in ('credential', 'membership')),
  subject_id uuid not null,
  ends_on date not null,
  -- Days before the end.
  threshold integer not null check (threshold >= 0),
  recorded_at timestamptz not null,
  told_at timestamptz,
  suppressed text,
  check (told_at is null or suppressed is null),
  unique (subject, subject_id, ends_on, threshold)
);
create index expiry_reminder_untold_idx on expiry_reminder (id) where told_at is null and suppressed is null;

create or replace function physician_owes_pages() returns trigger language plpgsql as $$
begin
  if new.name not in ('physician.activated', 'physician.suspended', 'physician.reinstated', 'physician.terminated', 'physician.left',
    'physician.paused', 'physician.resumed', 'physician.changed', 'physician.claimed', 'physician.recredentialed') then
    return null;
  end if;
  insert into page (path, kind, physician_id) select '/physicians/' || slug, 'physician', id from physician where id = new.subject_id
    on conflict (path) do nothing;
  insert into page_debt (page_id, cause, at)
    select p.id, 'event:' || new.id, new.at from page p
     where p.physician_id = new.subject_id
        or p.guide_id in (
          select g.id from physician m join version_specialty s on s.specialty in (m.specialty, new.payload ->> 'formerSpecialty')
            join guide g on g.live_version_id = s.version_id
           where m.id = new.subject_id and g.status = 'live');
  return null;
end $$;

-- Bylines print the signer's present name; the sign-off keeps the one signed with.
create function signer_owes_pages() returns trigger language plpgsql as $$
begin
  insert into page_debt (page_id, cause, at)
    select p.id, 'event:' || new.id, new.at from page p
     where p.guide_id in (select s.guide_id from sign_off s where s.signer_id = new.subject_id);
  return null;
end $$;
create trigger signer_owes_pages after insert on event for each row
  when (new.name = 'account.changed' and new.payload -> 'fields' @> '["name"]') execute function signer_owes_pages();

-- Who is read again, with the last day on which each source's word may be relied on: a decision's own checks count as a first reading.
create view monitored_member as
  select p.id, p.npi, p.given_name, p.family_name, p.post_nominals, p.state, p.specialty, p.status, p.suspension, p.decided_on,
         recredential_by(p.decided_on) as recredential_by,
         greatest(p.decided_on + 30, (select r.expires_on from monitoring_reading r
           where r.physician_id = p.id and r.source = 'registry' and r.outcome <> 'error' order by r.id desc limit 1)) as registry_until,
         greatest(p.decided_on + 45, (select r.expires_on from monitoring_reading r
           where r.physician_id = p.id and r.source = 'exclusions' and r.outcome <> 'error' order by r.id desc limit 1)) as exclusions_until,
         (select max(s.expires_on) from credential c cross join lateral (
            select n.expires_on, n.standing from credential_standing n where n.credential_id = c.id order by n.recorded_at desc, n.id desc limit 1) s
           where c.physician_id = p.id and c.kind = 'license' and s.standing not in ('adverse', 'revoked')) as licensed_until
    from physician p where p.status <> 'terminated';

grant select, insert on monitoring_reading to imprimatur_app;
grant select, insert on physician_finding, expiry_reminder to imprimatur_app;
grant update (lapsed_at, settled_at, settled_by, outcome) on physician_finding to imprimatur_app;
grant update (told_at, suppressed) on expiry_reminder to imprimatur_app;
grant select on monitored_member to imprimatur_app;

-- As before, for first applications and renewals; of a change, what it touches.
create or replace view invariants.member_without_evidence as
  select p.id as physician_id, a.id as application_id, m.check_id
    from physician p
    left join application a on a.physician_id = p.id and a.status = 'approved'
    left join application_decision d on d.application_id = a.id and d.verdict = 'approve'
    cross join unnest('{V01,V02,V03,V04,V05,V06,V07,V08,V09,V10,V11,V12,V13,V14,V15,V16}'::text[]) m(check_id)
   where (m.check_id <> 'V12' or a.certification <> '') and (m.check_id <> 'V16' or a.biography <> '')
     and (m.check_id <> 'V11' or exists (select 1 from application_check k
       where k.application_id = a.id and k.check_id = 'V11' and k.outcome <> 'skipped' and k.at <= d.signed_at))
     and a.npi is distinct from ''
     and (a.kind is distinct from 'change' or exists (select 1 from check_reads r where r.check_id = m.check_id and a.changed ? r.field))
     and not exists (
     select 1 from application_check k left join check_resolution r on r.check_result_id = k.id and r.at <= d.signed_at
      where k.id = any (d.evidence) and k.application_id = a.id and k.check_id = m.check_id
        and k.at <= d.signed_at and k.at >= d.signed_at - interval '120 days'
        and (k.outcome = 'pass' or (k.outcome in ('review', 'error') and r.kind = 'resolved') or (k.outcome = 'fail' and r.kind = 'overridden')));

-- What the monitor should have acted on a day ago: a shown member whose evidence or license ran out, or whose renewal is overdue.
create view invariants.member_shown_on_old_evidence as
  select m.id as physician_id from monitored_member m
   where member_is_shown(m.status)
     and least(m.registry_until, m.exclusions_until, m.licensed_until, m.recredential_by)
       < civil_date(instant() - interval '15 minutes', 'Etc/GMT+12') - 1
     and not exists (select 1 from event e where e.subject_kind = 'physician' and e.subject_id = m.id and e.name = 'physician.reinstated'
       and e.at > instant() - interval '1 day');

-- An open finding that hides a member has hidden them.
create view invariants.finding_without_effect as
  select f.id as finding_id from physician_finding f join physician p on p.id = f.physician_id
   where f.settled_at is null and f.lapsed_at is null
     and ((f.severity in ('administrative', 'provisional') and p.status not in ('suspended', 'terminated'))
       or (f.severity = 'attention' and p.status in ('active', 'recredential-due', 'recredentialing')));

-- Nobody is shown who is suspended, paused or gone: the profile says so unless it is in debt.
create view invariants.hidden_member_with_profile as
  select p.physician_id from page p join physician m on m.id = p.physician_id
   where p.rendered_at is not null and not member_is_shown(m.status)
     and not exists (select 1 from page_debt d where d.page_id = p.id)
     and p.rendered_at < (select max(e.at) from event e where e.subject_kind = 'physician' and e.subject_id = m.id
       and e.name in ('physician.suspended', 'physician.paused', 'physician.left', 'physician.terminated'));

-- Confirmed by two.
create view invariants.adverse_by_one as
  select e.id as event_id from event e
   where e.name = 'physician.adverse-confirmed' and (e.actor_id is null or not exists (
     select 1 from event o where o.subject_kind = 'physician' and o.subject_id = e.subject_id and o.number < e.number
       and o.name in ('physician.suspended', 'physician.finding-proposed') and o.actor_id is not null and o.actor_id <> e.actor_id));

grant select on all tables in schema invariants to imprimatur_app;
grant execute on all functions in schema public to imprimatur_app;
