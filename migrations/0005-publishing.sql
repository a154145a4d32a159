-- Publications, pages and the debt of pages.

create table publication (
  id bigint generated always as identity primary key,
  guide_id uuid not null references guide,
  number integer not null check (number > 0),
  kind text not null check (kind in ('full', 'changes', 'minor', 'recheck', 'correction', 'notice', 'carried-over',
    'hold', 'release', 'withdrawal', 'revert')),
  version_id uuid references version,
  revision_id uuid references revision,
  -- The signature that carries this act; none on minors, holds, releases, withdrawals and carried-over pages.
  sign_off_id uuid references sign_off,
  -- The signature that "last reviewed" prints, and its date; none on a carried-over page.
  reviewed_by_sign_off_id uuid references sign_off,
  last_reviewed_on date,
  due_on date,
  notice text,
  at timestamptz not null,
  published_by uuid references account,
  unique (guide_id, number),
  check ((last_reviewed_on is null) = (reviewed_by_sign_off_id is null)),
  check (kind not in ('full', 'recheck') or reviewed_by_sign_off_id is not null),
  check (kind in ('hold', 'withdrawal') or version_id is not null)
);
create index publication_version_idx on publication (version_id);
create index publication_at_idx on publication (at);

-- Every URL ever served. The path is given once; what it answers follows the facts.
create table page (
  id uuid primary key default gen_random_uuid(),
  path text not null unique,
  kind text not null check (kind in ('guide', 'category', 'home', 'sitemap', 'feed', 'robots', 'image')),
  guide_id uuid references guide,
  category_id uuid references category,
  sequence bigint not null default 0,
  rendered_hash text,
  rendered_on date,
  rendered_at timestamptz,
  check ((kind = 'guide') = (guide_id is not null)),
  check ((kind = 'category') = (category_id is not null))
);
create index page_guide_idx on page (guide_id);
create index page_category_idx on page (category_id);

-- Insert-only until paid: the renderer deletes exactly the rows it read.
create table page_debt (
  id bigint generated always as identity primary key,
  page_id uuid not null references page,
  cause text not null,
  at timestamptz not null
);
create index page_debt_page_idx on page_debt (page_id);
create index page_debt_at_idx on page_debt (at);

-- Taken under the page's lock and never given back: what the store was offered once is not offered again.
create sequence page_sequence as bigint;

insert into page (path, kind) values ('/', 'home'), ('/sitemap.xml', 'sitemap'), ('/feed.atom', 'feed'), ('/robots.txt', 'robots');

-- Where the readers of a guide that is gone are sent: past successors that are gone too, to one that answers; null where none does.
create function final_successor(p_guide uuid) returns uuid language sql stable as $$
  with recursive on_the_way(id) as (
    select successor_id from guide where id = p_guide
    union
    select g.successor_id from on_the_way w join guide g on g.id = w.id where g.status in ('withdrawn', 'archived')
  )
  select g.id from on_the_way w join guide g on g.id = w.id where g.status in ('live', 'held') and g.id <> p_guide limit 1
$$;

-- Puts the pages of a guide in debt: its own under every slug it ever had, those of guides linking to it, its category, and the lists.
create function owe_guide_pages(p_guide uuid, p_cause text, p_at timestamptz) returns void language plpgsql as $$
declare v_category uuid;
begin
  -- What was never public has no page, and its slug is nobody's business.
  select category_id into v_category from guide where id = p_guide and first_published_at is not null;
  if not found then return; end if;
  insert into page (path, kind, guide_id)
    select '/guides/' || s.slug, 'guide', s.guide_id from guide_slug s where s.guide_id = p_guide
    on conflict (path) do nothing;
  insert into page (path, kind, category_id)
    select '/categories/' || c.slug, 'category', c.id from category c where c.id = v_category
    on conflict (path) do nothing;
  insert into page_debt (page_id, cause, at) select id, p_cause, p_at from page where guide_id = p_guide;
  insert into page_debt (page_id, cause, at) select id, p_cause, p_at from page where category_id = v_category;
  insert into page_debt (page_id, cause, at) select id, p_cause, p_at from page where kind in ('home', 'sitemap', 'feed', 'robots');
  insert into page_debt (page_id, cause, at)
    select p.id, p_cause, p_at
      from version_link l
      join guide g on g.live_version_id = l.version_id and g.id <> p_guide
      join page p on p.guide_id = g.id
     where l.guide_id = p_guide;
  -- The category that the page has just left.
  insert into page_debt (page_id, cause, at)
    select distinct p.id, p_cause, p_at
      from publication q
      join version v on v.id = q.version_id
      join category c on c.slug = v.category_slug and c.id <> v_category
      join page p on p.category_id = c.id
     where q.guide_id = p_guide and q.number >= (select max(number) - 1 from publication where guide_id = p_guide);
  -- Pages whose readers are sent to this one.
  insert into page_debt (page_id, cause, at)
    with recursive before(id) as (
      select id from guide where successor_id = p_guide
      union
      select g.id from before b join guide g on g.successor_id = b.id)
    select p.id, p_cause, p_at from before b join page p on p.guide_id = b.id;
end $$;

-- The facts that change what readers get. In the same transaction as the event: no code path can forget it.
create function event_owes_pages() returns trigger language plpgsql as $$
begin
  if new.name = 'guide.stale' then
    -- Only the guide's own page tells its age.
    insert into page_debt (page_id, cause, at) select id, 'event:' || new.id, new.at from page where guide_id = new.subject_id;
  elsif new.name in ('guide.published', 'guide.carried-over', 'guide.held', 'guide.released', 'guide.withdrawn', 'guide.archived',
      'guide.restored', 'guide.renamed', 'guide.cadence-changed', 'review.kept') then
    perform owe_guide_pages(new.subject_id, 'event:' || new.id, new.at);
  elsif new.name = 'category.changed' then
    insert into page_debt (page_id, cause, at)
      select p.id, 'event:' || new.id, new.at from page p
       where p.category_id = new.subject_id or p.kind = 'home'
          or p.guide_id in (select id from guide where category_id = new.subject_id);
  end if;
  return null;
end $$;
create trigger event_owes_pages after insert on event for each row execute function event_owes_pages();

grant select, insert on publication to imprimatur_app;
grant select, insert, update on page to imprimatur_app;
grant select, insert, delete on page_debt to imprimatur_app;
grant usage, select, update on sequence page_sequence to imprimatur_app;
