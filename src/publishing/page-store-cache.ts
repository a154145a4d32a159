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
 */
export class PageCache {
  private readonly pages = new Map<string, CachedPage>();
  private bytes = 0;

  constructor(
    private readonly store: PageStore,
    private readonly maxBytes: number,
  ) {}

  /** The facts of a page and the bytes in the coding chosen for them; null for an unknown page. */
  async load(path: string, choose: ChooseCoding): Promise<ReadPage | null> {
    if (!isPagePath(path)) return null;
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const page = await this.current(path);
      if (page === null) return null;
      const coding = choose(page.entry);
      const body = page.bodies.get(coding ?? 'plain') ?? (await this.readBody(page, coding));
      if (body !== null) return { entry: page.entry, coding, body };
      this.forget(path);
    }
    return this.store.readWhole(path, choose);
  }

  private async current(path: string): Promise<CachedPage | null> {
    const cached = this.pages.get(path);
    const found = await this.store.look(path, cached);
    if (found !== null && found === cached) {
      // The one used last stands last; another request may have put a newer one in its place.
      if (this.pages.get(path) === cached && this.pages.delete(path)) this.pages.set(path, cached);
      return cached;
    }
    this.forget(path);
    if (found === null) return null;
    const page = { ...found, bodies: new Map<Coding | 'plain', Buffer>() };
    this.pages.set(path, page);
    return page;
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
