import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { Database, type Tx } from '../platform/database.js';
import { faultPoint } from '../platform/fault-points.js';
import { Handles, type Delivery } from '../platform/job-handlers.js';
import { Log } from '../platform/log.js';
import { inParallel } from './page-store-disk.js';
import { PageStore } from './page-store.js';
import { RelatedGuides } from './related-guides.js';
import { Renderer } from './renderer.js';

/** Facts after which every page must follow at once, lists and sitemap too: nobody may still find what was taken down. */
const urgent = [
  'guide.held',
  'guide.withdrawn',
  'guide.taken-down',
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
/** So long after a fact its own render is left alone. */
const renderHasMilliseconds = 60_000;
/** Guides whose related guides are chosen anew with one announcement. */
const choicesAtATime = 100;
/** Announcements between two cleanings: ten minutes. */
const cleanEvery = 30;

@Injectable()
export class PublishingJobs implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private untilClean = cleanEvery;
  /** Bulks that run in this process. */
  private bulks = 0;
  /** Pages were paid in bulk since all had their compressed copies. */
  private copiesOwed = false;
  private compressing = false;
  private stopping = false;

  constructor(
    private readonly database: Database,
    private readonly renderer: Renderer,
    private readonly store: PageStore,
    private readonly related: RelatedGuides,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly log: Log,
  ) {}

  /** Owes what a changed publisher configuration changes. Clears what killed writers left, beside the work: it may take a while, and nothing waits for it. */
  async onApplicationBootstrap(): Promise<void> {
    if (this.config.role === 'web') return;
    await this.renderer.oweChangedLooks();
    this.clean();
  }

  /** Copies of thousands of pages take a minute: nobody waits for them to stop. */
  beforeApplicationShutdown(): void {
    this.stopping = true;
  }

  /** The guide's own pages now, those of other guides and the lists with the next announcement, unless the fact is urgent. */
  @Handles('publishing.render')
  async render(delivery: Delivery): Promise<void> {
    const pages = await this.database.rows<{ id: string }>(
      `select distinct p.id, p.kind not in ('guide', 'physician') as later, p.physician_id is null as beside from event e
         join page_debt d on d.cause = 'event:' || e.id
         join page p on p.id = d.page_id
        where e.id = $1 and (e.subject_id in (p.guide_id, p.physician_id) or e.name = any ($2))
        order by later, beside, p.id`,
      [delivery.eventId, urgent],
    );
    // A member may stand on thousands of pages: the profile goes at once, all but the last of the others in bulk.
    if (pages.length > fewPages) {
      for (const profile of pages.splice(0, 1)) await this.renderer.pay(profile.id);
      await this.payInBulk(pages.splice(0, pages.length - 1).map(({ id }) => id));
    }
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
    await this.related.chooseDue(choicesAtATime);
    await this.payThese(await this.owing(new Date(this.clock.now().getTime() - renderHasMilliseconds)));
    this.untilClean -= 1;
    if (this.untilClean > 0) return;
    // A process that was stopping as this one started may have paid with what it knew.
    await this.renderer.oweChangedLooks();
    this.clean();
  }

  // A leftover is known once its page's sequence has passed it: never at the start that follows the kill.
  private clean(): void {
    this.untilClean = cleanEvery;
    this.store.clean().catch((error: unknown) => {
      this.log.warn({ error }, 'the page store could not be cleaned');
    });
  }

  /** Answers how many pages were in debt. */
  async payAll(): Promise<number> {
    await this.related.chooseDue(Number.MAX_SAFE_INTEGER);
    return this.payThese(await this.owing());
  }

  private async payThese(ids: string[]): Promise<number> {
    if (ids.length > fewPages) await this.payInBulk(ids);
    else for (const id of ids) await this.renderer.pay(id);
    await this.compressMissing();
    return ids.length;
  }

  /** One HTML file a page, flushed once a batch; compressed copies follow with the next announcement. */
  async payInBulk(ids?: string[]): Promise<number> {
    const pages = ids ?? (await this.owing());
    const starts = Array.from({ length: Math.ceil(pages.length / batchPages) }, (_, batch) => batch * batchPages);
    this.bulks += 1;
    this.copiesOwed = true;
    try {
      await inParallel(
        starts,
        async (from) => {
          await this.renderer.payMany(pages.slice(from, from + batchPages));
        },
        lanes,
      );
    } finally {
      this.bulks -= 1;
    }
    return pages.length;
  }

  /**
   * Pages in debt; of facts since `spared` not those whose own render goes well: taken up twice, each would wait for the other's locks.
   * Pages that stand before any fact owes them, as those for applicants, of specialties and of policies, are owed until they were rendered once.
   */
  private async owing(spared: Date | null = null): Promise<string[]> {
    await this.database.run(
      `insert into page_debt (page_id, cause, at) select p.id, 'first', $1 from page p
        where p.kind in ('apply', 'specialty', 'index', 'policy', 'corrections') and p.rendered_at is null and not exists (select 1 from page_debt d where d.page_id = p.id)`,
      [this.clock.now()],
    );
    const rows = await this.database.rows<{ id: string }>(
      `select page_id as id from page_debt d
        where not exists (select 1 from outbox o where o.job = 'publishing.render' and o.done_at is null and o.dead_at is null and o.failure is null and o.created_at > $1
          and d.cause = 'event:' || o.event_id)
        group by page_id order by min(id)`,
      [spared ?? 'infinity'],
    );
    return rows.map((row) => row.id);
  }

  private async compressMissing(): Promise<void> {
    if (!this.copiesOwed || this.compressing) return;
    this.compressing = true;
    this.copiesOwed = false;
    let whole = false;
    try {
      whole = await this.compressAll();
    } finally {
      this.compressing = false;
      this.copiesOwed ||= !whole;
    }
  }

  /** Answers false where it gave way to a bulk that began meanwhile, or to the end of the process. */
  private async compressAll(): Promise<boolean> {
    for await (const entry of this.store.scan()) {
      if (this.stopping || this.bulks > 0) return false;
      if (
        entry.status === 200 &&
        entry.size > 0 &&
        Object.keys(entry.codings).length === 0 &&
        !entry.path.startsWith('/images/')
      ) {
        await this.store.compress(entry.path, entry.sequence);
      }
    }
    return true;
  }
}
