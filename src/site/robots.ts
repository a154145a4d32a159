import { absoluteUrl, SITEMAP_PATH } from './urls.js';
import type { PublisherView, RenderedPage } from './view-models.js';

const PRIVATE = ['/admin', '/api', '/preview', '/apply/status'];

/** robots.txt: keeps crawlers out of what is not for readers and names the sitemaps. */
export function renderRobots({ url }: PublisherView, sitemapPaths: string[] = [SITEMAP_PATH]): RenderedPage {
  const lines = [
    'User-agent: *',
    ...PRIVATE.map((path) => `Disallow: ${path}`),
    '',
    ...sitemapPaths.map((path) => `Sitemap: ${absoluteUrl(url, path)}`),
  ];
  return { status: 200, contentType: 'text/plain; charset=utf-8', html: `${lines.join('\n')}\n` };
}
