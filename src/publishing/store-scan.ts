import { Inject, Injectable } from '@nestjs/common';
import { Database } from '../platform/database.js';
import type { PageRow } from './page-row.js';
import { PageStore } from './page-store.js';
import { Renderer } from './renderer.js';

/** One way in which the store differs from the facts. */
export interface StoreOffence {
  path: string;
  problem: 'missing' | 'bytes differ' | 'status differs' | 'behind the database' | 'not in the database';
}

/** Holds the store against the database: renders every page that is in no debt again and compares bytes (promise 5). */
@Injectable()
export class StoreScan {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PageStore) private readonly store: PageStore,
    @Inject(Renderer) private readonly renderer: Renderer,
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
    for await (const entry of this.store.scan())
      if (!known.has(entry.path)) found.push({ path: entry.path, problem: 'not in the database' });
    return found;
  }

  private async check(id: string): Promise<StoreOffence['problem'] | undefined> {
    return this.database.snapshot(async (tx) => {
      const page = await tx.one<PageRow & { sequence: number; renderedOn: string | null; owing: boolean }>(
        `select p.id, p.path, p.kind, p.guide_id as "guideId", p.category_id as "categoryId", p.physician_id as "physicianId", p.account_id as "accountId", p.specialty, p.rendered_hash as "renderedHash", p.rendered_on as "renderedOn", p.sequence,
                exists (select 1 from page_debt d where d.page_id = p.id) as owing from page p where p.id = $1`,
        [id],
      );
      if (page.owing || page.sequence === 0) return undefined;
      const entry = await this.store.read(page.path);
      if (!entry) return 'missing';
      if (entry.sequence < page.sequence) return 'behind the database';
      // Rendered again since the snapshot was taken: the next scan judges it.
      if (entry.sequence > page.sequence) return undefined;
      // Figures name the day that they are of: they are judged as of that day, and the sweep sees to it that it is this one.
      const asOf = page.kind === 'policy' ? (page.renderedOn ?? undefined) : undefined;
      const answer = await this.renderer.answer(tx, page, asOf);
      if (entry.status !== answer.status || (entry.location ?? undefined) !== answer.location) return 'status differs';
      const body = await this.store.readBody(entry);
      return body?.equals(answer.body) ? undefined : 'bytes differ';
    });
  }
}
