-- Search over live guides, and the related guides that a page names.

create extension if not exists pg_trgm;
create extension if not exists unaccent;

-- Words without accents; stemmed where the guide is in English. Addresses are no words.
create text search configuration guide_english (copy = pg_catalog.english);
create text search configuration guide_simple (copy = pg_catalog.simple);
alter text search configuration guide_english alter mapping for hword, hword_part, word with unaccent, english_stem;
alter text search configuration guide_simple alter mapping for hword, hword_part, word with unaccent, simple;
alter text search configuration guide_english drop mapping for email, url, url_path, host, file, sfloat;
alter text search configuration guide_simple drop mapping for email, url, url_path, host, file, sfloat;

create function search_configuration(p_language text) returns regconfig language sql immutable as $$
  select case when p_language ~ '^en\M' then 'public.guide_english'::regconfig else 'public.guide_simple'::regconfig end
$$;

-- Markdown as a reader sees it: no citations, link targets or signs; nor the two characters that mark what was found. The parser would take
-- a word in angle brackets for a tag, and leave it out.
create function plain_text(p_markdown text) returns text language sql immutable as $$
  select translate(regexp_replace(p_markdown, '\[\^[^\]]+\]|!?\[|\]\([^()\s]*\)', '', 'g'), E'|#>*_`]\\\uE000\uE001', '   ')
$$;

-- The running text: summary, introduction, sections, questions with their answers.
create function search_text(p_body jsonb) returns text language sql immutable as $$
  select concat_ws(' ', plain_text(p_body -> 'head' ->> 'summary'), plain_text(p_body -> 'lead' ->> 'markdown'),
    (select string_agg(plain_text(concat_ws(': ', s ->> 'heading', s ->> 'markdown')), ' ' order by n)
       from jsonb_array_elements(p_body -> 'sections') with ordinality t(s, n)),
    (select string_agg(plain_text(concat_ws(' ', f ->> 'question', f ->> 'answer')), ' ' order by n)
       from jsonb_array_elements(p_body -> 'faq' -> 'entries') with ordinality t(f, n)))
$$;

-- What filters ask for, as lexemes that no text can hold: the parser ends a word at a space.
create function search_marks(p_body jsonb) returns tsvector language sql immutable as $$
  select array_to_tsvector(array['in category ' || (p_body -> 'head' ->> 'category')]
    || array(select 'of specialty ' || s from jsonb_array_elements_text(p_body -> 'head' -> 'specialties') s))
$$;

create function search_title(p_config regconfig, p_body jsonb) returns tsvector language sql immutable as $$
  select setweight(to_tsvector(p_config, plain_text(p_body -> 'head' ->> 'title')), 'A') || search_marks(p_body)
$$;

-- Title A, summary B, headings and questions C, the running text D.
create function search_vector(p_config regconfig, p_body jsonb, p_text text) returns tsvector language sql immutable as $$
  select setweight(to_tsvector(p_config, plain_text(p_body -> 'head' ->> 'title')), 'A')
    || setweight(to_tsvector(p_config, plain_text(p_body -> 'head' ->> 'summary')), 'B')
    || setweight(to_tsvector(p_config, concat_ws('. ',
         (select string_agg(plain_text(s ->> 'heading'), '. ') from jsonb_array_elements(p_body -> 'sections') s),
         (select string_agg(plain_text(f ->> 'question'), '. ') from jsonb_array_elements(p_body -> 'faq' -> 'entries') f))), 'C')
    || setweight(to_tsvector(p_config, p_text), 'D')
    || search_marks(p_body)
$$;

