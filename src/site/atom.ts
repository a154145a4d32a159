import { Feed } from 'feed';
import { absoluteUrl, FEED_PATH, HOME_PATH, RSS_PATH } from './urls.js';
import type { FeedEntry, FeedView, RenderedPage } from './view-models.js';
import { escapeXml, xmlCharacters } from './xml.js';

/**
 * Atom feed (RFC 4287). An entry's id is its guide's UUID and outlives every change of title and address; `updated` is
 * the date of the text, so that a re-review alone does not make an entry new.
 */
export function renderFeed(view: FeedView): RenderedPage {
  return { status: 200, contentType: 'application/atom+xml; charset=utf-8', html: feedOf(view, FEED_PATH).atom1() };
}

/** The same as RSS 2.0; `guid` is the entry's id and no address, `pubDate` its first publication. */
export function renderRss(view: FeedView): RenderedPage {
  return { status: 200, contentType: 'application/rss+xml; charset=utf-8', html: feedOf(view, RSS_PATH).rss2() };
}

function feedOf({ publisher, updatedAt, entries }: FeedView, path: string): Feed {
  const name = xmlCharacters(publisher.name);
  const feed = new Feed({
    id: absoluteUrl(publisher.url, HOME_PATH),
    title: name,
    // RSS asks for one; in Atom it would only say the name twice.
    ...(path === RSS_PATH ? { description: name } : {}),
    link: absoluteUrl(publisher.url, HOME_PATH),
    feed: absoluteUrl(publisher.url, path),
    updated: new Date(updatedAt),
    author: { name },
    generator: false,
  });
  for (const entry of entries) feed.addItem(feedItem(publisher.url, entry));
  return feed;
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
