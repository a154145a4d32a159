import type { Tx } from '../platform/database.js';
import {
  NEWS_SITEMAP_LIMIT,
  renderNewsSitemap,
  renderSitemap,
  renderSitemapIndex,
  type NewsEntry,
  type PublisherView,
  type SitemapEntry,
} from '../site/index.js';
import { stored } from './guide-answer.js';
import { delistedInSql, delistingValues } from './delisting.js';
import type { PageAnswer } from './page-row.js';

/** Below the limit of 50,000, as other publishers keep it. */
const perSitemap = 45_000;
/** News is what was first published so lately. */
export const newsHours = 48;
export const newsPath = '/sitemaps/news.xml';
const pagesPath = '/sitemaps/pages.xml';
const guidesPath = (number: number): string => `/sitemaps/guides-${number}.xml`;

/** When facts are read for a page: the instant, and its civil date with the publisher. */
export interface RenderMoment {
  now: Date;
  today: string;
}

/** The index at /sitemap.xml, or one of the sitemaps under it. */
export function sitemapAnswer(
  tx: Tx,
  path: string,
  publisher: PublisherView,
  { now, today }: RenderMoment,
): Promise<PageAnswer> {
  if (path === newsPath) return newsAnswer(tx, publisher, now);
  if (path === pagesPath) return pagesAnswer(tx, publisher, today);
  const [, number] = /^\/sitemaps\/guides-(\d+)\.xml$/.exec(path) ?? [];
  const delisting = delistingValues(publisher, today);
  return number === undefined
    ? indexAnswer(tx, publisher, delisting)
    : guidesAnswer(tx, publisher, { number: Number(number), delisting });
}

// What left the list changed it too.
const shelves = `
  select (place - 1) / ${perSitemap} + 1 as number, max(moved_at) as "lastModifiedAt" from (
    select row_number() over (order by g.first_published_at, g.id) as place, g.modified_at as moved_at from guide g
     where g.status = 'live' and not ${delistedInSql(1)}
    union all select 1, greatest(g.held_at, g.gone_at) from guide g where g.status <> 'live' and g.first_published_at is not null) x
   group by 1 order by 1`;

async function indexAnswer(tx: Tx, publisher: PublisherView, delisting: unknown[]): Promise<PageAnswer> {
  const found = await tx.rows<{ number: number; lastModifiedAt: Date | null }>(shelves, delisting);
  const guides: SitemapEntry[] = (found.length > 0 ? found : [{ number: 1, lastModifiedAt: null }]).map(
    ({ number, lastModifiedAt: at }) => ({
      path: guidesPath(number),
      ...(at ? { lastModifiedAt: at.toISOString() } : {}),
    }),
  );
  const answer = stored(renderSitemapIndex(publisher, [{ path: pagesPath }, ...guides, { path: newsPath }]));
  return { ...answer, sitemaps: guides.map(({ path }) => path) };
}

async function guidesAnswer(
  tx: Tx,
  publisher: PublisherView,
  { number, delisting }: { number: number; delisting: unknown[] },
): Promise<PageAnswer> {
  const guides = await tx.rows<{ path: string; lastModifiedAt: Date }>(
    `select '/guides/' || g.slug as path, g.modified_at as "lastModifiedAt" from guide g
      where g.status = 'live' and not ${delistedInSql(2)}
      order by g.first_published_at, g.id limit ${perSitemap} offset $1`,
    [(number - 1) * perSitemap, ...delisting],
  );
  const entries = guides.map(({ path, lastModifiedAt }) => ({ path, lastModifiedAt: lastModifiedAt.toISOString() }));
  return stored(renderSitemap(publisher, entries));
}

/** Every page beside the guides that may be in search: lists with somebody on them, and the profiles of shown members. */
async function pagesAnswer(tx: Tx, publisher: PublisherView, today: string): Promise<PageAnswer> {
  const lists = await tx.rows<{ path: string }>(
    `select path from (
       select 1 as n, '/categories/' || slug as path from category c where exists (select 1 from guide g where g.category_id = c.id and g.status = 'live')
       union all select 2, '/specialties/' || slug from specialty s where exists (
         select 1 from physician p join member_license l on l.physician_id = p.id and license_holds(l.standing, l.expires_on, $1)
          where p.specialty = s.slug and member_is_shown(p.status))
       union all select 3, path from page where kind in ('index', 'policy') or path = '/corrections'
       union all select distinct 4, '/reviewers/' || n.slug from standing_review r join reviewer_slug n on n.account_id = r.signer_id
         join account a on a.id = r.signer_id and not a.name_withheld
       union all select 5, '/physicians/' || slug from physician where member_is_shown(status)) l order by n, path limit ${perSitemap - 1}`,
    [today],
  );
  return stored(renderSitemap(publisher, [{ path: '/' }, ...lists]));
}

/** The newest first publications of the last 48 hours; pages carried over were published long ago. */
async function newsAnswer(tx: Tx, publisher: PublisherView, now: Date): Promise<PageAnswer> {
  const guides = await tx.rows<Omit<NewsEntry, 'publishedAt'> & { publishedAt: Date }>(
    `select '/guides/' || g.slug as path, v.title, g.language, g.first_published_at as "publishedAt" from guide g
       join version v on v.id = g.live_version_id
      where g.status = 'live' and g.first_published_at > $1::timestamptz - interval '${newsHours} hours' and ${firstOwn}
      order by g.first_published_at desc, g.id limit ${NEWS_SITEMAP_LIMIT}`,
    [now],
  );
  const entries = guides.map((guide) => ({ ...guide, publishedAt: guide.publishedAt.toISOString() }));
  return stored(renderNewsSitemap(publisher, entries));
}

const firstOwn = `not exists (select 1 from publication q where q.guide_id = g.id and q.kind = 'carried-over')`;

/** Owes the news sitemap once an entry has grown too old for it since it was last rendered; answers how many pages it owes. */
export const oweNews = `
  insert into page_debt (page_id, cause, at)
  select p.id, 'news', $1::timestamptz from page p
   where p.path = '${newsPath}' and p.rendered_at is not null and not exists (select 1 from page_debt d where d.page_id = p.id)
     and exists (select 1 from guide g where g.first_published_at <= $1::timestamptz - interval '${newsHours} hours'
       and g.first_published_at > p.rendered_at - interval '${newsHours} hours')`;
