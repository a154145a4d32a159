import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fastify, { type FastifyInstance } from 'fastify';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PageResponder } from './page-responder.js';
import { registerPages } from './page-routes.js';
import { FolderStore } from './folder-store.js';
import { storedPage } from '../../test/support/stored-page.js';

let root: string;
let app: FastifyInstance;
let address: string;
let logged: unknown[];
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'pages-'));
  const store = new FolderStore(root);
  for (const path of ['/', '/guides/minoxidil']) {
    await store.write(storedPage({ path, body: `<title>${path}</title>${'text '.repeat(500)}` }));
  }
  app = fastify();
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ own: 'not found' }));
  logged = [];
  registerPages(app, new PageResponder(store), { error: (fields) => void logged.push(fields) });
  address = await app.listen({ port: 0, host: '127.0.0.1' });
});
afterEach(async () => {
  await app.close();
  await rm(root, { recursive: true, force: true });
});

describe('the pages over HTTP', () => {
  it('are answered with the bytes of the store, compressed as asked', async () => {
    const answer = await fetch(`${address}/guides/minoxidil`, { headers: { 'accept-encoding': 'br' } });
    expect([answer.status, answer.headers.get('content-encoding')]).toEqual([200, 'br']);
    expect(await answer.text()).toContain('<title>/guides/minoxidil</title>');
    expect(await (await fetch(`${address}/`)).text()).toContain('<title>/</title>');
  });

  it('tell HEAD the length that GET would have', async () => {
    const plain = { 'accept-encoding': 'identity' };
    const head = await fetch(`${address}/guides/minoxidil`, { method: 'HEAD', headers: plain });
    const body = await (await fetch(`${address}/guides/minoxidil`, { headers: plain })).arrayBuffer();
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(body.byteLength)]);
  });

  it('answer 304 without a body', async () => {
    const etag = (await fetch(`${address}/`)).headers.get('etag') ?? '';
    const answer = await fetch(`${address}/`, { headers: { 'if-none-match': etag } });
    expect([answer.status, await answer.text(), answer.headers.get('content-length')]).toEqual([304, '', null]);
  });

  it('refuse other methods before they read a body', async () => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${address}/guides/minoxidil`, { method: 'POST', headers, body: '{broken' });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  it.each(['/guides/nothing', '/Guides/minoxidil', '/guides/Minoxidil', '/guides/', '/sitemap.xml'])(
    'leave %s to the service’s own 404',
    async (path) => {
      const answer = await fetch(address + path);
      expect([answer.status, await answer.json()]).toEqual([404, { own: 'not found' }]);
    },
  );

  it('that are broken in the store answer 503 without naming a file, and are logged', async () => {
    const index = join(root, 'index', 'guides', 'minoxidil.json');
    const incomplete = JSON.stringify({ path: '/guides/minoxidil', sequence: 9, tag: '9.00000000' });
    for (const text of ['', '{', 'null', '[]', '"x"', incomplete]) {
      writeFileSync(index, text);
      const answer = await fetch(`${address}/guides/minoxidil`);
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([503, 'no-store']);
      expect(await answer.text()).not.toContain(root);
    }
    expect(logged).toHaveLength(6);
  });
});
