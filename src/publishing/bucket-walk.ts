import { attemptAt, bodiesFolder, indexFolder, indexOf, lanes, pageAt } from './bucket-names.js';
import type { BucketObjects } from './bucket-objects.js';
import { inParallel } from './page-store-disk.js';
import { entryOrNull, type StoredEntry } from './page-store-entry.js';
import { isPast } from './page-store.js';

/** Every path that the index has something for. */
export async function* pathsIn(objects: BucketObjects): AsyncGenerator<string> {
  for await (const key of objects.keys(indexFolder)) {
    const path = pageAt(key);
    if (path !== null) yield path;
  }
}

/** Every entry of the index that can be read; one written meanwhile is read at its newest. */
export async function* entriesIn(objects: BucketObjects): AsyncGenerator<StoredEntry> {
  let paths: string[] = [];
  for await (const path of pathsIn(objects)) {
    paths.push(path);
    if (paths.length < lanes) continue;
    yield* await entriesOf(objects, paths);
    paths = [];
  }
  yield* await entriesOf(objects, paths);
}

/** Removes bodies whose sequence their page has passed, never by their age; answers how many. */
export async function removeLeftoversIn(
  objects: BucketObjects,
  read: (path: string) => Promise<StoredEntry | null>,
): Promise<number> {
  const known = new Map<string, StoredEntry | null>();
  const past: string[] = [];
  for await (const key of objects.keys(bodiesFolder)) {
    const attempt = attemptAt(key);
    if (attempt === null) continue;
    // An entry read a while ago is only older than the stored one, and condemns less.
    const stored = known.get(attempt.path) ?? (await read(attempt.path));
    known.set(attempt.path, stored);
    if (isPast(attempt, stored) && attempt.tag !== stored?.tag) past.push(key);
  }
  await objects.remove(past);
  return past.length;
}

async function entriesOf(objects: BucketObjects, paths: readonly string[]): Promise<StoredEntry[]> {
  const entries: (StoredEntry | null)[] = paths.map(() => null);
  await inParallel(
    [...paths.entries()],
    async ([index, path]) => {
      const found = await objects.get(indexOf(path));
      entries[index] = found && entryOrNull(found.bytes.toString(), path);
    },
    lanes,
  );
  return entries.filter((entry) => entry !== null);
}
