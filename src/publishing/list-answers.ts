import { civilDate } from '../platform/civil-date.js';
import type { Tx } from '../platform/database.js';
import {
  renderCategoryPage,
  renderHomePage,
  renderNotFoundPage,
  renderTakenDownPicture,
  type PublisherView,
} from '../site/index.js';
import { stored } from './guide-answer.js';
import type { PageAnswer } from './page-row.js';

/** Guides on the home page. */
const recentGuides = 8;
const reviewedGuides = 8;

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
  const category = await tx.first<{ slug: string; name: string; description: string }>(
    'select slug, name, description from category where id = $1',
    [categoryId],
  );
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
