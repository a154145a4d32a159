import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildAccount, buildCategory, type BuiltCategory } from '../../test/support/build.js';
import { buildCarriedOverGuide, buildLiveGuide } from '../../test/support/build-guide.js';
import { expectInvariants } from '../../test/support/invariants.js';
import { sampleContent } from '../../test/support/sample-content.js';
import { environment } from '../../test/support/service.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/test-database.js';
import type { Actor } from '../identity/index.js';
import { readConfig } from '../platform/config.js';
import { Database } from '../platform/database.js';
import { Search, type SearchRequest } from './search.service.js';

const at = new Date('2026-03-02T15:00:00Z');
const empty = { lead: { markdown: '' }, sections: [], faq: { entries: [] } };
let cloned: TestDatabase;
let database: Database;
let search: Search;
let owner: Actor;
let reviewer: Actor;
let hair: BuiltCategory;
let skin: BuiltCategory;

interface Written {
  summary?: string;
  text?: string;
  heading?: string;
  question?: string;
  category?: BuiltCategory;
  specialties?: string[];
}

/** A live guide of this title. */
function live(title: string, { summary = 'In short.', text = '', heading, question, ...rest }: Written = {}) {
  const { category = hair, specialties = ['dermatology'] } = rest;
  const content = sampleContent({
    ...empty,
    head: { title, summary, category: category.slug, specialties },
    lead: { markdown: text },
    ...(heading ? { sections: [{ key: 'part', heading, markdown: 'As it is.' }] } : {}),
    ...(question ? { faq: { entries: [{ question, answer: 'It depends.' }] } } : {}),
  });
  return database.transaction(async (tx) => {
    const guide = await buildLiveGuide(tx, { category, owner, reviewer, at, content });
    await tx.run('select learn_words($1)', [guide.id]);
    return guide;
  });
}

async function find(q: string, more: Partial<SearchRequest> = {}) {
  const { rows, ...told } = await search.find({ q, limit: 20, ...more });
  return { ...told, titles: rows.map(({ title }) => title.map(({ text }) => text).join('')), rows };
}
const titles = async (q: string, more: Partial<SearchRequest> = {}): Promise<string[]> => (await find(q, more)).titles;

beforeAll(async () => {
  cloned = await createTestDatabase();
  database = await new Database(readConfig(environment(cloned.url, '/nowhere'))).connect();
  search = new Search(database);
  await database.transaction(async (tx) => {
    hair = await buildCategory(tx);
    skin = await buildCategory(tx, { slug: 'skin-care' });
    owner = await buildAccount(tx, { name: 'Edda Winter', roles: ['editor'], at });
    reviewer = await buildAccount(tx, {
      name: 'Rosa Delgado',
      roles: ['reviewer'],
      specialties: ['dermatology', 'plastic-surgery'],
      at,
    });
  });
});
afterAll(async () => {
  await expectInvariants(database, at);
  await database.source.destroy();
  await cloned.drop();
});

