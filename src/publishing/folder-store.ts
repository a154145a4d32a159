import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { link, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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
import { readEntryNow, readPageNow, type ReadPage } from './page-store-read.js';
import { bodyName, indexName, placesOf, temporaryName } from './page-store-paths.js';
import { allPaths, entriesOf, removeAllOf, removeLeftovers } from './page-store-walk.js';
import {
  isPast,
  PageStore,
  type ChooseCoding,
  type StampedEntry,
  type WriteOptions,
  type WriteOutcome,
} from './page-store.js';

/**
 * The folder of published pages, shared by any number of processes, readable without a database.
 *
 * - `bodies/<path>.<tag>` and `.gz`, `.br` beside: immutable, one set an attempt.
 * - `index/<path>.json`: facts, and which body counts. Its rename is what publishes to the responder.
 * - `files/<path>.html` and copies: hard links to the same bytes for a plain web server; ordinary pages only.
 *
 * It needs a file system with hard links and atomic rename (ext4, xfs, APFS, NTFS).
 */
export class FolderStore extends PageStore {
  readonly root: string;
  private readonly patience: number;

  /** `lockPatience`: milliseconds after which a lock that never changed hands was left by a killed process. */
  constructor(root: string, { lockPatience = 2000 }: { lockPatience?: number } = {}) {
    super();
    this.root = root;
    this.patience = lockPatience;
  }

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

  /** Flushes once before any page is swapped in. Each is written as it comes and let go of, so that memory does not grow with their number. */
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

  async read(path: string): Promise<StoredEntry | null> {
    const { index } = placesOf(this.root, path);
    const text = await orNullIfMissing(readFile(index, 'utf8'));
    return text === null ? null : parseEntry(text, path);
  }

  async readBody(entry: StoredEntry, coding?: Coding): Promise<Buffer | null> {
    const name = bodyName(placesOf(this.root, entry.path), entry.tag);
    return orNullIfMissing(readFile(coding === undefined ? name : name + suffixes[coding]));
  }

  /**
   * A text that differs whenever the page's facts do; null for an unknown page. Synchronous, because a `stat` of a
   * local disk costs 2 µs and its way through the thread pool 30 to 80.
   */
  stamp(path: string): string | null {
    return stampOf(placesOf(this.root, path).index);
  }

  look(path: string, known?: StampedEntry): StampedEntry | null | Promise<StampedEntry | null> {
    // The path of a known page was checked when it was read.
    const stamp = known ? stampOf(`${this.root}/${indexName(path)}`) : this.stamp(path);
    if (stamp === null) return null;
    return known?.stamp === stamp ? known : this.readStamped(path, stamp);
  }

  readWhole(path: string, choose: ChooseCoding): ReadPage | null {
    return readPageNow(this.root, path, choose);
  }

  /** Stamped before it is read: at worst the facts are newer than the stamp, and are read once more. */
  private async readStamped(path: string, stamp: string): Promise<StampedEntry | null> {
    const entry = await this.read(path);
    return entry === null ? null : { entry, stamp };
  }

  scan(): AsyncGenerator<StoredEntry> {
    return entriesOf(this.root);
  }

  paths(): AsyncGenerator<string> {
    return allPaths(this.root);
  }

  remove(path: string): Promise<void> {
    return removeAllOf(placesOf(this.root, path));
  }

  /** A leftover is known by a sequence that its page has passed, never by its age. */
  clean(): Promise<number> {
    return removeLeftovers(this.root, (path) => this.read(path));
  }

  /** Pages are swapped in by hard links and renames. */
  async probe(): Promise<string> {
    await mkdir(this.root, { recursive: true });
    const probe = join(this.root, `probe-${randomUUID()}`);
    try {
      await writeFile(probe, '');
      await link(probe, `${probe}-2`);
    } finally {
      removeSync(probe);
      removeSync(`${probe}-2`);
    }
    return `${this.root} can be written`;
  }

  /** Temporary files that nobody has touched since: a page is written in less than minutes. */
  async leftovers(since: Date): Promise<number> {
    let count = 0;
    for (const name of (await orNullIfMissing(readdir(this.root, { recursive: true }))) ?? []) {
      if (!name.endsWith('~')) continue;
      const facts = statSync(join(this.root, name), { throwIfNoEntry: false });
      if (facts && facts.mtimeMs < since.getTime()) count += 1;
    }
    return count;
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

function stampOf(index: string): string | null {
  const facts = statSync(index, { throwIfNoEntry: false });
  return facts === undefined ? null : `${facts.mtimeMs} ${facts.ino} ${facts.size}`;
}
