import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFile, execFileSync, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { faultPoints } from './page-store-faults.js';
import { inspectStore } from './page-store-inspect.js';
import type { StoredPage } from './page-store-entry.js';
import { FolderStore } from './folder-store.js';

const path = '/guides/minoxidil';
const hooks = new URL('../../test/support/typescript-hooks.mjs', import.meta.url).href;
const sources = new URL('./folder-store.ts', import.meta.url).href;

/** The page of one sequence: odd ones may be read by all, of even ones `kind` says whether they are held. */
function page(sequence: number, kind: 'ordinary' | 'held'): StoredPage {
  return {
    path,
    sequence,
    status: 200,
    contentType: 'text/html; charset=utf-8',
    headers: kind === 'held' ? { 'cache-control': 'no-store' } : {},
    body: `${kind} ${sequence} ${'Apply twice a day. '.repeat(200)}`,
    ordinary: kind === 'ordinary',
    modifiedAt: '2026-11-22T10:00:00Z',
  };
}

let root: string;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pages-'));
  root = join(folder, 'store');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Runs `code` in a process of its own, with `store` and `page` in scope; answers how it ended. */
function inChild(code: string, env: Record<string, string> = {}): Promise<string> {
  const program = `import { FolderStore } from ${JSON.stringify(sources)};
    const path = ${JSON.stringify(path)};
    ${page.toString()}
    const store = new FolderStore(${JSON.stringify(root)});
    ${code}`;
  const child = spawn(process.execPath, ['--import', hooks, '--input-type=module', '-e', program], {
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return new Promise((resolve) => child.once('exit', (status, signal) => resolve(signal ?? `exit ${status}`)));
}

/** What the responder would answer: facts and bytes of one page, checked against each other. */
async function whatTheServiceShows(store: FolderStore): Promise<string> {
  const entry = await store.read(path);
  if (entry === null) return 'nothing';
  const text = (await store.readBody(entry))?.toString() ?? 'no body';
  const kind = entry.ordinary ? 'ordinary' : 'held';
  expect(text).toBe(page(entry.sequence, kind).body);
  return `${kind} ${entry.sequence}`;
}

/** What a plain web server would answer, with or without compression: always the same bytes. */
async function whatTheWebServerShows(): Promise<string> {
  const file = join(root, 'files', `${path}.html`);
  const names: string[] = await readdir(join(root, 'files/guides')).catch(() => []);
  const here = (suffix: string) => names.includes(`minoxidil.html${suffix}`);
  if (!here('')) {
    expect([here('.gz'), here('.br')]).toEqual([false, false]);
    return 'nothing';
  }
  const text = await readFile(file, 'utf8');
  if (here('.gz')) expect(gunzipSync(await readFile(`${file}.gz`)).toString()).toBe(text);
  if (here('.br')) expect(brotliDecompressSync(await readFile(`${file}.br`)).toString()).toBe(text);
  const shown = text.split(' ', 2).join(' ');
  expect(text).toBe(page(Number(shown.split(' ')[1]), 'ordinary').body);
  return shown;
}

async function everyFile(): Promise<string[]> {
  const all = await readdir(root, { recursive: true, withFileTypes: true });
  return all.filter((found) => found.isFile()).map((found) => found.name.replace(/\.[0-9a-f]{8}/, '.tag'));
}

describe.each([
  ['ordinary', 'ordinary'],
  ['ordinary', 'held'],
  ['held', 'ordinary'],
] as const)('a process killed while an %s page becomes %s', (from, to) => {
  it.each(faultPoints)('leaves one whole page for every reader at “%s”, and the next write repairs', async (point) => {
    const store = new FolderStore(root, { lockPatience: 20 });
    await store.write(page(1, from));
    expect(await inChild(`await store.write(page(2, '${to}'));`, { FAULT_POINT: point })).toBe('SIGKILL');

    const shown = await whatTheServiceShows(store);
    expect([`${from} 1`, `${to} 2`]).toContain(shown);
    const file = await whatTheWebServerShows();
    expect([
      'nothing',
      ...(from === 'ordinary' ? ['ordinary 1'] : []),
      ...(to === 'ordinary' ? ['ordinary 2'] : []),
    ]).toContain(file);
    if (shown === 'held 2') expect(file).toBe('nothing');

    expect(await store.write(page(3, to))).toBe('written');
    await store.clean();
    expect(await whatTheServiceShows(store)).toBe(`${to} 3`);
    expect(await whatTheWebServerShows()).toBe(to === 'held' ? 'nothing' : 'ordinary 3');
    for await (const { offence } of inspectStore(store)) expect(offence).toBe('none');
    const bodies = ['minoxidil.3.tag', 'minoxidil.3.tag.br', 'minoxidil.3.tag.gz'];
    const files = to === 'held' ? [] : ['minoxidil.html', 'minoxidil.html.br', 'minoxidil.html.gz'];
    expect((await everyFile()).sort()).toEqual([...bodies, ...files, 'minoxidil.json'].sort());
  });
});

describe('fault points', () => {
  it('are deaf in production', async () => {
    const env = { FAULT_POINT: 'locked', NODE_ENV: 'production' };
    expect(await inChild(`await store.write(page(2, 'ordinary'));`, env)).toBe('exit 0');
  });
});

describe('processes without a lock of the database', () => {
  it('never take a page back, and never show one page’s facts with another’s bytes', async () => {
    const store = new FolderStore(root);
    const writes = (own: number) => `for (let s = ${own}; s <= 150; s += 3) {
      const late = s % 7 === 0 ? s : Math.max(${own}, s - 6);
      await store.write(page(late, late % 2 ? 'ordinary' : 'held'), { durable: false });
      await store.write(page(s, s % 2 ? 'ordinary' : 'held'), { durable: false });
    }`;
    let running = 3;
    const children = [1, 2, 3].map(async (own) => {
      expect(await inChild(writes(own))).toBe('exit 0');
      running -= 1;
    });
    let last = 0;
    while (running > 0) {
      const entry = await store.read(path);
      const body = entry === null ? null : await store.readBody(entry);
      if (entry === null || body === null) continue;
      expect(entry.sequence).toBeGreaterThanOrEqual(last);
      expect(body.toString()).toBe(page(entry.sequence, entry.ordinary ? 'ordinary' : 'held').body);
      last = entry.sequence;
    }
    await Promise.all(children);
    expect(await whatTheServiceShows(store)).toBe('held 150');
    expect(await whatTheWebServerShows()).toBe('nothing');
    await store.clean();
    expect((await everyFile()).sort()).toEqual(
      ['minoxidil.150.tag', 'minoxidil.150.tag.br', 'minoxidil.150.tag.gz', 'minoxidil.json'].sort(),
    );
  });
});

const canMount = (() => {
  const probe = join(tmpdir(), `pages-probe-${process.pid}`);
  try {
    execFileSync('mkdir', [probe], { stdio: 'ignore' });
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', probe], { stdio: 'ignore' });
    execFileSync('umount', [probe], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  } finally {
    execFileSync('rmdir', [probe], { stdio: 'ignore' });
  }
})();
// Only root may mount a small disk to fill; elsewhere the run lists these as skipped.
const onSmallDisk = canMount ? it : it.skip;

describe('a full disk (skipped where this user may not mount one)', () => {
  const run = promisify(execFile);
  beforeEach(async () => {
    if (!canMount) return;
    await mkdir(root);
    await run('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', root]);
  });
  afterEach(async () => {
    if (canMount) await run('umount', [root]);
  });

  onSmallDisk.each(['write', 'writeMany'] as const)(
    'fails %s, keeps the old page whole, leaves nothing',
    async (way) => {
      const store = new FolderStore(root);
      await store.write(page(1, 'ordinary'));
      const before = (await everyFile()).sort();
      const large = { ...page(2, 'ordinary'), body: 'x'.repeat(2 ** 20) };
      const writing = way === 'write' ? store.write(large) : store.writeMany([{ ...large, path: '/guides/a' }, large]);
      await expect(writing).rejects.toThrow('ENOSPC');
      expect((await everyFile()).sort()).toEqual(before);
      expect(await whatTheServiceShows(store)).toBe('ordinary 1');
      expect(await whatTheWebServerShows()).toBe('ordinary 1');
      expect(await store.write(page(3, 'ordinary'))).toBe('written');
    },
  );
});
