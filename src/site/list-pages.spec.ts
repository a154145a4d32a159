import { describe, expect, it } from '@jest/globals';
import { DomUtils, parseDocument } from 'htmlparser2';
import { renderCategoryPage } from './category-page.js';
import { renderHomePage } from './home-page.js';
import { invisibleClaims } from '../../test/support/visible-claims.js';
import { sampleCategory } from './sample-reading.js';
import { samplePublisher as publisher } from './sample-views.js';
import type { RenderedPage } from './view-models.js';

const visibleText = (page: RenderedPage) => DomUtils.innerText(parseDocument(page.html).children).replace(/\s+/g, ' ');
const links = (page: RenderedPage) => {
  const [main] = DomUtils.getElementsByTagName('main', parseDocument(page.html));
  return DomUtils.getElementsByTagName('a', main!).map((link) => link.attribs['href']);
};
const category = { slug: 'hair-restoration', name: 'Hair restoration' };
const guides = [
  { path: '/guides/b', title: 'B', summary: 'About B.', lastReviewedOn: '2026-05-20' },
  { path: '/guides/a', title: 'A', summary: 'About A.', lastReviewedOn: null },
];

describe('the pages that list guides', () => {
  it('lists every guide of a category in the given order', () => {
    expect(links(renderCategoryPage({ publisher, category, guides }))).toEqual(['/', '/guides/b', '/guides/a']);
  });

  it('dates the review of those that have one, and of no other', () => {
    const text = visibleText(renderCategoryPage({ publisher, category, guides }));
    expect(text.match(/Last reviewed/g)).toHaveLength(1);
    expect(text).toContain('About B.Last reviewed May 20, 2026');
  });

  it('says what a category is about, to readers and search engines, where somebody has said it', () => {
    const described = { ...category, description: 'Why hair thins & what helps.' };
    const page = renderCategoryPage({ publisher, category: described, guides });
    expect(visibleText(page)).toContain('Why hair thins & what helps.');
    expect(page.html).toContain('<meta name="description" content="Why hair thins &amp; what helps."');
    const plain = renderCategoryPage({ publisher, category: { ...category, description: '' }, guides }).html;
    expect(plain).toContain('content="Guides about Hair restoration."');
    expect(plain).not.toContain('class="lead"');
  });

  it('keeps an empty category out of search, for it would count as an error page', () => {
    expect(renderCategoryPage({ publisher, category, guides: [] }).html).toContain('content="noindex"');
    expect(renderCategoryPage({ publisher, category, guides }).html).not.toContain('content="noindex"');
  });

  it('shows topics and what is new on the front page', () => {
    const page = renderHomePage({ publisher, categories: [{ ...category, guideCount: 1 }], recent: guides });
    expect(links(page)).toEqual([
      ...['/how-we-review', '/reviewers', '/policies/editorial', '/categories/hair-restoration', '/guides'],
      ...['/guides/b', '/guides/a', '/apply'],
    ]);
    expect(visibleText(page)).toContain('Hair restoration (1 guide)');
    expect(page.html).toContain('<title>Larkspur Health</title>');
  });

  it('dates what is new on the front page, and names an update only where there was one', () => {
    const [b, a] = guides as [(typeof guides)[0], (typeof guides)[0]];
    const recent = [
      { ...b, publishedOn: '2026-03-01', modifiedOn: '2026-06-01' },
      { ...a, publishedOn: '2026-05-01', modifiedOn: '2026-05-01' },
    ];
    const text = visibleText(renderHomePage({ publisher, categories: [], recent, reviewed: [b] }));
    expect(text).toContain('Published March 1, 2026 · Updated June 1, 2026 · Last reviewed May 20, 2026');
    expect(text).toContain('About A.Published May 1, 2026');
    expect(text.match(/Updated/g)).toHaveLength(1);
    expect(text).toContain('Recently reviewed');
  });

  it('says what the publisher is where it says so itself', () => {
    const standing = 'A health publisher since 2004.';
    const home = (more: object) =>
      visibleText(renderHomePage({ publisher: { ...publisher, ...more }, categories: [], recent: [] }));
    expect(home({ standing })).toContain(standing);
    expect(home({})).not.toContain('since');
  });

  it('leads from a category to those who review it, with one call to apply for each, and claims no more than it shows', () => {
    const page = renderCategoryPage(sampleCategory);
    expect(links(page)).toContain('/specialties/dermatology');
    expect(visibleText(page)).toContain('Are you a dermatologist? Apply');
    expect(invisibleClaims(page)).toEqual([]);
  });
});
