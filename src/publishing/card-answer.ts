import { createHash } from 'node:crypto';
import type { PublisherView, ShareImageView } from '../site/index.js';
import { cardHeight, cardWidth, drawCard, type CardWords } from './card-drawing.js';
import type { GuidePageFacts } from './guide-facts.js';
import type { PageAnswer } from './page-row.js';

/** Counted up when cards are drawn differently. */
const cardVersion = 2;

/**
 * What a guide's share image answers. It says what seldom changes: title, category and publisher, and no date that would have to be drawn
 * again. Drawing costs more than rendering the page, so the answer brings the digest of its words, and draws when it is stored.
 */
export function cardAnswer(path: string, facts: GuidePageFacts, publisher: PublisherView): PageAnswer {
  const gone = facts.status === 'withdrawn' || facts.status === 'archived';
  const target = `${gone && facts.successorPath ? facts.successorPath : `/guides/${facts.slug}`}/card.png`;
  if (path !== target) return { ...nothing(301), location: target };
  if (facts.status === 'legal') return nothing(451);
  if (facts.status !== 'live') return nothing(gone ? 410 : 404);
  const words = wordsOf(facts, publisher);
  return {
    status: 200,
    contentType: 'image/png',
    headers: {},
    body: Buffer.alloc(0),
    drawn: { digest: digestOf(words), draw: () => drawCard(words) },
  };
}

/** Where the picture is, under an address that changes with it: whoever shows links keeps pictures for months. */
export function shareImage(facts: GuidePageFacts, publisher: PublisherView): ShareImageView {
  const words = wordsOf(facts, publisher);
  return {
    path: `/guides/${facts.slug}/card.png?v=${digestOf(words).slice(0, 8)}`,
    width: cardWidth,
    height: cardHeight,
    alt: `${words.title} – ${words.category}, ${words.publisher}`,
  };
}

function wordsOf({ head, categoryName, language }: GuidePageFacts, { name }: PublisherView): CardWords {
  return { title: head?.title ?? '', category: categoryName, publisher: name, language };
}

function digestOf(words: CardWords): string {
  return createHash('sha256')
    .update(JSON.stringify([cardVersion, words]))
    .digest('hex');
}

function nothing(status: 301 | 404 | 410 | 451): PageAnswer {
  return { status, contentType: 'text/plain; charset=utf-8', headers: {}, body: Buffer.alloc(0) };
}
