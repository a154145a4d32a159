import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { BucketServer } from '../../test/support/bucket-server.js';
import { BucketObjects } from './bucket-objects.js';
import { BucketStore } from './bucket-store.js';
import { PageCache } from './page-store-cache.js';
import type { StoredPage } from './page-store-entry.js';
import { inspectStore } from './page-store-inspect.js';
import { PageResponder } from './page-responder.js';
import { storedPage } from '../../test/support/stored-page.js';

const path = '/guides/minoxidil';
const entryKey = /index\/guides\/minoxidil\.json$/;

const page = (sequence: number, over: Partial<StoredPage> = {}): StoredPage =>
  storedPage({ path, sequence, body: textOf(sequence), ...over });

function textOf(sequence: number): string {
  return `<!doctype html><title>n${sequence}</title>${'<p>Apply twice a day.</p>'.repeat(100)}`;
}

let server: BucketServer;
let prefix: string;
let objects: BucketObjects;
let store: BucketStore;
beforeAll(async () => {
  server = await BucketServer.start();
});
afterAll(() => server.stop());
beforeEach(() => {
  server.enforcing = true;
  prefix = `${randomUUID()}/`;
  objects = new BucketObjects(server.settings(prefix));
  store = new BucketStore(objects);
});
afterEach(() => {
  server.failing = undefined;
  objects.close();
});

const shown = async () => {
  const entry = await store.read(path);
  return entry && (await store.readBody(entry))?.toString();
};
const bodies = async () => {
  const found: string[] = [];
  for await (const key of objects.keys('bodies/')) found.push(key);
  return found;
};
const offences = async () => {
  const all: string[] = [];
  for await (const { offence } of inspectStore(store)) all.push(offence);
  return all;
};

/** A slow writer has read the store; before its write arrives, a later one is done. */
async function slowWriterComesLast(first: number | null): Promise<string | null | undefined> {
  if (first !== null) await store.write(page(first));
  server.beforeNextWrite(entryKey, async () => {
    await store.write(page(9));
  });
  await store.write(page(5));
  return shown();
}

describe('the fence of a bucket', () => {
  it.each([1, null])('holds against a slow writer, where %p was stored', async (first) => {
    expect(await slowWriterComesLast(first)).toBe(textOf(9));
    expect(await offences()).toEqual([]);
  });

  // Shows that the test above can fail: such servers take conditional writes for ordinary ones.
  it.each([1, null])('is lost on a server that ignores conditions, where %p was stored', async (first) => {
    server.enforcing = false;
    expect(await slowWriterComesLast(first)).toBe(textOf(5));
  });

  it('is looked for before anything is written: a server without one is named and refused', async () => {
    expect(await store.probe()).toContain('under conditions');
    server.enforcing = false;
    await expect(store.probe()).rejects.toThrow('ignores conditional writes');
  });

  it('holds against a slow writer of a batch', async () => {
    await store.write(page(1));
    server.beforeNextWrite(entryKey, async () => {
      await store.write(page(9));
    });
    expect(await store.writeMany([page(5)])).toEqual(['unchanged-sequence-refused']);
    expect(await shown()).toBe(textOf(9));
    expect(await bodies()).toHaveLength(3);
  });

  it('lets a write count whose answer was lost', async () => {
    await store.write(page(1));
    server.beforeNextWrite(entryKey, async () => {
      server.lostAnswers = 1;
    });
    expect(await store.write(page(2))).toBe('written');
    expect(await shown()).toBe(textOf(2));
    expect(await offences()).toEqual([]);
  });
});

describe('a page in a bucket', () => {
  it('is never a new entry with an old body: between the two writes readers get the old page whole', async () => {
    await store.write(page(1));
    let between: string | null | undefined;
    server.beforeNextWrite(entryKey, async () => {
      between = await shown();
    });
    await store.write(page(2));
    expect([between, await shown()]).toEqual([textOf(1), textOf(2)]);
  });

  it('stays as it was where its bytes cannot be stored', async () => {
    await store.write(page(1));
    server.beforeNextWrite(/bodies\//, async () => {
      server.failing = 500;
    });
    await expect(store.write(page(2), { compress: false })).rejects.toThrow();
    server.failing = undefined;
    expect(await shown()).toBe(textOf(1));
  });

  it('leaves nothing of the one before it, and what a killed writer left is cleaned', async () => {
    await store.write(page(1));
    await objects.put('bodies/guides/minoxidil/1.0badcafe', 'left', 'text/html');
    await objects.put('bodies/guides/minoxidil/7.0badcafe', 'on its way', 'text/html');
    await store.write(page(2));
    expect(await bodies()).toHaveLength(5);
    expect(await store.clean()).toBe(1);
    expect(await bodies()).toContain('bodies/guides/minoxidil/7.0badcafe');
    expect(await shown()).toBe(textOf(2));
  });

  it('is read once for as long as it stays, and shown as another process changed it', async () => {
    const cache = new PageCache(store, 1_000_000);
    const plain = async () => (await cache.load(path, () => undefined))?.body;
    await store.write(page(1));
    expect(await plain()).toBe(await plain());
    await new BucketStore(objects).write(page(2));
    expect((await plain())?.toString()).toBe(textOf(2));
  });

  it('is answered by the responder with the headers of any page', async () => {
    await store.write(page(1));
    const responder = new PageResponder(store);
    const answer = await responder.respond({ method: 'GET', path, headers: { 'accept-encoding': 'br' } });
    expect(answer).toMatchObject({ status: 200, headers: { 'content-encoding': 'br', 'accept-ranges': 'none' } });
    const again = { 'accept-encoding': 'br', 'if-none-match': answer?.headers.etag };
    expect((await responder.respond({ method: 'GET', path, headers: again }))?.status).toBe(304);
    expect(await responder.respond({ method: 'GET', path: '/guides/nothing', headers: {} })).toBeNull();
  });

  it('whose bucket is missing is a mistake that is told, never a missing page', async () => {
    const elsewhere = new BucketStore(new BucketObjects({ ...server.settings(), bucket: 'nothing-here' }));
    await expect(elsewhere.read(path)).rejects.toThrow();
    await expect(elsewhere.write(page(1))).rejects.toThrow();
  });
});
