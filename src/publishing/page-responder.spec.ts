import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { RequestHeaders } from './page-negotiation.js';
import { PageResponder, type PageAnswer } from './page-responder.js';
import type { StoredPage } from './page-store-entry.js';
import { FolderStore } from './folder-store.js';
import { storedPage } from '../../test/support/stored-page.js';

const text = `<!doctype html><title>Minoxidil</title>${'<p>Apply twice a day.</p>'.repeat(100)}`;
const page = storedPage({ body: text });
const modified = 'Sun, 22 Nov 2026 10:00:00 GMT';

let root: string;
let store: FolderStore;
let responder: PageResponder;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'pages-'));
  store = new FolderStore(root);
  responder = new PageResponder(store);
  await store.write(page);
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function get(path: string, headers: RequestHeaders = {}, method = 'GET'): Promise<PageAnswer> {
  const answer = await responder.respond({ method, path, headers });
  if (answer === null) throw new Error(`There is no page ${path}.`);
  return answer;
}
const unknown = async (path: string) => (await responder.respond({ method: 'GET', path, headers: {} })) === null;
const tagOf = async (accept?: string) =>
  (await get('/guides/minoxidil', { 'accept-encoding': accept })).headers.etag ?? '';

describe('a published page', () => {
  it('is answered whole, with a strong tag, a date, a minute of caching and no ranges', async () => {
    const { status, headers, body } = await get('/guides/minoxidil?utm_source=mail', { range: 'bytes=0-1' });
    expect([status, body?.toString()]).toEqual([200, text]);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-length': String(text.length),
      'cache-control': 'public, max-age=60, s-maxage=60, stale-while-revalidate=60',
      'last-modified': modified,
      'accept-ranges': 'none',
      vary: 'Accept-Encoding',
    });
    expect(headers.etag).toMatch(/^"[A-Za-z0-9_-]{43}"$/);
  });

  it('is kept longer by a shared cache that is purged', async () => {
    responder = new PageResponder(store, { sharedMaxAge: 3600 });
    expect((await get('/guides/minoxidil')).headers['cache-control']).toContain('s-maxage=3600');
  });

  it('may run nothing from elsewhere and be framed by nobody', async () => {
    const { headers } = await get('/guides/minoxidil');
    expect(headers['content-security-policy']).toMatch(/^default-src 'none';.*frame-ancestors 'none'$/);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'strict-origin-when-cross-origin',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('camera=()'),
    });
    responder = new PageResponder(store, { contentSecurityPolicy: "script-src 'sha256-abc='" });
    expect((await get('/guides/minoxidil')).headers['content-security-policy']).toBe("script-src 'sha256-abc='");
  });

  it('tells HEAD the same without the bytes', async () => {
    const asked = { 'accept-encoding': 'br' };
    const head = await get('/guides/minoxidil', asked, 'HEAD');
    expect(head).toEqual({ ...(await get('/guides/minoxidil', asked)), body: null });
  });

  it('is not for other methods', async () => {
    const { status, headers } = await get('/guides/minoxidil', {}, 'POST');
    expect([status, headers.allow]).toEqual([405, 'GET, HEAD']);
  });
});

describe('compression', () => {
  it('sends the copy the client likes best, with a strong tag of its own', async () => {
    const answers = await Promise.all(
      ['br', 'gzip', ''].map((accepted) => get('/guides/minoxidil', { 'accept-encoding': accepted })),
    );
    const [br, gzip, plain] = answers.map(({ body }) => body ?? Buffer.alloc(0));
    expect(brotliDecompressSync(br ?? '').toString()).toBe(text);
    expect(gunzipSync(gzip ?? '').toString()).toBe(text);
    expect(plain?.toString()).toBe(text);
    expect(answers.map(({ headers }) => headers['content-encoding'])).toEqual(['br', 'gzip', undefined]);
    expect(answers.map(({ headers }) => headers['content-length'])).toEqual(
      [br, gzip, plain].map((bytes) => String(bytes?.length)),
    );
    expect(new Set(answers.map(({ headers }) => headers.etag)).size).toBe(3);
  });
});

