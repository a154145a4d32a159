import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, daysPass, freeHands, openRevision, outcome, savePart, words } from '../support/asking.js';
import { pngDocument } from '../support/documents.js';
import { sampleContent } from '../support/sample-content.js';
import { offences, startTestService, type TestService } from '../support/service.js';
import { approve, cast, must, publishGuide, transition, withPicture, writeGuide, type Cast } from '../support/story.js';

interface Made {
  id: string;
  url: string;
  expiresAt: string;
}

/** Somebody without an account, with a link. */
class Guest {
  private cookie = '';

  constructor(private readonly test: TestService) {}

  async open(url: string): Promise<{ status: number; set: string }> {
    const response = await fetch(`${this.test.url}/api/v1/previews/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ secret: new URL(url).hash.slice(1) }),
    });
    const set = response.headers.getSetCookie()[0] ?? '';
    this.cookie = set.split(';')[0] ?? '';
    return { status: response.status, set };
  }

  read(path = '/preview') {
    return this.test.page(path, this.cookie ? { cookie: this.cookie } : {});
  }
}

describe('A preview', () => {
  let test: TestService;
  let people: Cast;
  let guideId: string;
  let revisionId: string;

  const lead = { markdown: 'Ink in the skin, never published.[^roe-2024]' };
  const make = (by: Cast['editor'], body: object = {}, of = revisionId) =>
    by.post<Made>(`revisions/${of}/previews`, body);
  const opened = async (body: object = {}, of = revisionId) => {
    const guest = new Guest(test);
    const { id, url } = await must(make(people.editor, body, of));
    expect((await guest.open(url)).status).toBe(204);
    return { guest, id, url };
  };
  const isOver = async (guest: Guest) => {
    const pages = await Promise.all(['/preview', '/preview/compare'].map((path) => guest.read(path)));
    expect(pages.map(({ status }) => status)).toEqual([404, 404]);
    for (const { text } of pages) expect(words(text)).toContain('There is no preview here, or no longer.');
    return pages[0]?.text;
  };

  beforeAll(async () => {
    test = await startTestService();
    people = await cast(test);
    await freeHands(test);
    ({ guideId } = await publishGuide(people, 'previewed-guide'));
    revisionId = await openRevision(people.editor, guideId);
    await must(savePart(people.editor, revisionId, 'lead', lead));
    await test.announce();
  });
  afterAll(() => test.stop());

  it('shows by a link the page that the revision would make now, to nobody’s search or cache', async () => {
    const { url, expiresAt } = await must(make(people.reviewer));
    expect(url).toMatch(/^http:\/\/guides\.example\/preview\/open#[\w-]{43}$/);
    const hours = (Date.parse(expiresAt) - test.clock.now().getTime()) / 3_600_000;
    expect(hours).toBeCloseTo(24, 1);
    const door = await test.page('/preview/open');
    expect([door.status, door.headers.get('x-robots-tag'), door.headers.get('cache-control')]).toEqual([
      200,
      'noindex',
      'no-store',
    ]);
    const guest = new Guest(test);
    const { status, set } = await guest.open(url);
    expect(status).toBe(204);
    expect(set).toMatch(
      /^imprimatur-preview=[\w-]{43}; Max-Age=86[34]\d\d; Path=\/preview; HttpOnly; SameSite=Strict$/,
    );
    const page = await guest.read();
    expect([page.status, page.headers.get('x-robots-tag'), page.headers.get('cache-control')]).toEqual([
      200,
      'noindex',
      'no-store',
    ]);
    expect(page.text).toContain('<meta name="robots" content="noindex"');
    expect(words(page.text)).toContain('Preview. This text is not published.');
    expect(words(page.text)).toContain('Ink in the skin, never published.');
    expect(words(page.text)).not.toContain('Last reviewed');
    expect((await test.page('/guides/previewed-guide')).text).not.toContain('never published');
    await must(savePart(people.editor, revisionId, 'lead', { markdown: 'Changed again.[^roe-2024]' }));
    expect(words((await guest.read()).text)).toContain('Changed again.');
    await must(savePart(people.editor, revisionId, 'lead', lead));
  });

  it('lays it beside the live page and marks what differs, in no script or frame', async () => {
    const { guest } = await opened();
    const { status, text } = await guest.read('/preview/compare');
    expect(status).toBe(200);
    expect(words(text)).toContain('1 of');
    expect(words(text)).toMatch(/Introduction Changed/);
    expect(words(text)).toContain('Ink in the skin, never published.');
    expect(text).not.toMatch(/<script|<iframe/);
    expect(text.match(/class="pair differs"/g)).toHaveLength(1);
    expect([...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)).toEqual(['_main']);
  });

  it('of a guide that was never live stands alone, a link to what is not public being plain text', async () => {
    const other = await writeGuide(people.editor, 'unseen-guide', sampleContent());
    const text = { markdown: `See [the other](guide:${other.guideId}) and [this](guide:${guideId}).[^roe-2024]` };
    await must(savePart(people.editor, other.revisionId, 'lead', text));
    const { guest } = await opened({}, other.revisionId);
    const page = await guest.read();
    expect(page.status).toBe(200);
    expect(page.text).toContain('href="/guides/previewed-guide"');
    expect(page.text).not.toContain('href="/guides/unseen-guide"');
    const compared = await guest.read('/preview/compare');
    expect(words(compared.text)).toContain('Nothing is live yet.');
  });

  it('is listed with its views, without its secret, and ends when it is revoked', async () => {
    const { guest, id, url } = await opened();
    await guest.read();
    await guest.read('/preview/compare');
    const { items } = await must(people.reviewer.get<{ items: object[] }>(`revisions/${revisionId}/previews`));
    expect(items[0]).toMatchObject({ id, createdBy: people.editor.id, views: 2, open: true, revokedAt: null });
    const rows = JSON.stringify([items, await test.database.rows('select * from preview')]);
    expect(rows).not.toContain(new URL(url).hash.slice(1));
    expect(await outcome(people.reviewer.ask('DELETE', `previews/${id}`))).toEqual([403]);
    expect(await outcome(people.lead.ask('DELETE', `previews/${id}`))).toEqual([204]);
    expect(await outcome(people.editor.ask('DELETE', `previews/${id}`))).toEqual([204]);
    const over = await isOver(guest);
    expect((await new Guest(test).open(url)).status).toBe(404);
    expect(await isOver(new Guest(test))).toBe(over);
    expect((await new Guest(test).open(`https://x.example/#${'a'.repeat(43)}`)).status).toBe(404);
  });