-- One row a live guide, kept by the trigger below in the very transaction that moves the guide: there is no way to make a guide live, to
-- change its text or to take it down that does not update its row. A version never changes, so its words need no other trigger. Searches
-- still join the guide and ask that it is live and shows this version.
-- Rows are narrow, and the long columns lie beside them: a word that half of all guides have is counted without reading their texts.
create table search_document (
  guide_id uuid primary key references guide,
  version_id uuid not null references version,
  config regconfig not null,
  -- Words in the title: among many guides that have a word, those with the shortest titles are about it most.
  title_length smallint not null,
  title tsvector not null,
  vector tsvector not null,
  body text not null
) with (toast_tuple_target = 128);
alter table search_document alter column title set storage main;
create index search_document_title_idx on search_document using gin (title);
create index search_document_vector_idx on search_document using gin (vector) with (gin_pending_list_limit = 1024);

-- Every word of four letters and more that a live guide ever had, for what was mistyped; added with the choice of related guides, after the
-- publication. Insert-only, so that nobody waits for a common word; whether a live guide still has a word is asked when it is used.
create table search_word (word text collate "C" primary key);
create index search_word_trigram_idx on search_word using gin (word gin_trgm_ops);

-- Other words for the same, within one category.
create table category_synonym (
  category_id uuid not null references category,
  term text not null,
  same_as text not null,
  term_lexemes text[] not null check (cardinality(term_lexemes) > 0),
  same_lexemes text[] not null check (cardinality(same_lexemes) > 0),
  primary key (category_id, term, same_as)
);

-- Guides that a page names beside those its text links to. Stored, so that rendering stays a function of facts.
create table related_guide (
  guide_id uuid not null references guide,
  position smallint not null check (position between 1 and 4),
  related_id uuid not null references guide,
  primary key (guide_id, position),
  unique (guide_id, related_id),
  check (related_id <> guide_id)
);
create index related_guide_related_idx on related_guide (related_id);

-- Guides whose choice is due again. Insert-only; who chose deletes exactly the rows that were read.
create table related_debt (
  id bigint generated always as identity primary key,
  guide_id uuid not null references guide,
  -- `changed`: its own text is new, so the guides it names choose again too. `neighbor`: one of them moved.
  cause text not null check (cause in ('changed', 'neighbor'))
);
create index related_debt_guide_idx on related_debt (guide_id);

create function keep_search_document(p_guide uuid) returns void language plpgsql as $$
begin
  insert into search_document (guide_id, version_id, config, title_length, title, vector, body)
    select g.id, v.id, c.config, length(to_tsvector(c.config, plain_text(v.title))), search_title(c.config, v.body), search_vector(c.config, v.body, c.body), c.body
      from guide g join version v on v.id = g.live_version_id
     cross join lateral (select search_configuration(g.language) as config, search_text(v.body) as body offset 0) c
     where g.id = p_guide
    on conflict (guide_id) do update set version_id = excluded.version_id, config = excluded.config, title_length = excluded.title_length,
      title = excluded.title, vector = excluded.vector, body = excluded.body;
end $$;

-- Adds the words of a guide to those that a mistyped one is compared with.
create function learn_words(p_guide uuid) returns void language plpgsql as $$
begin
  -- In order, or two with the same new words could wait for each other.
  insert into search_word (word)
    select w from search_document d, unnest(tsvector_to_array(to_tsvector('guide_simple', d.body) || to_tsvector('guide_simple',
             (select plain_text(title) from version where id = d.version_id)))) w
     where d.guide_id = p_guide and length(w) between 4 and 30 and w !~ '[0-9[:punct:][:space:]]'
       and not exists (select 1 from search_word k where k.word = w)
     order by w collate "C"
    on conflict do nothing;
end $$;

create function guide_keeps_search() returns trigger language plpgsql as $$
begin
  if new.status = 'live' then
    if exists (select 1 from search_document where guide_id = new.id and version_id = new.live_version_id
        and config = search_configuration(new.language)) then return null; end if;
    perform keep_search_document(new.id);
    insert into related_debt (guide_id, cause) values (new.id, 'changed');
  else
    delete from search_document where guide_id = new.id;
    if found then
      delete from related_guide where guide_id = new.id;
      insert into related_debt (guide_id, cause) select guide_id, 'neighbor' from related_guide where related_id = new.id order by guide_id;
    end if;
  end if;
  return null;
