import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fastify, { type FastifyInstance } from 'fastify';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { PageResponder } from '../../src/publishing/page-responder.js';
import { registerPages } from '../../src/publishing/page-routes.js';
import type { StoredPage } from '../../src/publishing/page-store-entry.js';
import { FolderStore } from '../../src/publishing/folder-store.js';
import { ask, Nginx, nginxProgram, type Asked } from '../support/nginx.js';
import { storedPage } from '../support/stored-page.js';

// Skipped, and listed as skipped, where no nginx is installed.
const maybe = nginxProgram === undefined ? describe.skip : describe;

let folder: string;
let store: FolderStore;
let service: FastifyInstance;
let nginx: Nginx;
/** Requests that reached the service behind nginx. */
let passedOn: { url: string; forwardedFor: unknown }[] = [];

const page = (over: Partial<StoredPage> = {}): StoredPage =>
  storedPage({ body: `<!doctype html><title>Minoxidil</title>${'<p>Twice a day.</p>'.repeat(100)}`, ...over });
const strong: unknown = expect.stringMatching(/^"[^"]+"$/);
const noStore = { 'cache-control': 'no-store', 'x-robots-tag': 'noindex' };
const get = async (path: string, asked?: Asked) => {
  const answer = await ask(nginx.port, path, asked);
  return { ...answer, text: answer.body.toString() };
};
const servicePort = () => (service.server.address() as AddressInfo).port;

async function startService(): Promise<FastifyInstance> {
  const started = fastify();
  started.addHook('onRequest', async ({ raw, headers }) => {
    passedOn.push({ url: raw.url ?? '', forwardedFor: headers['x-forwarded-for'] });
  });
  started.get('/api/v1/echo', async () => ({ api: true }));
  started.get('/metrics', async () => 'inside only');
  registerPages(started, new PageResponder(store), { error: () => undefined });
  await started.listen({ port: 0, host: '127.0.0.1' });
  return started;
}

