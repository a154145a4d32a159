import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { BucketServer } from '../../test/support/bucket-server.js';
import { BucketObjects } from './bucket-objects.js';
import { BucketStore } from './bucket-store.js';
import { FolderStore } from './folder-store.js';
import type { StoredPage } from './page-store-entry.js';
import { inspectStore } from './page-store-inspect.js';
import type { PageStore } from './page-store.js';

const html = 'text/html; charset=utf-8';

function page(over: Partial<StoredPage> = {}): StoredPage {
  return {
    path: '/guides/minoxidil',
    sequence: 1,
    status: 200,
    contentType: html,
    headers: {},
    body: longText('first'),
    ordinary: true,
    modifiedAt: '2026-11-22T10:00:00.500Z',
    ...over,
  };
}

function longText(word: string): string {
  return `<!doctype html><title>${word}</title>${'<p>Apply twice a day.</p>'.repeat(100)}`;
}

const held: Partial<StoredPage> = {
  ordinary: false,
  headers: { 'cache-control': 'no-store', 'x-robots-tag': 'noindex' },
  body: longText('held'),
};

let server: BucketServer;
beforeAll(async () => {
  server = await BucketServer.start();
});
afterAll(() => server.stop());

/** A new empty store, another process's view of the same one, and how to be rid of it. */
interface Opened {
  store: PageStore;
  other: PageStore;
  close: () => Promise<void>;
}

async function folder(): Promise<Opened> {
  const root = await mkdtemp(join(tmpdir(), 'pages-'));
  const close = () => rm(root, { recursive: true, force: true });
  return { store: new FolderStore(root), other: new FolderStore(root), close };
}

async function bucket(): Promise<Opened> {
  const objects = new BucketObjects(server.settings(`${randomUUID()}/`));
  return { store: new BucketStore(objects), other: new BucketStore(objects), close: async () => objects.close() };
}

