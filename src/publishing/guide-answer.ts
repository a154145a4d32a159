import { resolvePlaceholders, type Reference, type VersionHtml } from '../guides/index.js';
import { civilDate } from '../platform/civil-date.js';
import {
  renderGonePage,
  renderGuidePage,
  renderHeldPage,
  specialtyPath,
  stateName,
  type GuideView,
  type PublisherView,
  type RenderedPage,
  type ReviewView,
  type ReviewerView,
} from '../site/index.js';
import { shareImage } from './card-answer.js';
import type { GuidePageFacts, PrintedSignature } from './guide-facts.js';
import type { PageAnswer } from './page-row.js';

const goneReasons = ['outdated', 'error', 'safety', 'merged', 'archived'] as const;
const html = 'text/html; charset=utf-8';
const imagePath = (digest: string): string => `/images/${digest}`;

/** What a guide's URL answers: a pure function of the facts and the civil date. */
export function guideAnswer(path: string, facts: GuidePageFacts, publisher: PublisherView, today: string): PageAnswer {
  const { status } = facts;
  const current = `/guides/${facts.slug}`;
  const gone = status === 'withdrawn' || status === 'archived';
  if (path !== current) return redirect((gone && facts.successorPath) || current);
  if (status === 'live') {
    const images = (facts.html?.images ?? []).map(imagePath);
    return { ...stored(renderGuidePage(guideView(facts, publisher, today))), images };
  }
  if (status === 'held')
    return stored(renderHeldPage({ publisher, title: titleOf(facts), heldOn: dateOf(facts.heldAt, publisher) }));
  if (facts.successorPath) return redirect(facts.successorPath);
  const reason =
    status === 'archived' ? 'archived' : (goneReasons.find((known) => known === facts.notice) ?? 'outdated');
  return stored(renderGonePage({ publisher, title: titleOf(facts), goneOn: dateOf(facts.goneAt, publisher), reason }));
}

const titleOf = ({ head }: GuidePageFacts): string => head?.title ?? '';
const dateOf = (at: Date | null, { timeZone }: PublisherView): string => (at ? civilDate(at, timeZone) : '');

function redirect(location: string): PageAnswer {
  return { status: 301, contentType: html, headers: {}, body: Buffer.alloc(0), location };
}

/** A rendered page as the store takes it. */
export function stored({ status, contentType, html: body, headers }: RenderedPage): PageAnswer {
  return { status, contentType, headers: headers ?? {}, body: Buffer.from(body) };
}

/** The view model of a live guide. */
export function guideView(facts: GuidePageFacts, publisher: PublisherView, today: string): GuideView {
  const { html: made, firstPublishedAt, modifiedAt, dueOn } = facts;
  if (!made || !firstPublishedAt || !dueOn) throw new Error(`Guide ${facts.id} is live without text or dates.`);
  const common = {
    publisher,
    guide: guideText(facts, made),
    corrections: [],
    related: facts.links
      .filter((link) => link.status === 'live')
      .map((link) => ({ path: `/guides/${link.slug}`, title: link.title ?? '' })),
    publishedAt: firstPublishedAt.toISOString(),
    modifiedAt: (modifiedAt ?? firstPublishedAt).toISOString(),
    featured: facts.network.map(({ slug: list, specialty, practitioner, members }) => ({
      specialty,
      practitioner,
      listPath: specialtyPath(list),
      paid: publisher.membersPay ?? true,
      month: today.slice(0, 7),
      members: members.map(({ slug, states, ...member }) => ({
        ...member,
        path: `/physicians/${slug}`,
        licenseStates: [...new Set(states.map(stateName))].sort(),
      })),
    })),
    apply: facts.network.map(({ practitioner }) => ({ practitioner, path: '/apply' })),
    staleness: { dueOn, today },
    shareImage: shareImage(facts, publisher),
    visibility: 'indexed' as const,
  };
  const review = reviewView(facts, made, dueOn);
  if (review) return { ...common, review };
  return { ...common, review: null, ...(facts.carriedOver ? { carriedOver: { plannedFor: dueOn.slice(0, 7) } } : {}) };
}

function guideText(facts: GuidePageFacts, made: VersionHtml): GuideView['guide'] {
  const links = {
    guides: new Map(
      facts.links.map((link) => [link.id, { href: link.status === 'live' ? `/guides/${link.slug}` : null }]),
    ),
    images: new Map(made.images.map((digest) => [digest, { src: imagePath(digest) }])),
  };
  const waiting = made.guides.length + made.images.length > 0;
  const resolve = (text: string): string => (waiting ? resolvePlaceholders(text, links) : text);
  const cited = new Map(made.citations.map(({ reference, anchors }) => [reference, anchors]));
  return {
    id: facts.id,
    path: `/guides/${facts.slug}`,
    language: facts.language,
    category: { slug: facts.categorySlug, name: facts.categoryName },
    title: titleOf(facts),
    summary: facts.head?.summary ?? '',
    leadHtml: resolve(made.lead),
    sections: made.sections.map((section) => ({ ...section, html: resolve(section.html) })),
    faq: made.faq.map((entry) => ({ ...entry, html: resolve(entry.html) })),
    references: (facts.references?.entries ?? []).map((reference) => referenceView(reference, cited)),
    disclosuresHtml: resolve(made.disclosuresHtml),
  };
}

function referenceView(reference: Reference, cited: Map<string, string[]>): GuideView['guide']['references'][number] {
  const { id, ...rest } = reference;
  return { ...rest, anchor: `ref-${id}`, citedAt: cited.get(id) ?? [] };
}

/** What the page prints of the review that stands; null where there is none to print. */
export function reviewView(
  { review, changes, lastReviewedOn }: GuidePageFacts,
  made: VersionHtml,
  dueOn: string,
): ReviewView | null {
  if (!review || !lastReviewedOn) return null;
  const all = [review, ...changes];
  return {
    lastReviewedOn,
    by: [reviewer(review)],
    nextReviewDueOn: dueOn,
    ...(changes.length > 0
      ? {
          changesReviewed: changes.map((change) => ({
            on: change.signedOn,
            by: [reviewer(change)],
            sections: headings(change, made),
          })),
        }
      : {}),
    disclosures: [...new Set(all.map(disclosure))],
  };
}

function reviewer(signature: PrintedSignature): ReviewerView {
  return {
    name: signature.printedName,
    credentials: signature.postNominals,
    specialty: signature.specialty,
    ...(signature.schemaOrg ? { schemaOrgSpecialty: signature.schemaOrg } : {}),
    ...(signature.license?.region
      ? { license: { state: signature.license.region, checkedOn: signature.license.checkedAt.slice(0, 10) } }
      : {}),
  };
}

function disclosure({ printedName, conflict, conflictStatement }: PrintedSignature): string {
  return conflict === 'none'
    ? `${printedName} declared no conflicts of interest.`
    : `${printedName} disclosed: ${conflictStatement}`;
}

const fixedHeadings: Record<string, string> = {
  head: 'Title and summary',
  lead: 'Introduction',
  faq: 'Questions',
  references: 'References',
  disclosures: 'Disclosures',
  images: 'Images',
};

function headings({ parts }: PrintedSignature, made: VersionHtml): string[] {
  return parts.flatMap(
    (part) => fixedHeadings[part] ?? made.sections.find((section) => `section:${section.key}` === part)?.heading ?? [],
  );
}
