import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { suffixes } from './page-store-codings.js';
import { addCopies, swapIn, type Staged } from './page-store-commit.js';
import { flushFiles, inParallel, orNullIfMissing, syncFolders, removeSync } from './page-store-disk.js';
import {
  draftOf,
  dropBody,
  foldersOf,
  stage,
  stageAgain,
  stageCopies,
  stagedFiles,
  type Attempt,
} from './page-store-draft.js';
import { codingsOf, parseEntry, type Coding, type StoredEntry, type StoredPage } from './page-store-entry.js';
import { reached } from './page-store-faults.js';
import { underLock } from './page-store-lock.js';
import { readEntryNow } from './page-store-read.js';
import { bodyName, placesOf, temporaryName } from './page-store-paths.js';
import { entriesOf, removeLeftovers } from './page-store-walk.js';

export type WriteOutcome = 'written' | 'unchanged-sequence-refused';

export interface WriteOptions {
  /** Whether the page survives a power cut once the call returns; default true. */
  durable?: boolean;
  /** Whether compressed copies are made now; default true. */
  compress?: boolean;
}

/**
 * The folder of published pages, shared by any number of processes, readable without a database.
 *
 * - `bodies/<path>.<tag>` and `.gz`, `.br` beside: immutable, one set an attempt.
 * - `index/<path>.json`: facts, and which body counts. Its rename is what publishes to the responder.
 * - `files/<path>.html` and copies: hard links to the same bytes for a plain web server; ordinary pages only.
 *
 * It needs a file system with hard links and atomic rename (ext4, xfs, APFS, NTFS).
 */
export class PageStore {
  readonly root: string;
  private readonly patience: number;

  /** `lockPatience`: milliseconds after which a lock that never changed hands was left by a killed process. */
  constructor(root: string, { lockPatience = 2000 }: { lockPatience?: number } = {}) {
    this.root = root;
    this.patience = lockPatience;
  }

  /**
   * Publishes one page, unless the stored sequence is as high or higher. Throws on a full disk or an
   * impossible page; the page that was there then stays whole, and nothing temporary is left.
   */
  async write(page: StoredPage, { durable = true, compress = true }: WriteOptions = {}): Promise<WriteOutcome> {
    const previous = await this.read(page.path);
    if (isPast(page, previous)) return 'unchanged-sequence-refused';
    const draft = await draftOf(this.root, page, compress);
    try {
      return await this.swap(await stage(draft, previous, durable), durable);
    } catch (error) {
      await this.discard([draft]);
      throw error;
    }
  }

  /**
   * Publishes many pages of different paths, flushing once before any of them is swapped in, and leaves their
   * compressed copies to `compress`. Each page is written as it comes and let go of, so that memory does not grow with
   * their number. A page that cannot be written stops all, before any swap. Outcomes in input order.
   */
  async writeMany(pages: Iterable<StoredPage> | AsyncIterable<StoredPage>): Promise<WriteOutcome[]> {
    const attempts: Attempt[] = [];
    const staged: (Staged | null)[] = [];
    try {
      for await (const page of pages) {
        const draft = await draftOf(this.root, page, false);
        const { path, places, tag } = draft;
        attempts.push({ path, places, tag });
        const previous = readEntryNow(places);
        staged.push(isPast(page, previous) ? null : await stage(draft, previous, false));
      }
      await flushFiles(
        this.root,
        staged.flatMap((each) => (each ? stagedFiles(each) : [])),
      );
      const outcomes = await this.swapAll(staged);
      await syncFolders(attempts.flatMap(({ places }) => foldersOf(places)));
      return outcomes;
    } catch (error) {
      await this.discard(attempts);
      throw error;
    }
  }

  /** Adds compressed copies to a page stored without; `superseded` when that sequence is no longer the stored one. */
  async compress(path: string, sequence: number): Promise<'compressed' | 'superseded'> {
    const entry = await this.read(path);
    const body = entry?.sequence === sequence ? await this.readBody(entry) : null;
    if (entry === null || body === null) return 'superseded';
    const staged = await stageCopies(this.root, entry, body);
    if (staged === null || (await this.locked(staged, addCopies)) === 'written') return 'compressed';
    removeSync(staged.index);
    dropBody(staged.places, entry.tag);
    return 'superseded';
  }

  /** The facts of a page, or null where none was ever stored. */
  async read(path: string): Promise<StoredEntry | null> {
    const { index } = placesOf(this.root, path);
    const text = await orNullIfMissing(readFile(index, 'utf8'));
    return text === null ? null : parseEntry(text, index);
  }

  /** The bytes of exactly this entry, or null when it has been superseded: then read the entry again. */
  async readBody(entry: StoredEntry, coding?: Coding): Promise<Buffer | null> {
    const name = bodyName(placesOf(this.root, entry.path), entry.tag);
    return orNullIfMissing(readFile(coding === undefined ? name : name + suffixes[coding]));
  }

  /**
   * A text that differs whenever the page's facts do; null for an unknown page. Synchronous, because a `stat` of a
   * local disk costs 2 µs and its way through the thread pool 30 to 80.
   */
  stamp(path: string): string | null {
    const facts = statSync(placesOf(this.root, path).index, { throwIfNoEntry: false });
    return facts === undefined ? null : `${facts.mtimeMs} ${facts.ino} ${facts.size}`;
  }

  /** Every stored page, in no order; a page that changes meanwhile appears in one state or the other. */
  scan(): AsyncGenerator<StoredEntry> {
    return entriesOf(this.root);
  }

  /**
   * Removes what killed processes left, and answers how many files. Safe beside running writers: a leftover is
   * known by a sequence that its page has passed, never by its age.
   */
  clean(): Promise<number> {
    return removeLeftovers(this.root, (path) => this.read(path));
  }

  /** Null stands for a page that was refused before it was staged. */
  private async swapAll(staged: readonly (Staged | null)[]): Promise<WriteOutcome[]> {
    const outcomes = staged.map((): WriteOutcome => 'unchanged-sequence-refused');
    await inParallel([...staged.entries()], async ([index, ready]) => {
      if (ready) outcomes[index] = await this.swap(ready, false);
    });
    return outcomes;
  }

  private async swap(first: Staged, durable: boolean): Promise<WriteOutcome> {
    const { places } = first;
    const { path, tag } = first.entry;
    let staged = first;
    while ((await this.locked(staged, swapIn)) === 'overtaken') {
      const previous = await this.read(path);
      if (isPast(staged.entry, previous)) {
        await this.discard([{ path, places, tag }]);
        return 'unchanged-sequence-refused';
      }
      staged = await stageAgain(staged, previous);
    }
    reached('unlocked');
    if (staged.previous !== null) dropBody(places, staged.previous.tag, codingsOf(staged.previous));
    reached('old-body-removed');
    if (durable) await syncFolders(foldersOf(places));
    return 'written';
  }

  private locked<T>(staged: Staged, act: (staged: Staged) => T): Promise<T> {
    return underLock(staged.places.lock, staged.index, this.patience, () => act(staged));
  }

  /** Removes what failed attempts left; an attempt that failed after it was swapped in is the page now, and stays. */
  private async discard(attempts: readonly Attempt[]): Promise<void> {
    await inParallel(attempts, async ({ path, places, tag }) => {
      removeSync(temporaryName(places.index, tag));
      if ((await this.read(path))?.tag !== tag) dropBody(places, tag);
    });
  }
}

function isPast(page: { sequence: number }, stored: StoredEntry | null): boolean {
  return stored !== null && stored.sequence >= page.sequence;
}
