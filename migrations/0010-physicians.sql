-- Physicians: applications with their checks, queues and decisions; membership; one credential register for members and reviewers.

create table physician (
  id uuid primary key,
  npi text not null check (npi ~ '^[12][0-9]{9}$'),
  slug text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 80),
  -- As pages print it now; sign-offs keep the name as signed.
  given_name text not null,
  family_name text not null,
  post_nominals text not null,
  specialty text not null references specialty,
  state text not null,
  practice_name text not null default '',
  practice_site text not null default '',
  -- A reviewer's account of the same person, where there is one.
  account_id uuid unique references account,
  status text not null check (status in ('active', 'attention', 'suspended', 'terminated')),
  suspension text check (suspension in ('administrative', 'provisional', 'adverse')),
  -- Who found the cause: clearing or confirming it takes another.
  suspended_by uuid references account,
  member_since date not null,
  -- The last decision that rests on whole evidence; recredentialing is due 36 months after it.
  decided_on date not null,
  verified_on date not null,
  version integer not null default 1,
  event_count integer not null default 0,
  head_hash text not null default '',
  check ((status = 'suspended') = (suspension is not null))
);
create unique index physician_npi_idx on physician (npi);
create unique index physician_slug_idx on physician (slug);
create index physician_specialty_idx on physician (specialty, status);

-- Members need no account: a credential belongs to an account, to a physician, or to both.
alter table credential alter column account_id drop not null;
alter table credential add column physician_id uuid references physician;
alter table credential add check (account_id is not null or physician_id is not null);
create index credential_physician_idx on credential (physician_id);

create table application (
  id uuid primary key,
  status text not null check (status in ('awaiting-email', 'checking', 'queued', 'in-review', 'needs-info', 'escalated',
    'approved', 'declined', 'appealed', 'withdrawn', 'expired')),
  -- What was declared; personal data lies here alone, never in events.
  npi text not null check (npi ~ '^[12][0-9]{9}$' or (npi = '' and status in ('expired', 'withdrawn', 'declined'))),
  -- A keyed hash of the number, once the file is forgotten.
  npi_fingerprint text,
  given_name text not null,
  family_name text not null,
  credential text not null,
  email text not null check (email = lower(email)),
  phone text not null,
  state text not null check (state ~ '^[A-Z]{2}$' or npi = ''),
  license_number text not null,
  license_expires_on date not null,
  specialty text not null references specialty,
  practice_name text not null,
  practice_site text not null,
  certification text not null,
  attested_name text not null,
  -- Moves with each answer; `changed` says in which one a field last moved: {"email": 2}.
  data_revision integer not null default 1,
  changed jsonb not null default '{}',
  network_hash text not null,
  -- The solved puzzle of the form: each counts once.
  proof text not null unique,
  filled_in_seconds integer,
  submitted_at timestamptz not null,
  confirmed_at timestamptz,
  -- Another file or a member has this NPI: people decide who it belongs to.
  disputed boolean not null default false,
  specialty_group text,
  lane text check (lane in ('clean', 'standard', 'high', 'recredentialing', 'monitoring', 'disputes')),
  queued_at timestamptz,
  -- Last civil day of the service level; null while the applicant is asked.
  due_on date,
  holder_id uuid references account,
  lease_until timestamptz,
  escalated_by uuid references account,
  asked text,
  asked_at timestamptz,
  answer text,
  decided_at timestamptz,
  decided_on date,
  decided_by uuid references account,
  decline_reason text,
  appealed_at timestamptz,
  physician_id uuid references physician,
  version integer not null default 1,
  event_count integer not null default 0,
  head_hash text not null default '',
  check ((holder_id is null) = (lease_until is null)),
  check ((status = 'in-review') <= (holder_id is not null)),
  check ((status in ('queued', 'in-review', 'escalated', 'appealed')) <= (lane is not null)),
  check ((status = 'approved') = (physician_id is not null)),
  check ((status = 'declined') <= (decline_reason is not null))
);
-- One confirmed, open, undisputed application an NPI.
create unique index application_npi_idx on application (npi)
  where confirmed_at is not null and not disputed and status not in ('awaiting-email', 'approved', 'declined', 'withdrawn', 'expired');
create index application_email_idx on application (email);
create index application_queue_idx on application (status, lane, due_on, queued_at);
create index application_holder_idx on application (holder_id) where holder_id is not null;
create index application_network_idx on application (network_hash, submitted_at);

