import type { Tx } from '../platform/database.js';
import { renderFeed, renderRobots, renderRss, RSS_PATH, type FeedEntry, type PublisherView } from '../site/index.js';
import { stored } from './guide-answer.js';
import type { PageAnswer } from './page-row.js';

const feedEntries = 50;

type FeedRow = Omit<FeedEntry, 'publishedAt' | 'modifiedAt'> & { publishedAt: Date; modifiedAt: Date };

/** The newest texts, as Atom or as RSS; pages carried over are not news of ours. */
export async function feedAnswer(tx: Tx, path: string, publisher: PublisherView): Promise<PageAnswer> {
  const rows = await tx.rows<FeedRow>(
    `select g.id, '/guides/' || g.slug as path, v.title, v.summary, g.first_published_at as "publishedAt", g.modified_at as "modifiedAt"
       from guide g join version v on v.id = g.live_version_id
      where g.status = 'live' and not g.carried_over order by g.modified_at desc, g.id limit ${feedEntries}`,
  );
  const entries = rows.map(({ publishedAt, modifiedAt, ...entry }) => ({
    ...entry,
    publishedAt: publishedAt.toISOString(),
    modifiedAt: modifiedAt.toISOString(),
  }));
  const view = { publisher, updatedAt: entries[0]?.modifiedAt ?? '1970-01-01T00:00:00.000Z', entries };
  return stored(path === RSS_PATH ? renderRss(view) : renderFeed(view));
}

/** robots.txt, or the file in which IndexNow finds the key that submissions name. */
export function robotsAnswer(path: string, publisher: PublisherView, indexNowKey: string | undefined): PageAnswer {
  if (path === '/robots.txt') return stored(renderRobots(publisher));
  const contentType = 'text/plain; charset=utf-8';
  // A key that was exchanged proves nothing any more.
  if (path !== indexNowKeyPath(indexNowKey))
    return { status: 410, contentType, headers: {}, body: Buffer.from('Gone\n') };
  return { status: 200, contentType, headers: {}, body: Buffer.from(indexNowKey ?? '') };
}

/** Undefined without a key. */
export function indexNowKeyPath(key: string | undefined): string | undefined {
  return key === undefined ? undefined : `/${key}.txt`;
}
