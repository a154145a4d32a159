import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { parseSitemap } from 'sitemap';
import { renderRobots } from './robots.js';
import { samplePublisher as publisher } from './sample-views.js';
import { NEWS_SITEMAP_LIMIT, renderNewsSitemap, renderSitemap, renderSitemapIndex, SITEMAP_LIMIT } from './sitemap.js';

const entries = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    path: `/guides/${index}`,
    lastModifiedAt: '2026-05-20T10:00:00.000Z',
  }));

describe('the sitemap', () => {
  it('holds every page given, in order, with the date given', async () => {
    const page = renderSitemap(publisher, [...entries(200), { path: '/' }]);
    const read = await parseSitemap(Readable.from([page.html]));
    expect(read.map(({ url }) => url)).toEqual(
      [...entries(200), { path: '/' }].map(({ path }) => `https://health.example${path}`),
    );
    expect(new Set(read.slice(0, 200).map(({ lastmod }) => lastmod))).toEqual(new Set(['2026-05-20T10:00:00.000Z']));
    expect(read.at(-1)).not.toHaveProperty('lastmod');
  });

  it('refuses more than a file may hold instead of dropping the rest', () => {
    expect(() => renderSitemap(publisher, entries(SITEMAP_LIMIT + 1))).toThrow(RangeError);
    expect(renderSitemap(publisher, entries(SITEMAP_LIMIT)).html.match(/<loc>/g)).toHaveLength(50_000);
    const news = { path: '/guides/x', title: 'T', language: 'en-US', publishedAt: '2026-05-20T10:00:00.000Z' };
    expect(() => renderNewsSitemap(publisher, Array(NEWS_SITEMAP_LIMIT + 1).fill(news))).toThrow(RangeError);
  });

  it('is an empty list when there is nothing', () => {
    expect(renderSitemap(publisher, []).html).toContain(
      '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>',
    );
  });

  it('points from an index to the parts', () => {
    const { html } = renderSitemapIndex(publisher, [
      { path: '/sitemap-1.xml', lastModifiedAt: '2026-05-20T10:00:00.000Z' },
    ]);
    expect(html).toContain(
      '<sitemap><loc>https://health.example/sitemap-1.xml</loc><lastmod>2026-05-20T10:00:00.000Z</lastmod></sitemap>',
    );
  });

  it('gives the news sitemap the first publication and the bare language', async () => {
    const entry = {
      path: '/guides/x',
      title: 'New & tested',
      language: 'en-US',
      publishedAt: '2026-05-20T10:00:00.000Z',
    };
    const [read] = await parseSitemap(Readable.from([renderNewsSitemap(publisher, [entry]).html]));
    expect(read?.news).toMatchObject({
      title: 'New & tested',
      publication_date: '2026-05-20T10:00:00.000Z',
      publication: { name: 'Larkspur Health', language: 'en' },
    });
  });
});

describe('The language of news', () => {
  it.each([
    ['en-US', 'en'],
    ['de', 'de'],
    ['zh', 'zh-cn'],
    ['zh-Hans-SG', 'zh-cn'],
    ['zh-Hant-HK', 'zh-tw'],
    ['zh-TW', 'zh-tw'],
  ])('of %s is %s', (language, told) => {
    const entry = { path: '/guides/x', title: 'X', language, publishedAt: '2026-05-20T10:00:00.000Z' };
    expect(renderNewsSitemap(publisher, [entry]).html).toContain(`<news:language>${told}</news:language>`);
  });
});

describe('robots.txt', () => {
  it('keeps crawlers out of what is not for readers and names the sitemap', () => {
    const page = renderRobots(publisher);
    expect(page.contentType).toBe('text/plain; charset=utf-8');
    expect(page.html.split('\n')).toEqual([
      'User-agent: *',
      'Disallow: /admin',
      'Disallow: /api',
      'Disallow: /preview',
      'Disallow: /apply/status',
      '',
      'Sitemap: https://health.example/sitemap.xml',
      '',
    ]);
  });

  it('names every sitemap it is given', () => {
    const { html } = renderRobots(publisher, ['/sitemap.xml', '/news-sitemap.xml']);
    expect(html.match(/^Sitemap: https:\/\/health\.example\/.*$/gm)).toHaveLength(2);
  });
});