describe('A search', () => {
  it('finds a word in the title, the summary, a heading, a question and the text, in this order', async () => {
    await live('Text about crusts', { text: 'Now and then a quillwort is used.' });
    await live('Questions about crusts', { question: 'Does a quillwort help?' });
    await live('Headings about crusts', { heading: 'The quillwort' });
    await live('Summaries about crusts', { summary: 'What a quillwort does.' });
    await live('The quillwort');
    const [first, second, ...rest] = await titles('Quillworts');
    expect([first, second]).toEqual(['The quillwort', 'Summaries about crusts']);
    expect(rest.sort()).toEqual(['Headings about crusts', 'Questions about crusts', 'Text about crusts']);
  });

  it('asks for every word, in any order, and reads accents and capitals as none', async () => {
    await live('Crème fraîche for elbows');
    await live('Elbows');
    for (const q of ['creme elbow', 'ELBOW Crème', '"elbows" crème'])
      expect([q, await titles(q)]).toEqual([q, ['Crème fraîche for elbows']]);
  });

  it('shows what it found, and where', async () => {
    await live('A longer text', {
      text: `${'Nothing here. '.repeat(200)}At last a **snowberry** [turns up](https://x.example).`,
    });
    const [row] = (await find('snowberries')).rows;
    expect(row?.snippet).toContainEqual({ text: 'snowberry', found: true });
    expect(row?.snippet.map(({ text }) => text).join('')).toContain('a snowberry turns up.');
  });

  it('shows of lists and tables their words alone', async () => {
    const text =
      'Before:\n\n- a *bogbean* leaf\n- [a cup](https://x.example)\n\n| When | What |\n| --- | :-: |\n| Day 1 | Rest |';
    await live('A listed herb', { text });
    const [row] = (await find('bogbean')).rows;
    expect(row?.snippet.map((piece) => piece.text).join('')).toContain(
      'Before: a bogbean leaf a cup When What Day 1 Rest',
    );
  });

  it('shows hostile words as the words that they are', async () => {
    await live('<b>Bold</b> \uE000ferns\uE001', { text: 'Of <script>ferns</script>.' });
    const [row] = (await find('ferns')).rows;
    expect(row?.title).toEqual([
      { text: '<b>Bold</b> ', found: false },
      { text: 'ferns', found: true },
    ]);
  });

  it('takes any query as words alone', async () => {
    for (const q of [
      `'`,
      '\\',
      `a' | 'b`,
      '!!',
      ':*',
      'x:*',
      '((',
      '<->',
      '% _',
      '𝔘nicode',
      'the',
      '§ ¶',
      `quillwort' & !x`,
      'https://x.example/y',
    ])
      expect([q, typeof (await find(q)).rows.length]).toEqual([q, 'number']);
    expect((await titles(`quillwort' & !"crusts`)).length).toBe(4);
  });

  it('finds what is live in its filters alone', async () => {
    await live('Milkweed on skin', { category: skin, specialties: ['plastic-surgery'] });
    await live('Milkweed on hair');
    expect(await titles('milkweed', { category: 'skin-care' })).toEqual(['Milkweed on skin']);
    expect(await titles('milkweed', { specialty: 'dermatology' })).toEqual(['Milkweed on hair']);
    expect(await titles('milkweed', { category: 'skin-care', specialty: 'dermatology' })).toEqual([]);
    expect(await titles('milkweed', { category: `x' | 'milkwe` })).toEqual([]);
  });

  it('goes on where a page ended: each guide once, in one order', async () => {
    for (let n = 0; n < 7; n++) await live(`Sorrel number ${n}`);
    const all = await titles('sorrel');
    const paged: string[] = [];
    for (let after: SearchRequest['after'], more = true; more;) {
      const { rows } = await find('sorrel', { limit: 2, after });
      const page = rows.slice(0, 2);
      paged.push(...page.map(({ title }) => title.map(({ text }) => text).join('')));
      after = page.at(-1)?.key;
      more = rows.length > 2;
    }
    expect(all).toHaveLength(7);
    expect(paged).toEqual(all);
    expect(await titles('sorrel')).toEqual(all);
  });
});

