import { Feed } from 'feed';
import { absoluteUrl, FEED_PATH, HOME_PATH } from './urls.js';
import type { FeedEntry, FeedView, RenderedPage } from './view-models.js';
import { escapeXml, xmlCharacters } from './xml.js';

/**
 * Atom feed (RFC 4287). An entry's id is its guide's UUID and outlives every change of title and address; `updated` is
 * the date of the text, so that a re-review alone does not make an entry new.
 */
export function renderFeed({ publisher, updatedAt, entries }: FeedView): RenderedPage {
  const name = xmlCharacters(publisher.name);
  const feed = new Feed({
    id: absoluteUrl(publisher.url, HOME_PATH),
    title: name,
    link: absoluteUrl(publisher.url, HOME_PATH),
    feed: absoluteUrl(publisher.url, FEED_PATH),
    updated: new Date(updatedAt),
    author: { name },
    generator: false,
  });
  for (const entry of entries) feed.addItem(feedItem(publisher.url, entry));
  return { status: 200, contentType: 'application/atom+xml; charset=utf-8', html: feed.atom1() };
}

function feedItem(base: string, { id, path, title, summary, publishedAt, modifiedAt }: FeedEntry) {
  return {
    id: `urn:uuid:${id}`,
    link: absoluteUrl(base, path),
    // The library declares both as HTML and wraps them in CDATA, whose end the escaping also takes care of.
    title: escapeXml(title),
    description: escapeXml(summary),
    published: new Date(publishedAt),
    date: new Date(modifiedAt),
  };
}