end $$;
create trigger guide_keeps_search after insert or update of status, live_version_id, language on guide
  for each row execute function guide_keeps_search();

-- Pages that name a guide say its title and lead to its address, and name it only while it is live.
create function related_owe_pages() returns trigger language plpgsql as $$
begin
  insert into page_debt (page_id, cause, at)
    select p.id, 'event:' || new.id, new.at from related_guide r join page p on p.guide_id = r.guide_id where r.related_id = new.subject_id;
  return null;
end $$;
create trigger related_owe_pages after insert on event for each row
  when (new.name in ('guide.published', 'guide.carried-over', 'guide.held', 'guide.released', 'guide.withdrawn', 'guide.archived',
    'guide.restored', 'guide.renamed', 'guide.taken-down', 'guide.lifted'))
  execute function related_owe_pages();

-- Where a search looks, and how it ranks. First guides whose title has every word; where these are fewer than 150, guides that have every word
-- anywhere. Of each at most 150, those with the shortest titles, so that a word of half the guides costs little more than a rare one; these
-- are ranked by where the words stand and how near to each other. `p_rank` is `p_match` without marks, which have no place in a text.
create function search_candidates(p_match tsquery, p_rank tsquery) returns table (guide_id uuid, in_title boolean, rank real)
  language plpgsql stable set enable_seqscan = off set jit = off as $$
declare
  v_titles uuid[];
  v_texts uuid[];
begin
  v_titles := array(select d.guide_id from search_document d where d.title @@ p_match order by d.title_length, d.guide_id limit 150);
  if cardinality(v_titles) < 150 then
    v_texts := array(select d.guide_id from search_document d where d.vector @@ p_match order by d.title_length, d.guide_id limit 150);
  end if;
  return query
    select d.guide_id, d.guide_id = any (v_titles), ts_rank_cd(d.vector, p_rank, 1) from search_document d
     where d.guide_id = any (v_titles || v_texts);
end $$;

-- The words around the first place of any of these, the longest first, which is mostly the rarest; else the beginning.
create function search_excerpt(p_body text, p_stems text[]) returns text language sql immutable as $$
  select case when p.at > 90 then '… ' || regexp_replace(substr(p_body, p.at - 80, 320), '^\S*\s+', '') else left(p_body, 300) end
    from (select coalesce((select at from unnest(p_stems) with ordinality s(stem, n) cross join lateral strpos(lower(p_body), stem) at
                            where at > 0 order by n limit 1), 1) as at) p
$$;

-- Whether a live guide has the word.
create function is_said(p_word text) returns boolean language plpgsql stable set enable_seqscan = off set jit = off as $$
declare
  v_any tsquery := plainto_tsquery('guide_english', p_word) || plainto_tsquery('guide_simple', p_word);
begin
  return exists (select 1 from search_document d where d.vector @@ v_any);
end $$;

-- A word that no live guide has, and what may stand for it: up to eight words that begin so, shortest first, else the one most like it.
-- Of a word that is known, all is null.
create function search_repair(p_typed text, out typed text, out begins boolean, out words text[])
  language plpgsql stable set enable_seqscan = off set jit = off set pg_trgm.similarity_threshold = 0.45 as $$
declare
  v_word text := (tsvector_to_array(to_tsvector('guide_simple', p_typed)))[1];
begin
  if v_word is null or is_said(p_typed) then return; end if;
  typed := p_typed;
  begins := true;
  if length(v_word) >= 3 then
    words := array(select w.word from (
      select k.word from search_word k where k.word >= v_word and k.word < v_word || U&'\FFFF' order by length(k.word), k.word limit 16) w
      where is_said(w.word) limit 8);
  end if;
  if cardinality(words) > 0 then return; end if;
  begins := false;
  words := array(select w.word from (
    select k.word from search_word k where k.word % v_word and length(k.word) between length(v_word) - 3 and length(v_word) + 3 order by similarity(k.word, v_word) desc, k.word limit 8) w
    where is_said(w.word) limit 1);
end $$;

