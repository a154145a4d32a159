-- The promises as views: each returns the offending rows, at any moment, also after a crash. Instants come from instant().

-- A version is supported when its whole hash is signed, or a changes sign-off rests on a supported one, or it is minor changes or
-- reapplied minors over a supported one, or it was carried over.
create function supported(p_version uuid) returns boolean language sql stable as $$
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
     where not b.ok and (s.ok is not null or v.kind in ('minor', 'reapplied', 'carry-over'))
  )
  select coalesce(bool_or(ok), false) from basis
$$;

create view invariants.page_without_basis as
  select g.id as guide_id, g.live_version_id from guide g
   where g.status in ('live', 'held') and not supported(g.live_version_id);

create view invariants.carried_over_with_reviewer as
  select id as guide_id from guide where carried_over and (last_reviewed_on is not null);

create view invariants.signer_wrote_it as
  select s.id as sign_off_id from sign_off s
   where exists (select 1 from version_contributor c where c.version_id = s.version_id and c.account_id = s.signer_id);

create view invariants.signer_not_eligible as
  select s.id as sign_off_id from sign_off s
   where not (signing_specialties(s.signer_id, s.signed_at, s.signed_on) && s.specialties)
      or exists (select 1 from bar b where b.guide_id = s.guide_id and b.account_id = s.signer_id and b.at <= s.signed_at)
      or not exists (select 1 from version_specialty v where v.version_id = s.version_id and v.specialty = any (s.specialties))
      or not exists (select 1 from account_role r where r.account_id = s.signer_id and r.role = 'reviewer'
           and r.granted_at <= s.signed_at and (r.revoked_at is null or r.revoked_at > s.signed_at)
           and (r.expires_at is null or r.expires_at > s.signed_at));

create view invariants.sign_off_of_other_words as
  select s.id as sign_off_id from sign_off s join version v on v.id = s.version_id where v.hash <> s.version_hash
  union all
  select s.id from sign_off s join version_part p on p.version_id = s.version_id
    left join sign_off_part sp on sp.sign_off_id = s.id and sp.key = p.key
   where s.kind in ('full', 'recheck') and sp.hash is distinct from p.hash;

create view invariants.chain_broken as
  select e.subject_kind, e.subject_id, e.number from event e
    left join event p on p.subject_kind = e.subject_kind and p.subject_id = e.subject_id and p.number = e.number - 1
   where (e.number = 1 and e.previous_hash <> '') or (e.number > 1 and p.hash is distinct from e.previous_hash)
  union all
  select 'guide', g.id, g.event_count from guide g
    left join event e on e.subject_kind = 'guide' and e.subject_id = g.id and e.number = g.event_count
   where (g.event_count > 0 and e.hash is distinct from g.head_hash)
      or exists (select 1 from event x where x.subject_kind = 'guide' and x.subject_id = g.id and x.number > g.event_count)
  union all
  select 'category', c.id, c.event_count from category c
    left join event e on e.subject_kind = 'category' and e.subject_id = c.id and e.number = c.event_count
   where c.event_count > 0 and e.hash is distinct from c.head_hash
  union all
  select 'account', a.id, a.event_count from account a
    left join event e on e.subject_kind = 'account' and e.subject_id = a.id and e.number = a.event_count
   where a.event_count > 0 and e.hash is distinct from a.head_hash;

-- Replaying the events gives every status.
create view invariants.status_not_replayed as
  with last_move as (
    select distinct on (m.value ->> 'kind', m.value ->> 'id')
           m.value ->> 'kind' as kind, (m.value ->> 'id')::uuid as id, m.value ->> 'to' as status
      from event e, jsonb_array_elements(e.moves) with ordinality m(value, ordinality)
     order by m.value ->> 'kind', m.value ->> 'id', e.id desc, m.ordinality desc
  ), present as (
    select 'guide' as kind, id, status from guide
    union all select 'revision', id, status from revision
    union all select 'review', id, status from review
  )
  select p.kind, p.id, p.status, l.status as replayed from present p left join last_move l on l.kind = p.kind and l.id = p.id
   where l.status is distinct from p.status;

