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

-- Whether a notice stands above its text: nobody took it away.
create function notice_stands(q publication) returns boolean language sql stable as $$
  select q.kind = 'notice' and q.ends_number is null
     and not exists (select 1 from publication e where e.guide_id = q.guide_id and e.ends_number = q.number)
$$;

-- The signature that a version counts by: one of the whole before all others, then the latest.
create function signature_of(p_version uuid) returns setof sign_off language sql stable as $$
  select s.* from sign_off s join version v on v.id = s.version_id and v.hash = s.version_hash where s.version_id = p_version
   order by s.kind in ('full', 'recheck') desc, s.signed_at desc limit 1
$$;

-- What a version stands on, itself first: down to a version that is signed as a whole, or was carried over. Each with the signature that
-- counts; a version that nobody signed leads on where it is minor changes, minors put on an approved text, or a correction.
create function basis_of(p_version uuid) returns table (version_id uuid, kind text, sign_off_id uuid, signature text, read boolean, depth integer) language sql stable as $$
  with recursive down(version_id, kind, sign_off_id, signature, read, depth, below) as (
    select v.id, v.kind, s.id, s.kind, coalesce(s.kind = 'after-the-fact', false), 0, coalesce(s.rests_on_version_id, v.base_version_id) from version v left join lateral signature_of(v.id) s on true where v.id = p_version
    union all
    select v.id, v.kind, s.id, s.kind, d.read or coalesce(s.kind = 'after-the-fact', false), d.depth + 1, coalesce(s.rests_on_version_id, v.base_version_id)
      from down d join version v on v.id = d.below left join lateral signature_of(v.id) s on true
     where d.kind <> 'carry-over' and (case when d.signature is null then d.kind in ('minor', 'reapplied', 'correction') else d.signature not in ('full', 'recheck') end)
  ) cycle version_id set again using path
  select d.version_id, d.kind, d.sign_off_id, d.signature, d.read, d.depth from down d where not again
$$;

-- As before; and a correction stands on what it corrected, until a signature of changes rests on it: that one takes its words in.
create or replace function supported(p_version uuid) returns boolean language sql stable as $$
  with basis as (select * from basis_of(p_version))
  select exists (select 1 from basis where signature in ('full', 'recheck') or kind = 'carry-over')
     and not exists (select 1 from basis b join basis a on a.depth < b.depth and a.signature = 'changes' where b.kind = 'correction' and b.signature is null and not b.read)
$$;

-- Whether a text holds words of a correction that nobody has signed.
create function holds_unread_correction(p_version uuid) returns boolean language sql stable as $$
  select exists (select 1 from basis_of(p_version) where kind = 'correction' and signature is null and not read)
$$;

-- The version that a review of changes to this one rests on: where nobody has signed a correction in it, the signed one beneath, so that
-- the correction is among the changes.
create function changes_rest_on(p_version uuid) returns uuid language sql stable as $$
  select case when holds_unread_correction(p_version) then (select version_id from basis_of(p_version) where signature is not null order by depth limit 1) else p_version end
$$;

-- A published correction whose words nobody has signed: neither in a second review, of it or of a later one, nor in a review since, and
-- which no reversal has taken back.
create function awaits_second_review(q publication) returns boolean language sql stable as $$
  select q.kind = 'correction' and not exists (select 1 from sign_off s where s.version_id = q.version_id) and not exists (
    select 1 from publication l where l.guide_id = q.guide_id and l.number > q.number
       and (l.kind in ('full', 'changes', 'recheck') or l.reverts_to < q.number
         or (l.kind = 'correction' and exists (select 1 from sign_off s where s.version_id = l.version_id))))
$$;

-- Who corrects at once skips no review: somebody else is asked to read it afterwards, and that is called off by nothing but what answers it.
create view invariants.correction_without_review as
  select q.guide_id, q.number from publication q join guide g on g.id = q.guide_id and g.status in ('live', 'held', 'legal')
   where awaits_second_review(q) and not exists (
     select 1 from review w where w.version_id = q.version_id and w.kind = 'after-the-fact' and w.status <> 'cancelled');

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