describe('What is not live', () => {
  it.each(['held', 'withdrawn', 'archived', 'legal'])('is never found: %s', async (status) => {
    const guide = await live(`Hidden ${status} yarrow`);
    expect(await titles(`${status} yarrow`)).toEqual([`Hidden ${status} yarrow`]);
    const move = (to: string) =>
      database.run(
        `update guide set status = $2, status_before = case $2 when 'archived' then 'withdrawn' when 'legal' then 'live' end,
                blocked_for = case $2 when 'legal' then 'https://court.example' end, taken_down_at = case $2 when 'legal' then $3::timestamptz end
          where id = $1`,
        [guide.id, to, at],
      );
    await move(status);
    expect(await titles(`${status} yarrow`)).not.toContain(`Hidden ${status} yarrow`);
    expect(await database.rows('select 1 from search_document where guide_id = $1', [guide.id])).toEqual([]);
    await move('live');
    expect(await titles(`${status} yarrow`)).toEqual([`Hidden ${status} yarrow`]);
  });

  it('is not found even where its document were left', async () => {
    const guide = await live('A left-over burdock');
    await database.run(`update guide set status = 'held' where id = $1`, [guide.id]);
    await database.run(
      `insert into search_document select $1, live_version_id, 'guide_english', 1, to_tsvector('burdock'), to_tsvector('burdock'), 'burdock' from guide where id = $1`,
      [guide.id],
    );
    expect(await titles('burdock')).toEqual([]);
    await database.run('delete from search_document where guide_id = $1', [guide.id]);
    await database.run(`update guide set status = 'live' where id = $1`, [guide.id]);
    expect(await titles('burdock')).toEqual(['A left-over burdock']);
  });

  it('is no word to correct to either', async () => {
    const guide = await live('Wolfsbane');
    await database.run(`update guide set status = 'held' where id = $1`, [guide.id]);
    expect(await find('wolfsbann')).toMatchObject({ searchedFor: null, titles: [] });
    await database.run(`update guide set status = 'live' where id = $1`, [guide.id]);
    expect(await find('wolfsbann')).toMatchObject({ searchedFor: 'wolfsbane', titles: ['Wolfsbane'] });
  });

  it('may be a page carried over: that one is live', async () => {
    const content = sampleContent({ head: { ...sampleContent().head, title: 'Carried figwort' } });
    await database.transaction((tx) =>
      buildCarriedOverGuide(tx, { category: hair, owner, plannedFor: '2027-06-01', at, content }),
    );
    expect(await find('figwort')).toMatchObject({ titles: ['Carried figwort'], rows: [{ lastReviewedOn: null }] });
  });
});

describe('A word that no guide has', () => {
  it('is corrected to the one most like it, and that is told', async () => {
    await live('Minoxidil for eyebrows');
    expect(await find('minoxydil eyebrows')).toMatchObject({
      searchedFor: 'minoxidil eyebrows',
      titles: ['Minoxidil for eyebrows'],
    });
  });

  it('is completed where it is the beginning of one', async () => {
    await live('Finasteride tablets');
    expect(await find('finast')).toMatchObject({ searchedFor: 'finast…', titles: ['Finasteride tablets'] });
  });

  it('is left out where nothing is like it', async () => {
    await live('Spironolactone');
    expect(await find('spironolactone qqzzvv')).toMatchObject({
      searchedFor: 'spironolactone',
      titles: ['Spironolactone'],
    });
    expect(await find('qqzzvv')).toMatchObject({ searchedFor: null, titles: [] });
  });

  it('leads to guides with some of the words where none has all', async () => {
    await live('Biotin');
    await live('Caffeine');
    expect(await find('biotin caffeine')).toMatchObject({ searchedFor: 'biotin caffeine', words: 'any' });
  });

  it('is offered for correction where a guide has it, misspelt', async () => {
    await live('A leaflet', { text: 'Ask about ketoconazol.' });
    for (const n of [1, 2, 3]) await live(`Ketoconazole, part ${n}`);
    const told = await find('ketoconazol');
    expect(told.titles).toContain('A leaflet');
  });
});

describe('Synonyms', () => {
  beforeAll(async () => {
    await database.run(
      `insert into category_synonym select $1, 'pattern baldness', 'alopecia', array['pattern', 'bald'], array['alopecia']`,
      [hair.id],
    );
    await live('Alopecia in men');
    await live('Alopecia of the skin', { category: skin });
    await live('Pattern baldness at forty');
  });

  it('find guides of their category that say it otherwise, in both directions', async () => {
    expect((await titles('pattern baldness')).sort()).toEqual(['Alopecia in men', 'Pattern baldness at forty']);
    expect(await titles('alopecia')).toContain('Pattern baldness at forty');
  });

  it('need all of their words', async () => {
    expect(await titles('baldness')).toEqual(['Pattern baldness at forty']);
  });
});
