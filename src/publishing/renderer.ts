import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { civilDate } from '../platform/civil-date.js';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { Database, type Tx } from '../platform/database.js';
import type { PublisherView } from '../site/index.js';
import { cardAnswer } from './card-answer.js';
import { feedAnswer, robotsAnswer } from './feed-answers.js';
import { freshnessAnswer } from './freshness-answer.js';
import { guideAnswer } from './guide-answer.js';
import { readGuideFacts, type GuidePageFacts } from './guide-facts.js';
import { indexAnswer } from './index-answers.js';
import { categoryAnswer, homeAnswer, imageAnswer } from './list-answers.js';
import { isFindable, oweOthers, type PaidDebt } from './owed-to-others.js';
import type { PageAnswer, PageRow } from './page-row.js';
import { applyAnswer, physicianAnswer } from './physician-answers.js';
import { correctionsAnswer, policyAnswer } from './policy-answers.js';
import { publisherSite, type PublisherSite } from './publisher-site.js';
import { keysOf } from './page-keys.js';
import { PageStore } from './page-store.js';
import type { StoredPage } from './page-store-entry.js';
import { reviewerAnswer } from './reviewer-answers.js';
import { sitemapAnswer, type RenderMoment } from './sitemap-answers.js';
import { specialtyAnswer } from './specialty-answer.js';

/** With the sequence that it takes if its bytes moved. */
type LockedPage = PageRow & { next: number };
type Rendered = { page: LockedPage; answer: PageAnswer; keys: string[]; hash: string };
/** What is left of a rendered page once its bytes lie in the store. */
type Settled = { page: LockedPage; hash: string; moved: boolean; findable: boolean };

/** Pages whose facts and bytes are in memory at a time. */
const atATime = 10;

const columns = `p.id, p.path, p.kind, p.guide_id as "guideId", p.category_id as "categoryId", p.physician_id as "physicianId", p.account_id as "accountId", p.specialty, p.rendered_hash as "renderedHash"`;

/**
 * Turns debt into pages. Under the page's lock: the next sequence, then the debt, then the facts (so facts are never older than
 * the debt they pay), then the store, then exactly the debt that was read is deleted. The lock is held until the file is in place.
 */
