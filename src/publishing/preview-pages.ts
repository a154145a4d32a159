import { Injectable } from '@nestjs/common';
import {
  changedParts,
  readDraft,
  readVersion,
  renderVersionHtml,
  resolvePlaceholders,
  type GuideContent,
  type VersionHtml,
} from '../guides/index.js';
import { civilDate } from '../platform/civil-date.js';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { Database, type Tx } from '../platform/database.js';
import {
  renderComparePage,
  renderGuidePage,
  renderPreviewDoorPage,
  renderPreviewOverPage,
  type PublisherView,
  type RenderedPage,
} from '../site/index.js';
import { comparedParts } from './compared-parts.js';
import { guideView } from './guide-answer.js';
import { readGuideFacts, type GuidePageFacts } from './guide-facts.js';
import { securityHeaders } from './page-headers.js';
import type { MadePage } from './report-pages.js';
import { publisherView } from './publisher-site.js';

/** A page without a review falls due never; the preview says nothing of dates. */
const never = '9999-12-31';

interface Draft {
  facts: GuidePageFacts;
  content: GuideContent;
  live: GuideContent | null;
}

/** What holders of a preview see: the page that a revision would make now, and that page beside the live one. */
@Injectable()
export class PreviewPages {
  private readonly publisher: PublisherView;

  constructor(
    config: Config,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    this.publisher = publisherView(config);
  }

  /** Where a link leads: exchanges the secret in its fragment for a cookie, at a press of a button. */
  door(): MadePage {
    return made(renderPreviewDoorPage({ publisher: this.publisher }));
  }

  /** The same words whether the link was never there, has ended or was revoked. */
  over(): MadePage {
    return made(renderPreviewOverPage({ publisher: this.publisher }));
  }

  async page(revisionId: string): Promise<MadePage> {
    const today = this.today();
    const { facts, content } = await this.database.snapshot((tx) => this.read(tx, revisionId, today));
    const html = await this.database.snapshot((tx) => resolved(tx, renderVersionHtml(content)));
    const now = this.clock.now();
    const shown: GuidePageFacts = {
      ...facts,
      status: 'live',
      head: { ...content.head, title: content.head.title || facts.slug },
      references: content.references,
      html,
      firstPublishedAt: facts.firstPublishedAt ?? now,
      modifiedAt: facts.firstPublishedAt ?? now,
      lastReviewedOn: null,
      dueOn: never,
      carriedOver: false,
      review: null,
      changes: [],
      links: [],
      network: [],
    };
    return made(renderGuidePage({ ...guideView(shown, this.publisher, today), visibility: 'preview' }));
  }

  /** Live and preview beside each other, part by part, changes marked as the API's comparison finds them. */
  async comparison(revisionId: string): Promise<MadePage> {
    const today = this.today();
    const view = await this.database.snapshot(async (tx) => {
      const { facts, content, live } = await this.read(tx, revisionId, today);
      const after = await resolved(tx, renderVersionHtml(content));
      const before = live && (await resolved(tx, renderVersionHtml(live)));
      const changes = live ? changedParts(live, content) : [];
      const parts = comparedParts(
        live && before ? { content: live, html: before } : null,
        { content, html: after },
        changes,
      );
      return { publisher: this.publisher, title: content.head.title || facts.slug, isLive: live !== null, parts };
    });
    return made(renderComparePage(view));
  }

  /** A picture of the revision or of the live text; nothing for any other, nor for one that was taken down with another guide. */
  async picture(revisionId: string, digest: string): Promise<{ mediaType: string; bytes: Buffer } | undefined> {
    if (!/^[0-9a-f]{64}$/.test(digest)) return undefined;
    return this.database.snapshot(async (tx) => {
      const { content, live } = await this.read(tx, revisionId, this.today());
      const shown = [content, live].some((text) => text?.images.entries.some((image) => image.digest === digest));
      if (!shown) return undefined;
      return tx.first(
        'select media_type as "mediaType", bytes from image where digest = $1 and not picture_taken_down(digest)',
        [digest],
      );
    });
  }

  private async read(tx: Tx, revisionId: string, today: string): Promise<Draft> {
    const { guideId, liveVersionId } = await tx.one<{ guideId: string; liveVersionId: string | null }>(
      `select r.guide_id as "guideId", case when g.status = 'live' then g.live_version_id end as "liveVersionId"
         from revision r join guide g on g.id = r.guide_id where r.id = $1`,
      [revisionId],
    );
    const facts = (await readGuideFacts(tx, [guideId], today)).get(guideId);
    if (!facts) throw new Error(`Guide ${guideId} has no facts.`);
    const live = liveVersionId ? (await readVersion(tx, liveVersionId)).content : null;
    return { facts, content: (await readDraft(tx, revisionId)).content, live };
  }

  private today(): string {
    return civilDate(this.clock.now(), this.publisher.timeZone);
  }
}

/** Links lead where readers can follow them now, and are plain text elsewhere; pictures come from behind the preview. */
async function resolved(tx: Tx, html: VersionHtml): Promise<VersionHtml> {
  const rows = await tx.rows<{ id: string; slug: string }>(
    `select id, slug from guide where id::text = any ($1) and status = 'live'`,
    [html.guides],
  );
  const slugs = new Map(rows.map(({ id, slug }) => [id, slug]));
  const links = {
    guides: new Map(html.guides.map((id) => [id, { href: slugs.has(id) ? `/guides/${slugs.get(id)}` : null }])),
    images: new Map(html.images.map((digest) => [digest, { src: `/preview/images/${digest}` }])),
  };
  const resolve = (text: string): string => resolvePlaceholders(text, links);
  return {
    ...html,
    lead: resolve(html.lead),
    sections: html.sections.map((section) => ({ ...section, html: resolve(section.html) })),
    faq: html.faq.map((entry) => ({ ...entry, html: resolve(entry.html) })),
    disclosuresHtml: resolve(html.disclosuresHtml),
    guides: [],
    images: [],
  };
}

function made({ status, headers, html, contentType }: RenderedPage): MadePage {
  const kept = { 'cache-control': 'no-store', 'x-robots-tag': 'noindex', 'referrer-policy': 'no-referrer' };
  return { status, headers: { ...securityHeaders(), ...headers, ...kept, 'content-type': contentType }, html };
}
