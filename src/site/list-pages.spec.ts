import { describe, expect, it } from '@jest/globals';
import { DomUtils, parseDocument } from 'htmlparser2';
import { renderCategoryPage } from './category-page.js';
import { renderHomePage } from './home-page.js';
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

  it('keeps an empty category out of search, for it would count as an error page', () => {
    expect(renderCategoryPage({ publisher, category, guides: [] }).html).toContain('content="noindex"');
    expect(renderCategoryPage({ publisher, category, guides }).html).not.toContain('content="noindex"');
  });

  it('shows topics and what is new on the front page', () => {
    const page = renderHomePage({ publisher, categories: [{ ...category, guideCount: 1 }], recent: guides });
    expect(links(page)).toEqual(['/categories/hair-restoration', '/guides/b', '/guides/a']);
    expect(visibleText(page)).toContain('Hair restoration (1 guide)');
    expect(page.html).toContain('<title>Larkspur Health</title>');
  });
});
