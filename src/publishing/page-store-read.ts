import { readFileSync, statSync } from 'node:fs';
import { suffixes } from './page-store-codings.js';
import { codeOf } from './page-store-disk.js';
import { parseEntry, type Coding, type StoredEntry } from './page-store-entry.js';
import { bodyName, placesOf, type Places } from './page-store-paths.js';

/** A page as one answer needs it. */
export interface ReadPage {
  entry: StoredEntry;
  /** Undefined: plain bytes. */
  coding: Coding | undefined;
  body: Buffer;
}

const attempts = 100;

/**
 * Facts and bytes in one turn of the event loop, for a page that is replaced faster than it can be read in
 * several; null for an unknown page. Throws when the body is missing for good.
 */
export function readPageNow(
  root: string,
  path: string,
  choose: (entry: StoredEntry) => Coding | undefined,
): ReadPage | null {
  const places = placesOf(root, path);
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const entry = readEntryNow(places);
    if (entry === null) return null;
    const coding = choose(entry);
    const name = bodyName(places, entry.tag) + (coding === undefined ? '' : suffixes[coding]);
    const body = nullIfMissing(() => readFileSync(name));
    if (body !== null) return { entry, coding, body };
  }
  throw new Error(`The page ${path} has no body that can be read.`);
}

/** The stored entry; null where there is none. */
export function readEntryNow(places: Places): StoredEntry | null {
  // A bulk of new pages asks for each in vain: an exception costs ten times the question.
  if (statSync(places.index, { throwIfNoEntry: false }) === undefined) return null;
  const text = nullIfMissing(() => readFileSync(places.index, 'utf8'));
  return text === null ? null : parseEntry(text, places.path);
}

function nullIfMissing<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}
