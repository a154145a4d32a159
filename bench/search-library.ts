import type pg from 'pg';
import { Database } from '../src/platform/database.js';
import { buildAccount, buildCategory } from '../test/support/build.js';
import { analyze, prepare, type Ground } from './harness.js';
import { asOwner } from './owner.js';
import { chance, commonWords, rareWords, sentences, title } from './search-texts.js';

const categories = 40;
const sentencesInAll = 20_000;
const sentencesEach = 60;
const texts = 1000;

/** Live guides with some thousand characters of text each, and their search documents, by SQL. Answers their titles. */
export async function fillLibrary(ground: Ground, guides: number): Promise<string[]> {
  const owner = await buildHouse(ground);
  const random = chance(4);
  const titles = Array.from({ length: guides }, () => title(random));
  await asOwner(ground, async (client) => {
    await client.query('begin');
    // One row a transition is what the trigger is for; this fills the same table all at once.
    await client.query('alter table guide disable trigger guide_keeps_search');
    await writeTexts(client, sentences(sentencesInAll, random));
    await writeGuides(client, owner, titles);
    await writeDocuments(client);
    await client.query('alter table guide enable trigger guide_keeps_search');
    await client.query('commit');
    await client.query('vacuum search_document');
  });
  await analyze(ground);
  return titles;
}

async function buildHouse(ground: Ground): Promise<string> {
  const service = await prepare(ground);
  const owner = await service.app.get(Database).transaction(async (tx) => {
    for (let n = 1; n <= categories; n++) await buildCategory(tx, { slug: `category-${n}` });
    return buildAccount(tx, { name: 'Owner One', roles: ['editor'], at: new Date() });
  });
  await service.stop();
  return owner.accountId;
}

/** Texts of some hundred words, each with its vector: guides share them, as far as finding and ranking a word is concerned they need no more. */
async function writeTexts(client: pg.Client, lines: string[]): Promise<void> {
  await client.query(
    'create temporary table line on commit drop as select * from unnest($1::text[]) with ordinality t(line, n)',
    [lines],
  );
  await client.query('create index on line (n)');
  await client.query('select setseed(0.4)');
  await client.query(
    `create temporary table sections on commit drop as
       select p.n, jsonb_agg(jsonb_build_object('key', 'part-' || p.part, 'heading', split_part(p.lines, '.', 1), 'markdown', p.lines) order by p.part) as sections
         from (select m.n, m.s / 10 as part, string_agg(l.line, ' ') as lines
                 from (select n, s, 1 + floor(random() * ${sentencesInAll})::int as pick from generate_series(0, ${texts - 1}) n, generate_series(0, ${sentencesEach - 1}) s) m
                 join line l on l.n = m.pick group by m.n, m.s / 10) p
        group by p.n`,
  );
  await client.query(
    `create temporary table words on commit drop as
       select n, sections, t.body, ts_delete(search_vector('guide_english', b.body, t.body), 'in category ') as vector
         from sections cross join lateral (select jsonb_build_object('head', jsonb_build_object('title', '', 'summary', '', 'category', '', 'specialties', '[]'::jsonb),
           'lead', jsonb_build_object('markdown', ''), 'sections', sections, 'faq', jsonb_build_object('entries', '[]'::jsonb)) as body) b cross join lateral (select search_text(b.body) as body offset 0) t`,
  );
}

async function writeGuides(client: pg.Client, owner: string, titles: string[]): Promise<void> {
  await client.query(
    `create temporary table made on commit drop as
       select n, gen_random_uuid() as id, gen_random_uuid() as version_id, title, title || ': what helps and what to ask.' as summary,
              'category-' || (1 + n % ${categories}) as category
         from unnest($1::text[]) with ordinality t(title, n)`,
    [titles],
  );
  await client.query(
    `insert into guide (id, slug, category_id, owner_id, status, created_at, first_published_at, modified_at, due_on, carried_over)
     select m.id, 'guide-' || m.n, c.id, $1, 'unpublished', now(), now(), now(), current_date + 300, true from made m join category c on c.slug = m.category`,
    [owner],
  );
  await client.query(
    `insert into version (id, guide_id, number, kind, body, hash, created_at)
     select m.version_id, m.id, 1, 'carry-over', jsonb_build_object('head', jsonb_build_object('title', m.title, 'summary', m.summary,
              'category', m.category, 'specialties', jsonb_build_array('dermatology')), 'lead', jsonb_build_object('markdown', ''), 'sections', w.sections,
              'faq', jsonb_build_object('entries', '[]'::jsonb), 'references', jsonb_build_object('entries', '[]'::jsonb)), encode(sha256(m.id::text::bytea), 'hex'), now()
       from made m join words w on w.n = m.n % ${texts}`,
  );
  await client.query(`insert into version_specialty select version_id, 'dermatology' from made`);
  await client.query(
    `update guide g set status = 'live', live_version_id = m.version_id from made m where m.id = g.id`,
  );
}

async function writeDocuments(client: pg.Client): Promise<void> {
  await client.query('drop index search_document_title_idx, search_document_vector_idx');
  await client.query(
    `insert into search_document (guide_id, version_id, config, title_length, title, vector, body)
     select m.id, m.version_id, 'guide_english', length(t.title), setweight(t.title, 'A') || t.marks,
            setweight(t.title, 'A') || setweight(to_tsvector('guide_english', m.summary), 'B') || w.vector || t.marks, m.summary || ' ' || w.body
       from made m join words w on w.n = m.n % ${texts}
      cross join lateral (select to_tsvector('guide_english', m.title) as title, array_to_tsvector(array['in category ' || m.category, 'of specialty dermatology']) as marks) t`,
  );
  await client.query('create index search_document_title_idx on search_document using gin (title)');
  await client.query(
    'create index search_document_vector_idx on search_document using gin (vector) with (gin_pending_list_limit = 1024)',
  );
  await client.query(
    `insert into search_word select distinct w from unnest($1::text[]) w where length(w) between 4 and 30`,
    [[...commonWords, ...rareWords]],
  );
  await client.query(
    `insert into category_synonym (category_id, term, same_as, term_lexemes, same_lexemes)
     select id, 'grandmother ailment', 'treatment', tsvector_to_array(to_tsvector('guide_english', 'grandmother ailment')), tsvector_to_array(to_tsvector('guide_english', 'treatment')) from category where slug in ('category-1', 'category-2', 'category-3')`,
  );
}