describe('a client that has the page', () => {
  it.each<[string, (tag: string) => string]>([
    ['the same tag', (tag) => tag],
    ['one of a list', (tag) => `"other", ${tag} , "more,comma"`],
    ['a weak one, as a proxy makes it', (tag) => `W/${tag}`],
    ['any', () => '*'],
  ])('gets 304 for %s', async (_what, match) => {
    const headers = { 'accept-encoding': 'br', 'if-none-match': match(await tagOf('br')) };
    const answer = await get('/guides/minoxidil', headers);
    expect([answer.status, answer.body]).toEqual([304, null]);
    expect(answer.headers).toMatchObject({ etag: await tagOf('br'), vary: 'Accept-Encoding' });
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('content-'))).toEqual([
      'content-security-policy',
    ]);
  });

  it('gets the bytes when its tag is of another coding or another page, whatever its date says', async () => {
    for (const match of [await tagOf('gzip'), '"other"', 'nonsense', '']) {
      const headers = { 'accept-encoding': 'br', 'if-none-match': match, 'if-modified-since': modified };
      expect((await get('/guides/minoxidil', headers)).status).toBe(200);
    }
  });

  it.each([
    [modified, 304],
    ['Mon, 23 Nov 2026 10:00:00 GMT', 304],
    ['Sun, 22 Nov 2026 09:59:59 GMT', 200],
    ['yesterday', 200],
  ])('with the date %s gets %i', async (since, status) => {
    expect((await get('/guides/minoxidil', { 'if-modified-since': since })).status).toBe(status);
  });
});

describe('a page that is not to be read', () => {
  it('when held says so with 200, uncached, unindexed, without validators', async () => {
    const headers = { 'X-Robots-Tag': 'noindex', 'Cache-Control': 'no-store' };
    await store.write({ ...page, sequence: 2, ordinary: false, headers, body: 'held' });
    const answer = await get('/guides/minoxidil', { 'if-none-match': '*' });
    expect([answer.status, answer.body?.toString()]).toEqual([200, 'held']);
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex' });
    expect([answer.headers.etag, answer.headers['last-modified']]).toEqual([undefined, undefined]);
  });

  it.each([404, 410, 451] as const)('with %i is neither cached nor indexed', async (status) => {
    const headers: Record<string, string> =
      status === 451 ? { link: '<https://authority.example>; rel="blocked-by"' } : {};
    await store.write({ ...page, sequence: 2, status, ordinary: false, headers, body: 'gone' });
    const answer = await get('/guides/minoxidil', { 'if-none-match': '*' });
    expect([answer.status, answer.body?.toString()]).toEqual([status, 'gone']);
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex', ...headers });
  });

  it('when moved names its new place', async () => {
    const moved = {
      ...page,
      path: '/guides/old',
      status: 301 as const,
      ordinary: false,
      location: page.path,
      body: '',
    };
    await store.write(moved);
    expect(await get('/guides/old')).toMatchObject({ status: 301, headers: { location: page.path } });
    expect(await get('/guides/old/')).toMatchObject({ status: 301, headers: { location: page.path } });
  });
});

describe('other spellings', () => {
  it('with a slash at the end lead to the page, query and all', async () => {
    expect(await get('/guides/minoxidil/?a=1?2')).toMatchObject({
      status: 301,
      headers: { location: '/guides/minoxidil?a=1?2' },
    });
  });

  it.each([
    '/Guides/minoxidil',
    '/guides/Minoxidil',
    '/guides//minoxidil',
    '//guides/minoxidil/',
    '/guides/./minoxidil',
    '/guides/x/../minoxidil',
    '/guides/%6dinoxidil',
    '/guides/minoxidil%00',
    '/guides/minoxidil.html',
    '/guides/minoxidil.html.gz',
    '/guides/nothing/',
    '/guides',
    'http://guides.example/guides/minoxidil',
    '*',
    '',
  ])('are no page: %s', async (path) => {
    expect(await unknown(path)).toBe(true);
  });
});
