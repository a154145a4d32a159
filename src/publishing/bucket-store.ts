import { randomUUID } from 'node:crypto';
import { attemptAt, bodiesAt, bodiesOf, bodyOf, indexOf, lanes } from './bucket-names.js';
import type { BucketObjects, Condition } from './bucket-objects.js';
import { entriesIn, pathsIn, removeLeftoversIn } from './bucket-walk.js';
import { bytesOf, copiesOf, entryOf, sizesOf } from './page-store-bytes.js';
import { compressed } from './page-store-codings.js';
import { inParallel } from './page-store-disk.js';
import { lastModified, parseEntry, type Coding, type StoredEntry, type StoredPage } from './page-store-entry.js';
import type { ReadPage } from './page-store-read.js';
import {
  isPast,
  PageStore,
  type ChooseCoding,
  type StampedEntry,
  type WriteOptions,
  type WriteOutcome,
} from './page-store.js';

/** So often a write is tried again after another one came between; each time some writer got on. */
const writeTries = 50;
const readTries = 20;
const json = 'application/json';
/**
 * The pages in a bucket of an S3-compatible service, for more than one machine.
 *
 * - `bodies/<name>/<tag>` and `.gz`, `.br`: immutable, one set an attempt.
 * - `index/<name>.json`: facts, and which body counts. One conditional write of it is what publishes, so nobody ever finds
 *   a new entry with an old body, and a writer that was overtaken (If-Match, If-None-Match) learns it from the service.
 */
export class BucketStore extends PageStore {
  constructor(private readonly objects: BucketObjects) {
    super();
  }

  async write(page: StoredPage, { compress = true }: WriteOptions = {}): Promise<WriteOutcome> {
    const previous = await this.look(page.path);
    if (isPast(page, previous?.entry ?? null)) return 'unchanged-sequence-refused';
    return this.swap(await this.lay(page, compress), previous);
  }

  async writeMany(pages: Iterable<StoredPage> | AsyncIterable<StoredPage>): Promise<WriteOutcome[]> {
    const laid: (StoredEntry | null)[] = [];
    const waiting = new Set<Promise<void>>();
    try {
      for await (const page of pages) {
        const place = laid.push(null) - 1;
        const work = this.layIfNewer(page).then((ready) => void (laid[place] = ready));
        const done = work.finally(() => waiting.delete(done));
        waiting.add(done);
        if (waiting.size >= lanes) await Promise.race(waiting);
      }
      await Promise.all(waiting);
    } catch (error) {
      await Promise.allSettled(waiting);
      await this.discard(laid.filter((ready) => ready !== null));
      throw error;
    }
    return this.swapAll(laid);
  }

  async compress(path: string, sequence: number): Promise<'compressed' | 'superseded'> {
    const found = await this.look(path);
    const body = found?.entry.sequence === sequence ? await this.readBody(found.entry) : null;
    if (found === null || body === null) return 'superseded';
    const { entry, stamp } = found;
    const copies = copiesOf(await compressed(body, entry.contentType));
    if (copies.length === 0) return 'compressed';
    await inParallel(copies, async ([coding, copy]) => {
      await this.objects.put(bodyOf(entry, coding), copy, entry.contentType);
    });
    const text = JSON.stringify({ ...entry, codings: sizesOf(copies) });
    if ((await this.objects.put(indexOf(path), text, json, { etag: stamp })) !== null) return 'compressed';
    // Somebody else may have made the same copies.
    if ((await this.read(path))?.tag === entry.tag) return 'compressed';
    await this.drop(copies.map(([coding]) => bodyOf(entry, coding)));
    return 'superseded';
  }

  async read(path: string): Promise<StoredEntry | null> {
    return (await this.look(path))?.entry ?? null;
  }

  /** One conditional request. Two readers never share an answer: who asks after a purge must not get what was asked before it. */
  async look(path: string, known?: StampedEntry): Promise<StampedEntry | null> {
    const found = await this.objects.get(indexOf(path), known?.stamp);
    if (found === 'unchanged') return known ?? null;
    return found === null ? null : { entry: parseEntry(found.bytes.toString(), path), stamp: found.etag };
  }

  async readBody(entry: StoredEntry, coding?: Coding): Promise<Buffer | null> {
    return (await this.objects.get(bodyOf(entry, coding)))?.bytes ?? null;
  }

  async readWhole(path: string, choose: ChooseCoding): Promise<ReadPage | null> {
    for (let attempt = 0; attempt < readTries; attempt += 1) {
      const entry = await this.read(path);
      if (entry === null) return null;
      const coding = choose(entry);
      const body = await this.readBody(entry, coding);
      if (body !== null) return { entry, coding, body };
    }
    throw new Error(`The page ${path} has no body that can be read.`);
  }

