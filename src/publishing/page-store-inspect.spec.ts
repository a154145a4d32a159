import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoredPage } from './page-store-entry.js';
import { inspectStore } from './page-store-inspect.js';
import { FolderStore } from './folder-store.js';
import { storedPage } from '../../test/support/stored-page.js';

const page = storedPage();

let root: string;
let store: FolderStore;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'pages-'));
  store = new FolderStore(root);
});
afterEach(() => rm(root, { recursive: true, force: true }));

const offences = async () => {
  const all: string[] = [];
  for await (const { offence } of inspectStore(store)) all.push(offence);
  return all;
};

describe('the scan', () => {
  it('yields every page, whatever its status', async () => {
    await store.write(page);
    await store.write({ ...page, path: '/', body: 'home' });
    await store.write({ ...page, path: '/guides/old', status: 301, ordinary: false, location: '/guides/minoxidil' });
    const found: string[] = [];
    for await (const { path, status } of store.scan()) found.push(`${status} ${path}`);
    expect(found.sort()).toEqual(['200 /', '200 /guides/minoxidil', '301 /guides/old']);
  });

  it('is empty for a store that was never written', async () => {
    expect(await store.scan().next()).toMatchObject({ done: true });
    expect(await store.clean()).toBe(0);
  });
});

describe('what is no page', () => {
  const paths = async () => {
    const all = new Set<string>();
    for await (const path of store.paths()) all.add(path);
    return [...all].sort();
  };

  it('is named by its path, wherever a reader would find it, readable or not', async () => {
    await store.write(page);
    await writeFile(join(root, 'index/guides/cut-off.json'), '{"pa');
    await writeFile(join(root, 'index/guides/No Page.json'), '');
    await writeFile(join(root, 'files/guides/ghost.html'), 'boo');
    expect(await paths()).toEqual(['/guides/cut-off', '/guides/ghost', '/guides/minoxidil']);
    await expect(store.read('/guides/cut-off')).rejects.toThrow('holds no entry of /guides/cut-off');
  });

  it('is taken away with everything of it, and with nothing of a page whose name begins alike', async () => {
    await store.write(page);
    await store.write({ ...page, path: '/guides/minoxidil.5' });
    await store.remove(page.path);
    expect(await paths()).toEqual(['/guides/minoxidil.5']);
    expect(await readdir(join(root, 'files/guides'))).toEqual([]);
    expect((await readdir(join(root, 'bodies/guides'))).every((name) => name.startsWith('minoxidil.5.1.'))).toBe(true);
    expect(await offences()).toEqual([]);
  });
});

describe('the inspection', () => {
  it.each<[string, () => Promise<void>, string]>([
    [
      'a body that was altered',
      () => writeFile(join(root, 'files/guides/minoxidil.html'), 'forged'),
      'The body is not',
    ],
    ['a file that vanished', () => rm(join(root, 'files/guides/minoxidil.html')), 'A web server finds another'],
    ['a stale copy', () => writeFile(join(root, 'files/guides/minoxidil.html.gz'), 'old'), 'copy does not unpack'],
    ['an entry that was cut off', () => writeFile(join(root, 'index/guides/minoxidil.json'), '{"pa'), 'holds no entry'],
    ['a file of no page', () => writeFile(join(root, 'files/guides/ghost.html'), 'boo'), 'a file that is no page'],
  ])('shows %s', async (_what, harm, sentence) => {
    await store.write(page);
    expect(await offences()).toEqual([]);
    await harm();
    expect((await offences()).join()).toContain(sentence);
  });
});
