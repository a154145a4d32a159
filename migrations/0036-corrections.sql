-- Safety notices, urgent corrections and reversals: what a publication of these kinds says beside its text.

alter table publication
  -- Where a notice has its facts from, for readers.
  add column source_title text,
  add column source_url text,
  -- Of a correction: the parts whose words it changed, all of them named to readers.
  add column sections text[],
  -- Of a notice: the earlier one that it takes away.
  add column ends_number integer,
  -- Of a reversal: the publication whose text and dates stand again.
  add column reverts_to integer,
  add foreign key (guide_id, ends_number) references publication (guide_id, number),
  add foreign key (guide_id, reverts_to) references publication (guide_id, number),
  add check ((source_title is null) = (source_url is null)),
  add check ((kind = 'correction') = (sections is not null)),
  add check (kind <> 'correction' or (cardinality(sections) > 0 and notice is not null and revision_id is not null)),
  add check (ends_number is null or (kind = 'notice' and ends_number < number)),
  add check (kind <> 'notice' or ((ends_number is null) = (notice is not null) and (ends_number is null) = (source_url is not null))),
  add check ((kind = 'revert') = (reverts_to is not null)),
  add check (kind <> 'revert' or (reverts_to < number and notice is not null and reviewed_by_sign_off_id is not null));
create unique index publication_ends_once_idx on publication (guide_id, ends_number);

-- As before, and a correction stands on what it corrected: its second review is asked for in the same transaction.
create or replace function supported(p_version uuid) returns boolean language sql stable as $$
  with recursive basis(version_id, ok) as (
    select p_version, false
    union
    select coalesce(s.rests_on_version_id, v.base_version_id), coalesce(s.ok, false) or v.kind = 'carry-over'
      from basis b
      join version v on v.id = b.version_id
      left join lateral (
        select sign.rests_on_version_id, sign.kind in ('full', 'recheck') as ok
          from sign_off sign where sign.version_id = v.id and sign.version_hash = v.hash
          order by sign.kind in ('full', 'recheck') desc, sign.signed_at desc limit 1) s on true
     where not b.ok and (s.ok is not null or v.kind in ('minor', 'reapplied', 'carry-over', 'correction'))
  )
  select coalesce(bool_or(ok), false) from basis
$$;

-- Who corrects at once skips no review: somebody else is asked to read it afterwards.
create view invariants.correction_without_review as
  select q.guide_id, q.number from publication q
   where q.kind = 'correction' and not exists (select 1 from review w where w.version_id = q.version_id and w.kind = 'after-the-fact');

-- A correction changes what its notice names, and nothing else.
create view invariants.correction_beyond_its_notice as
  select q.guide_id, q.number, d.part
    from publication q
    join version v on v.id = q.version_id and q.kind = 'correction'
    cross join lateral (
      select coalesce(n.key, o.key) as part, n.hash is distinct from o.hash as changed
        from (select key, hash from version_part where version_id = v.id) n
        full join (select key, hash from version_part where version_id = v.base_version_id) o on o.key = n.key) d
   where d.changed and not d.part = any (q.sections);

-- What was put back is what once was public, with the dates it had.
create view invariants.revert_to_other_text as
  select q.guide_id, q.number from publication q join publication b on b.guide_id = q.guide_id and b.number = q.reverts_to
   where (q.version_id, q.reviewed_by_sign_off_id, q.last_reviewed_on) is distinct from (b.version_id, b.reviewed_by_sign_off_id, b.last_reviewed_on);

-- The page says that a correction awaits its second review, as long as it does.
create function second_review_owes_page() returns trigger language plpgsql as $$
begin
  if new.name not in ('review.confirmed', 'review.amended', 'review.reverted', 'review.cancelled')
     or not exists (select 1 from publication q where q.guide_id = new.subject_id and q.kind = 'correction') then return null; end if;
  insert into page_debt (page_id, cause, at)
    select p.id, 'event:' || new.id, new.at from page p
     where (p.guide_id = new.subject_id and p.kind = 'guide') or p.kind = 'corrections';
  return null;
end $$;
create trigger second_review_owes_page after insert on event for each row
  when (new.subject_kind = 'guide')
  execute function second_review_owes_page();

grant select on invariants.correction_without_review, invariants.correction_beyond_its_notice, invariants.revert_to_other_text to imprimatur_app;