@Injectable()
export class Renderer {
  readonly publisher: PublisherView;
  private readonly site: PublisherSite;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PageStore) private readonly store: PageStore,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Config) private readonly config: Config,
  ) {
    this.site = publisherSite(config.publisher, config.publicUrl);
    this.publisher = this.site.view;
  }

  /** Puts every page in debt that was rendered with another publisher configuration or frame, and the publisher's own pictures that have no page yet. */
  async oweChangedLooks(): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.owePages(tx, [...this.site.images.keys()], []);
      await tx.run(
        `insert into page_debt (page_id, cause, at) select p.id, 'looks', $2 from page p
          where p.rendered_at is not null and p.rendered_with is distinct from $1
            and not exists (select 1 from page_debt d where d.page_id = p.id and d.cause = 'looks')`,
        [this.site.look, this.clock.now()],
      );
    });
  }

  /** Pays the debt of one page; `last` runs in the same transaction. Nothing owed and no `last`: nothing happens. */
  async pay(pageId: string, last?: (tx: Tx) => Promise<void>): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.payLocked(tx, await this.lock(tx, [pageId], ''), { bulk: false });
      await last?.(tx);
    });
  }

  /** Pays many pages in one transaction, one file each, flushed once; compressed copies are made by {@link compress}. Pages locked elsewhere are passed over. */
  async payMany(pageIds: readonly string[]): Promise<number> {
    return this.database.transaction(async (tx) => {
      const pages = await this.lock(tx, pageIds, 'skip locked');
      await this.payLocked(tx, pages, { bulk: true });
      return pages.length;
    });
  }

  /** What a page would answer now, or at another moment; for the scan, which compares it with the store. */
  async answer(tx: Tx, page: PageRow, moment: Partial<RenderMoment> = {}): Promise<PageAnswer> {
    const { now = this.clock.now(), today = this.today() } = moment;
    const guides = page.guideId ? await readGuideFacts(tx, [page.guideId], today) : new Map<string, GuidePageFacts>();
    return this.answerFor(tx, page, guides, { now, today });
  }

  /** NO KEY: a stronger lock would hold up every transition that puts one of these pages in debt, since debt refers to its page. */
  private async lock(tx: Tx, pageIds: readonly string[], whenLocked: '' | 'skip locked'): Promise<LockedPage[]> {
    return tx.rows<LockedPage>(
      `select locked.*, nextval('page_sequence') as next
         from (select ${columns} from page p where p.id = any ($1) order by p.id for no key update of p ${whenLocked}) locked`,
      [pageIds],
    );
  }

  private async payLocked(tx: Tx, pages: LockedPage[], { bulk }: { bulk: boolean }): Promise<void> {
    if (pages.length === 0) return;
    const debts = await tx.rows<PaidDebt>(
      'select id, page_id as "pageId", cause from page_debt where page_id = any ($1)',
      [pages.map((page) => page.id)],
    );
    const owing = new Set(debts.map((debt) => debt.pageId));
    const due = pages.filter((page) => owing.has(page.id));
    if (due.length === 0) return;
    const settled: Settled[] = [];
    const moved = this.moved(tx, due, settled);
    await (bulk ? this.putMany(tx, moved) : this.put(tx, moved));
    await this.settle(
      tx,
      settled,
      debts.map((debt) => debt.id),
    );
    const moves = settled.filter((each) => each.moved);
    await oweOthers(tx, this.config, { moves, debts, at: this.clock.now() });
  }

  /** Renders page after page; yields those whose bytes moved, and notes all in `settled`. */
  private async *moved(tx: Tx, due: LockedPage[], settled: Settled[]): AsyncGenerator<Rendered> {
    for (let from = 0; from < due.length; from += atATime) {
      for (const each of await this.renderAll(tx, due.slice(from, from + atATime))) {
        const { page, hash } = each;
        const moved = page.renderedHash !== hash;
        settled.push({ page, hash, moved, findable: moved && isFindable(page, each.answer) });
        if (moved) yield each;
      }
    }
  }

  private async renderAll(tx: Tx, pages: LockedPage[]): Promise<Rendered[]> {
    const today = this.today();
    const guides = await readGuideFacts(tx, [...new Set(pages.flatMap((page) => page.guideId ?? []))], today);
    const rendered: Rendered[] = [];
    for (const page of pages) {
      const answer = await this.answerFor(tx, page, guides, { now: this.clock.now(), today });
      rendered.push({ page, answer, keys: keysOf(page, guides.get(page.guideId ?? '')), hash: answerHash(answer) });
    }
    await this.oweNamed(tx, rendered);
    return rendered;
  }

  private async answerFor(
    tx: Tx,
    page: PageRow,
    guides: Map<string, GuidePageFacts>,
    moment: RenderMoment,
  ): Promise<PageAnswer> {
    const { today } = moment;
    switch (page.kind) {
      case 'guide':
        return guideAnswer(page.path, factsOf(page, guides), this.publisher, today);
      case 'freshness':
        return freshnessAnswer(page.path, factsOf(page, guides), this.publisher, today);
      case 'card':
        return cardAnswer(page.path, factsOf(page, guides), this.publisher);
      case 'category':
        return categoryAnswer(tx, page.categoryId ?? '', this.publisher);
      case 'home':
        return homeAnswer(tx, this.publisher);
      case 'sitemap':
        return sitemapAnswer(tx, page.path, this.publisher, moment);
      case 'feed':
        return feedAnswer(tx, page.path, this.publisher);
      case 'robots':
        return robotsAnswer(page.path, this.publisher, this.config.indexNow?.key);
      case 'image':
        return this.site.images.get(page.path) ?? imageAnswer(tx, page.path, this.publisher);
      case 'physician':
        return physicianAnswer(tx, page.physicianId ?? '', this.publisher, today);
      case 'specialty':
        return specialtyAnswer(tx, page.specialty ?? '', this.publisher, today);
      case 'apply':
        return applyAnswer(tx, page.path, this.publisher);
      case 'reviewer':
        return reviewerAnswer(tx, page.accountId ?? '', this.publisher);
      case 'policy':
        return policyAnswer(tx, page.path, this.publisher, today);
      case 'corrections':
        return correctionsAnswer(tx, page.path, this.publisher);
      case 'index':
        return indexAnswer(tx, page.path, this.publisher);
    }
  }

  /** Images that a page shows and sitemaps that it lists get pages of their own, once. */
  private async oweNamed(tx: Tx, rendered: Rendered[]): Promise<void> {
    const images = rendered.flatMap(({ answer }) => answer.images ?? []);
    const sitemaps = rendered.flatMap(({ answer }) => answer.sitemaps ?? []);
    await this.owePages(tx, images, sitemaps);
  }

  private async owePages(tx: Tx, images: string[], sitemaps: string[]): Promise<void> {
    if (images.length + sitemaps.length === 0) return;
    await tx.run(
      `with named as (select distinct path, 'image' as kind from unnest($1::text[]) path union select path, 'sitemap' from unnest($2::text[]) path),
            made as (insert into page (path, kind) select path, kind from named on conflict (path) do nothing returning id)
       insert into page_debt (page_id, cause, at) select id, 'named', $3 from made`,
      [images, sitemaps, this.clock.now()],
    );
  }

  private async put(tx: Tx, moved: AsyncGenerator<Rendered>): Promise<void> {
    for await (const each of moved)
      if ((await this.store.write(await this.storedPage(each))) !== 'written') await this.overtake(tx, each);
  }

  private async putMany(tx: Tx, moved: AsyncGenerator<Rendered>): Promise<void> {
    const pages: LockedPage[] = [];
    const outcomes = await this.store.writeMany(this.storedPages(moved, pages));
    const refused = pages.filter((_, index) => outcomes[index] !== 'written');
    for (const page of refused) for (const each of await this.renderAll(tx, [page])) await this.overtake(tx, each);
  }

  private async *storedPages(moved: AsyncGenerator<Rendered>, pages: LockedPage[]): AsyncGenerator<StoredPage> {
    for await (const each of moved) {
      pages.push(each.page);
      yield await this.storedPage(each);
    }
  }

  /** The store is ahead of the database, as after a restore from a backup: numbers go on above what it holds. */
  private async overtake(tx: Tx, each: Rendered): Promise<void> {
    const held = (await this.store.read(each.page.path))?.sequence ?? 0;
    const { n } = await tx.one<{ n: number }>(
      `select setval('page_sequence', greatest(nextval('page_sequence'), $1::bigint + 1)) as n`,
      [held],
    );
    each.page.next = n;
    if ((await this.store.write(await this.storedPage(each))) !== 'written')
      throw new Error(`The store refuses ${each.page.path}.`);
  }

  private async storedPage({ page, answer, keys }: Rendered): Promise<StoredPage> {
    const { status, contentType, headers, location, drawn } = answer;
    const body = drawn ? await drawn.draw() : answer.body;
    const ordinary = status === 200 && Object.keys(headers).length === 0;
    return {
      path: page.path,
      sequence: page.next,
      status,
      contentType,
      headers,
      body,
      ordinary,
      keys,
      modifiedAt: this.clock.now().toISOString(),
      ...(location ? { location } : {}),
    };
  }

  private async settle(tx: Tx, settled: Settled[], debtIds: number[]): Promise<void> {
    await tx.run(
      `with paid as (delete from page_debt where id = any ($1))
       update page p set rendered_on = $5, rendered_at = $6, rendered_hash = u.hash, rendered_with = $7, sequence = coalesce(u.sequence, p.sequence)
         from unnest($2::uuid[], $3::text[], $4::bigint[]) u(id, hash, sequence) where p.id = u.id`,
      [
        debtIds,
        settled.map(({ page }) => page.id),
        settled.map(({ hash }) => hash),
        settled.map(({ page, moved }) => (moved ? page.next : null)),
        this.today(),
        this.clock.now(),
        this.site.look,
      ],
    );
  }

  private today(): string {
    return civilDate(this.clock.now(), this.config.publisher.timeZone);
  }
}

function factsOf(page: PageRow, guides: Map<string, GuidePageFacts>): GuidePageFacts {
  const facts = guides.get(page.guideId ?? '');
  if (!facts) throw new Error(`Page ${page.path} has no guide.`);
  return facts;
}

/** One digest over everything a reader or a cache could notice. */
export function answerHash({ status, contentType, headers, body, location, drawn }: PageAnswer): string {
  return createHash('sha256')
    .update(JSON.stringify([status, contentType, headers, location ?? null, ...(drawn ? [drawn.digest] : [])]))
    .update(body)
    .digest('hex');
}
