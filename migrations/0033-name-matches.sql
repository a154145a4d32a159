-- A row of the exclusion list with a member's name takes two as well: one verifier proposes to clear it, another does. The member stays shown.

alter table physician drop constraint physician_check2;
alter table physician add constraint physician_proposal_check
  check (proposed_by is null or suspension = 'provisional' or (suspension is null and proposed_verdict = 'clear'));

-- Cleared by two.
create view invariants.name_match_cleared_by_one as
  select f.id as finding_id from physician_finding f
   where f.kind = 'exclusion-name' and f.outcome = 'cleared' and (f.settled_by is null or not exists (
     select 1 from event e where e.subject_kind = 'physician' and e.subject_id = f.physician_id and e.name = 'physician.finding-proposed'
        and e.actor_id <> f.settled_by and e.at between f.raised_at and f.settled_at));
grant select on invariants.name_match_cleared_by_one to imprimatur_app;