  scan(): AsyncGenerator<StoredEntry> {
    return entriesIn(this.objects);
  }

  paths(): AsyncGenerator<string> {
    return pathsIn(this.objects);
  }

  async remove(path: string): Promise<void> {
    const keys = [indexOf(path)];
    for await (const key of this.objects.keys(bodiesAt(path))) if (attemptAt(key)?.path === path) keys.push(key);
    await this.objects.remove(keys);
  }

  clean(): Promise<number> {
    return removeLeftoversIn(this.objects, (path) => this.read(path));
  }

  /** A service that ignores conditions lets an overtaken writer bring an old page back, and nobody would notice. */
  async probe(): Promise<string> {
    const key = `probe/${randomUUID()}`;
    try {
      const first = await this.objects.put(key, 'first', json, { absent: true });
      const second = await this.objects.put(key, 'second', json, { absent: true });
      const third = await this.objects.put(key, 'third', json, { etag: '"00000000000000000000000000000000"' });
      if (first === null || second !== null || third !== null)
        throw new UnfencedBucket(
          `${this.objects.name} ignores conditional writes (If-Match, If-None-Match): pages could go back. Use a service that honors them.`,
        );
    } finally {
      await this.objects.remove([key]);
    }
    return `${this.objects.name} can be written, under conditions`;
  }

  private async layIfNewer(page: StoredPage): Promise<StoredEntry | null> {
    const previous = await this.read(page.path);
    return isPast(page, previous) ? null : this.lay(page, false);
  }

  /** Puts the bytes where no entry names them yet. */
  private async lay(page: StoredPage, compress: boolean): Promise<StoredEntry> {
    const bytes = await bytesOf(page, compress);
    const entry = entryOf(bytes, null, false);
    const parts: [Coding | undefined, Buffer][] = [[undefined, bytes.body], ...copiesOf(bytes.copies)];
    try {
      await inParallel(parts, async ([coding, part]) => {
        await this.objects.put(bodyOf(entry, coding), part, page.contentType);
      });
    } catch (error) {
      await this.discard([entry]);
      throw error;
    }
    return entry;
  }

  /** Null stands for a page that was refused before its bytes were laid down. */
  private async swapAll(laid: readonly (StoredEntry | null)[]): Promise<WriteOutcome[]> {
    const outcomes = laid.map((): WriteOutcome => 'unchanged-sequence-refused');
    await inParallel(
      [...laid.entries()],
      async ([index, ready]) => {
        if (ready) outcomes[index] = await this.swap(ready, await this.look(ready.path));
      },
      lanes,
    );
    return outcomes;
  }

  private async swap(laid: StoredEntry, first: StampedEntry | null): Promise<WriteOutcome> {
    const { path, tag } = laid;
    let previous = first;
    for (let attempt = 0; attempt < writeTries; attempt += 1) {
      // A write that arrived, and whose answer was lost, is told by the SDK’s second try as overtaken: by itself.
      if (previous?.entry.tag === tag) return 'written';
      if (isPast(laid, previous?.entry ?? null)) {
        await this.discard([laid]);
        return 'unchanged-sequence-refused';
      }
      if (await this.publish(laid, previous)) {
        if (previous !== null) await this.drop(bodiesOf(previous.entry));
        return 'written';
      }
      previous = await this.look(path);
    }
    throw new Error(`The page ${path} is written by too many at once.`);
  }

  private async publish(laid: StoredEntry, previous: StampedEntry | null): Promise<boolean> {
    const modifiedAt = lastModified(laid, laid.etag, previous?.entry ?? null);
    const condition: Condition = previous === null ? { absent: true } : { etag: previous.stamp };
    const text = JSON.stringify({ ...laid, modifiedAt });
    return (await this.objects.put(indexOf(laid.path), text, json, condition)) !== null;
  }

  /** Removes what failed attempts left; an attempt that failed after it was published is the page now, and stays. */
  private async discard(laid: readonly StoredEntry[]): Promise<void> {
    await inParallel(laid, async (entry) => {
      if ((await this.read(entry.path))?.tag !== entry.tag) await this.drop(bodiesOf(entry));
    }).catch(() => undefined);
  }

  /** What cannot be deleted now is a leftover that `clean` finds: no reason to fail a page that is in place. */
  private async drop(keys: readonly string[]): Promise<void> {
    await this.objects.remove(keys).catch(() => undefined);
  }
}

/** The service takes conditional writes for ordinary ones. */
export class UnfencedBucket extends Error {}
