import { isPagePath } from './page-store-paths.js';
import type { Coding, StoredEntry } from './page-store-entry.js';
import { readPageNow, type ReadPage } from './page-store-read.js';
import type { PageStore } from './page-store.js';

/** One state of a page, with the bytes that were asked for so far. */
export interface CachedPage {
  entry: StoredEntry;
  stamp: string;
  bodies: Map<Coding | 'plain', Buffer>;
}

/** What a page costs in memory beside its bytes, roughly. */
const overhead = 2048;

/** After so many reads that a write overtook, a page is read without letting go in between. */
const tries = 3;

/**
 * Keeps the hottest pages in memory. Every look-up asks the store for the page's stamp, so a change by any
 * process shows at once; a hot page costs that one `stat`.
 */
export class PageCache {
  private readonly pages = new Map<string, CachedPage>();
  private bytes = 0;

  constructor(
    private readonly store: PageStore,
    private readonly maxBytes: number,
  ) {}

  /** The facts of a page and the bytes in the coding chosen for them; null for an unknown page. */
  async load(path: string, choose: (entry: StoredEntry) => Coding | undefined): Promise<ReadPage | null> {
    if (!isPagePath(path)) return null;
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const page = await this.current(path);
      if (page === null) return null;
      const coding = choose(page.entry);
      const body = page.bodies.get(coding ?? 'plain') ?? (await this.readBody(page, coding));
      if (body !== null) return { entry: page.entry, coding, body };
      this.forget(path);
    }
    return readPageNow(this.store.root, path, choose);
  }

  private async current(path: string): Promise<CachedPage | null> {
    const stamp = this.store.stamp(path);
    const cached = this.pages.get(path);
    if (stamp !== null && cached?.stamp === stamp) {
      this.pages.delete(path);
      this.pages.set(path, cached);
      return cached;
    }
    this.forget(path);
    // Stamped before it was read: at worst the facts are newer than the stamp, and are read once more.
    const entry = stamp === null ? null : await this.store.read(path);
    if (stamp === null || entry === null) return null;
    const page = { entry, stamp, bodies: new Map<Coding | 'plain', Buffer>() };
    this.forget(path);
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
