import { civilDate } from '../platform/civil-date.js';
import { absoluteUrl, civilDateAfter, type PublisherView, type ReviewerView } from '../site/index.js';
import { reviewView } from './guide-answer.js';
import type { GuidePageFacts } from './guide-facts.js';
import type { PageAnswer } from './page-row.js';

/** Days before the due date from which a guide counts as due soon. */
const dueSoonDays = 60;
/** Counted up when a field changes its meaning or leaves; new fields may come at any time. */
const schemaVersion = 1;

type State = 'unreviewed' | 'current' | 'due-soon' | 'stale';

/** From this civil date on the guide is in this state, unless it is reviewed before. */
interface StateFrom {
  state: State;
  from: string;
}

/**
 * What `GET /guides/<slug>/freshness.json` answers (docs/freshness-json.md): a pure function of the facts and the civil date. `asOf` is the
 * day on which the state began, and `states` says when it ends, so that a copy kept for weeks stays true.
 */
export function freshnessAnswer(
  path: string,
  facts: GuidePageFacts,
  publisher: PublisherView,
  today: string,
): PageAnswer {
  const guide = `/guides/${facts.slug}`;
  const gone = facts.status === 'withdrawn' || facts.status === 'archived';
  const target = gone && facts.successorPath ? facts.successorPath : guide;
  if (path !== `${target}/freshness.json`) return answer(301, null, `${target}/freshness.json`);
  const common = { version: schemaVersion, guide: { id: facts.id, url: absoluteUrl(publisher.url, guide) } };
  if (facts.status === 'live') return answer(200, { ...common, ...liveFreshness(facts, publisher, today) });
  if (facts.status === 'held') return answer(200, { ...common, status: 'held' });
  return facts.status === 'legal'
    ? answer(451, { ...common, status: 'unavailable' })
    : answer(410, { ...common, status: 'gone' });
}

function liveFreshness(facts: GuidePageFacts, publisher: PublisherView, today: string): Record<string, unknown> {
  const { dueOn, html, firstPublishedAt, modifiedAt } = facts;
  if (!dueOn || !html || !firstPublishedAt) throw new Error(`Guide ${facts.id} is live without text or dates.`);
  const review = reviewView(facts, html, dueOn);
  const publishedOn = civilDate(firstPublishedAt, publisher.timeZone);
  const states = statesOf(review?.lastReviewedOn ?? null, publishedOn, dueOn);
  const current = states.findLast(({ from }) => from <= today) ?? states[0];
  return {
    title: facts.head?.title ?? '',
    language: facts.language,
    status: 'live',
    state: current?.state,
    asOf: current?.from,
    lastReviewedOn: review?.lastReviewedOn ?? null,
    nextReviewDueOn: dueOn,
    states,
    reviewedBy: (review?.by ?? []).map((reviewer) => printed(reviewer, publisher)),
    publishedAt: firstPublishedAt.toISOString(),
    modifiedAt: (modifiedAt ?? firstPublishedAt).toISOString(),
  };
}

/** As the SQL function `freshness` says; a guide that nobody has reviewed is unreviewed until the day planned for its first review has passed. */
function statesOf(lastReviewedOn: string | null, publishedOn: string, dueOn: string): StateFrom[] {
  const stale: StateFrom = { state: 'stale', from: civilDateAfter(dueOn, 1) };
  if (lastReviewedOn === null) return [{ state: 'unreviewed', from: publishedOn }, stale];
  const soon = civilDateAfter(dueOn, -dueSoonDays);
  const current: StateFrom[] = lastReviewedOn < soon ? [{ state: 'current', from: lastReviewedOn }] : [];
  return [...current, { state: 'due-soon', from: lastReviewedOn < soon ? soon : lastReviewedOn }, stale];
}

function printed(reviewer: ReviewerView, publisher: PublisherView): Record<string, string> {
  if ('nameWithheld' in reviewer) return { specialty: reviewer.specialty };
  const { name, credentials, specialty, profilePath } = reviewer;
  return {
    name,
    ...(credentials ? { credentials } : {}),
    specialty,
    ...(profilePath ? { url: absoluteUrl(publisher.url, profilePath) } : {}),
  };
}

function answer(status: 200 | 301 | 410 | 451, body: unknown, location?: string): PageAnswer {
  return {
    status,
    contentType: 'application/json; charset=utf-8',
    // Data for other pages to read, and nothing for a search engine to list.
    headers: { 'access-control-allow-origin': '*', 'x-robots-tag': 'noindex' },
    body: body === null ? Buffer.alloc(0) : Buffer.from(`${JSON.stringify(body)}\n`),
    ...(location ? { location } : {}),
  };
}
