import { attemptAt, bodiesFolder, indexFolder, lanes } from './bucket-names.js';
import type { BucketObjects } from './bucket-objects.js';
import { inParallel } from './page-store-disk.js';
import { parseEntry, type StoredEntry } from './page-store-entry.js';
import { isPast } from './page-store.js';

/** Every entry of the index; one written meanwhile is read at its newest. */
export async function* entriesIn(objects: BucketObjects): AsyncGenerator<StoredEntry> {
  let keys: string[] = [];
  for await (const key of objects.keys(indexFolder)) {
    keys.push(key);
    if (keys.length < lanes) continue;
    yield* await entriesAt(objects, keys);
    keys = [];
  }
  yield* await entriesAt(objects, keys);
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

async function entriesAt(objects: BucketObjects, keys: readonly string[]): Promise<StoredEntry[]> {
  const entries: (StoredEntry | null)[] = keys.map(() => null);
  await inParallel(
    [...keys.entries()],
    async ([index, key]) => {
      const found = await objects.get(key);
      entries[index] = found && parseEntry(found.bytes.toString(), key);
    },
    lanes,
  );
  return entries.filter((entry) => entry !== null);
}
