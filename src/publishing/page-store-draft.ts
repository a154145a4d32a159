import { rename, utimes } from 'node:fs/promises';
import { dirname } from 'node:path';
import { bytesOf, copiesOf, entryOf, newTag, sizesOf, type PageBytes } from './page-store-bytes.js';
import { codings, compressed, suffixes } from './page-store-codings.js';
import type { Staged } from './page-store-commit.js';
import { removeSync, syncPaths, writeNew } from './page-store-disk.js';
import { codingsOf, lastModified, type Coding, type StoredEntry, type StoredPage } from './page-store-entry.js';
import { reached } from './page-store-faults.js';
import { bodyName, placesOf, temporaryName, type Places } from './page-store-paths.js';

/** One attempt at storing a page, by what its files are called. */
export interface Attempt {
  path: string;
  places: Places;
  tag: string;
}

/** The same with all its bytes, in memory. */
export type Draft = Attempt & PageBytes;

/** Checks a page and prepares its bytes; throws a TypeError on one that cannot be stored. */
export async function draftOf(root: string, page: StoredPage, compress: boolean): Promise<Draft> {
  const bytes = await bytesOf(page, compress);
  return { path: page.path, places: placesOf(root, page.path), ...bytes };
}

/** Writes the body, its copies and the index entry under names no reader looks at; flushed together, for one journal commit. */
export async function stage(draft: Draft, previous: StoredEntry | null, durable: boolean): Promise<Staged> {
  const entry = entryOf(draft, previous, draft.places.file !== null);
  const name = bodyName(draft.places, draft.tag);
  const how = { durable: false, mtime: Date.parse(entry.modifiedAt) / 1000 };
  await writeNew(name, draft.body, how);
  reached('body-written');
  await Promise.all(copiesOf(draft.copies).map(([coding, copy]) => writeNew(name + suffixes[coding], copy, how)));
  const staged = await stageIndex(draft, entry, previous, false);
  if (durable) await syncPaths(stagedFiles(staged));
  reached('staged');
  return staged;
}

/** Makes the index entry of a staged page again, on top of what another writer stored meanwhile. */
export async function stageAgain(
  { places, entry: first, index }: Staged,
  previous: StoredEntry | null,
): Promise<Staged> {
  removeSync(index);
  const entry = { ...first, modifiedAt: lastModified(first, first.etag, previous) };
  const seconds = Date.parse(entry.modifiedAt) / 1000;
  for (const file of bodyFiles(places, entry)) await utimes(file, seconds, seconds);
  return stageIndex({ places, tag: entry.tag }, entry, previous, true);
}

/** Writes the compressed copies of a stored body and stages the entry that knows of them; null where none is worth having. */
export async function stageCopies(root: string, entry: StoredEntry, body: Buffer): Promise<Staged | null> {
  const copies = copiesOf(await compressed(body, entry.contentType));
  if (copies.length === 0) return null;
  const places = placesOf(root, entry.path);
  const how = { durable: true, mtime: Date.parse(entry.modifiedAt) / 1000 };
  const tag = newTag(entry.sequence);
  for (const [coding, copy] of copies) {
    const name = bodyName(places, entry.tag) + suffixes[coding];
    await writeNew(temporaryName(name, tag), copy, how);
    await rename(temporaryName(name, tag), name);
  }
  return stageIndex({ places, tag }, { ...entry, codings: sizesOf(copies) }, entry, true);
}

async function stageIndex(
  { places, tag }: Pick<Draft, 'places' | 'tag'>,
  entry: StoredEntry,
  previous: StoredEntry | null,
  durable: boolean,
): Promise<Staged> {
  const index = temporaryName(places.index, tag);
  // The clock of a file system ticks every few milliseconds; the sequence as mtime tells two writes within one tick apart.
  await writeNew(index, JSON.stringify(entry), { durable, mtime: entry.sequence });
  return { places, entry, index, previous };
}

/** Removes a body and these copies of it: of an attempt that failed, or superseded. */
export function dropBody(places: Places, tag: string, copies: Iterable<Coding> = codings): void {
  const name = bodyName(places, tag);
  for (const coding of copies) removeSync(name + suffixes[coding]);
  removeSync(name);
}

/** The files of a staged page that must be on disk before it is swapped in. */
export function stagedFiles({ places, entry, index }: Staged): string[] {
  return [index, ...bodyFiles(places, entry)];
}

/** The folders in which a swap of this page changes names. */
export function foldersOf(places: Places): string[] {
  return [places.index, places.body, ...(places.file === null ? [] : [places.file])].map((file) => dirname(file));
}

function bodyFiles(places: Places, entry: StoredEntry): string[] {
  const name = bodyName(places, entry.tag);
  return [name, ...codingsOf(entry).map((coding) => name + suffixes[coding])];
}
