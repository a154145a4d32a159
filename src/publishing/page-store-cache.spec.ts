import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PageCache } from './page-store-cache.js';
import type { StoredPage } from './page-store-entry.js';
import { FolderStore } from './folder-store.js';
import { storedPage } from '../../test/support/stored-page.js';

const page = storedPage();

let root: string;
let store: FolderStore;
let cache: PageCache;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'pages-'));
  store = new FolderStore(root);
  cache = new PageCache(store, 1_000_000);
  await store.write(page);
});
afterEach(() => rm(root, { recursive: true, force: true }));

const plain = async (path = page.path) => (await cache.load(path, () => undefined))?.body;

describe('the memory of hot pages', () => {
  it('reads a page once for as long as it stays', async () => {
    expect(await plain()).toBe(await plain());
  });

  it('shows another process’s change at once, even within one tick of the file system’s clock', async () => {
    const other = new FolderStore(root);
    for (let sequence = 2; sequence < 40; sequence += 1) {
      await plain();
      const next = { ...page, sequence, body: `${sequence % 10}${String(page.body)}` };
      await other.write(next, { durable: false, compress: false });
      expect((await plain())?.toString()).toBe(next.body);
    }
  });

  it('asks the store once for all who came in one turn, and again for whoever comes in the next', async () => {
    const now = () => cache.loadNow(page.path, () => undefined)?.body;
    await plain();
    expect(now()).toBeUndefined();
    const known = await plain();
    expect(now()).toBe(known);
    await new Promise((resolve) => setImmediate(resolve));
    expect(now()).toBeUndefined();
  });

  it('knows a new state by its sequence where inode and size are the same', async () => {
    await store.write({ ...page, sequence: 2 });
    const first = store.stamp(page.path);
    expect(first).toMatch(/^2000 /);
    await utimes(join(root, 'index/guides/minoxidil.json'), 3, 3);
    expect(store.stamp(page.path)).not.toBe(first);
  });

  it('shows compressed copies as soon as they are there', async () => {
    await store.write({ ...page, sequence: 2 }, { compress: false });
    const codings = async () => Object.keys((await cache.load(page.path, () => undefined))?.entry.codings ?? {});
    expect(await codings()).toEqual([]);
    await store.compress(page.path, 2);
    expect(await codings()).toEqual(['br', 'gzip']);
  });

  it('gives up the page unused for longest when it is full', async () => {
    const one = Buffer.byteLength(page.body) + 2048;
    cache = new PageCache(store, 2 * one);
    for (const name of ['b', 'c']) await store.write({ ...page, path: `/guides/${name}` });
    const first = await plain();
    const second = await plain('/guides/b');
    expect(await plain()).toBe(first);
    await plain('/guides/c');
    expect(await plain()).toBe(first);
    expect(await plain('/guides/b')).not.toBe(second);
  });

  it('answers right when it has room for nothing', async () => {
    cache = new PageCache(store, 0);
    for (let turn = 0; turn < 3; turn += 1) expect((await plain())?.toString()).toBe(page.body);
  });

  it('shows a page that is written again each time it is about to be read', async () => {
    let sequence = 1;
    class Busy extends FolderStore {
      override async readBody(...asked: Parameters<FolderStore['readBody']>) {
        sequence += 1;
        await this.write({ ...page, sequence, body: `n${sequence}` }, { durable: false });
        return super.readBody(...asked);
      }
    }
    cache = new PageCache(new Busy(root), 1_000_000);
    const shown = await cache.load(page.path, () => undefined);
    expect([shown?.entry.sequence, shown?.body.toString()]).toEqual([sequence, `n${sequence}`]);
  });

  it('knows no page under a path that is none', async () => {
    expect(await plain('/guides/nothing')).toBeUndefined();
    expect(await plain('/../../etc/passwd')).toBeUndefined();
  });

  it('says so when a body is gone for good', async () => {
    await rm(join(root, 'bodies'), { recursive: true });
    await expect(plain()).rejects.toThrow('has no body that can be read');
  });
});
