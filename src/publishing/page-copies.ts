import type { PageStore } from './page-store.js';

/** The compressed copies that bulk work leaves to later. */
export class PageCopies {
  /** Pages were paid in bulk since all had their copies. */
  owed = false;
  private atWork = false;

  constructor(private readonly store: PageStore) {}

  /** Makes the copies that are missing; gives way, and goes on with the next call, once `mustStop` says so. */
  async makeMissing(mustStop: () => boolean): Promise<void> {
    if (!this.owed || this.atWork) return;
    this.atWork = true;
    this.owed = false;
    let whole = false;
    try {
      whole = await this.makeAll(mustStop);
    } finally {
      this.atWork = false;
      this.owed ||= !whole;
    }
  }

  /** Answers false where it gave way. */
  private async makeAll(mustStop: () => boolean): Promise<boolean> {
    for await (const entry of this.store.scan()) {
      if (mustStop()) return false;
      const { status, size, codings, contentType, path, sequence } = entry;
      if (status !== 200 || size === 0 || Object.keys(codings).length > 0 || contentType.startsWith('image/')) continue;
      await this.store.compress(path, sequence);
    }
    return true;
  }
}
