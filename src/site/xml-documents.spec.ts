import { describe, expect, it } from '@jest/globals';
import { schemaFaults } from '../../test/support/xml-schemas.js';
import { renderFeed, renderRss } from './atom.js';
import { sampleFeedEntry, samplePublisher } from './sample-views.js';
import { renderNewsSitemap, renderSitemap, renderSitemapIndex } from './sitemap.js';

const at = '2026-05-20T10:00:00.000Z';
const hostile = [
  'Plain words',
  'A & B < C > "D" \'E\'',
  ']]> and <![CDATA[ and <!-- -- -->',
  '</title></urlset><script>alert(1)</script>',
  '&lt;already&gt; &#0; &nope;',
  'Null \u0000, bell \u0007, escape \u001b, lone \ud800 surrogate, \ufffe and \uffff',
  'Right to left \u202e and 斑秃 and \u{1f642}',
  '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>',
  '   spaces   around   ',
];
const publisher = { ...samplePublisher, name: 'Skin & <Hair> ]]> "Health"' };
const entries = hostile.map((title, index) => ({
  ...sampleFeedEntry,
  id: `00000000-0000-4000-8000-00000000000${index}`,
  path: `/guides/${index}`,
  title,
  summary: title,
}));

describe('Whatever a title holds, what machines read is valid:', () => {
  it('the Atom feed', async () => {
    const { html } = renderFeed({ publisher, updatedAt: at, entries });
    expect(await schemaFaults(html, 'atom')).toEqual([]);
    expect(html.match(/<entry>/g)).toHaveLength(hostile.length);
  });

  it('the RSS feed', async () => {
    const { html } = renderRss({ publisher, updatedAt: at, entries });
    expect(await schemaFaults(html, 'rss')).toEqual([]);
    expect(html.match(/<item>/g)).toHaveLength(hostile.length);
  });

  it('the news sitemap, in every language', async () => {
    const news = hostile.flatMap((title) =>
      ['en-US', 'zh-Hant', 'fil-PH'].map((language) => ({ path: '/guides/x', title, language, publishedAt: at })),
    );
    expect(await schemaFaults(renderNewsSitemap(publisher, news).html, 'sitemap')).toEqual([]);
  });

  it('the sitemap, of one address or of 45,000, and the index', async () => {
    const many = Array.from({ length: 45_000 }, (_, n) => ({
      path: `/guides/guide-${n}?a=1&b='2'`,
      lastModifiedAt: at,
    }));
    for (const list of [[{ path: '/' }], many])
      expect(await schemaFaults(renderSitemap(publisher, list).html, 'sitemap')).toEqual([]);
    const parts = [{ path: '/sitemaps/pages.xml' }, { path: '/sitemaps/guides-1.xml', lastModifiedAt: at }];
    expect(await schemaFaults(renderSitemapIndex(publisher, parts).html, 'sitemap-index')).toEqual([]);
  });

  it('the feeds without an entry', async () => {
    expect(await schemaFaults(renderFeed({ publisher, updatedAt: at, entries: [] }).html, 'atom')).toEqual([]);
    expect(await schemaFaults(renderRss({ publisher, updatedAt: at, entries: [] }).html, 'rss')).toEqual([]);
  });
});

describe('The schemas find', () => {
  const atom = renderFeed({ publisher, updatedAt: at, entries }).html;
  const rss = renderRss({ publisher, updatedAt: at, entries }).html;
  const news = { path: '/guides/x', title: 'X', language: 'en', publishedAt: at };
  const urls = renderSitemap(publisher, [{ path: '/', lastModifiedAt: at }]).html;
  const index = renderSitemapIndex(publisher, [{ path: '/sitemaps/pages.xml' }]).html;

  it.each([
    ['a feed without its id', 'atom', atom.replace(/<id>[^<]*<\/id>/, '')],
    ['two dates of change', 'atom', atom.replace('</updated>', `</updated><updated>${at}</updated>`)],
    ['a date without its zone', 'atom', atom.replaceAll('.000Z', '')],
    ['an address that is none', 'atom', atom.replaceAll('https://health.example', '')],
    ['a channel without a description', 'rss', rss.replace(/<description>[^<]*<\/description>/, '')],
    ['a date of another kind', 'rss', rss.replaceAll(/<pubDate>[^<]*/g, `<pubDate>${at}`)],
    [
      'a title that is missing',
      'sitemap',
      renderNewsSitemap(publisher, [news]).html.replace(/<news:title>.*?<\/news:title>/, ''),
    ],
    ['a language with its region', 'sitemap', renderNewsSitemap(publisher, [news]).html.replace('>en<', '>en-US<')],
    [
      'a title out of its place',
      'sitemap',
      renderNewsSitemap(publisher, [news]).html.replace(
        /(<news:publication_date>.*<\/news:publication_date>)(<news:title>.*<\/news:title>)/,
        '$2$1',
      ),
    ],
    ['a day that does not exist', 'sitemap', urls.replace('2026-05-20', '2026-02-30')],
    ['an address without a page', 'sitemap', urls.replace(/<loc>.*<\/loc>/, '')],
    ['an index of pages', 'sitemap-index', index.replaceAll('sitemap>', 'url>')],
    ['half a document', 'sitemap', urls.slice(0, -12)],
  ] as const)('%s', async (_what, kind, xml) => {
    expect(await schemaFaults(xml, kind)).not.toEqual([]);
  });
});
