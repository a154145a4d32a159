import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fastify, { type FastifyInstance } from 'fastify';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { BucketObjects } from '../../src/publishing/bucket-objects.js';
import { BucketStore } from '../../src/publishing/bucket-store.js';
import { FolderStore } from '../../src/publishing/folder-store.js';
import { PageResponder } from '../../src/publishing/page-responder.js';
import { registerPages } from '../../src/publishing/page-routes.js';
import type { StoredPage } from '../../src/publishing/page-store-entry.js';
import type { PageStore } from '../../src/publishing/page-store.js';
import { BucketServer } from '../support/bucket-server.js';
import { ask, Nginx, nginxProgram, type Answer, type Asked } from '../support/nginx.js';
import { storedPage } from '../support/stored-page.js';

// Every case of HTTP that the pages have, asked of the service on each store and of nginx before it.
const html = 'text/html; charset=utf-8';
const text = `<!doctype html><title>Minoxidil</title>${'<p>Twice a day.</p>'.repeat(100)}`;
const hidden = { 'cache-control': 'no-store', 'x-robots-tag': 'noindex' };

const page = (path: string, over: Partial<StoredPage> = {}): StoredPage => storedPage({ path, body: text, ...over });
const pages = [
  page('/guides/live'),
  page('/guides/held', { ordinary: false, headers: hidden, body: 'On hold.' }),
  page('/guides/gone', { status: 410, ordinary: false, body: 'Withdrawn, with a notice.' }),
  page('/guides/legal', {
    status: 451,
    ordinary: false,
    headers: { link: '<https://authority.example/>; rel="blocked-by"' },
    body: 'Not available.',
  }),
  page('/guides/oldest', { status: 301, ordinary: false, location: '/guides/live', body: '' }),
  page('/guides/live/freshness.json', {
    contentType: 'application/json; charset=utf-8',
    ordinary: false,
    headers: { 'access-control-allow-origin': '*', 'x-robots-tag': 'noindex' },
    body: '{"version":1}\n',
  }),
  page('/feed.rss', { contentType: 'application/rss+xml; charset=utf-8', body: '<rss version="2.0"/>' }),
];

interface Asker {
  port: number;
  close: () => Promise<void>;
}

async function service(store: PageStore): Promise<FastifyInstance> {
  for (const each of pages) await store.write(each);
  const started = fastify();
  registerPages(started, new PageResponder(store), { error: () => undefined });
  await started.listen({ port: 0, host: '127.0.0.1' });
  return started;
}

const portOf = ({ server }: FastifyInstance) => (server.address() as AddressInfo).port;

