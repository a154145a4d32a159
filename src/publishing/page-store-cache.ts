import { isPagePath } from './page-store-paths.js';
import type { Coding } from './page-store-entry.js';
import type { ReadPage } from './page-store-read.js';
import type { ChooseCoding, PageStore, StampedEntry } from './page-store.js';

/** One state of a page, with the bytes that were asked for so far. */
export interface CachedPage extends StampedEntry {
  bodies: Map<Coding | 'plain', Buffer>;
}

/** What a page costs in memory beside its bytes, roughly. */
const overhead = 2048;

/** After so many reads that a write overtook, a page is read without letting go in between. */
const tries = 3;

/**
 * Keeps the hottest pages in memory. Every look-up asks the store whether the page is still the one known, so a change
 * by any process shows at once; a hot page costs one `stat`, or one conditional request to the bucket.
 *
 * Requests that are read in one turn of the event loop share the `stat` of the first: all had arrived before it was made.
 */
export class PageCache {
  private readonly pages = new Map<string, CachedPage>();
  /** Pages that the store was asked about in this turn, and answered in it. */
  private readonly current = new Set<CachedPage>();
  private bytes = 0;

  constructor(
    private readonly store: PageStore,
    private readonly maxBytes: number,
  ) {}

  /** What was looked at in this turn and lies in memory; null says nothing. */
  loadNow(path: string, choose: ChooseCoding): ReadPage | null {
    const page = this.pages.get(path);
    if (page === undefined || !this.current.has(page)) return null;
    const coding = choose(page.entry);
    const body = page.bodies.get(coding ?? 'plain');
    return body === undefined ? null : { entry: page.entry, coding, body };
  }

  /** The facts of a page and the bytes in the coding chosen for them; null for an unknown page. */
  async load(path: string, choose: ChooseCoding): Promise<ReadPage | null> {
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const known = this.pages.get(path);
      if (known === undefined && !isPagePath(path)) return null;
      const page = await this.look(path, known);
      if (page === null) return null;
      const coding = choose(page.entry);
      const body = page.bodies.get(coding ?? 'plain') ?? (await this.readBody(page, coding));
      if (body !== null) return { entry: page.entry, coding, body };
      this.forget(path);
    }
    return this.store.readWhole(path, choose);
  }

  private async look(path: string, known: CachedPage | undefined): Promise<CachedPage | null> {
    const answer = this.store.look(path, known);
    const found = answer instanceof Promise ? await answer : answer;
    if (known !== undefined && found === known) {
      if (found === answer) this.keepForThisTurn(known);
      // The one used last stands last; another request may have put a newer one in its place.
      if (this.pages.get(path) === known && this.pages.delete(path)) this.pages.set(path, known);
      return known;
    }
    this.forget(path);
    if (found === null) return null;
    const page = { ...found, bodies: new Map<Coding | 'plain', Buffer>() };
    this.pages.set(path, page);
    return page;
  }

  private keepForThisTurn(page: CachedPage): void {
    if (this.current.size === 0) setImmediate(() => this.current.clear());
    this.current.add(page);
  }

  private async readBody(page: CachedPage, coding: Coding | undefined): Promise<Buffer | null> {
    const body = await this.store.readBody(page.entry, coding);
    if (body === null || this.pages.get(page.entry.path) !== page) return body;
    const known = page.bodies.has(coding ?? 'plain');
    page.bodies.set(coding ?? 'plain', body);
    if (!known) this.bytes += body.length + overhead;
    this.evict();
    return body;
  }

  private evict(): void {
    for (const path of this.pages.keys()) {
      if (this.bytes <= this.maxBytes) return;
      this.forget(path);
    }
  }

  private forget(path: string): void {
    for (const body of this.pages.get(path)?.bodies.values() ?? []) this.bytes -= body.length + overhead;
    this.pages.delete(path);
  }
}
