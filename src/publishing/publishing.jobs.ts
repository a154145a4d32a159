import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { Database, type Tx } from '../platform/database.js';
import { faultPoint } from '../platform/fault-points.js';
import { Handles, type Delivery } from '../platform/job-handlers.js';
import { Log } from '../platform/log.js';
import { inParallel } from './page-store-disk.js';
import { UnfencedBucket } from './bucket-store.js';
import { PageCopies } from './page-copies.js';
import { PageStore } from './page-store.js';
import { RelatedGuides } from './related-guides.js';
import { Purges } from './purges.service.js';
import { Renderer } from './renderer.js';
import { oweNews } from './sitemap-answers.js';
import { Submissions } from './submissions.service.js';

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
/** Publications of which the same is true. */
const urgentKinds = ['notice', 'correction', 'revert'];
/** Pages a transaction in bulk work: one flush each. */
export const batchPages = 400;
/** Batches at a time: one is rendered while the other waits for the disk. */
const lanes = 2;
/** Up to this many pages in debt are rendered one by one, each whole with its compressed copies. */
const fewPages = 60;
/** Share images that one announcement draws: a few seconds. */
const cardsAtOnce = 150;
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
  private readonly copies: PageCopies;
  private stopping = false;

  constructor(
    private readonly database: Database,
    private readonly renderer: Renderer,
    private readonly store: PageStore,
    private readonly related: RelatedGuides,
    private readonly purges: Purges,
    private readonly submissions: Submissions,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly log: Log,
  ) {
    this.copies = new PageCopies(store);
  }

  /** Owes what a changed publisher configuration changes. Clears what killed writers left, beside the work: it may take a while, and nothing waits for it. */
  async onApplicationBootstrap(): Promise<void> {
    if (this.config.role === 'web') return;
    await this.refuseUnfenced();
    await this.renderer.oweChangedLooks();
    await this.submissions.oweKeyFile();
    this.clean();
  }

  /** A store that is away may come back; one that lets pages go back is never written. */
  private async refuseUnfenced(): Promise<void> {
    await this.store.probe().catch((error: unknown) => {
      if (error instanceof UnfencedBucket) throw error;
      this.log.error({ error }, 'the page store cannot be written: see doctor');
    });
  }

  /** Copies of thousands of pages take a minute: nobody waits for them to stop. */
  beforeApplicationShutdown(): void {
    this.stopping = true;
  }

  /** The guide's own pages now, those of other guides and the lists with the next announcement, unless the fact is urgent. */
  @Handles('publishing.render')
  async render(delivery: Delivery): Promise<void> {
    const { cause, isUrgent } = await this.factOf(delivery);
    const { own, others } = await this.owedBy(delivery, isUrgent);
    // A member may stand on thousands of pages: the profile goes at once, all but the last of the others in bulk.
    for (const id of own) await this.renderer.pay(id);
    // Nobody may find in a cache what was taken down: before all other pages, and again at the end.
    if (isUrgent) await this.purges.payFor(cause);
    if (others.length > fewPages) await this.payInBulk(others.splice(0, others.length - 1));
    const last = isUrgent && this.config.cdn ? undefined : others.pop();
    for (const id of others) await this.renderer.pay(id);
    if (isUrgent) await this.purges.payFor(cause);
    if (last) await this.renderer.pay(last, (tx) => this.finish(tx, delivery));
    else await this.database.transaction((tx) => delivery.done(tx));
  }

  private async factOf({ eventId }: Delivery): Promise<{ cause: string; isUrgent: boolean }> {
    const fact = await this.database.first<{ isUrgent: boolean }>(
      `select name = any ($2) or coalesce(payload ->> 'kind', '') = any ($3) as "isUrgent" from event where id = $1`,
      [eventId, urgent, urgentKinds],
    );
    return { cause: `event:${eventId ?? 0}`, isUrgent: fact?.isUrgent ?? false };
  }

  /** Pages that a fact still owes: first those of its subject, a member's profile alone; share images wait unless they must go. */
  private async owedBy({ eventId }: Delivery, isUrgent: boolean): Promise<{ own: string[]; others: string[] }> {
    const pages = await this.database.rows<{ id: string; isOwn: boolean }>(
      `select distinct p.id, p.kind not in ('guide', 'physician') as later, p.physician_id is null as beside,
              p.kind in ('guide', 'physician') and e.subject_id in (p.guide_id, p.physician_id) as "isOwn" from event e
         join page_debt d on d.cause = 'event:' || e.id
         join page p on p.id = d.page_id
        where e.id = $1 and (e.subject_id in (p.guide_id, p.physician_id) and p.kind <> 'card' or $2)
        order by later, beside, p.id`,
      [eventId, isUrgent],
    );
    const own = pages.filter(({ isOwn }) => isOwn).map(({ id }) => id);
    return { own, others: pages.filter(({ isOwn }) => !isOwn).map(({ id }) => id) };
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
    await this.tellOthers();
    await this.drawCards(cardsAtOnce);
    this.untilClean -= 1;
    if (this.untilClean > 0) return;
    // A process that was stopping as this one started may have paid with what it knew.
    await this.renderer.oweChangedLooks();
    this.clean();
  }

  /** What fails is owed still, and told again with the next announcement. */
  private async tellOthers(): Promise<void> {
    await this.purges.payDue().catch((error: unknown) => {
      this.log.warn({ error }, 'pages could not be purged, will be tried again');
    });
    await this.submissions.payDue();
  }

  /**
   * Share images that are owed, one by one: each takes the processor for longer than a page, and pages go first. One that cannot be drawn
   * holds up no other. Answers how many were in debt.
   */
  private async drawCards(most: number): Promise<number> {
    const cards = await this.database.rows<{ id: string }>(
      `select d.page_id as id from page_debt d join page p on p.id = d.page_id and p.kind = 'card' group by d.page_id order by min(d.id) limit $1`,
      [most],
    );
    for (const { id } of cards) {
      if (this.stopping || this.bulks > 0) break;
      await this.renderer.pay(id).catch((error: unknown) => {
        this.log.warn({ error, page: id }, 'a share image could not be drawn, will be tried again');
      });
    }
    return cards.length;
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
    return (await this.payThese(await this.owing())) + (await this.drawCards(2_147_483_647));
  }

  private async payThese(ids: string[]): Promise<number> {
    if (ids.length > fewPages) await this.payInBulk(ids);
    else for (const id of ids) await this.renderer.pay(id);
    await this.copies.makeMissing(() => this.stopping || this.bulks > 0);
    return ids.length;
  }

  /** One HTML file a page, flushed once a batch; compressed copies follow with the next announcement. */
  async payInBulk(ids?: string[]): Promise<number> {
    const pages = ids ?? (await this.owing());
    const starts = Array.from({ length: Math.ceil(pages.length / batchPages) }, (_, batch) => batch * batchPages);
    this.bulks += 1;
    this.copies.owed = true;
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
   * Pages that stand before any fact owes them, as those for applicants, of policies and for machines, are owed until they were rendered once.
   */
  private async owing(spared: Date | null = null): Promise<string[]> {
    await this.database.run(
      `insert into page_debt (page_id, cause, at) select p.id, 'first', $1 from page p
        where p.kind in ('apply', 'specialty', 'index', 'policy', 'corrections', 'sitemap', 'feed') and p.rendered_at is null and not exists (select 1 from page_debt d where d.page_id = p.id)`,
      [this.clock.now()],
    );
    await this.database.run(oweNews, [this.clock.now()]);
    const rows = await this.database.rows<{ id: string }>(
      `select page_id as id from page_debt d join page p on p.id = d.page_id and p.kind <> 'card'
        where not exists (select 1 from outbox o where o.job = 'publishing.render' and o.done_at is null and o.dead_at is null and o.failure is null and o.created_at > $1
          and d.cause = 'event:' || o.event_id)
        group by page_id order by min(d.id)`,
      [spared ?? 'infinity'],
    );
    return rows.map((row) => row.id);
  }
}