maybe('nginx before the service', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pages-'));
    await chmod(folder, 0o755);
    store = new FolderStore(folder);
    await store.write(page());
    await store.write(page({ path: '/', body: 'home' }));
    await store.write(page({ path: '/sitemap.xml', contentType: 'application/xml; charset=utf-8', body: '<urlset/>' }));
    service = await startService();
    nginx = await Nginx.start(folder, servicePort());
  });
  afterAll(async () => {
    await nginx.stop();
    await service.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('has a configuration that nginx accepts', () => {
    expect(nginx.complaints()).toBe('');
  });

  it.each(['/guides/minoxidil', '/', '/sitemap.xml', '/guides/minoxidil?utm_source=mail'])(
    'answers %s itself, with the bytes and headers that the service gives',
    async (path) => {
      passedOn = [];
      const own = await get(path);
      expect(passedOn).toEqual([]);
      const theirs = await ask(servicePort(), path);
      expect([own.status, own.body.equals(theirs.body)]).toEqual([200, true]);
      // Each makes a strong tag in its own way, and keeps connections in its own.
      const apart = new Set(['etag', 'date', 'connection', 'keep-alive']);
      const shared = Object.entries(theirs.headers).filter(([name]) => !apart.has(name));
      expect(own.headers).toMatchObject(Object.fromEntries(shared));
      expect([own.headers.etag, theirs.headers.etag]).toEqual([strong, strong]);
    },
  );

  it('sends the copy made at publish, also to a cache on the way', async () => {
    const headers = { 'accept-encoding': 'gzip', via: '1.1 cache.example' };
    const own = await get('/guides/minoxidil', { headers });
    const entry = await store.read('/guides/minoxidil');
    expect(own.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' });
    expect(entry && (await store.readBody(entry, 'gzip'))?.equals(own.body)).toBe(true);
    const plain = await get('/guides/minoxidil', { headers: { 'accept-encoding': 'gzip;q=0' } });
    expect(plain.headers['content-encoding']).toBeUndefined();
  });

  it('answers 304 to its own tag, and never for a page rendered again within the second at the same length', async () => {
    await store.write(page({ path: '/guides/tag', sequence: 1, body: 'aaaa' }));
    const headers = { 'if-none-match': String((await get('/guides/tag')).headers.etag) };
    expect((await get('/guides/tag', { headers })).status).toBe(304);
    await store.write(page({ path: '/guides/tag', sequence: 2, body: 'bbbb' }));
    expect(await get('/guides/tag', { headers })).toMatchObject({ status: 200, text: 'bbbb' });
  });

  it('forgets a held page at once and lets the service say so', async () => {
    await store.write(page({ path: '/guides/held' }));
    expect((await get('/guides/held')).status).toBe(200);
    await store.write(page({ path: '/guides/held', sequence: 2, ordinary: false, headers: noStore, body: 'held' }));
    expect(await get('/guides/held')).toMatchObject({ status: 200, text: 'held', headers: noStore });
  });

  it('shows one whole page, never an older one, while it is held and released again and again', async () => {
    const state = (sequence: number) => {
      const held = sequence % 3 === 0;
      const body = `${sequence} ${held ? 'held' : 'live'} `.repeat(100);
      return page({ path: '/guides/busy', sequence, body, ordinary: !held, headers: held ? noStore : {} });
    };
    let written = 1;
    await store.write(state(written));
    const read = async (accepted: string) => {
      while (written < 150) {
        const before = written;
        const { status, headers, body } = await get('/guides/busy', { headers: { 'accept-encoding': accepted } });
        const text = (headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString();
        const shown = state(Number.parseInt(text, 10));
        expect([status, text]).toEqual([200, shown.body]);
        expect(shown.sequence).toBeGreaterThanOrEqual(before);
        expect(headers['cache-control'] === 'no-store').toBe(!shown.ordinary);
      }
    };
    const write = async () => {
      while (written < 150) {
        await store.write(state(written + 1), { durable: false });
        written += 1;
      }
    };
    await Promise.all([write(), read('gzip'), read('gzip'), read('identity')]);
  });

  it('passes to the service what is no page', async () => {
    expect((await get('/guides/nothing')).status).toBe(404);
    expect(await get('/guides/minoxidil/')).toMatchObject({ status: 301, headers: { location: '/guides/minoxidil' } });
    expect(await get('/guides/minoxidil', { method: 'POST' })).toMatchObject({
      status: 405,
      headers: { allow: 'GET, HEAD' },
    });
    expect(await get('/api/v1/echo')).toMatchObject({ status: 200, text: '{"api":true}' });
  });

  it.each([
    '/guides/minoxidil.html',
    '/guides/minoxidil.html.gz',
    '/guides/minoxidil.html.br',
    '/_home.html',
    '/_home',
    '/guides//minoxidil',
    '/guides/Minoxidil',
    '/guides/minoxidil%0a',
    '/sitemap.xml%0a',
    '/../index/guides/minoxidil.json',
    '/%2e%2e/index/guides/minoxidil.json',
    '/guides/..%2f..%2f..%2findex/guides/minoxidil.json',
  ])('shows nothing of the store under %s', async (path) => {
    const { status, text } = await get(path);
    expect([400, 404]).toContain(status);
    expect(text).not.toContain('Twice a day');
  });

  it('keeps metrics inside', async () => {
    passedOn = [];
    expect((await get('/metrics')).status).toBe(404);
    expect(passedOn).toEqual([]);
  });

  it('lets nobody choose the address the service believes', async () => {
    passedOn = [];
    await get('/api/v1/echo', { headers: { 'x-forwarded-for': '203.0.113.9' } });
    expect(passedOn).toEqual([{ url: '/api/v1/echo', forwardedFor: '127.0.0.1' }]);
  });

  it('serves the pages while the service is away', async () => {
    await service.close();
    expect((await get('/guides/minoxidil')).status).toBe(200);
    expect((await get('/api/v1/echo')).status).toBe(502);
  });
});
