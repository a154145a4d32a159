-- What a page was rendered with, beside the facts: the publisher's configuration and the frame of every page. Where either has changed since,
-- the next start puts the page in debt.

alter table page add column rendered_with text;

-- A guide's page names its live translations and its source: each follows when another of them comes, goes, moves or takes another title.
create function event_owes_translations() returns trigger language plpgsql as $$
begin
  insert into page_debt (page_id, cause, at)
    select p.id, 'event:' || new.id, new.at
      from guide g
      join guide t on t.id <> g.id and (t.id = coalesce(g.source_guide_id, g.id) or t.source_guide_id = coalesce(g.source_guide_id, g.id))
      join page p on p.guide_id = t.id
     where g.id = new.subject_id and g.first_published_at is not null;
  return null;
end $$;
create trigger event_owes_translations after insert on event for each row
  when (new.name in ('guide.published', 'guide.carried-over', 'guide.held', 'guide.released', 'guide.withdrawn', 'guide.archived',
    'guide.restored', 'guide.renamed', 'guide.taken-down', 'guide.lifted')) execute function event_owes_translations();
