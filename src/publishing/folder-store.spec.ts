import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { StoredPage } from './page-store-entry.js';
import { inspectStore } from './page-store-inspect.js';
import { FolderStore } from './folder-store.js';

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

let root: string;
let store: FolderStore;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'pages-'));
  store = new FolderStore(root);
});
afterEach(() => rm(root, { recursive: true, force: true }));

const served = (name: string) => readFile(join(root, 'files', name), 'utf8');
const bodyOf = async (path: string) => {
  const entry = await store.read(path);
  return entry === null ? null : ((await store.readBody(entry))?.toString() ?? null);
};
const filesIn = async (folder: string) => {
  const all = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
  return all.filter((found) => found.isFile()).map((found) => found.name);
};
const offences = async () => {
  const all: string[] = [];
  for await (const { offence } of inspectStore(store)) all.push(offence);
  return all;
};

describe('a stored page', () => {
  it('lies where a plain web server finds it: /guides/x as guides/x.html, / as _home.html, /sitemap.xml as itself', async () => {
    await store.write(page());
    await store.write(page({ path: '/', body: 'home' }));
    await store.write(page({ path: '/sitemap.xml', contentType: 'application/xml; charset=utf-8', body: '<urlset/>' }));
    expect(await served('guides/minoxidil.html')).toBe(longText('first'));
    expect(gunzipSync(await readFile(join(root, 'files/guides/minoxidil.html.gz'))).toString()).toBe(longText('first'));
    expect(await served('_home.html')).toBe('home');
    expect(await served('sitemap.xml')).toBe('<urlset/>');
  });
});

describe('the fence', () => {
  it.each([1, 2])('refuses sequence %i once 2 is stored, and leaves no file of the attempt', async (sequence) => {
    await store.write(page({ sequence: 2 }));
    expect(await store.write(page({ sequence, body: longText('late') }))).toBe('unchanged-sequence-refused');
    expect(await bodyOf('/guides/minoxidil')).toBe(longText('first'));
    expect(await filesIn('bodies')).toHaveLength(3);
  });

  it('lets the highest of many concurrent writes win, whatever their order', async () => {
    const sequences = [4, 9, 1, 7, 12, 3, 10, 2];
    await Promise.all(sequences.map((sequence) => store.write(page({ sequence, body: longText(`n${sequence}`) }))));
    expect(await bodyOf('/guides/minoxidil')).toBe(longText('n12'));
    expect(await offences()).toEqual([]);
    expect(await filesIn('bodies')).toHaveLength(3);
  });
});

describe('text that is taken back', () => {
  it('leaves the web server with its compressed copies, and is replaced for the responder', async () => {
    await store.write(page());
    await store.write(page({ sequence: 2, ...held }));
    expect(await filesIn('files')).toEqual([]);
    expect(await bodyOf('/guides/minoxidil')).toBe(longText('held'));
    expect(await filesIn('bodies')).toHaveLength(3);
  });

  it('comes back to the web server when the hold is released', async () => {
    await store.write(page({ sequence: 1, ...held }));
    await store.write(page({ sequence: 2 }));
    expect(await served('guides/minoxidil.html')).toBe(longText('first'));
    expect(await offences()).toEqual([]);
  });
});

describe('Last-Modified', () => {
  it('moves by at least a second when the bytes change, so that no two renderings share an ETag made of seconds', async () => {
    await store.write(page({ sequence: 1 }));
    await store.write(page({ sequence: 2, body: longText('secnd') }));
    expect((await store.read('/guides/minoxidil'))?.modifiedAt).toBe('2026-11-22T10:00:01.000Z');
    expect((await stat(join(root, 'files/guides/minoxidil.html'))).mtimeMs).toBe(Date.parse('2026-11-22T10:00:01Z'));
  });
});

describe('a batch', () => {
  const many = (sequence: number) =>
    Array.from({ length: 40 }, (_, n) =>
      page({ path: `/guides/g-${n}`, sequence, body: longText(`g${n}.${sequence}`) }),
    );

  it.each(['with', 'without'])('is stored whole %s the sync program', async (program) => {
    const path = process.env.PATH;
    if (program === 'without') process.env.PATH = root;
    try {
      expect(new Set(await store.writeMany(many(1)))).toEqual(new Set(['written']));
    } finally {
      process.env.PATH = path;
    }
    expect(await bodyOf('/guides/g-39')).toBe(longText('g39.1'));
    expect(await offences()).toEqual([]);
  });

  it('takes the old compressed copies away, and compress brings new ones', async () => {
    await store.write(page({ path: '/guides/g-1', sequence: 1 }));
    await store.writeMany(many(2));
    expect((await filesIn('files')).filter((name) => !name.endsWith('.html'))).toEqual([]);
    expect(await store.compress('/guides/g-1', 2)).toBe('compressed');
    expect(gunzipSync(await readFile(join(root, 'files/guides/g-1.html.gz'))).toString()).toBe(longText('g1.2'));
    expect(Object.keys((await store.read('/guides/g-1'))?.codings ?? {})).toEqual(['br', 'gzip']);
    expect(await offences()).toEqual([]);
  });
});

describe('compress', () => {
  it('does nothing for a page that has moved on', async () => {
    await store.write(page({ sequence: 2 }), { compress: false });
    expect(await store.compress('/guides/minoxidil', 1)).toBe('superseded');
    expect(await store.compress('/guides/nothing', 1)).toBe('superseded');
    expect(await filesIn('files')).toEqual(['minoxidil.html']);
  });

  it('never puts copies of an old page beside a new one, however they interleave', async () => {
    await store.write(page({ sequence: 1 }), { compress: false });
    for (let sequence = 2; sequence < 20; sequence += 1) {
      const next = page({ sequence, body: longText(`n${sequence}`) });
      await Promise.all([store.compress('/guides/minoxidil', sequence - 1), store.write(next, { compress: false })]);
      expect(await offences()).toEqual([]);
    }
  });
});