async function onFolder(): Promise<Asker> {
  const folder = await mkdtemp(join(tmpdir(), 'pages-'));
  const started = await service(new FolderStore(folder));
  const close = async () => {
    await started.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { port: portOf(started), close };
}

async function onBucket(): Promise<Asker> {
  const bucket = await BucketServer.start();
  const objects = new BucketObjects(bucket.settings());
  const started = await service(new BucketStore(objects));
  const close = async () => {
    await started.close();
    objects.close();
    await bucket.stop();
  };
  return { port: portOf(started), close };
}

async function beforeService(): Promise<Asker> {
  const folder = await mkdtemp(join(tmpdir(), 'pages-'));
  await chmod(folder, 0o755);
  const started = await service(new FolderStore(folder));
  const nginx = await Nginx.start(folder, portOf(started));
  const close = async () => {
    await nginx.stop();
    await started.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { port: nginx.port, close };
}

const places: [string, () => Promise<Asker>][] = [
  ['the service on a folder', onFolder],
  ['the service on a bucket', onBucket],
  // Left out where no nginx is installed.
  ...(nginxProgram === undefined ? [] : [['nginx before the service', beforeService] as [string, typeof onFolder]]),
];

describe.each(places)('%s', (_name, open) => {
  let asker: Asker;
  beforeAll(async () => {
    asker = await open();
  });
  afterAll(() => asker.close());

  const get = (path: string, headers: Record<string, string> = {}, asked: Asked = {}): Promise<Answer> =>
    ask(asker.port, path, { ...asked, headers });
  const etagOf = async (headers: Record<string, string> = {}) =>
    String((await get('/guides/live', headers)).headers.etag);

  it('answers a page whole, with a strong tag, its date, a minute of caching and what a browser must not do', async () => {
    const { status, headers, body } = await get('/guides/live');
    expect([status, body.toString()]).toEqual([200, text]);
    expect(headers).toMatchObject({
      'content-type': html,
      'cache-control': 'public, max-age=60, s-maxage=60, stale-while-revalidate=60',
      'last-modified': 'Sun, 22 Nov 2026 10:00:00 GMT',
      etag: expect.stringMatching(/^"[^"]+"$/),
      vary: 'Accept-Encoding',
      'accept-ranges': 'none',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'strict-origin-when-cross-origin',
      'permissions-policy': expect.stringContaining('camera=()'),
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    });
    expect(headers['strict-transport-security']).toBeUndefined();
  });

  it.each<[string, Record<string, string>]>([
    ['part of it', { range: 'bytes=0-9' }],
    ['several parts', { range: 'bytes=0-9,20-29' }],
    ['a part that is not there', { range: 'bytes=999999-' }],
    ['a part, if it is unchanged', { range: 'bytes=0-9', 'if-range': '"other"' }],
  ])('refuses ranges by sending all: %s', async (_what, headers) => {
    const { status, body, headers: given } = await get('/guides/live', headers);
    expect([status, body.toString(), given['content-range']]).toEqual([200, text, undefined]);
  });

  it('answers HEAD as GET, without the bytes', async () => {
    const head = await get('/guides/live', {}, { method: 'HEAD' });
    const { headers } = await get('/guides/live');
    expect([head.status, head.body.length]).toEqual([200, 0]);
    expect([head.headers.etag, head.headers['content-length']]).toEqual([headers.etag, headers['content-length']]);
  });

  it('answers 304 to whoever has the page, by tag and by date, and says again how long it keeps', async () => {
    const byTag = await get('/guides/live', { 'if-none-match': await etagOf() });
    const byDate = await get('/guides/live', { 'if-modified-since': 'Sun, 22 Nov 2026 10:00:00 GMT' });
    for (const { status, body, headers } of [byTag, byDate]) {
      expect([status, body.length]).toEqual([304, 0]);
      expect(headers['cache-control']).toContain('s-maxage=60');
    }
    expect((await get('/guides/live', { 'if-none-match': '"other"' })).status).toBe(200);
  });

  it('sends a copy that was compressed before, and never the tag of other bytes with it', async () => {
    const gzip = await get('/guides/live', { 'accept-encoding': 'gzip' });
    expect([gzip.headers['content-encoding'], gunzipSync(gzip.body).toString()]).toEqual(['gzip', text]);
    const br = await get('/guides/live', { 'accept-encoding': 'br, gzip' });
    const unpacked = br.headers['content-encoding'] === 'br' ? brotliDecompressSync(br.body) : gunzipSync(br.body);
    expect(unpacked.toString()).toBe(text);
    const refused = await get('/guides/live', { 'accept-encoding': 'gzip;q=0, identity' });
    expect(refused.headers['content-encoding']).toBeUndefined();
  });

  it('says of a held page that it is held: 200, uncached, unindexed, without a tag', async () => {
    const { status, headers, body } = await get('/guides/held', { 'if-none-match': '*' });
    expect([status, body.toString()]).toEqual([200, 'On hold.']);
    expect(headers).toMatchObject(hidden);
    expect([headers.etag, headers['last-modified']]).toEqual([undefined, undefined]);
  });

  it.each([
    ['/guides/gone', 410, 'Withdrawn, with a notice.'],
    ['/guides/legal', 451, 'Not available.'],
  ])('answers %s with %i and its notice, unindexed and uncached', async (path, status, notice) => {
    const answer = await get(path);
    expect([answer.status, answer.body.toString()]).toEqual([status, notice]);
    expect(answer.headers).toMatchObject(hidden);
    if (status === 451) expect(answer.headers.link).toContain('rel="blocked-by"');
  });

  it('leads from an old address to the present one in one step, with a slash at the end too', async () => {
    for (const path of ['/guides/oldest', '/guides/oldest/']) {
      const { status, headers } = await get(path);
      expect([status, headers.location]).toEqual([301, '/guides/live']);
    }
    expect(await get('/guides/live/?from=mail')).toMatchObject({
      status: 301,
      headers: { location: '/guides/live?from=mail' },
    });
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('takes no %s', async (method) => {
    const { status, headers } = await get('/guides/live', {}, { method });
    expect([status, headers.allow]).toEqual([405, 'GET, HEAD']);
  });

  it.each(['/guides/nothing', '/guides//live', '/guides/%2e%2e/live', '/Guides/live'])('knows no %s', async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  it('lets other sites read what is meant for machines, under its own type', async () => {
    const json = await get('/guides/live/freshness.json');
    expect([json.status, json.headers['access-control-allow-origin'], json.headers['content-type']]).toEqual([
      200,
      '*',
      'application/json; charset=utf-8',
    ]);
    expect(json.headers['x-robots-tag']).toBe('noindex');
    expect((await get('/feed.rss')).headers['content-type']).toBe('application/rss+xml; charset=utf-8');
  });
});

describe('the responder', () => {
  it('asks for TLS from now on only where the site is reached over TLS', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'pages-'));
    const store = new FolderStore(folder);
    await store.write(page('/guides/live', { keys: ['guide:1'] }));
    const asked = { method: 'GET', path: '/guides/live', headers: {} };
    const bare = await new PageResponder(store).respond(asked);
    const secure = await new PageResponder(store, { strictTransport: true, surrogateKeys: true }).respond(asked);
    expect([bare?.headers['strict-transport-security'], bare?.headers['surrogate-key']]).toEqual([
      undefined,
      undefined,
    ]);
    expect(secure?.headers).toMatchObject({
      'strict-transport-security': 'max-age=31536000',
      'surrogate-key': 'guide:1',
      'cache-tag': 'guide:1',
    });
    const slashed = { ...asked, path: '/guides/live/' };
    const redirect = await new PageResponder(store, { strictTransport: true, surrogateKeys: true }).respond(slashed);
    expect([redirect?.status, redirect?.headers['surrogate-key']]).toEqual([301, 'guide:1']);
    await rm(folder, { recursive: true, force: true });
  });
});
