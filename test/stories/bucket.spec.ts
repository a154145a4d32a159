import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Clock } from '../../src/platform/clock.js';
import { readConfig } from '../../src/platform/config.js';
import { BucketObjects } from '../../src/publishing/bucket-objects.js';
import { startService, type Service } from '../../src/service.js';
import { ask, freeHands, words } from '../support/asking.js';
import { BucketServer } from '../support/bucket-server.js';
import { within } from '../support/child-service.js';
import { command } from '../support/command.js';
import { environment, offences, type TestService } from '../support/service.js';
import { cast, must, publishGuide, transition, type Cast } from '../support/story.js';
import { startVerifying, type Verifying } from '../support/verifying.js';

const prefix = 'site/';
const path = '/guides/kept-far-away';
const entry = 'index/guides/kept-far-away.json';
const ownWords = 'Pigment is placed';

let server: BucketServer;
let objects: BucketObjects;
let desk: Verifying;
let test: TestService;
let people: Cast;
let guideId: string;
/** Further processes on the same database and bucket. */
const further: Service[] = [];
const folders: string[] = [];

beforeAll(async () => {
  server = await BucketServer.start();
  objects = new BucketObjects(server.settings(prefix));
  // Commands take the machine's time.
  desk = await startVerifying(server.environment(prefix), new Clock().now().toISOString());
  test = desk.test;
  people = await cast(test);
  await freeHands(test);
}, 60_000);
afterAll(async () => {
  for (const service of further) await service.stop();
  await desk.stop();
  objects.close();
  await server.stop();
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

const env = (dataDir = test.dataDir) => ({
  ...environment(test.service.config.databaseUrl, dataDir),
  ...server.environment(prefix),
});
const run = (...line: string[]) => command(env(), line);
const settled = async () => {
  await test.announce();
  expect(await offences(test)).toEqual({});
};
const hold = () => ask(people.safety, 'guides', guideId, { name: 'hold', reason: 'A number is in doubt.' });
const release = () => ask(people.lead, 'guides', guideId, { name: 'release', reason: 'It was right.' });

/** A web process with nothing of its own on disk. */
async function anotherWeb(): Promise<Service> {
  const folder = await mkdtemp(join(tmpdir(), 'imprimatur-story-'));
  folders.push(folder);
  const service = await startService(readConfig({ ...env(folder), ROLE: 'web' }), { clock: test.clock });
  further.push(service);
  return service;
}

const readAt = async ({ url }: { url: string }, at = path) => {
  const answer = await fetch(url + at, { redirect: 'manual', headers: { 'accept-encoding': 'identity' } });
  return { status: answer.status, etag: answer.headers.get('etag'), text: await answer.text() };
};

describe('A guide in a bucket', () => {
  it('is read as one in a folder is, and nothing of it lies on this machine', async () => {
    ({ guideId } = await publishGuide(people, 'kept-far-away'));
    await settled();
    const plain = await test.page(path, { 'accept-encoding': 'identity' });
    expect([plain.status, words(plain.text).includes(ownWords)]).toEqual([200, true]);
    expect(Object.fromEntries(plain.headers)).toMatchObject({
      etag: expect.stringMatching(/^"[\w-]{43}"$/),
      'last-modified': expect.stringMatching(/ GMT$/),
      'cache-control': 'public, max-age=60, s-maxage=60, stale-while-revalidate=60',
      vary: 'Accept-Encoding',
      'content-type': 'text/html; charset=utf-8',
      'content-length': String(Buffer.byteLength(plain.text)),
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'accept-ranges': 'none',
    });
    const etag = plain.headers.get('etag') ?? '';
    for (const coding of ['gzip', 'br']) {
      const packed = await test.page(path, { 'accept-encoding': coding });
      expect([packed.headers.get('content-encoding'), packed.headers.get('etag'), packed.text]).toEqual([
        coding,
        etag.replace(/"$/, `-${coding}"`),
        plain.text,
      ]);
    }
    expect(existsSync(join(test.dataDir, 'pages'))).toBe(false);
  });

  it('is asked for again under conditions, without its bytes, and by methods that it has not', async () => {
    const { headers } = await test.page(path, { 'accept-encoding': 'identity' });
    const plain = { 'accept-encoding': 'identity' };
    const same = await test.page(path, { ...plain, 'if-none-match': headers.get('etag') ?? '' });
    expect([same.status, same.text, same.headers.get('etag')]).toEqual([304, '', headers.get('etag')]);
    const since = await test.page(path, { ...plain, 'if-modified-since': headers.get('last-modified') ?? '' });
    expect(since.status).toBe(304);
    const head = await fetch(test.url + path, { method: 'HEAD', headers: plain });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([
      200,
      headers.get('content-length'),
      '',
    ]);
    const posted = await fetch(test.url + path, { method: 'POST' });
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    const slash = await test.page(`${path}/?from=mail`);
    expect([slash.status, slash.headers.get('location')]).toEqual([301, `${path}?from=mail`]);
    expect((await test.page('/guides/never-written')).status).toBe(404);
  });

  it('has its companions and stands on every list', async () => {
    const types = await Promise.all(
      [`${path}/freshness.json`, `${path}/card.png`, '/sitemap.xml', '/feed.atom', '/robots.txt', '/'].map(
        async (at) => {
          const { status, headers } = await test.page(at);
          return [at, status, headers.get('content-type')?.split(';')[0]];
        },
      ),
    );
    expect(types).toEqual([
      [`${path}/freshness.json`, 200, 'application/json'],
      [`${path}/card.png`, 200, 'image/png'],
      ['/sitemap.xml', 200, 'application/xml'],
      ['/feed.atom', 200, 'application/atom+xml'],
      ['/robots.txt', 200, 'text/plain'],
      ['/', 200, 'text/html'],
    ]);
    expect((await test.page('/sitemaps/guides-1.xml')).text).toContain(path);
  });

  it('is held and released for the readers of every process at once, whatever they remember', async () => {
    const other = await anotherWeb();
    const before = await readAt(other);
    expect(before).toEqual(await readAt(test));
    await must(hold());
    await test.settle();
    for (const process of [test, other]) {
      const { etag, text } = await readAt(process);
      expect([etag, words(text).includes(ownWords)]).toEqual([null, false]);
    }
    expect((await readAt(other, '/sitemaps/guides-1.xml')).text).not.toContain(path);
    await must(release());
    await settled();
    const after = await readAt(test);
    expect([after.status, words(after.text).includes(ownWords), await readAt(other)]).toEqual([200, true, after]);
  });

  it('is still there for a process that starts with an empty disk', async () => {
    const pages = [path, '/', '/feed.atom', `${path}/card.png`];
    const before = await Promise.all(pages.map((at) => readAt(test, at)));
    const started = await anotherWeb();
    expect(await Promise.all(pages.map((at) => readAt(started, at)))).toEqual(before);
  });

  it('is gone when it is withdrawn, and from every list', async () => {
    const gone = await publishGuide(people, 'soon-gone');
    await settled();
    expect((await test.page('/guides/soon-gone')).status).toBe(200);
    const because = { reason: 'The trial was retracted.', reasonClass: 'safety' };
    const { created } = await transition(people.lead, 'guides', gone.guideId, {
      name: 'proposeWithdrawal',
      ...because,
    });
    await transition(people.director, 'guides', gone.guideId, { name: 'withdraw', hash: created['hash'] });
    await test.settle();
    const { status, headers, text } = await test.page('/guides/soon-gone');
    expect([status, headers.get('x-robots-tag'), words(text).includes(ownWords)]).toEqual([410, 'noindex', false]);
    for (const list of ['/', '/sitemaps/guides-1.xml', '/feed.atom'])
      expect([list, (await test.page(list)).text.includes('soon-gone')]).toEqual([list, false]);
    await settled();
  });

  it('shows no member any more who was suspended', async () => {
    const memberId = await desk.approved(desk.physician({ licenseExpiresOn: '2029-12-31' }));
    await settled();
    const { path: profile } = await test.database.one<{ path: string }>(
      'select path from page where physician_id = $1',
      [memberId],
    );
    expect((await test.page(profile)).status).toBe(200);
    expect((await test.page(path)).text).toContain(profile);
    await desk.verifier.reauthenticate();
    const suspending = { name: 'suspend', cause: 'provisional', reason: 'The board opened a case.' };
    await must(desk.verifier.post(`physicians/${memberId}/transitions`, suspending));
    await test.settle();
    expect((await test.page(profile)).status).toBe(404);
    for (const at of [path, '/specialties/dermatology', '/sitemaps/pages.xml'])
      expect([at, (await test.page(at)).text.includes(profile)]).toEqual([at, false]);
    await settled();
  });
});

describe('The command line', () => {
  it('finds nothing wrong with a bucket, and renders what is owed into it', async () => {
    expect(await run('render', '--verify')).toMatchObject({ code: 0, errors: '' });
    const { code, out, errors } = await run('doctor', '--deep');
    expect([code, errors]).toEqual([0, '']);
    expect(out).toContain('well     page store: s3://pages/site/ can be written, under conditions');
    await test.database.run(`insert into page_debt (page_id, cause, at) select id, 'test', $1 from page`, [
      test.clock.now(),
    ]);
    expect(await run('render', '--changed')).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+ page/) });
    expect((await run('render', '--verify')).code).toBe(0);
  }, 120_000);

  const bodies = async (): Promise<string[]> => {
    const keys: string[] = [];
    for await (const key of objects.keys(`bodies${path}/`)) if (/far-away\/\d/.test(key)) keys.push(key);
    return keys;
  };
  const bodyKey = async (ending: RegExp) => (await bodies()).find((key) => ending.test(key)) ?? '';
  const forge = async (key: string, text: string): Promise<void> => {
    await objects.put(key, text, 'text/plain');
  };
  const strange = JSON.stringify({
    ...{ path: '/guides/of-a-stranger', sequence: 1, tag: '1.0badcafe', status: 200, etag: 'strange', location: null },
    ...{ contentType: 'text/html; charset=utf-8', headers: {}, modifiedAt: '2026-01-01T00:00:00.000Z', ordinary: true },
    ...{ size: 13, codings: {} },
  });

  it.each<[what: string, harm: () => Promise<void>, sentence: string, readers: number]>([
    ['a body that was altered', async () => forge(await bodyKey(/[0-9a-f]$/), 'other'), 'bytes differ', 200],
    ['a body that was deleted', async () => objects.remove([await bodyKey(/[0-9a-f]$/)]), 'bytes differ', 503],
    ['a copy that was altered', async () => forge(await bodyKey(/\.br$/), 'other'), 'copy does not unpack', 200],
    ['an entry that was deleted', () => objects.remove([entry]), 'missing', 404],
    ['an entry that was cut off', () => forge(entry, '{"path":"/gui'), 'damaged', 503],
    ['the entry of another page', () => forge(entry, strange), 'damaged', 503],
  ])(
    'finds %s, and mends it',
    async (_what, harm, sentence, readers) => {
      const before = await readAt(test);
      await harm();
      const fresh = await anotherWeb();
      expect((await readAt(fresh)).status).toBe(readers);
      expect(await run('render', '--verify')).toMatchObject({
        code: 1,
        errors: expect.stringMatching(new RegExp(`^${path}: .*${sentence}.*\n$`)),
      });
      expect(await run('render', '--all')).toMatchObject({ code: 0, errors: '' });
      expect((await run('render', '--verify')).errors).toBe('');
      expect([await readAt(fresh), await readAt(test)]).toEqual([before, before]);
      expect(await bodies()).toHaveLength(3);
      await fresh.stop();
    },
    120_000,
  );

  it('finds the page of a stranger, and takes it away', async () => {
    await forge('index/guides/of-a-stranger.json', strange);
    await forge('bodies/guides/of-a-stranger/1.0badcafe', 'Buy our pills');
    expect((await readAt(test, '/guides/of-a-stranger')).text).toBe('Buy our pills');
    expect(await run('render', '--verify')).toMatchObject({
      code: 1,
      errors: '/guides/of-a-stranger: not in the database\n',
    });
    expect((await run('doctor', '--deep')).out).toMatch(/PROBLEM {2}page[^\n]*: \/guides\/of-a-stranger/);
    expect((await run('render', '--all')).code).toBe(0);
    expect((await readAt(test, '/guides/of-a-stranger')).status).toBe(404);
    expect((await run('render', '--verify')).code).toBe(0);
  }, 120_000);
});

describe('A bucket that cannot be reached', () => {
  it('is answered with a polite 503, and what is owed meanwhile is paid once it is back', async () => {
    await server.goAway();
    const away = await test.page(path);
    expect([away.status, away.headers.get('retry-after'), away.headers.get('cache-control')]).toEqual([
      503,
      '30',
      'no-store',
    ]);
    expect(away.text).toBe('This page cannot be read at the moment. Please try again later.\n');
    expect((await test.page('/search?q=hair')).status).toBe(200);
    expect((await run('doctor')).out).toContain('PROBLEM  page store: It could not be checked: ');
    expect((await run('render', '--verify')).code).toBe(1);
    // Nobody needs the bucket to act.
    await must(hold());
    const failed = () =>
      test.database.rows('select 1 from outbox where job = $1 and done_at is null and failure is not null', [
        'publishing.render',
      ]);
    await within(20_000, 'the render fails', async () => (await failed()).length > 0);
    await server.comeBack();
    await within(60_000, 'the debt is paid', async () => (await failed()).length === 0);
    expect(words((await readAt(test)).text)).not.toContain(ownWords);
    await must(release());
    await settled();
    expect(words((await readAt(test)).text)).toContain(ownWords);
  }, 120_000);

  it('but takes requests and never answers them keeps no reader waiting for long', async () => {
    server.silent = true;
    const start = performance.now();
    expect((await test.page(path)).status).toBe(503);
    expect(performance.now() - start).toBeLessThan(10_000);
    server.silent = false;
    expect((await test.page(path)).status).toBe(200);
  }, 30_000);
});
