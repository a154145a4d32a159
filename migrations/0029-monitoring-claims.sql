-- The monitoring lane: a verifier takes a member of whom something was found, until the end of the next business day, as they take files.

alter table physician
  add column holder_id uuid references account,
  add column lease_until timestamptz,
  add check ((holder_id is null) = (lease_until is null)),
  add check (holder_id is null or status in ('attention', 'suspended'));
create index physician_holder_idx on physician (holder_id) where holder_id is not null;

-- Members whom the lane holds: what was found of them is not settled. A cause that is confirmed waits for nobody.
create view monitoring_lane as
  select p.id, p.state, p.status, p.suspension, p.holder_id, p.lease_until, min(f.raised_at) as raised_at
    from physician p join physician_finding f on f.physician_id = p.id and f.settled_at is null and f.lapsed_at is null
   where p.status in ('attention', 'suspended') and p.suspension is distinct from 'adverse'
   group by p.id;
grant select on monitoring_lane to imprimatur_app;

-- May this verifier settle what was found of this member? Only a bar and their states speak against it; how many they hold is another matter.
create function may_settle(p_physician uuid, p_account uuid) returns boolean language sql stable as $$
  select (s.states = '{}' or p.state = any (s.states)) and not is_concerned_with_member(p.id, s.id)
    from physician p, account s where p.id = p_physician and s.id = p_account
$$;

-- What somebody holds at this moment: files and members together.
create function claims_of(p_account uuid) returns integer language sql stable as $$
  select (select count(*) from application where holder_id = p_account and status = 'in-review')::integer
       + (select count(*) from physician where holder_id = p_account)::integer
$$;

-- What is taken first (domain.md C10): appeals and disputes, then recredentialing that is overdue. Alerts about members are a lane of their own.
create or replace function queue_priority(p_status text, p_lane text, p_due_on date, p_today date) returns integer language sql immutable as $$
  select case when p_status = 'appealed' or p_lane = 'disputes' then 1
              when p_lane = 'recredentialing' and p_due_on < p_today then 2
              else 3 end
$$;

create view invariants.member_held_without_lease as
  select id as physician_id from physician where holder_id is not null and lease_until < instant() - interval '30 minutes';
grant select on invariants.member_held_without_lease to imprimatur_app;

-- Who else has the address or the license, asked of every file.
create index application_license_idx on application (state, lower(license_number)) where confirmed_at is not null;
