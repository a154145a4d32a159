-- Pages of reviewers, policies, corrections and lists: their addresses, and the debt of everything that says who signed.

-- Withheld for the person's safety: then no page, list or markup names them, and they have no page.
alter table account add column name_withheld boolean not null default false;

-- A reviewer's own address, given with the first review that stands on a live guide. Never given to anybody else; a change of name keeps it.
create table reviewer_slug (
  slug text primary key check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 90),
  account_id uuid not null unique references account,
  since timestamptz not null
);
grant select, insert on reviewer_slug to imprimatur_app;

-- The signature that each live guide stands on, and the specialty in which it was given. None on a carried-over guide.
create view standing_review as
  select g.id as guide_id, s.id as sign_off_id, s.signer_id, s.specialties[1] as specialty
    from guide g
    join publication q on q.guide_id = g.id and q.number = g.live_publication
    join sign_off s on s.id = q.reviewed_by_sign_off_id
   where g.status = 'live';
grant select on standing_review to imprimatur_app;
create index publication_reviewed_idx on publication (reviewed_by_sign_off_id) where reviewed_by_sign_off_id is not null;

-- `Zoë O’Neill-Łukasz` is `zoe-oneill-lukasz`; a name without a letter of the Latin alphabet is `reviewer`.
create function name_as_slug(p_name text) returns text language sql immutable as $$
  select coalesce(nullif(trim(both '-' from left(regexp_replace(lower(
    replace(replace(replace(replace(translate(
      regexp_replace(normalize(p_name, NFKD), '[\u0300-\u036f''’]', '', 'g'), 'øØłŁđĐðÐıÆŒÞẞ', 'oOlLdDdDiæœþß'),
      'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th')), '[^a-z0-9]+', '-', 'g'), 80)), ''), 'reviewer')
$$;

-- Gives a reviewer an address and a page, unless the name is withheld. Two who share a name are numbered.
create function give_reviewer_page(p_account uuid, p_at timestamptz) returns void language plpgsql as $$
declare
  v_name text;
  v_number integer := 1;
begin
  select name_as_slug(name) into v_name from account where id = p_account and not name_withheld;
  if not found then return; end if;
  while not exists (select 1 from reviewer_slug where account_id = p_account) loop
    insert into reviewer_slug (slug, account_id, since)
      values (v_name || case when v_number = 1 then '' else '-' || v_number end, p_account, p_at) on conflict do nothing;
    v_number := v_number + 1;
  end loop;
  insert into page (path, kind, account_id) select '/reviewers/' || slug, 'reviewer', account_id from reviewer_slug where account_id = p_account
    on conflict (path) do nothing;
end $$;

alter table page drop constraint page_kind_check;
alter table page add constraint page_kind_check check (kind in ('guide', 'category', 'home', 'sitemap', 'feed', 'robots', 'image', 'physician',
  'apply', 'specialty', 'freshness', 'card', 'reviewer', 'policy', 'corrections', 'search', 'report', 'index'));
insert into page (path, kind) values
  ('/guides', 'index'), ('/reviewers', 'index'), ('/specialties', 'index'), ('/how-we-review', 'policy'), ('/policies/editorial', 'policy'),
  ('/policies/advertising', 'policy'), ('/policies/privacy', 'policy'), ('/corrections', 'corrections');
create index page_reading_idx on page (kind) where kind in ('index', 'policy', 'corrections', 'reviewer');

-- What readers are told was put right, taken back or withdrawn.
create function is_correction(p_kind text) returns boolean language sql immutable as $$
  select p_kind in ('correction', 'notice', 'revert', 'withdrawal')
$$;
create index publication_correction_idx on publication (at desc, id desc) where kind in ('correction', 'notice', 'revert', 'withdrawal');

-- A page a year; in the hours around New Year both, since only the publisher knows the zone. One that lists nothing answers 404.
create function correction_has_page() returns trigger language plpgsql as $$
begin
  insert into page (path, kind)
    select distinct '/corrections/' || extract(year from (new.at at time zone 'UTC') + make_interval(hours => h))::integer, 'corrections'
      from unnest('{-14, 14}'::integer[]) h
    on conflict (path) do nothing;
  return null;
end $$;
create trigger correction_has_page after insert on publication for each row when (is_correction(new.kind)) execute function correction_has_page();

-- What else a fact of a guide changes besides its own pages and the lists: the pages of whoever signed what it shows or showed before, of
-- their specialties, the indexes, the figures, and the corrections if it stands there. Bytes that did not move are not written.
create function guide_owes_reading_pages() returns trigger language plpgsql as $$
declare
  v_signers uuid[];
  v_specialties text[];
begin
  if not exists (select 1 from guide where id = new.subject_id and first_published_at is not null) then return null; end if;
  select coalesce(array_agg(distinct s.signer_id), '{}'), coalesce(array_agg(distinct s.specialties[1]), '{}') into v_signers, v_specialties
    from publication q join sign_off s on s.id = q.reviewed_by_sign_off_id
   where q.guide_id = new.subject_id and q.number >= (select max(number) - 1 from publication where guide_id = new.subject_id);
  perform give_reviewer_page(signer_id, new.at) from standing_review where guide_id = new.subject_id;
  insert into page_debt (page_id, cause, at)
    select p.id, 'event:' || new.id, new.at from page p where p.account_id = any (v_signers)
    union select p.id, 'event:' || new.id, new.at from physician m join page p on p.physician_id = m.id where m.account_id = any (v_signers)
    union select p.id, 'event:' || new.id, new.at from page p where p.specialty = any (v_specialties)
    union select p.id, 'event:' || new.id, new.at from page p where p.kind = 'index'
    union select p.id, 'event:' || new.id, new.at from page p where p.path = '/how-we-review'
    union select p.id, 'event:' || new.id, new.at from page p where p.kind = 'corrections'
      and exists (select 1 from publication q where q.guide_id = new.subject_id and is_correction(q.kind));
  return null;
end $$;
create trigger guide_owes_reading_pages after insert on event for each row
  when (new.subject_kind = 'guide' and (new.name like 'guide.%' or new.name in ('review.kept', 'review.confirmed'))
    and new.name not in ('guide.created', 'guide.changed', 'guide.stale'))
  execute function guide_owes_reading_pages();

-- A reviewer's page says whether they are a member who is shown.
create function member_owes_reviewer_page() returns trigger language plpgsql as $$
begin
  insert into page_debt (page_id, cause, at)
    select p.id, 'event:' || new.id, new.at from physician m join page p on p.account_id = m.account_id where m.id = new.subject_id;
  return null;
end $$;
create trigger member_owes_reviewer_page after insert on event for each row when (new.subject_kind = 'physician')
  execute function member_owes_reviewer_page();

-- A name that changes, is withheld, or is given again.
create function reviewer_owes_pages() returns trigger language plpgsql as $$
begin
  perform give_reviewer_page(new.subject_id, new.at) where exists (select 1 from standing_review where signer_id = new.subject_id);
  insert into page_debt (page_id, cause, at)
    select p.id, 'event:' || new.id, new.at from page p where p.account_id = new.subject_id
    union select p.id, 'event:' || new.id, new.at from physician m join page p on p.physician_id = m.id where m.account_id = new.subject_id
    union select p.id, 'event:' || new.id, new.at from page p
      where p.guide_id in (select s.guide_id from sign_off s where s.signer_id = new.subject_id)
    union select p.id, 'event:' || new.id, new.at from page p where p.kind in ('index', 'sitemap');
  return null;
end $$;
create trigger reviewer_owes_pages after insert on event for each row
  when (new.name = 'account.changed' and new.payload -> 'fields' ?| '{name,nameWithheld}')
  execute function reviewer_owes_pages();

-- Cadences and names of categories stand on the policies and the indexes.
create function category_owes_reading_pages() returns trigger language plpgsql as $$
begin
  insert into page_debt (page_id, cause, at) select p.id, 'event:' || new.id, new.at from page p where p.kind in ('index', 'policy');
  return null;
end $$;
create trigger category_owes_reading_pages after insert on event for each row when (new.subject_kind = 'category')
  execute function category_owes_reading_pages();

-- The words of a specialty.
create function specialty_owes_reading_pages() returns trigger language plpgsql as $$
begin
  insert into page_debt (page_id, cause, at)
    select p.id, 'specialty:' || new.slug, instant() from page p where p.kind = 'index'
    union select p.id, 'specialty:' || new.slug, instant() from category_specialty s join page p on p.category_id = s.category_id where s.specialty = new.slug
    union select p.id, 'specialty:' || new.slug, instant() from standing_review r join page p on p.account_id = r.signer_id where r.specialty = new.slug;
  return null;
end $$;
create trigger specialty_owes_reading_pages after insert or update on specialty for each row execute function specialty_owes_reading_pages();

-- What was signed and corrected before; and every page names the new ones in its footer.
do $$ begin
  perform give_reviewer_page(signer_id, instant()) from (select distinct signer_id from standing_review order by signer_id) s;
end $$;
insert into page (path, kind)
  select distinct '/corrections/' || extract(year from (at at time zone 'UTC') + make_interval(hours => h))::integer, 'corrections'
    from publication, unnest('{-14, 14}'::integer[]) h where is_correction(kind)
  on conflict (path) do nothing;
insert into page_debt (page_id, cause, at)
  select id, 'reading-pages', instant() from page where rendered_at is not null and kind not in ('image', 'feed', 'robots');

grant execute on all functions in schema public to imprimatur_app;
