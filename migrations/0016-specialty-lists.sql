-- The physicians of a specialty by state; what a profile says of a license and of the registry; the debt of all these pages.

-- A specialty stands in an address.
alter table specialty add constraint specialty_slug_check check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 80);

-- When the license was last looked up at its source, and where: null on a standing that moved without a look-up, as when a suspension ends.
-- A first verified standing without it was looked up when it was recorded.
alter table credential_standing add column looked_up_at timestamptz;
alter table credential_standing add column source text not null default '';

-- One license of a member a state: its newest standing, and its last look-up. A page prints those that are verified and have not ended.
create view member_license as
  select distinct on (p.id, c.region) p.id as physician_id, c.region, c.authority, s.standing, s.expires_on, v.verified_at, v.source
    from physician p
    join credential c on (c.physician_id = p.id or c.account_id = p.account_id) and c.kind = 'license' and c.region is not null
    cross join lateral (
      select n.id, n.standing, n.expires_on, n.recorded_at from credential_standing n where n.credential_id = c.id
       order by n.recorded_at desc, n.id desc limit 1) s
    left join lateral (
      select coalesce(n.looked_up_at, n.recorded_at) as verified_at, n.source from credential_standing n
       where n.credential_id = c.id and n.standing = 'verified' order by n.looked_up_at desc nulls last, n.id limit 1) v on true
   order by p.id, c.region, s.recorded_at desc, s.id desc;

create function license_holds(p_standing text, p_expires_on date, p_today date) returns boolean language sql immutable as $$
  select p_standing = 'verified' and (p_expires_on is null or p_expires_on >= p_today)
$$;

-- Each specialty has a list, at an address given once.
alter table page add column specialty text references specialty;
alter table page drop constraint page_kind_check;
alter table page add constraint page_kind_check
  check (kind in ('guide', 'category', 'home', 'sitemap', 'feed', 'robots', 'image', 'physician', 'apply', 'specialty'));
alter table page add check ((kind = 'specialty') = (specialty is not null));
create index page_specialty_idx on page (specialty) where specialty is not null;
insert into page (path, kind, specialty) select '/specialties/' || slug, 'specialty', slug from specialty;
-- Pages that were rendered before say less than the facts now do.
insert into page_debt (page_id, cause, at)
  select id, 'specialty-lists', instant() from page where kind in ('guide', 'physician', 'sitemap', 'apply') and rendered_at is not null;

-- Puts every page in debt that shows a member or might: the profile, the lists of the present and the former specialty, the live guides of
-- both, and the sitemap.
create function owe_member_pages(p_member uuid, p_former text, p_cause text, p_at timestamptz) returns void language plpgsql as $$
begin
  insert into page (path, kind, physician_id) select '/physicians/' || slug, 'physician', id from physician where id = p_member
    on conflict (path) do nothing;
  insert into page_debt (page_id, cause, at)
    with concerned as (select specialty from physician where id = p_member union select p_former where p_former is not null)
    select id, p_cause, p_at from page where physician_id = p_member
    union select p.id, p_cause, p_at from concerned c join page p on p.specialty = c.specialty
    union select p.id, p_cause, p_at from concerned c join version_specialty s on s.specialty = c.specialty
      join guide g on g.live_version_id = s.version_id and g.status = 'live' join page p on p.guide_id = g.id
    union select id, p_cause, p_at from page where path = '/sitemap.xml';
end $$;

create or replace function physician_owes_pages() returns trigger language plpgsql as $$
begin
  if new.name in ('physician.activated', 'physician.suspended', 'physician.reinstated', 'physician.terminated', 'physician.left',
      'physician.paused', 'physician.resumed', 'physician.changed', 'physician.claimed', 'physician.recredentialed',
      'physician.license-renewed') then
    perform owe_member_pages(new.subject_id, new.payload ->> 'formerSpecialty', 'event:' || new.id, new.at);
  end if;
  return null;
end $$;

-- A license that was recorded on a member's account is the member's.
create function credential_owes_pages() returns trigger language plpgsql as $$
begin
  perform owe_member_pages(p.id, null, 'event:' || new.id, new.at) from physician p where p.account_id = new.subject_id;
  return null;
end $$;
create trigger credential_owes_pages after insert on event for each row
  when (new.name = 'account.credential-recorded') execute function credential_owes_pages();

-- The profile says when the registry was read again; a silent registry was not read.
create function reading_owes_page() returns trigger language plpgsql as $$
begin
  insert into page_debt (page_id, cause, at)
    select id, 'reading:' || new.id, new.at from page where physician_id = new.physician_id;
  return null;
end $$;
create trigger reading_owes_page after insert on monitoring_reading for each row
  when (new.source = 'registry' and new.outcome <> 'error') execute function reading_owes_page();

-- A publisher adds a specialty with one insert: its list, the form, and whatever prints its words.
create function specialty_owes_pages() returns trigger language plpgsql as $$
begin
  insert into page (path, kind, specialty) values ('/specialties/' || new.slug, 'specialty', new.slug) on conflict (path) do nothing;
  insert into page_debt (page_id, cause, at)
    select id, 'specialty:' || new.slug, instant() from page where specialty = new.slug or path = '/apply'
    union select p.id, 'specialty:' || new.slug, instant() from physician m join page p on p.physician_id = m.id where m.specialty = new.slug
    union select p.id, 'specialty:' || new.slug, instant() from version_specialty s
      join guide g on g.live_version_id = s.version_id and g.status = 'live' join page p on p.guide_id = g.id where s.specialty = new.slug;
  return null;
end $$;
create trigger specialty_owes_pages after insert or update on specialty for each row execute function specialty_owes_pages();

grant select on member_license to imprimatur_app;

-- Nobody is shown who is suspended, paused or gone: profile and list say so unless they are in debt.
create or replace view invariants.hidden_member_with_profile as
  select m.id as physician_id from page p join physician m on m.id = p.physician_id or m.specialty = p.specialty
   where p.rendered_at is not null and not member_is_shown(m.status)
     and not exists (select 1 from page_debt d where d.page_id = p.id)
     and p.rendered_at < (select max(e.at) from event e where e.subject_kind = 'physician' and e.subject_id = m.id
       and e.name in ('physician.suspended', 'physician.paused', 'physician.left', 'physician.terminated'));

grant execute on all functions in schema public to imprimatur_app;
