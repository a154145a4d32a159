-- A member's certification stands in the register beside the license: until when it holds, and what a later reading said of it.

-- The board that a member's profile may print, with its newest standing: printed while it is verified and has not ended. What the member
-- claims no more is not among them, whatever its standing.
create view member_certification as
  select distinct on (p.id) p.id as physician_id, c.id as credential_id, c.authority, s.standing, s.expires_on
    from physician p
    join credential c on c.physician_id = p.id and c.kind = 'certification' and c.authority = p.certification
    cross join lateral (
      select n.id, n.standing, n.expires_on, n.recorded_at from credential_standing n where n.credential_id = c.id
       order by n.recorded_at desc, n.id desc limit 1) s
   order by p.id, s.recorded_at desc, s.id desc;
create unique index credential_certification_idx on credential (physician_id, authority) where kind = 'certification' and physician_id is not null;

-- The profile alone prints it.
create function standing_owes_profile() returns trigger language plpgsql as $$
begin
  insert into page_debt (page_id, cause, at)
    select p.id, 'standing:' || new.id, new.recorded_at from credential c join page p on p.physician_id = c.physician_id
     where c.id = new.credential_id and c.kind = 'certification';
  return null;
end $$;
create trigger standing_owes_profile after insert on credential_standing for each row execute function standing_owes_profile();

-- Whoever became a member before: what was confirmed last of the certification that they claim.
insert into credential (id, account_id, physician_id, specialty, kind, authority, region, number, created_at)
  select gen_random_uuid(), account_id, id, specialty, 'certification', certification, null, '', instant() from physician where certification <> '';
insert into credential_standing (credential_id, standing, effective_at, recorded_at, looked_up_at, expires_on, verified_by, evidence, source)
  select c.id, 'verified', k.at, instant(), k.at, k.expires_on, k.found_by, 'Application ' || k.application_id || ', check result ' || k.id, k.source
    from credential c
    cross join lateral (
      select n.* from application a join application_check n on n.application_id = a.id and n.check_id = 'V12' and not n.late and n.outcome <> 'skipped'
       where a.physician_id = c.physician_id and a.status = 'approved' order by n.id desc limit 1) k
   where c.kind = 'certification' and c.physician_id is not null;

grant select on member_certification to imprimatur_app;
grant execute on all functions in schema public to imprimatur_app;
