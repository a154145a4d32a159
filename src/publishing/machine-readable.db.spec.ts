import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { imageSize } from 'image-size';
import { SAXParser } from 'sax';
import { ask, freeHands } from '../../test/support/asking.js';
import { sampleContent } from '../../test/support/sample-content.js';
import { startTestService, type TestService } from '../../test/support/service.js';
import { cast, must, publishGuide, type Cast } from '../../test/support/story.js';
import { schemaFaults } from '../../test/support/xml-schemas.js';
import { FreshnessJobs } from '../freshness/index.js';
import { PublishingJobs } from './publishing.jobs.js';
import { StoreScan } from './store-scan.js';

let test: TestService;
let people: Cast;
let jobs: PublishingJobs;

beforeAll(async () => {
  test = await startTestService({ ROLE: 'web' });
  people = await cast(test);
  await freeHands(test);
  jobs = test.service.app.get(PublishingJobs);
});
afterAll(() => test.stop());

const publish = async (slug: string, title = `About ${slug}`) => {
  const { guideId } = await publishGuide(people, slug, sampleContent({ head: { ...sampleContent().head, title } }));
  await jobs.payAll();
  return guideId;
};
const hoursPass = async (hours: number) => {
  test.clock.travelTo(new Date(test.clock.now().getTime() + hours * 3_600_000));
  await jobs.announce();
};
const scanned = () => test.service.app.get(StoreScan).offences();
const json = async (path: string) => {
  const { status, text, headers } = await test.page(path);
  return { status, headers, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
};
const xml = async (path: string) => {
  const { status, text, headers } = await test.page(path);
  expect(status).toBe(200);
  const elements: string[] = [];
  const parser = new SAXParser(true);
  parser.onopentag = ({ name }) => elements.push(name);
  parser.onerror = (error) => {
    throw error;
  };
  parser.write(text).close();
  const values = (name: string) =>
    [...text.matchAll(new RegExp(`<${name}[^>]*>([^<]*)</${name}>`, 'g'))].map((found) => found[1]);
  return { elements, values, text, type: headers.get('content-type') };
};

describe('What a guide says of its freshness', () => {
  it('is JSON that every site may read and no search engine lists', async () => {
    const guideId = await publish('fresh');
    const { status, headers, body } = await json('/guides/fresh/freshness.json');
    expect([
      status,
      headers.get('content-type'),
      headers.get('access-control-allow-origin'),
      headers.get('x-robots-tag'),
    ]).toEqual([200, 'application/json; charset=utf-8', '*', 'noindex']);
    expect(headers.get('etag')).toMatch(/^"/);
    expect(body).toMatchObject({
      version: 1,
      guide: { id: guideId, url: 'http://guides.example/guides/fresh' },
      title: 'About fresh',
      status: 'live',
      state: 'current',
      asOf: '2026-03-02',
      lastReviewedOn: '2026-03-02',
      nextReviewDueOn: '2027-03-02',
      states: [
        { state: 'current', from: '2026-03-02' },
        { state: 'due-soon', from: '2027-01-01' },
        { state: 'stale', from: '2027-03-03' },
      ],
      reviewedBy: [{ name: expect.any(String), specialty: expect.any(String) }],
    });
  });

  it('follows a rename, a hold and what is gone', async () => {
    const guideId = await publish('moving');
    await must(ask(people.editor, 'guides', guideId, { name: 'rename', slug: 'moved' }));
    await jobs.payAll();
    const old = await test.page('/guides/moving/freshness.json');
    expect([old.status, old.headers.get('location')]).toEqual([301, '/guides/moved/freshness.json']);
    await must(ask(people.editor, 'guides', guideId, { name: 'hold', reason: 'A reader reports harm.' }));
    await jobs.payAll();
    expect((await json('/guides/moved/freshness.json')).body).toMatchObject({ status: 'held' });
    expect((await test.page('/guides/moved/card.png')).status).toBe(404);
    expect(await scanned()).toEqual([]);
  });
});

describe('What is gone says so to machines too', () => {
  const answers = async (slug: string) => {
    const [freshness, card] = await Promise.all(
      ['freshness.json', 'card.png'].map((name) => test.page(`/guides/${slug}/${name}`)),
    );
    return { freshness, card };
  };
  const because = { reason: 'The trial was retracted.', reasonClass: 'safety' };
  const withdraw = async (guideId: string, more: object = {}) => {
    const proposed = await must(
      ask(people.lead, 'guides', guideId, { name: 'proposeWithdrawal', ...because, ...more }),
    );
    await must(ask(people.director, 'guides', guideId, { name: 'withdraw', hash: proposed.created?.['hash'] }));
    await jobs.payAll();
  };
  const takeDown = async (guideId: string) => {
    const authority = 'https://court.example/orders/7';
    const demand = { name: 'proposeTakeDown', reason: 'Order 7 of the county court.', authority };
    const { created } = await must(ask(people.lead, 'guides', guideId, demand));
    await must(ask(people.admin, 'guides', guideId, { name: 'takeDown', hash: created?.['hash'] }));
    await jobs.payAll();
  };
  /** Of a picture in a cache for months nobody learns: it may not be kept. */
  const neverKept = ['no-store', 'noindex', null];
  const kept = ({ headers }: { headers: Headers }) =>
    ['cache-control', 'x-robots-tag', 'etag'].map((name) => headers.get(name));

  it('with 410 after a withdrawal and an archiving, without a word of the guide', async () => {
    const withdrawn = await publish('withdrawn', 'Withdrawn words');
    await withdraw(withdrawn);
    const archived = await publish('archived', 'Archived words');
    await withdraw(archived);
    await must(ask(people.lead, 'guides', archived, { name: 'archive', reason: 'Not kept up.' }));
    await jobs.payAll();
    for (const [slug, id] of Object.entries({ withdrawn, archived })) {
      const { freshness, card } = await answers(slug);
      expect([slug, freshness?.status, card?.status, card?.text]).toEqual([slug, 410, 410, '']);
      const guide = { id, url: `http://guides.example/guides/${slug}` };
      expect(JSON.parse(freshness?.text ?? '')).toEqual({ version: 1, guide, status: 'gone' });
      expect(freshness?.headers.get('access-control-allow-origin')).toBe('*');
      expect([kept(freshness!), kept(card!)]).toEqual([neverKept, neverKept]);
    }
    expect(await scanned()).toEqual([]);
  });

  it('with 451 after a legal demand, and with all it said before once that is lifted', async () => {
    const guideId = await publish('demanded', 'Demanded words');
    const before = await answers('demanded');
    await takeDown(guideId);
    const { freshness, card } = await answers('demanded');
    expect([freshness?.status, card?.status, card?.text]).toEqual([451, 451, '']);
    const guide = { id: guideId, url: 'http://guides.example/guides/demanded' };
    expect(JSON.parse(freshness?.text ?? '')).toEqual({ version: 1, guide, status: 'unavailable' });
    expect([kept(freshness!), kept(card!)]).toEqual([neverKept, neverKept]);
    expect(await scanned()).toEqual([]);
    const lifting = await must(ask(people.admin, 'guides', guideId, { name: 'proposeLift', reason: 'It ended.' }));
    await must(ask(people.lead, 'guides', guideId, { name: 'lift', hash: lifting.created?.['hash'] }));
    await jobs.payAll();
    const after = await answers('demanded');
    expect([after.freshness?.status, after.freshness?.text]).toEqual([200, before.freshness?.text]);
    expect([after.card?.status, after.card?.headers.get('etag')]).toEqual([200, before.card?.headers.get('etag')]);
  });

  it('with 301 to the companions of a successor', async () => {
    const [old, next] = [await publish('predecessor'), await publish('successor')];
    await withdraw(old, { successorId: next });
    const { freshness, card } = await answers('predecessor');
    expect([freshness, card].map((answer) => [answer?.status, answer?.headers.get('location')])).toEqual([
      [301, '/guides/successor/freshness.json'],
      [301, '/guides/successor/card.png'],
    ]);
    expect(await scanned()).toEqual([]);
  });
});

describe('The sitemaps', () => {
  it('stand under one index, which robots.txt names, and say when each text changed', async () => {
    await publish('mapped');
    const index = await xml('/sitemap.xml');
    expect(index.elements[0]).toBe('sitemapindex');
    expect(index.values('loc')).toEqual(
      ['pages', 'guides-1', 'news'].map((name) => `http://guides.example/sitemaps/${name}.xml`),
    );
    expect((await test.page('/robots.txt')).text).toContain('Sitemap: http://guides.example/sitemap.xml');
    const guides = await xml('/sitemaps/guides-1.xml');
    expect(guides.elements[0]).toBe('urlset');
    expect(guides.values('loc')).toContain('http://guides.example/guides/mapped');
    expect((await xml('/sitemaps/pages.xml')).values('loc')).toEqual(
      expect.arrayContaining(['http://guides.example/', 'http://guides.example/categories/hair-restoration']),
    );
  });

  it('keep their dates when all is rendered again', async () => {
    const before = [await xml('/sitemap.xml'), await xml('/sitemaps/guides-1.xml')].map(({ text }) => text);
    await test.database.run(`insert into page_debt (page_id, cause, at) select id, 'test', $1 from page`, [
      test.clock.now(),
    ]);
    await hoursPass(1);
    expect([await xml('/sitemap.xml'), await xml('/sitemaps/guides-1.xml')].map(({ text }) => text)).toEqual(before);
  });
});

describe('The news sitemap', () => {
  const titles = async () => (await xml('/sitemaps/news.xml')).values('news:title');

  it('has a first publication for 48 hours, and drops it by itself as time moves', async () => {
    await publish('news-one', 'News & <more>');
    await hoursPass(47);
    expect(await titles()).toContain('News &amp; &lt;more&gt;');
    // Too old by now; the scan grants what a sweep may take.
    test.clock.travelTo(new Date(test.clock.now().getTime() + 3_660_000));
    expect(await scanned()).toEqual([]);
    await jobs.announce();
    expect(await titles()).not.toContain('News &amp; &lt;more&gt;');
    expect(await scanned()).toEqual([]);
  });

  it('is valid while empty', async () => {
    await hoursPass(49);
    expect(await titles()).toEqual([]);
    expect((await xml('/sitemaps/news.xml')).elements).toEqual(['urlset']);
  });
});

describe('What is served', () => {
  beforeAll(async () => {
    await publish('hostile-title', 'A & B ]]> <script> "C" 斑秃');
    await hoursPass(1);
  });

  it.each([
    ['/feed.atom', 'atom'],
    ['/feed.rss', 'rss'],
    ['/sitemap.xml', 'sitemap-index'],
    ['/sitemaps/pages.xml', 'sitemap'],
    ['/sitemaps/guides-1.xml', 'sitemap'],
    ['/sitemaps/news.xml', 'sitemap'],
  ] as const)('at %s is valid, with a hostile title in it', async (path, kind) => {
    expect([path, await schemaFaults((await xml(path)).text, kind)]).toEqual([path, []]);
  });
});

describe('The RSS feed', () => {
  it('names each guide by an id that outlives its address', async () => {
    const guideId = await publish('fed', 'Fed <b> & ]]> done');
    const before = await xml('/feed.rss');
    expect(before.type).toBe('application/rss+xml; charset=utf-8');
    expect(before.values('guid')[0]).toBe(`urn:uuid:${guideId}`);
    await must(ask(people.editor, 'guides', guideId, { name: 'rename', slug: 'fed-again' }));
    await jobs.payAll();
    const after = await xml('/feed.rss');
    expect(after.values('guid')).toEqual(before.values('guid'));
    expect(after.values('link')).toContain('http://guides.example/guides/fed-again');
  });
});

describe('The share image', () => {
  const card = async (slug: string) => {
    const answer = await fetch(`${test.url}/guides/${slug}/card.png`);
    return { bytes: Buffer.from(await answer.arrayBuffer()), type: answer.headers.get('content-type') };
  };

  it('is a picture of 1200 by 630, of a size that phones load', async () => {
    await publish('pictured', 'A very long title '.repeat(8).trim());
    const { bytes, type } = await card('pictured');
    expect([type, imageSize(bytes)]).toEqual(['image/png', expect.objectContaining({ width: 1200, height: 630 })]);
    expect(bytes.length).toBeLessThan(150_000);
  });

  it('is not drawn again when only a review moves, and holds in the scan', async () => {
    const sequence = async () =>
      (
        await test.database.one<{ sequence: number }>(
          `select sequence from page where path = '/guides/pictured/card.png'`,
        )
      ).sequence;
    const before = await sequence();
    await test.database.run(
      `insert into page_debt (page_id, cause, at) select id, 'test', $1 from page where kind = 'card'`,
      [test.clock.now()],
    );
    await jobs.payAll();
    expect(await sequence()).toBe(before);
    expect(await scanned()).toEqual([]);
  });
});

describe('By date alone', () => {
  it('a guide tells machines that it is due soon, then stale, with the first sweep of the day', async () => {
    await publish('dated');
    const state = async () => (await json('/guides/dated/freshness.json')).body['state'];
    const on = async (date: string) => {
      test.clock.travelTo(new Date(`${date}T15:00:00Z`));
      await test.service.app.get(FreshnessJobs).run();
      await jobs.payAll();
      return [await state(), (await scanned()).filter(({ path }) => path.startsWith('/guides/dated'))];
    };
    const { nextReviewDueOn: due } = (await json('/guides/dated/freshness.json')).body as { nextReviewDueOn: string };
    const daysFrom = (days: number) => new Date(Date.parse(due) + days * 86_400_000).toISOString().slice(0, 10);
    expect(await on(daysFrom(-61))).toEqual(['current', []]);
    expect(await on(daysFrom(-60))).toEqual(['due-soon', []]);
    expect(await on(daysFrom(0))).toEqual(['due-soon', []]);
    expect(await on(daysFrom(1))).toEqual(['stale', []]);
  });
});
