import { absoluteUrl } from './urls.js';
import type { NewsEntry, PublisherView, RenderedPage, SitemapEntry } from './view-models.js';
import { escapeXml } from './xml.js';

/** Addresses in one sitemap, and sitemaps in one index (sitemaps.org). */
export const SITEMAP_LIMIT = 50_000;
/** Entries in a news sitemap (Google). */
export const NEWS_SITEMAP_LIMIT = 1_000;

const SITEMAP_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"';
const NEWS_NAMESPACE = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"';

/** Every entry given, in the order given. Throws RangeError over `SITEMAP_LIMIT`: split, nothing is dropped silently. */
export function renderSitemap({ url }: PublisherView, entries: SitemapEntry[]): RenderedPage {
  refuseOver(SITEMAP_LIMIT, entries);
  const urls = entries.map((entry) => element('url', location(url, entry)));
  return xmlPage(`<urlset ${SITEMAP_NAMESPACE}>${urls.join('')}</urlset>`);
}

/** The index over several sitemaps. Throws RangeError over `SITEMAP_LIMIT`. */
export function renderSitemapIndex({ url }: PublisherView, sitemaps: SitemapEntry[]): RenderedPage {
  refuseOver(SITEMAP_LIMIT, sitemaps);
  const entries = sitemaps.map((sitemap) => element('sitemap', location(url, sitemap)));
  return xmlPage(`<sitemapindex ${SITEMAP_NAMESPACE}>${entries.join('')}</sitemapindex>`);
}

/** The news sitemap. Which guides are new (48 hours) is the caller's choice. Throws RangeError over `NEWS_SITEMAP_LIMIT`. */
export function renderNewsSitemap(publisher: PublisherView, entries: NewsEntry[]): RenderedPage {
  refuseOver(NEWS_SITEMAP_LIMIT, entries);
  const urls = entries.map((entry) => element('url', location(publisher.url, entry) + news(publisher, entry)));
  return xmlPage(`<urlset ${SITEMAP_NAMESPACE} ${NEWS_NAMESPACE}>${urls.join('')}</urlset>`);
}

function refuseOver(limit: number, entries: unknown[]): void {
  if (entries.length > limit)
    throw new RangeError(`${entries.length} entries in one file, at most ${limit} are allowed`);
}

function location(base: string, { path, lastModifiedAt }: SitemapEntry): string {
  const modified = lastModifiedAt === undefined ? '' : element('lastmod', escapeXml(lastModifiedAt));
  return element('loc', escapeXml(absoluteUrl(base, path))) + modified;
}

function news({ name }: PublisherView, { title, language, publishedAt }: NewsEntry): string {
  const spoken = element('news:language', escapeXml(newsLanguage(language)));
  return element(
    'news:news',
    element('news:publication', element('news:name', escapeXml(name)) + spoken) +
      element('news:publication_date', escapeXml(publishedAt)) +
      element('news:title', escapeXml(title)),
  );
}

/** The news schema wants the bare language, `en` for `en-US`; of Chinese alone it wants to know which. */
function newsLanguage(language: string): string {
  const [bare = language, ...rest] = language.toLowerCase().split('-');
  if (bare !== 'zh') return bare;
  return rest.some((part) => ['hant', 'tw', 'hk', 'mo'].includes(part)) ? 'zh-tw' : 'zh-cn';
}

function element(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}

function xmlPage(root: string): RenderedPage {
  const html = `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`;
  return { status: 200, contentType: 'application/xml; charset=utf-8', html };
}
