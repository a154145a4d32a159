import { resolvePlaceholders, type Reference, type VersionHtml } from '../guides/index.js';
import { civilDate } from '../platform/civil-date.js';
import {
  renderGonePage,
  renderGuidePage,
  renderHeldPage,
  renderTakenDownPage,
  reviewerPath,
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
import { isDelisted } from './delisting.js';
import { correctionsView, noticesView, standingNumbers, historyView } from './page-history.js';
import type { PageAnswer } from './page-row.js';
import { disclosureLine } from './printed-names.js';

const goneReasons = ['outdated', 'error', 'safety', 'merged', 'archived'] as const;
/** Related guides on a page, unless its text links to more. */
const mostRelated = 6;
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
  if (status === 'legal') {
    const { takenDownAt, blockedFor } = facts;
    return stored(
      renderTakenDownPage({ publisher, takenDownOn: dateOf(takenDownAt, publisher), authority: blockedFor ?? '' }),
    );
  }
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
  const common: Omit<GuideView, 'review' | 'carriedOver'> = {
    publisher,
    guide: guideText(facts, made),
    corrections: correctionsView(facts.history, publisher.timeZone, (parts) => headings(parts, made)),
    notices: noticesView(facts.history, publisher.timeZone),
    history: historyView(facts.history, {
      reviewer: (signature) => reviewer(signature),
      sections: ({ parts }) => headings(parts, made),
      timeZone: publisher.timeZone,
    }),
    related: relatedLinks(facts),
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
    visibility: isDelisted({ carriedOver: facts.carriedOver, dueOn }, publisher, today) ? 'delisted' : 'indexed',
  };
  const review = reviewView(facts, made, dueOn);
  if (review) return { ...common, review };
  return { ...common, review: null, ...(facts.carriedOver ? { carriedOver: { plannedFor: dueOn.slice(0, 7) } } : {}) };
}

/** Guides that the text links to, then chosen ones up to six. */
function relatedLinks({ links, related }: GuidePageFacts): GuideView['related'] {
  const linked = links.filter(({ status }) => status === 'live');
  const slugs = new Set(linked.map(({ slug }) => slug));
  const chosen = related.filter(({ slug }) => !slugs.has(slug)).slice(0, Math.max(0, mostRelated - linked.length));
  return [...linked, ...chosen].map(({ slug, title }) => ({ path: `/guides/${slug}`, title: title ?? '' }));
}

function guideText(facts: GuidePageFacts, made: VersionHtml): GuideView['guide'] {
  const links = {
    guides: new Map(
      facts.links.map((link) => [link.id, { href: link.status === 'live' ? `/guides/${link.slug}` : null }]),
    ),
    images: pictures(facts, made),
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
    ...(facts.languages.length > 1 ? { alternates: facts.languages.map(alternate) } : {}),
  };
}

/** With their sizes, so that no text jumps when a picture comes. */
function pictures({ pictures: known }: GuidePageFacts, made: VersionHtml) {
  const sizes = new Map(known.map(({ digest, width, height }) => [digest, { width, height }]));
  return new Map(made.images.map((digest) => [digest, { src: imagePath(digest), ...sizes.get(digest) }]));
}

function alternate({ slug, ...rest }: GuidePageFacts['languages'][number]) {
  return { ...rest, path: `/guides/${slug}` };
}

function referenceView(reference: Reference, cited: Map<string, string[]>): GuideView['guide']['references'][number] {
  const { id, ...rest } = reference;
  return { ...rest, anchor: `ref-${id}`, citedAt: cited.get(id) ?? [] };
}

/** What the page prints of the review that stands; null where there is none to print. */
export function reviewView(
  { review, changes: allChanges, history, lastReviewedOn }: GuidePageFacts,
  made: VersionHtml,
  dueOn: string,
): ReviewView | null {
  if (!review || !lastReviewedOn) return null;
  const standing = standingNumbers(history);
  const changes = allChanges.filter(({ publication }) => standing.has(publication));
  const all = [review, ...changes];
  return {
    lastReviewedOn,
    by: [reviewer(review, review.reviewerSlug)],
    nextReviewDueOn: dueOn,
    ...(changes.length > 0
      ? {
          changesReviewed: changes.map((change) => ({
            on: change.signedOn,
            by: [reviewer(change)],
            sections: headings(change.parts, made),
          })),
        }
      : {}),
    disclosures: [...new Set(all.map(disclosure))],
  };
}

/** The link leads to the page of whoever signed the review that stands: only they are sure to have one. */
function reviewer(signature: PrintedSignature, slug: string | null = null): ReviewerView {
  const { specialty, schemaOrg, license } = signature;
  const schemaOrgSpecialty = schemaOrg ? { schemaOrgSpecialty: schemaOrg } : {};
  if (signature.nameWithheld) return { nameWithheld: true, specialty, ...schemaOrgSpecialty };
  return {
    name: signature.printedName,
    credentials: signature.postNominals,
    specialty,
    ...schemaOrgSpecialty,
    ...(slug ? { profilePath: reviewerPath(slug) } : {}),
    ...(license?.region ? { license: { state: license.region, checkedOn: license.checkedAt.slice(0, 10) } } : {}),
  };
}

function disclosure({ printedName, nameWithheld, conflict, conflictStatement }: PrintedSignature): string {
  return disclosureLine({ name: nameWithheld ? null : printedName, conflict, conflictStatement });
}

const fixedHeadings: Record<string, string> = {
  head: 'Title and summary',
  lead: 'Introduction',
  faq: 'Questions',
  references: 'References',
  disclosures: 'Disclosures',
  images: 'Images',
};

function headings(parts: string[], made: VersionHtml): string[] {
  return parts.flatMap(
    (part) => fixedHeadings[part] ?? made.sections.find((section) => `section:${section.key}` === part)?.heading ?? [],
  );
}
