import { suffixes } from './page-store-codings.js';
import { codingsOf, type Coding, type StoredEntry } from './page-store-entry.js';
import { isPagePath, pathOf } from './page-store-paths.js';

/** Requests to a bucket at a time: each waits for the network, not for this machine. */
export const lanes = 16;

/** The folder of entries, and that of bodies and their copies. */
export const indexFolder = 'index/';
export const bodiesFolder = 'bodies/';

/** The body of an attempt or one of its copies: name of the page, then tag. */
const bodyKey = /^bodies\/(.+)\/((\d+)\.[0-9a-f]{8})(?:\.gz|\.br)?$/;

/** Where the entry of a page lies; throws a TypeError on a path that is not canonical. */
export function indexOf(path: string): string {
  return `${indexFolder}${nameOf(path)}.json`;
}

/** Where the bytes of an entry lie, plain or in a coding. */
export function bodyOf({ path, tag }: StoredEntry, coding?: Coding): string {
  return `${bodiesFolder}${nameOf(path)}/${tag}${coding === undefined ? '' : suffixes[coding]}`;
}

/** The body of an entry and all its copies. */
export function bodiesOf(entry: StoredEntry): string[] {
  return [bodyOf(entry), ...codingsOf(entry).map((coding) => bodyOf(entry, coding))];
}

/** The page whose entry lies at a key; null for what is none of ours. */
export function pageAt(key: string): string | null {
  return key.startsWith(indexFolder) && key.endsWith('.json')
    ? pathOf(key.slice(indexFolder.length, -'.json'.length))
    : null;
}

/** Where the bodies of every attempt of a page lie. */
export function bodiesAt(path: string): string {
  return `${bodiesFolder}${nameOf(path)}/`;
}

/** Whose attempt a key holds bytes of; null for what is none of ours. */
export function attemptAt(key: string): { path: string; tag: string; sequence: number } | null {
  const [, name = '', tag, sequence] = bodyKey.exec(key) ?? [];
  const path = pathOf(name);
  return tag !== undefined && path !== null ? { path, tag, sequence: Number(sequence) } : null;
}

function nameOf(path: string): string {
  if (!isPagePath(path)) throw new TypeError(`Not a page path: ${JSON.stringify(path.slice(0, 200))}`);
  return path === '/' ? '_home' : path.slice(1);
}
