import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { Database, type Tx } from '../platform/database.js';
import { faultPoint } from '../platform/fault-points.js';
import { Handles, type Delivery } from '../platform/job-handlers.js';
import { Log } from '../platform/log.js';
import { inParallel } from './page-store-disk.js';
import { PageStore } from './page-store.js';
import { Renderer } from './renderer.js';

/** Facts after which every page must follow at once, lists and sitemap too: nobody may still find what was taken down. */
const urgent = [
  'guide.held',
  'guide.withdrawn',
  'guide.archived',
  'guide.renamed',
  'physician.suspended',
  'physician.paused',
  'physician.left',
  'physician.terminated',
];
/** Pages a transaction in bulk work: one flush each. */
export const batchPages = 400;
/** Batches at a time: one is rendered while the other waits for the disk. */
const lanes = 2;
/** Up to this many pages in debt are rendered one by one, each whole with its compressed copies. */
const fewPages = 60;
/** Announcements between two cleanings: ten minutes. */
const cleanEvery = 30;

@Injectable()
export class PublishingJobs implements OnApplicationBootstrap {
  private untilClean = cleanEvery;

  constructor(
    private readonly database: Database,
    private readonly renderer: Renderer,
    private readonly store: PageStore,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly log: Log,
  ) {}

  /** Clears what killed writers left, beside the work: it may take a while, and nothing waits for it. */
  onApplicationBootstrap(): void {
    if (this.config.role !== 'web') this.clean();
  }

  /** The guide's own pages now, those of other guides and the lists with the next announcement, unless the fact is urgent. */
  @Handles('publishing.render')
  async render(delivery: Delivery): Promise<void> {
    const pages = await this.database.rows<{ id: string }>(
      `select distinct p.id, p.kind not in ('guide', 'physician') as later from event e
         join page_debt d on d.cause = 'event:' || e.id
         join page p on p.id = d.page_id
        where e.id = $1 and (e.subject_id in (p.guide_id, p.physician_id) or e.name = any ($2))
        order by later, p.id`,
      [delivery.eventId, urgent],
    );
    // A member may stand on thousands of pages: all but the last go in bulk.
    if (pages.length > fewPages) await this.payInBulk(pages.splice(0, pages.length - 1).map(({ id }) => id));
    const last = pages.pop();
    for (const page of pages) await this.renderer.pay(page.id);
    if (last) await this.renderer.pay(last.id, (tx) => this.finish(tx, delivery));
    else await this.database.transaction((tx) => delivery.done(tx));
  }

  private async finish(tx: Tx, delivery: Delivery): Promise<void> {
    await delivery.done(tx);
    faultPoint('during-effect', 'publishing.render');
  }

  /** Everything still in debt, oldest first; many pages in bulk, their compressed copies afterwards. */
  @Handles('publishing.announce')
  async announce(): Promise<void> {
    await this.payAll();
    this.untilClean -= 1;
    if (this.untilClean <= 0) this.clean();
  }

  // A leftover is known once its page's sequence has passed it: never at the start that follows the kill.
  private clean(): void {
    this.untilClean = cleanEvery;
    this.store.clean().catch((error: unknown) => {
      this.log.warn({ error }, 'the page store could not be cleaned');
    });
  }

  /** Answers how many pages were in debt. Pages that stand before any fact owes them, for applicants and of specialties, are owed until they were rendered once. */
  async payAll(): Promise<number> {
    await this.database.run(
      `insert into page_debt (page_id, cause, at) select p.id, 'first', $1 from page p
        where p.kind in ('apply', 'specialty') and p.rendered_at is null and not exists (select 1 from page_debt d where d.page_id = p.id)`,
      [this.clock.now()],
    );
    const ids = await this.owing();
    if (ids.length > fewPages) return this.payInBulk(ids, { compress: true });
    for (const id of ids) await this.renderer.pay(id);
    return ids.length;
  }

  /** One HTML file a page, flushed once a batch; compressed copies follow where asked for. */
  async payInBulk(ids?: string[], { compress = false } = {}): Promise<number> {
    const pages = ids ?? (await this.owing());
    const starts = Array.from({ length: Math.ceil(pages.length / batchPages) }, (_, batch) => batch * batchPages);
    await inParallel(
      starts,
      async (from) => {
        await this.renderer.payMany(pages.slice(from, from + batchPages));
      },
      lanes,
    );
    if (compress) await this.compressMissing();
    return pages.length;
  }

  private async owing(): Promise<string[]> {
    const rows = await this.database.rows<{ id: string }>(
      'select page_id as id from page_debt group by page_id order by min(id)',
    );
    return rows.map((row) => row.id);
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
