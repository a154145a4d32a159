import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database.js';
import { faultPoint } from '../platform/fault-points.js';
import { Handles, type Delivery } from '../platform/job-handlers.js';
import { PageStore } from './page-store.js';
import { Renderer } from './renderer.js';

/** Facts after which every page must follow at once, lists and sitemap too: nobody may still find what was taken down. */
const urgent = new Set(['guide.held', 'guide.withdrawn', 'guide.archived', 'guide.taken-down', 'guide.renamed']);
/** Pages a transaction in bulk work; above this a round of announcements works in bulk. */
const batch = 100;

@Injectable()
export class PublishingJobs {
  constructor(
    private readonly database: Database,
    private readonly renderer: Renderer,
    private readonly store: PageStore,
  ) {}

  /** The guide's own pages now, those of other guides and the lists with the next announcement, unless the fact is urgent. */
  @Handles('publishing.render')
  async render(delivery: Delivery): Promise<void> {
    faultPoint('before-effect');
    const pages = await this.database.rows<{ id: string }>(
      `select distinct p.id, p.kind <> 'guide' as later from event e
         join page_debt d on d.cause = 'event:' || e.id
         join page p on p.id = d.page_id
        where e.id = $1 and (p.guide_id = e.subject_id or (e.name = any ($2)))
        order by later, p.id`,
      [delivery.eventId, [...urgent]],
    );
    const last = pages.pop();
    for (const page of pages) await this.renderer.pay(page.id);
    if (last) await this.renderer.pay(last.id, (tx) => delivery.done(tx));
    else await this.database.transaction((tx) => delivery.done(tx));
  }

  /** Everything still in debt, oldest first; many pages in bulk, their compressed copies afterwards. */
  @Handles('publishing.announce')
  async announce(): Promise<void> {
    await this.payAll();
  }

  /** Answers how many pages were in debt. */
  async payAll(): Promise<number> {
    const owing = await this.database.rows<{ id: string }>(
      'select page_id as id from page_debt group by page_id order by min(id)',
    );
    const ids = owing.map((page) => page.id);
    if (ids.length <= batch) {
      for (const id of ids) await this.renderer.pay(id);
      return ids.length;
    }
    for (let from = 0; from < ids.length; from += batch) await this.renderer.payMany(ids.slice(from, from + batch));
    await this.compressMissing();
    return ids.length;
  }

  private async compressMissing(): Promise<void> {
    for await (const entry of this.store.scan()) {
      if (
        entry.status === 200 &&
        entry.size > 0 &&
        Object.keys(entry.codings).length === 0 &&
        !entry.path.startsWith('/images/')
      ) {
        await this.store.compress(entry.path, entry.sequence);
      }
    }
  }
}