  it('lasts as long as was said, seven days at most', async () => {
    expect(await outcome(make(people.editor, { hours: 169 }))).toEqual([422, 'hours']);
    expect(await outcome(make(people.editor, { hours: 0 }))).toEqual([422, 'hours']);
    expect(await outcome(make(people.editor, { hours: 1.5 }))).toEqual([422, 'hours']);
    const { guest } = await opened({ hours: 168 });
    daysPass(test, 6.9);
    expect((await guest.read()).status).toBe(200);
    daysPass(test, 0.2);
    await isOver(guest);
  });

  it('shows the pictures of its text to its holders alone, to no cache, until it ends', async () => {
    const bytes = pngDocument(320, 200);
    const { digest, shown } = await withPicture(people.editor, bytes);
    const draft = await writeGuide(people.editor, 'pictured-draft', sampleContent(shown));
    const { guest, id } = await opened({}, draft.revisionId);
    const own = `/preview/images/${digest}`;
    expect((await guest.read()).text).toContain(`src="${own}"`);
    expect((await guest.read()).text).not.toContain(`"/images/${digest}"`);
    const picture = await guest.read(own);
    expect(
      ['content-type', 'cache-control', 'x-robots-tag', 'content-security-policy', 'etag'].map((name) =>
        picture.headers.get(name),
      ),
    ).toEqual(['image/png', 'no-store', 'noindex', 'sandbox', null]);
    const readers = await Promise.all([own, `/images/${digest}`].map((path) => test.page(path)));
    expect(readers.map(({ status }) => status)).toEqual([404, 404]);
    const { guest: another } = await opened();
    expect((await another.read(own)).status).toBe(404);
    await must(people.editor.ask('DELETE', `previews/${id}`));
    expect((await guest.read(own)).status).toBe(404);
    await approve(people, draft.revisionId);
    await transition(people.editor, 'revisions', draft.revisionId, { name: 'publish' });
    await test.announce();
    const published = await test.page(`/images/${digest}`);
    expect([published.status, published.headers.get('cache-control')]).toEqual([
      200,
      'public, max-age=31536000, immutable',
    ]);
  });

  it('shows no picture that neither text shows', async () => {
    const { guest } = await opened();
    expect((await guest.read(`/preview/images/${'a'.repeat(64)}`)).status).toBe(404);
    expect((await guest.read('/preview/images/x')).status).toBe(404);
  });

  it('ends with its revision, and with a take-down of its guide', async () => {
    const { guest } = await opened();
    const because = { name: 'proposeTakeDown', reason: 'An order.', authority: 'https://court.example/' };
    const proposed = await transition(people.lead, 'guides', guideId, because);
    await must(ask(people.admin, 'guides', guideId, { name: 'takeDown', hash: proposed.created['hash'] }));
    await isOver(guest);
    expect(await outcome(make(people.editor))).toEqual([451]);
    const lifting = await transition(people.lead, 'guides', guideId, { name: 'proposeLift', reason: 'It ended.' });
    await must(ask(people.admin, 'guides', guideId, { name: 'lift', hash: lifting.created['hash'] }));
    expect((await guest.read()).status).toBe(200);
    await approve(people, revisionId, 'changes');
    await transition(people.editor, 'revisions', revisionId, { name: 'publish' });
    await isOver(guest);
    expect(await outcome(make(people.editor))).toEqual([409, 'state']);
    await test.announce();
    expect(await offences(test)).toEqual({});
  });
});
