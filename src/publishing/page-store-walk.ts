import { opendir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { orNullIfMissing, removeSync } from './page-store-disk.js';
import { parseEntry, type StoredEntry } from './page-store-entry.js';

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

/** Every entry of the index; one removed or renamed meanwhile is read at its newest. */
export async function* entriesOf(root: string): AsyncGenerator<StoredEntry> {
  for await (const { file, name } of filesUnder(join(root, 'index'))) {
    if (!additions.index.test(name)) continue;
    const text = await orNullIfMissing(readFile(file, 'utf8'));
    if (text !== null) yield parseEntry(text, file);
  }
}

/** Paths of pages that lie in `files/`, where a plain web server finds them. */
export async function* servedPaths(root: string): AsyncGenerator<string> {
  for await (const { name } of filesUnder(join(root, 'files'))) {
    if (!temporaryFile.test(name) && !/\.(?:gz|br)$/.test(name)) yield pathOf(name.replace(additions.files, ''));
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
      if (suspect === null) continue;
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
  path: string;
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

function pathOf(name: string): string {
  return name === '_home' ? '/' : `/${name}`;
}

async function* filesUnder(base: string): AsyncGenerator<{ file: string; name: string }> {
  const listing = await orNullIfMissing(opendir(base, { recursive: true, bufferSize: 256 }));
  if (listing === null) return;
  for await (const found of listing) {
    const file = join(found.parentPath, found.name);
    if (found.isFile()) yield { file, name: relative(base, file).split(sep).join('/') };
  }
}
