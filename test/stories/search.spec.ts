import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sampleContent } from '../support/sample-content.js';
import { offences, startTestService, type TestService } from '../support/service.js';
import { cast, must, publishGuide, transition, type Cast } from '../support/story.js';

interface Found {
  items: { path: string; title: { text: string; found: boolean }[]; lastReviewedOn: string | null }[];
  next: string | null;
  searchedFor: string | null;
}

describe('Searching the site', () => {
  let test: TestService;
  let people: Cast;

  const asked = async (query: string, from = '127.0.0.1') => {
    const response = await fetch(`${test.url}/api/v1/search${query}`, { headers: { 'x-forwarded-for': from } });
    return { status: response.status, body: (await response.json()) as Found & { reasons?: { code: string }[] } };
  };
  const paths = async (q: string) => (await asked(`?q=${encodeURIComponent(q)}`)).body.items.map(({ path }) => path);
  const titled = (title: string) => sampleContent({ head: { ...sampleContent().head, title } });

  beforeAll(async () => {
    test = await startTestService({ TRUST_PROXY: 'loopback' });
    people = await cast(test);
  });
  afterAll(() => test.stop());

  it('finds a guide from its publication on, and not from the moment that it is held', async () => {
    const { guideId } = await publishGuide(people, 'about-quillwort', titled('All about quillwort'));
    expect(await paths('quillwort')).toEqual(['/guides/about-quillwort']);
    await must(people.safety.reauthenticate());
    await transition(people.safety, 'guides', guideId, { name: 'hold', reason: 'A dose is wrong.' });
    expect(await paths('quillwort')).toEqual([]);
    await test.announce();
    expect(await offences(test)).toEqual({});
  });

  it('does not find a draft', async () => {
    await must(
      people.editor.post('guides', { slug: 'a-draft', title: 'Secret burdock', category: 'hair-restoration' }),
    );
    expect(await paths('burdock')).toEqual([]);
  });

  it('shows a page without scripts, kept by nobody, that tells no other site what was searched for', async () => {
    await publishGuide(people, 'about-fern', titled('About <ferns> & moss'));
    const { status, text, headers } = await test.page('/search?q=ferns&utm_source=mail');
    expect(status).toBe(200);
    expect(text).toContain('About &lt;ferns> &amp; moss</a>');
    expect(text).toContain('Last reviewed <time datetime="2026-03-02">');
    expect(text).not.toContain('<script');
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': expect.stringContaining("form-action 'self'") as unknown,
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
    });
  });

  it('shows the form alone where nothing is asked, and says what is wrong with what cannot be', async () => {
    expect(await test.page('/search')).toMatchObject({ status: 200 });
    expect(await test.page('/search?q=a&q=b')).toMatchObject({ status: 200 });
    for (const wrong of ['q=%00', `q=${'a'.repeat(201)}`, 'q=fern&category=No%20such', 'q=fern&cursor=x'])
      expect([wrong, (await test.page(`/search?${wrong}`)).status]).toEqual([wrong, 422]);
  });

  it.each([
    ['', 'q'],
    ['?q=', 'q'],
    ['?q=%20', 'q'],
    ['?q=%00', 'q'],
    ['?q=a%E2%80%AEb', 'q'],
    [`?q=${'a'.repeat(201)}`, 'q'],
    ['?q=a&q=b', 'q'],
    ['?q=fern&category=..', 'category'],
    ['?q=fern&specialty=A', 'specialty'],
    ['?q=fern&limit=51', 'limit'],
    ['?q=fern&limit=0', 'limit'],
    ['?q=fern&cursor=bm9uc2Vuc2U', 'cursor'],
    ['?q=fern&cursor=WyJmb3VuZCIsIngiLCJ5IiwieiJd', 'value'],
    ['?q=fern&sort=title', 'sort'],
  ])('answers a program’s %s with 422', async (query, code) => {
    const { status, body } = await asked(query);
    expect([status, body.reasons?.map((reason) => reason.code)[0]]).toEqual([422, code]);
  });

  it('goes on page by page', async () => {
    for (const n of [1, 2, 3]) await publishGuide(people, `sorrel-${n}-leaf`, titled(`Sorrel leaf ${n}`));
    const first = (await asked('?q=sorrel&limit=2')).body;
    const second = (await asked(`?q=sorrel&limit=2&cursor=${first.next}`)).body;
    expect([first.items.length, second.items.length, second.next]).toEqual([2, 1, null]);
    expect(new Set([...first.items, ...second.items].map(({ path }) => path)).size).toBe(3);
  });

  it('finds what a lead says is called otherwise, recorded in the category’s history', async () => {
    const { id, version } = await category();
    const list = { items: [{ term: 'hedge bindweed', sameAs: 'sorrel' }] };
    const path = 'categories/hair-restoration/synonyms';
    expect((await people.lead.put(path, list)).status).toBe(428);
    expect((await people.lead.put(path, list, { 'if-match': '"999"' })).status).toBe(412);
    expect(
      (await people.lead.put(path, { items: [{ term: 'the', sameAs: 'of' }] }, { 'if-match': version })).status,
    ).toBe(422);
    expect(await paths('bindweed hedge')).toEqual([]);
    expect(await must(people.lead.put(path, list, { 'if-match': version }))).toEqual(list);
    expect(await paths('bindweed hedge')).toHaveLength(3);
    const facts = await test.database.rows<{ name: string; payload: unknown }>(
      'select name, payload from event where subject_id = $1 order by number desc limit 1',
      [id],
    );
    expect(facts).toEqual([{ name: 'category.synonyms-changed', payload: { synonyms: 1 } }]);
    await test.announce();
    expect(await offences(test)).toEqual({});
  });

  it('names related guides on the page once the lists follow, and no held one', async () => {
    await test.announce();
    const page = async () => (await test.page('/guides/sorrel-1-leaf')).text;
    expect(await page()).toContain('<a href="/guides/sorrel-2-leaf">Sorrel leaf 2</a>');
    const { id } = await test.database.one<{ id: string }>(`select id from guide where slug = 'sorrel-2-leaf'`);
    await must(people.safety.reauthenticate());
    await transition(people.safety, 'guides', id, { name: 'hold', reason: 'A dose is wrong.' });
    await test.settle();
    expect(await page()).not.toContain('sorrel-2-leaf');
    await test.announce();
    expect(await offences(test)).toEqual({});
  });

  it('is refused to a network that asks too often, and to that one alone', async () => {
    let status = 200;
    for (let n = 0; n < 125 && status === 200; n++) ({ status } = await asked('?q=moss', '192.0.2.7'));
    expect(status).toBe(429);
    const page = await fetch(`${test.url}/search?q=moss`, { headers: { 'x-forwarded-for': '192.0.2.7' } });
    expect([page.status, page.headers.get('content-type')]).toEqual([429, 'text/html; charset=utf-8']);
    expect(await page.text()).toContain('too many searches');
    expect((await asked('?q=moss', '192.0.2.200')).status).toBe(200);
  });

  async function category(): Promise<{ id: string; version: string }> {
    const { headers } = await people.lead.get('categories/hair-restoration/synonyms');
    const { items } = await must(people.lead.get<{ items: { id: string }[] }>('categories'));
    return { id: items[0]?.id ?? '', version: headers.get('etag') ?? '' };
  }
});
