import type { Coding, StoredEntry, StoredPage } from './page-store-entry.js';
import type { ReadPage } from './page-store-read.js';

export type WriteOutcome = 'written' | 'unchanged-sequence-refused';

export interface WriteOptions {
  /** Whether the page survives a power cut once the call returns; default true. */
  durable?: boolean;
  /** Whether compressed copies are made now; default true. */
  compress?: boolean;
}

/** A page's facts as they were read, under a text that differs whenever they do. */
export interface StampedEntry {
  entry: StoredEntry;
  stamp: string;
}

/** Picks the coding in which a page is wanted; undefined stands for plain bytes. */
export type ChooseCoding = (entry: StoredEntry) => Coding | undefined;

/**
 * The published pages, shared by any number of processes, readable without a database: in a folder, or in a bucket.
 * Whatever is read is one whole page, never an older one than was read before.
 */
export abstract class PageStore {
  /**
   * Publishes one page, unless the stored sequence is as high or higher. Throws where it cannot, or on an
   * impossible page; the page that was there then stays whole.
   */
  abstract write(page: StoredPage, options?: WriteOptions): Promise<WriteOutcome>;

  /**
   * Publishes many pages of different paths and leaves their compressed copies to `compress`. A page that cannot be
   * written stops all, before any becomes public. Outcomes in input order.
   */
  abstract writeMany(pages: Iterable<StoredPage> | AsyncIterable<StoredPage>): Promise<WriteOutcome[]>;

  /** Adds compressed copies to a page stored without; `superseded` when that sequence is no longer the stored one. */
  abstract compress(path: string, sequence: number): Promise<'compressed' | 'superseded'>;

  /** The facts of a page, or null where none was ever stored. */
  abstract read(path: string): Promise<StoredEntry | null>;

  /** The facts as they are now: `known` itself where they are still those. */
  abstract look(path: string, known?: StampedEntry): StampedEntry | null | Promise<StampedEntry | null>;

  /** The bytes of exactly this entry, or null when it has been superseded: then read the entry again. */
  abstract readBody(entry: StoredEntry, coding?: Coding): Promise<Buffer | null>;

  /** Facts and bytes of a page that is replaced faster than it can be read; throws when its body is missing for good. */
  abstract readWhole(path: string, choose: ChooseCoding): ReadPage | null | Promise<ReadPage | null>;

  /** Every stored page whose entry can be read, in no order; a page that changes meanwhile appears in one state or the other. */
  abstract scan(): AsyncGenerator<StoredEntry>;

  /** Every path at which a reader finds something, page or not; perhaps twice. */
  abstract paths(): AsyncGenerator<string>;

  /** Takes away all that lies at a path, whatever it is. For what nobody renders: it does not hold against writers. */
  abstract remove(path: string): Promise<void>;

  /** Removes what killed processes left, and answers how many objects. Safe beside running writers. */
  abstract clean(): Promise<number>;

  /** What an operator must know before pages are written there; throws with a sentence where they cannot be. */
  abstract probe(): Promise<string>;
}

/** The store holds this page already, or a later one. */
export function isPast(page: { sequence: number }, stored: StoredEntry | null): boolean {
  return stored !== null && stored.sequence >= page.sequence;
}
