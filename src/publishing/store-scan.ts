import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Database, type Tx } from '../platform/database.js';
import type { PageAnswer, PageRow } from './page-row.js';
import { entryOf } from './page-store-inspect.js';
import { PageStore } from './page-store.js';
import { answerHash, Renderer } from './renderer.js';
import { newsPath } from './sitemap-answers.js';

/** What the promises grant a change by time alone. */
const sweepMilliseconds = 15 * 60_000;

/** One way in which the store differs from the facts. */
export interface StoreOffence {
  path: string;
  problem: 'missing' | 'damaged' | 'bytes differ' | 'status differs' | 'behind the database' | 'not in the database';
}

/** Holds the store against the database: renders every page that is in no debt again and compares bytes (promise 5). */
@Injectable()
export class StoreScan {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PageStore) private readonly store: PageStore,
    @Inject(Renderer) private readonly renderer: Renderer,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async offences(): Promise<StoreOffence[]> {
    const found: StoreOffence[] = [];
    const known = new Set<string>();
    const pages = await this.database.rows<{ id: string; path: string }>('select id, path from page order by path');
    for (const { id, path } of pages) {
      known.add(path);
      const problem = await this.check(id);
      if (problem) found.push({ path, problem });
    }
    for (const path of await this.strangers(known)) found.push({ path, problem: 'not in the database' });
    return found;
  }

  /** Takes away what is no page of ours, and what stands for one and cannot be read: that page is missing then. Answers how many. */
  async removeForeign(): Promise<number> {
    const pages = await this.database.rows<{ path: string }>('select path from page');
    const foreign = await this.strangers(new Set(pages.map(({ path }) => path)));
    const readable = new Set(foreign);
    for await (const { path } of this.store.scan()) readable.add(path);
    for await (const path of this.store.paths())
      if (!readable.has(path) && (await entryOf(this.store, path)) === 'damaged') foreign.push(path);
    for (const path of foreign) await this.store.remove(path);
    return foreign.length;
  }

  /** Paths of the store that are not `known`, nor pages that came into being since. */
  private async strangers(known: ReadonlySet<string>): Promise<string[]> {
    const unknown = new Set<string>();
    for await (const path of this.store.paths()) if (!known.has(path)) unknown.add(path);
    const young = await this.database.rows<{ path: string }>('select path from page where path = any ($1)', [
      [...unknown],
    ]);
    for (const { path } of young) unknown.delete(path);
    return [...unknown];
  }

  private async check(id: string): Promise<StoreOffence['problem'] | undefined> {
    return this.database.snapshot(async (tx) => {
      const page = await tx.one<
        PageRow & { sequence: number; owing: boolean; renderedOn: string | null; renderedAt: Date | null }
      >(
        `select p.id, p.path, p.kind, p.guide_id as "guideId", p.category_id as "categoryId", p.physician_id as "physicianId", p.account_id as "accountId", p.specialty, p.rendered_hash as "renderedHash", p.sequence, p.rendered_on as "renderedOn", p.rendered_at as "renderedAt",
                exists (select 1 from page_debt d where d.page_id = p.id) as owing from page p where p.id = $1`,
        [id],
      );
      if (page.owing || page.sequence === 0) return undefined;
      const entry = await entryOf(this.store, page.path);
      if (entry === 'damaged') return 'damaged';
      if (!entry) return 'missing';
      if (entry.sequence < page.sequence) return 'behind the database';
      // Rendered again since the snapshot was taken: the next scan judges it.
      if (entry.sequence > page.sequence) return undefined;
      // Figures name the day that they are of: they are judged as of that day, and the sweep sees to it that it is this one.
      const asOf = page.kind === 'policy' && page.renderedOn ? { today: page.renderedOn } : {};
      const answer = await this.renderer.answer(tx, page, asOf);
      if (entry.status !== answer.status || (entry.location ?? undefined) !== answer.location) return 'status differs';
      // Drawn bytes are held against the index by the inspection of the store.
      if (answer.drawn) return page.renderedHash === answerHash(answer) ? undefined : 'bytes differ';
      const body = await this.store.readBody(entry);
      if (body?.equals(answer.body)) return undefined;
      const before = page.path === newsPath && page.renderedAt ? await this.earlier(tx, page, page.renderedAt) : null;
      return before && body?.equals(before.body) ? undefined : 'bytes differ';
    });
  }

  /** News grow old between two sweeps: what was right when it was rendered is right for so long. */
  private earlier(tx: Tx, page: PageRow, renderedAt: Date): Promise<PageAnswer> {
    const granted = this.clock.now().getTime() - sweepMilliseconds;
    return this.renderer.answer(tx, page, { now: new Date(Math.max(renderedAt.getTime(), granted)) });
  }
}