-- Links that were mailed, and the cookies they were exchanged for. Only hashes.
create table application_secret (
  hash text primary key,
  application_id uuid not null references application on delete cascade,
  kind text not null check (kind in ('confirmation', 'status', 'session')),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index application_secret_application_idx on application_secret (application_id);

-- Who may not decide: the applicant's own account, a relative, the one who referred them.
create table application_bar (
  application_id uuid not null references application,
  account_id uuid not null references account,
  cause text not null check (cause in ('relative', 'referrer')),
  at timestamptz not null,
  primary key (application_id, account_id)
);

-- Results of checks, with what they rest on. Only grows; a result counts while no field that the check reads has moved since its revision.
create table application_check (
  id bigint generated always as identity primary key,
  application_id uuid not null references application,
  check_id text not null check (check_id ~ '^V[0-9]{2}$'),
  data_revision integer not null,
  outcome text not null check (outcome in ('pass', 'review', 'fail', 'error', 'skipped')),
  reasons text[] not null default '{}',
  score integer,
  -- What was asked of whom; the answer itself and its digest.
  source text not null,
  request text,
  raw bytea,
  raw_sha256 text,
  dataset_version text,
  -- The person who looked, where a person did.
  found_by uuid references account,
  at timestamptz not null,
  expires_on date,
  -- Found of a declaration that had moved, or when the checks were finished: kept, and never counted.
  late boolean not null default false
);
create index application_check_idx on application_check (application_id, check_id, id);

-- A review is resolved by one person with evidence; a fail is overridden by two: one proposes, another confirms.
create table check_resolution (
  id bigint generated always as identity primary key,
  check_result_id bigint not null references application_check,
  kind text not null check (kind in ('resolved', 'override-proposed', 'overridden')),
  by_id uuid not null references account,
  -- Who proposed what is confirmed here.
  proposed_by uuid references account,
  evidence text not null,
  at timestamptz not null,
  check ((kind = 'overridden') = (proposed_by is not null)),
  check (proposed_by <> by_id)
);
create index check_resolution_idx on check_resolution (check_result_id);

-- The signed decision: what was decided, on which results.
create table application_decision (
  id uuid primary key,
  application_id uuid not null references application,
  verdict text not null check (verdict in ('approve', 'decline')),
  meaning text not null,
  reason text,
  note text not null default '',
  signer_id uuid not null references account,
  printed_name text not null,
  evidence bigint[] not null,
  signed_at timestamptz not null,
  reauthenticated_at timestamptz not null,
  auth_method text not null
);
create index application_decision_idx on application_decision (application_id);

-- Profiles are pages too.
alter table page add column physician_id uuid references physician;
alter table page drop constraint page_kind_check;
alter table page add constraint page_kind_check check (kind in ('guide', 'category', 'home', 'sitemap', 'feed', 'robots', 'image', 'physician', 'apply'));
insert into page (path, kind) values ('/apply', 'apply'), ('/apply/confirm', 'apply'), ('/apply/status', 'apply');
alter table page add check ((kind = 'physician') = (physician_id is not null));
create index page_physician_idx on page (physician_id);
create index page_rendered_idx on page (rendered_on) where guide_id is not null;
create index version_specialty_specialty_idx on version_specialty (specialty, version_id);

-- Every page that shows a member or might: the profile, and each live guide of the specialty. One statement in the transaction of the
-- fact, so that nobody suspended is shown because a job was lost.
create function physician_owes_pages() returns trigger language plpgsql as $$
begin
  if new.name not in ('physician.activated', 'physician.suspended', 'physician.reinstated', 'physician.terminated') then
    return null;
  end if;
  insert into page (path, kind, physician_id) select '/physicians/' || slug, 'physician', id from physician where id = new.subject_id
    on conflict (path) do nothing;
  insert into page_debt (page_id, cause, at)
    select p.id, 'event:' || new.id, new.at from page p
     where p.physician_id = new.subject_id
        or p.guide_id in (
          select g.id from physician m join version_specialty s on s.specialty = m.specialty join guide g on g.live_version_id = s.version_id
           where m.id = new.subject_id and g.status = 'live');
  return null;
end $$;
create trigger physician_owes_pages after insert on event for each row when (new.subject_kind = 'physician')
  execute function physician_owes_pages();

-- Business days are Mondays to Fridays; the day itself does not count.
create function business_days_after(p_day date, p_days integer) returns date language sql immutable as $$
  select d::date from generate_series(p_day + 1, p_day + p_days * 2 + 7, interval '1 day') d
   where extract(isodow from d) < 6 order by d offset greatest(p_days, 1) - 1 limit 1
$$;

-- Fields that a check reads: a result outlives an answer that moved none of them.
create table check_reads (check_id text not null, field text not null, primary key (check_id, field));
insert into check_reads (check_id, field)
select c, f from (values
  ('V01', '{npi}'), ('V02', '{npi,email,licenseNumber,state}'), ('V03', '{npi}'), ('V04', '{npi,givenName,familyName}'),
  ('V05', '{npi,credential}'), ('V06', '{npi,specialty}'), ('V07', '{npi,state,licenseNumber}'),
  ('V08', '{givenName,familyName,state,licenseNumber,licenseExpiresOn}'), ('V09', '{givenName,familyName,state,licenseNumber}'),
  ('V10', '{npi,givenName,familyName,state,specialty}'), ('V12', '{givenName,familyName,certification}'), ('V13', '{email,practiceSite}'),
  ('V14', '{npi,email,phone}'), ('V15', '{npi,email,practiceSite,practiceName,state,licenseNumber}')) v(c, fields), unnest(v.fields::text[]) f;

-- The result of each check that counts now, with how it was settled.
create view current_check as
  select distinct on (k.application_id, k.check_id) k.id, k.application_id, k.check_id, k.outcome, k.reasons, k.score, k.at, k.expires_on,
         k.data_revision, k.found_by, r.kind as resolution, r.by_id as resolved_by, r.proposed_by
    from application_check k
    join application a on a.id = k.application_id
    left join check_resolution r on r.check_result_id = k.id
   where not k.late and k.data_revision >= (select coalesce(max((a.changed ->> f.field)::integer), 1) from check_reads f where f.check_id = k.check_id)
   order by k.application_id, k.check_id, k.id desc, r.id desc;

grant select, insert, update, delete on application, application_secret to imprimatur_app;
grant select, insert, update on physician to imprimatur_app;
grant select, insert on application_bar, application_decision to imprimatur_app;
grant select, insert, delete on application_check, check_resolution to imprimatur_app;

-- Evidence only grows. It goes when its file is forgotten, and from no other.
create function evidence_stays() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from application a where a.id = old.application_id and a.npi = '') then
    raise exception 'Evidence stays as long as its file.';
  end if;
  return old;
