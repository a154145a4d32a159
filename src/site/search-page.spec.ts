import { describe, expect, it } from '@jest/globals';
import { DomUtils, parseDocument } from 'htmlparser2';
import { FOUND_END, FOUND_START, piecesOf } from './highlight.js';
import { renderHomePage } from './home-page.js';
import { samplePublisher } from './sample-views.js';
import { renderSearchPage, searchPath } from './search-page.js';
import type { FoundGuide, SearchView } from './search-view.js';

const hostile = `"><script>alert(1)</script><img src=x onerror=alert(1)>' onfocus='alert(1)`;
const guide: FoundGuide = {
  path: '/guides/hair-loss',
  title: piecesOf(`${FOUND_START}Hair${FOUND_END} loss`),
  category: { slug: 'hair', name: 'Hair' },
  language: 'en-US',
  lastReviewedOn: '2026-03-02',
  snippet: piecesOf(`Why ${FOUND_START}hair${FOUND_END} is lost.`),
};
const outcome = { searchedFor: null, words: 'all', didYouMean: null } as const;

function view(over: Partial<SearchView> = {}): SearchView {
  const fields = { q: 'hair', category: '', specialty: '' };
  const results = { ...outcome, guides: [guide], more: null };
  return { publisher: samplePublisher, fields, categories: [], results, problem: null, ...over };
}
const found = (over: Partial<NonNullable<SearchView['results']>>): SearchView['results'] => ({
  ...outcome,
  guides: [guide],
  more: null,
  ...over,
});
const render = (over: Partial<SearchView> = {}): string => renderSearchPage(view(over)).html;
const elements = (html: string, name: string) => DomUtils.getElementsByTagName(name, parseDocument(html));

describe('The page of results', () => {
  it('shows title, snippet with what was found, category and the day of the review', () => {
    const html = render();
    expect(html).toContain('<a href="/guides/hair-loss" lang="en-US"><mark>Hair</mark> loss</a>');
    expect(html).toContain('Why <mark>hair</mark> is lost.');
    expect(html).toContain('<a href="/categories/hair">Hair</a>');
    expect(html).toContain('Last reviewed <time datetime="2026-03-02">');
  });

  it('prints no review date where nobody reviewed', () => {
    expect(render({ results: found({ guides: [{ ...guide, lastReviewedOn: null }] }) })).not.toContain('Last reviewed');
  });

  it('has no script, is kept out of search engines, and has one form for searching with the words in it', () => {
    const html = render();
    expect(elements(html, 'script')).toEqual([]);
    expect(html).toContain('<meta name="robots" content="noindex"/>');
    expect(elements(html, 'form').map(({ attribs }) => [attribs['method'], attribs['action']])).toEqual([
      ['get', '/search'],
    ]);
    expect(elements(html, 'input').map(({ attribs }) => attribs['value'])).toEqual(['hair']);
  });

  it('lets its form be sent to this site alone', () => {
    const policy = elements(render(), 'meta').find(({ attribs }) => attribs['http-equiv'])?.attribs['content'];
    expect(policy?.split('; ')).toContain("form-action 'self'");
  });

  it('says when it searched for something else', () => {
    expect(render({ results: found({ searchedFor: 'minoxidil' }) })).toContain('<strong>minoxidil</strong>');
    expect(render({ results: found({ searchedFor: 'hair', words: 'any' }) })).toContain('some of the words of');
    expect(render({ results: found({ didYouMean: 'minoxidil' }) })).toContain(
      'Did you mean <a href="/search?q=minoxidil">minoxidil</a>?',
    );
  });

  it('says when nothing was found, and why nothing can be', () => {
    expect(render({ results: found({ guides: [] }) })).toContain('No guide was found for <strong>hair</strong>');
    expect(render({ results: null, problem: 'Not now.' })).toContain('<p class="notice">Not now.</p>');
  });

  it('leads on with the same words and filters', () => {
    const more = searchPath({ q: 'hair & skin', category: 'hair', specialty: '' }, 'abc');
    expect(more).toBe('/search?q=hair+%26+skin&category=hair&cursor=abc');
    expect(render({ results: found({ more }) })).toContain(
      '<a href="/search?q=hair+%26+skin&amp;category=hair&amp;cursor=abc" rel="next">',
    );
  });

  it('is never more than text, whatever is searched for or found', () => {
    const pieces = piecesOf(`${hostile}${FOUND_START}${hostile}${FOUND_END}`);
    const html = render({
      fields: { q: hostile, category: hostile, specialty: hostile },
      categories: [{ slug: hostile, name: hostile }],
      results: found({
        guides: [{ ...guide, title: pieces, snippet: pieces, category: { slug: hostile, name: hostile } }],
        searchedFor: hostile,
        more: searchPath({ q: hostile, category: hostile, specialty: hostile }),
      }),
    });
    expect(elements(html, 'script')).toEqual([]);
    expect(elements(html, 'img')).toEqual([]);
    const attributes = DomUtils.filter((node) => 'attribs' in node, parseDocument(html), true).flatMap((node) =>
      'attribs' in node ? Object.keys(node.attribs) : [],
    );
    expect(attributes.filter((name) => name.startsWith('on'))).toEqual([]);
    expect(elements(html, 'mark')).toHaveLength(2);
  });
});

describe('Every other page', () => {
  it('has the form in its header', () => {
    const { html } = renderHomePage({ publisher: samplePublisher, categories: [], recent: [] });
    const [header] = elements(html, 'header');
    expect(header && DomUtils.getElementsByTagName('form', header)).toHaveLength(1);
  });
});
