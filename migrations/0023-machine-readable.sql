-- What machines read: beside each guide its freshness and its share image; an RSS feed, a news sitemap, sitemaps under an index.

-- Every address of a guide has them, so that an old one can say where they are now.
create function guide_page_has_companions() returns trigger language plpgsql as $$
begin
  insert into page (path, kind, guide_id)
    select new.path || c.ending, c.kind, new.guide_id from (values ('/freshness.json', 'freshness'), ('/card.png', 'card')) c(ending, kind)
    on conflict (path) do nothing;
  return null;
end $$;
create trigger guide_page_has_companions after insert on page for each row when (new.kind = 'guide')
  execute function guide_page_has_companions();

insert into page (path, kind, guide_id)
  select p.path || c.ending, c.kind, p.guide_id from page p, (values ('/freshness.json', 'freshness'), ('/card.png', 'card')) c(ending, kind)
   where p.kind = 'guide';
insert into page (path, kind) values ('/feed.rss', 'feed'), ('/sitemaps/news.xml', 'sitemap'), ('/sitemaps/pages.xml', 'sitemap'),
  ('/sitemaps/guides-1.xml', 'sitemap');

-- A site that stands already gets them, and pages that name them.
insert into page_debt (page_id, cause, at)
  select id, 'machine-readable', instant() from page
   where kind in ('guide', 'freshness', 'card', 'feed', 'sitemap', 'robots') and exists (select 1 from page where rendered_at is not null);

-- As before, but what a guide says of itself to machines names no members; and each sitemap may list one.
create or replace function owe_member_pages(p_member uuid, p_former text, p_cause text, p_at timestamptz) returns void language plpgsql as $$
begin
  insert into page (path, kind, physician_id) select '/physicians/' || slug, 'physician', id from physician where id = p_member
    on conflict (path) do nothing;
  insert into page_debt (page_id, cause, at)
    with concerned as (select specialty from physician where id = p_member union select p_former where p_former is not null)
    select id, p_cause, p_at from page where physician_id = p_member
    union select p.id, p_cause, p_at from concerned c join page p on p.specialty = c.specialty
    union select p.id, p_cause, p_at from concerned c join version_specialty s on s.specialty = c.specialty
      join guide g on g.live_version_id = s.version_id and g.status = 'live' join page p on p.guide_id = g.id and p.kind = 'guide'
    union select id, p_cause, p_at from page where kind = 'sitemap';
end $$;

-- Of the pages of a guide its own alone shows members.
create or replace view invariants.hidden_member_with_profile as
  select m.id as physician_id from physician m
    join lateral (
      select p.id, p.rendered_at from page p where p.physician_id = m.id or p.specialty = m.specialty
      union all
      select p.id, p.rendered_at from version_specialty s join guide g on g.live_version_id = s.version_id and g.status = 'live'
        join page p on p.guide_id = g.id and p.kind = 'guide' where s.specialty = m.specialty) p on true
   where p.rendered_at is not null and not member_is_shown(m.status)
     and not exists (select 1 from page_debt d where d.page_id = p.id)
     and p.rendered_at < (select max(e.at) from event e where e.subject_kind = 'physician' and e.subject_id = m.id
       and e.name in ('physician.suspended', 'physician.paused', 'physician.left', 'physician.terminated'));

-- Share images are drawn after all else; ten thousand take minutes.
create or replace view invariants.page_in_old_debt as
  select d.page_id, min(d.at) as since from page_debt d join page p on p.id = d.page_id group by d.page_id, p.kind
  having min(d.at) < instant() - case when p.kind = 'card' then interval '1 hour' else interval '3 minutes' end;

grant execute on all functions in schema public to imprimatur_app;