describe.each([
  ['a folder', folder],
  ['a bucket', bucket],
])('a store in %s', (_where, open) => {
  let opened: Opened;
  let store: PageStore;
  beforeEach(async () => {
    opened = await open();
    store = opened.store;
  });
  afterEach(() => opened.close());

  const bodyOf = async (path: string) => {
    const entry = await store.read(path);
    return entry === null ? null : ((await store.readBody(entry))?.toString() ?? null);
  };
  const offences = async () => {
    const all: string[] = [];
    for await (const { offence } of inspectStore(store)) all.push(offence);
    return all;
  };
  const many = (sequence: number) =>
    Array.from({ length: 20 }, (_, n) =>
      page({ path: `/guides/g-${n}`, sequence, body: longText(`g${n}.${sequence}`) }),
    );

  it('can be written', async () => {
    expect(await store.probe()).toContain('can be written');
    expect(await store.scan().next()).toMatchObject({ done: true });
  });

  it('gives a page back with its facts, its bytes and both compressed copies', async () => {
    expect(await store.write(page({ keys: ['guide:1'] }))).toBe('written');
    const entry = await store.read('/guides/minoxidil');
    expect(entry).toMatchObject({
      sequence: 1,
      status: 200,
      modifiedAt: '2026-11-22T10:00:00.000Z',
      keys: ['guide:1'],
    });
    expect(entry && (await store.readBody(entry))?.toString()).toBe(longText('first'));
    expect(entry && brotliDecompressSync((await store.readBody(entry, 'br')) ?? '').toString()).toBe(longText('first'));
    expect(entry && gunzipSync((await store.readBody(entry, 'gzip')) ?? '').toString()).toBe(longText('first'));
  });

  it('shows another process the same pages, also the home page and one without bytes', async () => {
    const moved = { status: 301 as const, ordinary: false, location: '/guides/minoxidil', body: '' };
    await store.write(page({ path: '/', body: 'home' }));
    await store.write(page({ path: '/guides/old', ...moved }));
    for (const path of ['/', '/guides/old']) expect(await opened.other.read(path)).toEqual(await store.read(path));
    const found: string[] = [];
    for await (const { path, status } of opened.other.scan()) found.push(`${status} ${path}`);
    expect(found.sort()).toEqual(['200 /', '301 /guides/old']);
  });

  it('knows no page that was never written', async () => {
    expect(await store.read('/guides/nothing')).toBeNull();
    expect(await store.look('/guides/nothing')).toBeNull();
    await expect(store.write(page({ path: '/Guides//x' }))).rejects.toThrow('Not a page path');
    await expect(store.write(page({ keys: ['a b'] }))).rejects.toThrow('key "a b"');
  });

  it('knows a page again until it changes', async () => {
    await store.write(page());
    const first = await store.look('/guides/minoxidil');
    expect(await store.look('/guides/minoxidil', first ?? undefined)).toBe(first);
    await opened.other.write(page({ sequence: 2 }));
    expect((await store.look('/guides/minoxidil', first ?? undefined))?.entry.sequence).toBe(2);
  });

  it.each([1, 2])('refuses sequence %i once 2 is stored', async (sequence) => {
    await store.write(page({ sequence: 2 }));
    expect(await store.write(page({ sequence, body: longText('late') }))).toBe('unchanged-sequence-refused');
    expect(await bodyOf('/guides/minoxidil')).toBe(longText('first'));
    expect(await offences()).toEqual([]);
  });

  it('lets the highest of many concurrent writes win, whatever their order', async () => {
    const sequences = [4, 9, 1, 7, 12, 3, 10, 2];
    await Promise.all(sequences.map((sequence) => store.write(page({ sequence, body: longText(`n${sequence}`) }))));
    expect(await bodyOf('/guides/minoxidil')).toBe(longText('n12'));
    expect(await offences()).toEqual([]);
    await store.clean();
    expect(await bodyOf('/guides/minoxidil')).toBe(longText('n12'));
  });

  it('replaces text that is taken back, headers and all', async () => {
    await store.write(page());
    await store.write(page({ sequence: 2, ...held }));
    expect(await bodyOf('/guides/minoxidil')).toBe(longText('held'));
    expect((await store.read('/guides/minoxidil'))?.headers).toEqual(held.headers);
  });

  it('moves Last-Modified by at least a second when the bytes change, and not when they stay', async () => {
    await store.write(page({ sequence: 1 }));
    await store.write(page({ sequence: 2, modifiedAt: '2026-11-23T10:00:00Z' }));
    expect((await store.read('/guides/minoxidil'))?.modifiedAt).toBe('2026-11-22T10:00:00.000Z');
    await store.write(page({ sequence: 3, body: longText('third') }));
    expect((await store.read('/guides/minoxidil'))?.modifiedAt).toBe('2026-11-22T10:00:01.000Z');
  });

  it('takes a batch, refusing one page of it without holding up the others', async () => {
    await store.write(page({ path: '/guides/g-3', sequence: 5 }));
    const outcomes = await store.writeMany(many(2));
    expect(outcomes.map((outcome, n) => (outcome === 'written' ? '' : `g-${n}`)).join('')).toBe('g-3');
    expect(await bodyOf('/guides/g-19')).toBe(longText('g19.2'));
    expect(await offences()).toEqual([]);
  });

  it('publishes nothing of a batch in which one page is impossible', async () => {
    await expect(store.writeMany([...many(1), page({ sequence: 0 })])).rejects.toThrow('sequence 0');
    expect(await store.read('/guides/g-1')).toBeNull();
  });

  it('leaves the compressed copies of a batch to compress', async () => {
    await store.writeMany(many(2));
    expect((await store.read('/guides/g-1'))?.codings).toEqual({});
    expect(await store.compress('/guides/g-1', 2)).toBe('compressed');
    expect(Object.keys((await store.read('/guides/g-1'))?.codings ?? {})).toEqual(['br', 'gzip']);
    expect(await offences()).toEqual([]);
  });

  it('compresses nothing of a page that has moved on', async () => {
    await store.write(page({ sequence: 2 }), { compress: false });
    expect(await store.compress('/guides/minoxidil', 1)).toBe('superseded');
    expect(await store.compress('/guides/nothing', 1)).toBe('superseded');
  });

  it('never puts copies of an old page beside a new one, however they interleave', async () => {
    await store.write(page({ sequence: 1 }), { compress: false });
    for (let sequence = 2; sequence < 7; sequence += 1) {
      const next = page({ sequence, body: longText(`n${sequence}`) });
      await Promise.all([
        store.compress('/guides/minoxidil', sequence - 1),
        opened.other.compress('/guides/minoxidil', sequence - 1),
        store.write(next, { compress: false }),
      ]);
      expect(await offences()).toEqual([]);
    }
  });
});
