import { opendir, readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { orNullIfMissing, removeSync } from './page-store-disk.js';
import { entryOrNull, type StoredEntry } from './page-store-entry.js';
import { pathOf, type Places } from './page-store-paths.js';
import { codings, suffixes } from './page-store-codings.js';

/** A body, or one of its copies: page name, then tag. */
const bodyFile = /^(.+)\.((\d+)\.[0-9a-f]{8})(?:\.gz|\.br)?$/;
const temporaryFile = /^(.+)\.(\d+)\.[0-9a-f]{8}~$/;

const folders = ['index', 'files', 'bodies'] as const;
/** What each folder adds to a page's name. */
const additions = {
  index: /\.json$/,
  files: /(?:\.html)?(?:\.gz|\.br)?$/,
  bodies: /\.\d+\.[0-9a-f]{8}(?:\.gz|\.br)?$/,
};

/** Every entry of the index that can be read; one removed or renamed meanwhile is read at its newest. */
export async function* entriesOf(root: string): AsyncGenerator<StoredEntry> {
  for await (const { file, path } of indexed(root)) {
    const text = await orNullIfMissing(readFile(file, 'utf8'));
    const entry = text === null ? null : entryOrNull(text, path);
    if (entry !== null) yield entry;
  }
}

/** Every path for which the index has something, or a plain web server finds a file. */
export async function* allPaths(root: string): AsyncGenerator<string> {
  for await (const { path } of indexed(root)) yield path;
  yield* servedPaths(root);
}

/** Paths of pages that lie in `files/`, where a plain web server finds them. */
export async function* servedPaths(root: string): AsyncGenerator<string> {
  for await (const { name } of filesUnder(join(root, 'files'))) {
    if (temporaryFile.test(name) || /\.(?:gz|br)$/.test(name)) continue;
    const path = pathOf(name.replace(additions.files, ''));
    if (path !== null) yield path;
  }
}

/** Takes away every file of a path, what a plain web server finds first. */
export async function removeAllOf({ file, index, body }: Places): Promise<void> {
  if (file !== null)
    for (const served of [file, ...codings.map((coding) => file + suffixes[coding])]) removeSync(served);
  removeSync(index);
  for (const name of (await orNullIfMissing(readdir(dirname(body)))) ?? [])
    if (bodyFile.exec(name)?.[1] === basename(body)) removeSync(join(dirname(body), name));
}

async function* indexed(root: string): AsyncGenerator<{ file: string; path: string }> {
  for await (const { file, name } of filesUnder(join(root, 'index'))) {
    const path = additions.index.test(name) ? pathOf(name.replace(additions.index, '')) : null;
    if (path !== null) yield { file, path };
  }
}

/** Removes files whose sequence their page has passed, whoever wrote them; answers how many. */
export async function removeLeftovers(
  root: string,
  read: (path: string) => Promise<StoredEntry | null>,
): Promise<number> {
  const known = new Map<string, StoredEntry | null>();
  let removed = 0;
  for (const folder of folders) {
    for await (const { file, name } of filesUnder(join(root, folder))) {
      const suspect = suspectOf(folder, name);
      if (suspect === null || suspect.path === null) continue;
      // An entry read a while ago is only older than the stored one, and condemns less.
      const stored = known.get(suspect.path) ?? (await read(suspect.path));
      known.set(suspect.path, stored);
      if (stored === null || !suspect.isPast(stored)) continue;
      removeSync(file);
      removed += 1;
    }
  }
  return removed;
}

interface Suspect {
  path: string | null;
  isPast(stored: StoredEntry): boolean;
}

function suspectOf(folder: (typeof folders)[number], name: string): Suspect | null {
  const [, target, temporarySequence] = temporaryFile.exec(name) ?? [];
  if (target !== undefined) {
    // An equal sequence may be `compress` at work.
    const isPast = (stored: StoredEntry) => Number(temporarySequence) < stored.sequence;
    return { path: pathOf(target.replace(additions[folder], '')), isPast };
  }
  const [, page, tag, sequence] = (folder === 'bodies' ? bodyFile.exec(name) : null) ?? [];
  if (page === undefined) return null;
  return { path: pathOf(page), isPast: (stored) => Number(sequence) <= stored.sequence && tag !== stored.tag };
}

async function* filesUnder(base: string): AsyncGenerator<{ file: string; name: string }> {
  const listing = await orNullIfMissing(opendir(base, { recursive: true, bufferSize: 256 }));
  if (listing === null) return;
  for await (const found of listing) {
    const file = join(found.parentPath, found.name);
    if (found.isFile()) yield { file, name: relative(base, file).split(sep).join('/') };
  }
}
