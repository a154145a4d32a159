-- Whose account a member's is, who keeps away from whom, and promises that were asked for too little.

-- A member who gets an account later, under the address that they confirmed, signs reviews on the license that is on file.
create function account_is_members() returns trigger language plpgsql as $$
declare
  v_member uuid;
begin
  select p.id into v_member from physician p join application a on a.physician_id = p.id and a.status = 'approved'
   where a.email = new.email and p.account_id is null and p.status <> 'terminated'
     and not exists (select 1 from application l where l.physician_id = p.id and l.status = 'approved' and l.decided_at > a.decided_at)
   order by a.decided_at desc limit 1;
  if v_member is not null then
    update physician set account_id = new.id where id = v_member;
    update credential set account_id = new.id where physician_id = v_member and account_id is null;
  end if;
  return null;
end $$;
create trigger account_is_members after insert on account for each row execute function account_is_members();

-- The applicant, a relative of theirs, or who referred them: in this file and in every other of the same person, for good.
create or replace function is_concerned(p_application uuid, p_account uuid) returns boolean language sql stable as $$
  select exists (
        select 1 from application a, application_bar b join application o on o.id = b.application_id
         where a.id = p_application and b.account_id = p_account
           and (o.id = a.id or (a.npi <> '' and o.npi = a.npi)
             or coalesce(o.physician_id, o.member_id) = coalesce(a.physician_id, a.member_id)))
      or exists (
        select 1 from application a join account s on s.id = p_account
         where a.id = p_application
           and (s.email = a.email or exists (select 1 from physician p where p.account_id = s.id and p.npi = a.npi)))
$$;

create function is_concerned_with_member(p_physician uuid, p_account uuid) returns boolean language sql stable as $$
  select exists (select 1 from physician p where p.id = p_physician and p.account_id = p_account)
      or exists (select 1 from application a where p_physician in (a.physician_id, a.member_id) and is_concerned(a.id, p_account))
$$;

-- The sweep takes back what is held too long.
create or replace view invariants.held_without_lease as
  select id as application_id from application
   where status = 'in-review' and (holder_id is null or lease_until is null or lease_until < instant() - interval '30 minutes');

create or replace view invariants.decided_by_one_concerned as
  select a.id as application_id from application a join application_decision d on d.application_id = a.id join account s on s.id = d.signer_id
   where s.email = a.email or a.escalated_by = d.signer_id
      or exists (select 1 from application_decision o where o.application_id = a.id and o.id <> d.id and o.signer_id = d.signer_id)
      or exists (select 1 from physician p where p.npi = a.npi and p.account_id = d.signer_id)
      or exists (select 1 from application_bar b join application o on o.id = b.application_id
        where b.account_id = d.signer_id and b.at <= d.signed_at
          and (o.id = a.id or (a.npi <> '' and o.npi = a.npi) or coalesce(o.physician_id, o.member_id) = coalesce(a.physician_id, a.member_id)));

-- Nobody is shown who is suspended, paused or gone: profile, list and guides say so unless they are in debt.
create or replace view invariants.hidden_member_with_profile as
  select m.id as physician_id from physician m
    join lateral (
      select p.id, p.rendered_at from page p where p.physician_id = m.id or p.specialty = m.specialty
      union all
      select p.id, p.rendered_at from version_specialty s join guide g on g.live_version_id = s.version_id and g.status = 'live'
        join page p on p.guide_id = g.id where s.specialty = m.specialty) p on true
   where p.rendered_at is not null and not member_is_shown(m.status)
     and not exists (select 1 from page_debt d where d.page_id = p.id)
     and p.rendered_at < (select max(e.at) from event e where e.subject_kind = 'physician' and e.subject_id = m.id
       and e.name in ('physician.suspended', 'physician.paused', 'physician.left', 'physician.terminated'));

grant execute on all functions in schema public to imprimatur_app;
