import { civilDate } from '../platform/civil-date.js';
import type { Tx } from '../platform/database.js';
import {
  renderCategoryPage,
  renderFeed,
  renderHomePage,
  renderNotFoundPage,
  renderRobots,
  renderSitemap,
  renderTakenDownPicture,
  SITEMAP_LIMIT,
  type PublisherView,
} from '../site/index.js';
import { stored } from './guide-answer.js';
import type { PageAnswer } from './page-row.js';

/** Guides on the home page, and entries in the feed. */
const recentGuides = 8;
const reviewedGuides = 8;
const feedEntries = 50;

interface ListedGuide {
  id: string;
  slug: string;
  title: string;
  summary: string;
  lastReviewedOn: string | null;
  publishedAt: Date;
  modifiedAt: Date;
}

const listed = `
  select g.id, g.slug, v.title, v.summary, g.last_reviewed_on as "lastReviewedOn", g.first_published_at as "publishedAt", g.modified_at as "modifiedAt"
    from guide g join version v on v.id = g.live_version_id where g.status = 'live'`;

const listing = ({ slug, title, summary, lastReviewedOn }: ListedGuide) => ({
  path: `/guides/${slug}`,
  title,
  summary,
  lastReviewedOn,
});

export async function categoryAnswer(tx: Tx, categoryId: string, publisher: PublisherView): Promise<PageAnswer> {
  const category = await tx.first<{ slug: string; name: string }>('select slug, name from category where id = $1', [
    categoryId,
  ]);
  if (!category) return stored(renderNotFoundPage({ publisher }));
  const guides = await tx.rows<ListedGuide>(`${listed} and g.category_id = $1 order by v.title, g.id`, [categoryId]);
  const specialties = await tx.rows<{ slug: string; name: string; practitioner: string }>(
    `select s.slug, s.name, s.practitioner from category_specialty c join specialty s on s.slug = c.specialty where c.category_id = $1 order by s.name`,
    [categoryId],
  );
  return stored(renderCategoryPage({ publisher, category, guides: guides.map(listing), specialties }));
}

export async function homeAnswer(tx: Tx, publisher: PublisherView): Promise<PageAnswer> {
  const categories = await tx.rows<{ slug: string; name: string; guideCount: number }>(
    `select c.slug, c.name, count(g.id)::int as "guideCount" from category c join guide g on g.category_id = c.id and g.status = 'live'
      group by c.id order by c.name`,
  );
  const recent = await tx.rows<ListedGuide>(`${listed} order by g.modified_at desc, g.id limit ${recentGuides}`);
  const reviewed = await tx.rows<ListedGuide>(
    `${listed} and g.last_reviewed_on is not null and g.id <> all ($1)
      order by g.last_reviewed_on desc, g.modified_at desc, g.id limit ${reviewedGuides}`,
    [recent.map(({ id }) => id)],
  );
  const dated = (guide: ListedGuide) => ({
    ...listing(guide),
    publishedOn: civilDate(guide.publishedAt, publisher.timeZone),
    modifiedOn: civilDate(guide.modifiedAt, publisher.timeZone),
  });
  return stored(renderHomePage({ publisher, categories, recent: recent.map(dated), reviewed: reviewed.map(listing) }));
}

/** Every page that may be in search: guides, categories and lists with somebody on them, and the profiles of shown members. */
export async function sitemapAnswer(tx: Tx, publisher: PublisherView, today: string): Promise<PageAnswer> {
  const guides = await tx.rows<{ path: string; lastModifiedAt: Date }>(
    `select '/guides/' || slug as path, modified_at as "lastModifiedAt" from guide where status = 'live' order by slug limit 49000`,
  );
  const lists = await tx.rows<{ path: string }>(
    `select path from (
       select 1 as n, '/categories/' || slug as path from category c where exists (select 1 from guide g where g.category_id = c.id and g.status = 'live')
       union all select 2, '/specialties/' || slug from specialty s where exists (
         select 1 from physician p join member_license l on l.physician_id = p.id and license_holds(l.standing, l.expires_on, $1)
          where p.specialty = s.slug and member_is_shown(p.status))
       union all select 3, path from page where kind in ('index', 'policy') or path = '/corrections'
       union all select distinct 4, '/reviewers/' || n.slug from standing_review r join reviewer_slug n on n.account_id = r.signer_id
         join account a on a.id = r.signer_id and not a.name_withheld) l order by n, path`,
    [today],
  );
  const room = Math.max(0, SITEMAP_LIMIT - 1 - lists.length - guides.length);
  const profiles = await tx.rows<{ path: string }>(
    `select '/physicians/' || slug as path from physician where member_is_shown(status) order by slug limit $1`,
    [room],
  );
  const entries = guides.map(({ path, lastModifiedAt }) => ({ path, lastModifiedAt: lastModifiedAt.toISOString() }));
  return stored(renderSitemap(publisher, [{ path: '/' }, ...lists, ...entries, ...profiles]));
}

/** The newest texts; pages carried over are not news of ours. */
export async function feedAnswer(tx: Tx, publisher: PublisherView): Promise<PageAnswer> {
  const guides = await tx.rows<ListedGuide>(
    `${listed} and not g.carried_over order by g.modified_at desc, g.id limit ${feedEntries}`,
  );
  const entries = guides.map(({ id, slug, title, summary, publishedAt, modifiedAt }) => ({
    id,
    path: `/guides/${slug}`,
    title,
    summary,
    publishedAt: publishedAt.toISOString(),
    modifiedAt: modifiedAt.toISOString(),
  }));
  return stored(renderFeed({ publisher, updatedAt: entries[0]?.modifiedAt ?? '1970-01-01T00:00:00.000Z', entries }));
}

export function robotsAnswer(publisher: PublisherView): PageAnswer {
  return stored(renderRobots(publisher));
}

/** An image by its digest: it never changes, so caches keep it. */
export async function imageAnswer(tx: Tx, path: string, publisher: PublisherView): Promise<PageAnswer> {
  const image = await tx.first<{ media_type: string; bytes: Buffer; takenDown: boolean }>(
    'select media_type, bytes, picture_taken_down(digest) as "takenDown" from image where digest = $1',
    [path.slice('/images/'.length)],
  );
  if (!image) return stored(renderNotFoundPage({ publisher }));
  if (image.takenDown) return stored(renderTakenDownPicture({ publisher }));
  return {
    status: 200,
    contentType: image.media_type,
    headers: { 'cache-control': 'public, max-age=31536000, immutable' },
    body: image.bytes,
  };
}