-- Each move starts where the one before ended.
create view invariants.moves_do_not_join as
  select * from (
    select m.value ->> 'kind' as kind, m.value ->> 'id' as id, e.id as event_id, m.value ->> 'from' as "from",
           lag(m.value ->> 'to') over (partition by m.value ->> 'kind', m.value ->> 'id' order by e.id, m.ordinality) as before
      from event e, jsonb_array_elements(e.moves) with ordinality m(value, ordinality)
  ) t where "from" is distinct from before;

create view invariants.effect_lost as
  select id as outbox_id, job from outbox
   where done_at is null and (dead_at is not null or created_at < instant() - interval '5 minutes');

create view invariants.page_in_old_debt as
  select d.page_id, min(d.at) as since from page_debt d group by d.page_id having min(d.at) < instant() - interval '3 minutes';

create view invariants.page_missing as
  select s.guide_id, s.slug from guide_slug s
   where exists (select 1 from publication p where p.guide_id = s.guide_id)
     and not exists (select 1 from page where path = '/guides/' || s.slug);

create view invariants.live_differs_from_publication as
  select g.id as guide_id from guide g
   where g.status in ('live', 'held') and not exists (
     select 1 from publication p where p.guide_id = g.id and p.number = g.live_publication and p.version_id = g.live_version_id)
      or g.live_publication is distinct from (select max(number) from publication p where p.guide_id = g.id);

create view invariants.date_not_derived as
  select g.id as guide_id, g.due_on, due_on(g.last_reviewed_on, cadence_months(g.id)) as derived from guide g
   where g.status = 'live' and ((not g.carried_over and g.due_on is distinct from due_on(g.last_reviewed_on, cadence_months(g.id)))
      or g.due_on is null);

-- "Last reviewed" is the civil date of a signature that covers the whole of some published version.
create view invariants.last_reviewed_unfounded as
  select g.id as guide_id from guide g
   where g.last_reviewed_on is not null and not exists (
     select 1 from publication p join sign_off s on s.id = p.reviewed_by_sign_off_id
      where p.guide_id = g.id and p.kind in ('full', 'recheck') and p.last_reviewed_on = g.last_reviewed_on
        and s.signed_on = g.last_reviewed_on and s.kind in ('full', 'recheck'));

-- The sweep has fifteen minutes: past midnight in the zone furthest behind (the civil day is asked of UTC-12), and from the moment
-- a guide went live or got another due date.
create function due_date_is_new(p_guide uuid) returns boolean language sql stable as $$
  select exists (
    select 1 from event e where e.subject_kind = 'guide' and e.subject_id = p_guide and e.at > instant() - interval '15 minutes'
       and e.name in ('guide.published', 'guide.carried-over', 'guide.released', 'guide.cadence-changed', 'review.kept'))
$$;

create view invariants.reminder_missing as
  select g.id as guide_id, g.due_on, t.days from guide g cross join reminder_threshold t
   where g.status = 'live' and g.due_on + t.days < civil_date(instant() - interval '15 minutes', 'Etc/GMT+12')
     and not exists (select 1 from reminder r where r.guide_id = g.id and r.due_on = g.due_on and r.threshold = t.days)
     and not due_date_is_new(g.id);

create view invariants.stale_untold as
  select id as guide_id from guide
   where status = 'live' and due_on < civil_date(instant() - interval '15 minutes', 'Etc/GMT+12') - 1 and stale_for is distinct from due_on
     and not due_date_is_new(id);

create view invariants.proposal_confirmed_alone as
  select id as proposal_id from proposal where outcome = 'confirmed' and (settled_by is null or settled_by = proposed_by);

grant select on all tables in schema invariants to imprimatur_app;
grant execute on all functions in schema public to imprimatur_app;
