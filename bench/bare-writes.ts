// What the page store's bulk policy costs without any rendering: per page a body, an index entry under a temporary name, a hard link, two
// renames; the files flushed once a batch, the folders after.
import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, renameSync } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { batchPages } from '../src/publishing/publishing.jobs.js';

const [root = '', pages = '0', size = '0'] = process.argv.slice(2);
const body = Buffer.alloc(Number(size), 'x');
const index = JSON.stringify({ path: '/guides/bare', sequence: 1, etag: 'x'.repeat(43), headers: {}, codings: {} });
for (const folder of ['bodies', 'index', 'files']) mkdirSync(join(root, folder), { recursive: true });

const started = performance.now();
for (let from = 0; from < Number(pages); from += batchPages) {
  const numbers = Array.from({ length: Math.min(batchPages, Number(pages) - from) }, (_, offset) => from + offset);
  for (let at = 0; at < numbers.length; at += 8) await Promise.all(numbers.slice(at, at + 8).map(write));
  execFileSync('sync', ['-f', root]);
  for (const n of numbers) swap(n);
  for (const folder of ['bodies', 'index', 'files']) await syncFolder(join(root, folder));
}
console.log(JSON.stringify({ seconds: (performance.now() - started) / 1000 }));

async function write(n: number): Promise<void> {
  await writeFile(join(root, 'bodies', `${n}`), body, { flag: 'wx' });
  await writeFile(join(root, 'index', `${n}.tmp`), index, { flag: 'wx' });
}

function swap(n: number): void {
  linkSync(join(root, 'bodies', `${n}`), join(root, 'files', `${n}.tmp`));
  renameSync(join(root, 'files', `${n}.tmp`), join(root, 'files', `${n}.html`));
  renameSync(join(root, 'index', `${n}.tmp`), join(root, 'index', `${n}.json`));
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync();
  await handle.close();
}