create function lexeme_query(p_lexeme text) returns tsquery language sql immutable as $$
  select ('''' || replace(replace(p_lexeme, '\', '\\'), '''', '''''') || '''')::tsquery
$$;

-- The guides that a page may name, best first: live, in the same language, of the same category or sharing a specialty. What counts is how
-- many of the words of its title and summary the other has, each the more the fewer guides have it, then category and specialties.
-- A word of more than 400 guides tells nothing. Whoever twelve pages name already is left out, so that a change of one guide moves few pages.
create function choose_related(p_guide uuid) returns setof uuid language plpgsql stable set enable_seqscan = off set jit = off as $$
begin
  return query
    with me as (
      select d.vector, g.language, v.id as version_id, v.category_slug
        from search_document d join guide g on g.id = d.guide_id join version v on v.id = d.version_id where d.guide_id = p_guide),
    lexeme as (
      select u.lexeme from me, unnest(me.vector) u where u.weights && '{A,B}'
       order by 'A' = any (u.weights) desc, length(u.lexeme) desc, u.lexeme limit 12),
    hit as materialized (
      select l.lexeme, h.guide_id from lexeme l
       cross join lateral (select d.guide_id from search_document d where d.vector @@ lexeme_query(l.lexeme) limit 401) h),
    telling as (select h.lexeme, count(*) as guides from hit h group by h.lexeme having count(*) <= 400),
    candidate as (
      select x.guide_id, sum(x.score) as score from (
        select h.guide_id, 1 / ln(1 + t.guides) as score from hit h join telling t on t.lexeme = h.lexeme
        union all
        (select d.guide_id, 0 from me, search_document d where d.title @@ lexeme_query('in category ' || me.category_slug)
          order by d.title_length, d.guide_id limit 60)) x
       where x.guide_id <> p_guide group by x.guide_id order by 2 desc, 1 limit 200),
    scored as (
      select c.guide_id, c.score + case when v.category_slug = me.category_slug then 0.5 else 0 end
               + 0.25 * least(2, (select count(*) from version_specialty a join version_specialty b on b.specialty = a.specialty
                                   where a.version_id = me.version_id and b.version_id = v.id)) as score, v.category_slug = me.category_slug as fellow,
             c.score as words
        from me, candidate c join guide g on g.id = c.guide_id and g.status = 'live' join version v on v.id = g.live_version_id
       where g.language = me.language)
    select s.guide_id from scored s
     where (s.fellow or s.score > s.words)
       and (select count(*) from related_guide r where r.related_id = s.guide_id and r.guide_id <> p_guide) < 12
     order by s.score desc, s.guide_id limit 4;
end $$;

-- Derived again: every live guide has its row, no other has one, and the row says what the text says.
create view invariants.search_differs as
  select coalesce(g.id, d.guide_id) as guide_id
    from (select id, live_version_id, language from guide where status = 'live') g
    full join search_document d on d.guide_id = g.id
    left join version v on v.id = g.live_version_id
   where d.guide_id is null or g.id is null or d.version_id <> g.live_version_id or d.config <> search_configuration(g.language)
      or d.title <> search_title(d.config, v.body) or d.vector <> search_vector(d.config, v.body, d.body) or d.body <> search_text(v.body);

-- A page names live guides in its own language; where one has just moved, the choice is due again.
create view invariants.related_unfounded as
  select r.guide_id, r.related_id from related_guide r join guide g on g.id = r.guide_id join guide o on o.id = r.related_id
   where g.language <> o.language or g.status <> 'live'
      or (o.status <> 'live' and not exists (select 1 from related_debt d where d.guide_id = r.guide_id));

grant select, insert, update, delete on search_document to imprimatur_app;
grant select, insert, delete on search_word, category_synonym, related_guide, related_debt to imprimatur_app;

grant select on invariants.search_differs, invariants.related_unfounded to imprimatur_app;

-- What was live before.
select keep_search_document(id) from guide where status = 'live';
insert into related_debt (guide_id, cause) select id, 'changed' from guide where status = 'live';
