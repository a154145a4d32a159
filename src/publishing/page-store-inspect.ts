import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip } from 'node:zlib';
import { FolderStore } from './folder-store.js';
import { codings, suffixes } from './page-store-codings.js';
import { orNullIfMissing } from './page-store-disk.js';
import { codingsOf, DamagedEntry, type StoredEntry } from './page-store-entry.js';
import { bodyName, placesOf } from './page-store-paths.js';
import { servedPaths } from './page-store-walk.js';
import type { PageStore } from './page-store.js';

export interface PageOffence {
  path: string;
  /** A sentence for the operator. */
  offence: string;
}

/** Pages looked at at a time: in a bucket each look waits for the network. */
const lanes = 16;
const unpack = { br: promisify(brotliDecompress), gzip: promisify(gunzip) };

/**
 * Everything in the store that contradicts itself: bytes that are not what the index says, a web server's file
 * that is not the page that counts, a file without a page. Run it while no page is being written, or run it
 * twice: a page caught in mid-swap is no offence.
 */
export async function* inspectStore(store: PageStore): AsyncGenerator<PageOffence> {
  const readable = new Set<string>();
  let some: StoredEntry[] = [];
  for await (const entry of store.scan()) {
    readable.add(entry.path);
    if (some.push(entry) < lanes) continue;
    yield* await offencesOf(store, some);
    some = [];
  }
  yield* await offencesOf(store, some);
  for await (const path of damagedIn(store, readable))
    yield { path, offence: 'The index holds no entry of this page.' };
  if (!(store instanceof FolderStore)) return;
  for await (const path of servedPaths(store.root)) {
    if ((await entryOf(store, path)) === null) yield { path, offence: 'A web server finds a file that is no page.' };
  }
}

/** What two looks find: a page caught in the middle of being swapped is no offence. */
export async function inspectTwice(store: PageStore): Promise<PageOffence[]> {
  const first = new Set<string>();
  for await (const { path, offence } of inspectStore(store)) first.add(`${path}: ${offence}`);
  const both: PageOffence[] = [];
  if (first.size === 0) return both;
  for await (const found of inspectStore(store)) if (first.has(`${found.path}: ${found.offence}`)) both.push(found);
  return both;
}

async function offencesOf(store: PageStore, entries: readonly StoredEntry[]): Promise<PageOffence[]> {
  const found = await Promise.all(
    entries.map(async (entry) => {
      const served = store instanceof FolderStore ? await fileOffences(store, entry) : [];
      return [...(await bodyOffences(store, entry)), ...served].map((offence) => ({ path: entry.path, offence }));
    }),
  );
  return found.flat();
}

async function* damagedIn(store: PageStore, readable: ReadonlySet<string>): AsyncGenerator<string> {
  for await (const path of store.paths())
    if (!readable.has(path) && (await entryOf(store, path)) === 'damaged') yield path;
}

/** The entry of a page, word that it is damaged, or null where the index has none. */
export async function entryOf(store: PageStore, path: string): Promise<StoredEntry | 'damaged' | null> {
  try {
    return await store.read(path);
  } catch (error) {
    if (error instanceof DamagedEntry) return 'damaged';
    throw error;
  }
}

async function bodyOffences(store: PageStore, entry: StoredEntry): Promise<string[]> {
  const body = await store.readBody(entry);
  if (body === null) return ['The body is missing.'];
  const digest = createHash('sha256').update(body).digest('base64url');
  const offences = digest === entry.etag ? [] : ['The body is not the one the index describes.'];
  for (const coding of codingsOf(entry)) {
    const copy = await store.readBody(entry, coding);
    const plain = copy === null ? null : await unpack[coding](copy).catch(() => null);
    if (plain?.equals(body) !== true) offences.push(`The ${coding} copy does not unpack to the body.`);
  }
  return offences;
}

async function fileOffences(store: FolderStore, entry: StoredEntry): Promise<string[]> {
  const places = placesOf(store.root, entry.path);
  if (places.file === null) return [];
  const body = bodyName(places, entry.tag);
  const served = await inodeOf(places.file);
  const offences: string[] = [];
  if (entry.ordinary && served !== (await inodeOf(body))) offences.push('A web server finds another page or none.');
  if (!entry.ordinary && served !== null) offences.push('A web server still finds a page that was taken back.');
  for (const coding of codings) {
    const copy = await inodeOf(places.file + suffixes[coding]);
    if (copy === null) continue;
    const own = entry.ordinary && copy === (await inodeOf(body + suffixes[coding]));
    if (!own) offences.push(`A web server finds a stale ${coding} copy.`);
  }
  return offences;
}

async function inodeOf(file: string): Promise<number | null> {
  return (await orNullIfMissing(stat(file)))?.ino ?? null;
}
