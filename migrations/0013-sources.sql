-- Further sources: license by machine (V08, V09, V12), SAM.gov (V11), the text for the profile (V16), Open Payments (V17).

alter table application add column biography text not null default '' check (length(biography) <= 1200);
-- As the profile prints them: a text that was checked, and the full name of the board where a certification was confirmed.
alter table physician add column biography text not null default '' check (length(biography) <= 1200);
alter table physician add column certification text not null default '';

-- A source of licenses finds the physician by number and license: what it said of the certification falls with them.
insert into check_reads (check_id, field)
select c, f from (values
  ('V08', '{npi}'), ('V09', '{npi}'), ('V12', '{npi,state,licenseNumber}'),
  ('V11', '{npi,givenName,familyName,state}'), ('V16', '{biography,certification,state}'), ('V17', '{npi,givenName,familyName}')) v(c, fields),
  unnest(v.fields::text[]) f;

-- Files that were checked before SAM.gov could be asked: it was not, as without a key.
insert into application_check (application_id, check_id, data_revision, outcome, reasons, source, at)
select id, 'V11', data_revision, 'skipped', '{"The file was checked before SAM.gov could be asked."}', 'SAM.gov exclusions', queued_at
  from application where queued_at is not null and npi <> '' and status in ('queued', 'in-review', 'escalated', 'appealed', 'declined');

-- As before, and V11 where it was asked, V16 where there is a text.
create or replace view invariants.member_without_evidence as
  select p.id as physician_id, a.id as application_id, m.check_id
    from physician p
    left join application a on a.physician_id = p.id and a.status = 'approved'
    left join application_decision d on d.application_id = a.id and d.verdict = 'approve'
    cross join unnest('{V01,V02,V03,V04,V05,V06,V07,V08,V09,V10,V11,V12,V13,V14,V15,V16}'::text[]) m(check_id)
   where (m.check_id <> 'V12' or a.certification <> '') and (m.check_id <> 'V16' or a.biography <> '')
     and (m.check_id <> 'V11' or exists (select 1 from application_check k
       where k.application_id = a.id and k.check_id = 'V11' and k.outcome <> 'skipped' and k.at <= d.signed_at))
     and not exists (
     select 1 from application_check k left join check_resolution r on r.check_result_id = k.id and r.at <= d.signed_at
      where k.id = any (d.evidence) and k.application_id = a.id and k.check_id = m.check_id
        and k.at <= d.signed_at and k.at >= d.signed_at - interval '120 days'
        and (k.outcome = 'pass' or (k.outcome in ('review', 'error') and r.kind = 'resolved') or (k.outcome = 'fail' and r.kind = 'overridden')));
