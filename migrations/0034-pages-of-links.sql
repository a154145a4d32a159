-- As before, but a guide that links to this one, shows it as related or is its translation owes its page alone: its freshness and its
-- share image say nothing of other guides.
create or replace function owe_guide_pages(p_guide uuid, p_cause text, p_at timestamptz) returns void language plpgsql as $$
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
      join page p on p.guide_id = g.id and p.kind = 'guide'
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

create or replace function related_owe_pages() returns trigger language plpgsql as $$
begin
  insert into page_debt (page_id, cause, at)
    select p.id, 'event:' || new.id, new.at from related_guide r join page p on p.guide_id = r.guide_id and p.kind = 'guide' where r.related_id = new.subject_id;
  return null;
end $$;

create or replace function event_owes_translations() returns trigger language plpgsql as $$
begin
  insert into page_debt (page_id, cause, at)
    select p.id, 'event:' || new.id, new.at
      from guide g
      join guide t on t.id <> g.id and (t.id = coalesce(g.source_guide_id, g.id) or t.source_guide_id = coalesce(g.source_guide_id, g.id))
      join page p on p.guide_id = t.id and p.kind = 'guide'
     where g.id = new.subject_id and g.first_published_at is not null;
  return null;
end $$;