end $$;
create trigger application_check_stays before delete on application_check for each row execute function evidence_stays();
alter table check_resolution drop constraint check_resolution_check_result_id_fkey;
alter table check_resolution add foreign key (check_result_id) references application_check on delete cascade;
grant select on check_reads, current_check to imprimatur_app;

-- Each approval rests on results that were settled, fresh, and named in the signed decision; nobody is a member without one.
create view invariants.member_without_evidence as
  select p.id as physician_id, a.id as application_id, m.check_id
    from physician p
    left join application a on a.physician_id = p.id and a.status = 'approved'
    left join application_decision d on d.application_id = a.id and d.verdict = 'approve'
    cross join unnest('{V01,V02,V03,V04,V05,V06,V07,V08,V09,V10,V12,V13,V14,V15}'::text[]) m(check_id)
   where (m.check_id <> 'V12' or a.certification <> '') and not exists (
     select 1 from application_check k left join check_resolution r on r.check_result_id = k.id and r.at <= d.signed_at
      where k.id = any (d.evidence) and k.application_id = a.id and k.check_id = m.check_id
        and k.at <= d.signed_at and k.at >= d.signed_at - interval '120 days'
        and (k.outcome = 'pass' or (k.outcome in ('review', 'error') and r.kind = 'resolved') or (k.outcome = 'fail' and r.kind = 'overridden')));

create view invariants.physician_not_replayed as
  with last_move as (
    select distinct on (m.value ->> 'kind', m.value ->> 'id') m.value ->> 'kind' as kind, (m.value ->> 'id')::uuid as id, m.value ->> 'to' as status
      from event e, jsonb_array_elements(e.moves) with ordinality m(value, ordinality)
     where m.value ->> 'kind' in ('application', 'physician')
     order by m.value ->> 'kind', m.value ->> 'id', e.id desc, m.ordinality desc
  ), present as (
    select 'application' as kind, id, status, event_count, head_hash from application
    union all select 'physician', id, status, event_count, head_hash from physician
  )
  select p.kind, p.id, p.status, l.status as replayed from present p left join last_move l on l.kind = p.kind and l.id = p.id
    left join event e on e.subject_kind = p.kind and e.subject_id = p.id and e.number = p.event_count
   where l.status is distinct from p.status or e.hash is distinct from p.head_hash
      or exists (select 1 from event x where x.subject_kind = p.kind and x.subject_id = p.id and x.number > p.event_count);

create view invariants.held_without_lease as
  select id as application_id from application where status = 'in-review' and (holder_id is null or lease_until is null);

create view invariants.decided_by_one_concerned as
  select a.id as application_id from application a join application_decision d on d.application_id = a.id join account s on s.id = d.signer_id
   where s.email = a.email or a.escalated_by = d.signer_id
      or exists (select 1 from application_decision o where o.application_id = a.id and o.id <> d.id and o.signer_id = d.signer_id)
      or exists (select 1 from physician p where p.npi = a.npi and p.account_id = d.signer_id)
      or exists (select 1 from application_bar b where b.application_id = a.id and b.account_id = d.signer_id and b.at <= d.signed_at);

grant select on all tables in schema invariants to imprimatur_app;
grant execute on all functions in schema public to imprimatur_app;
