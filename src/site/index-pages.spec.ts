import { describe, expect, it } from '@jest/globals';
import { DomUtils, parseDocument } from 'htmlparser2';
import { invisibleClaims } from '../../test/support/visible-claims.js';
import { renderGuideIndex, renderReviewerIndex, renderSpecialtyIndex } from './index-pages.js';
import { sampleGuideIndex, sampleReviewerIndex, sampleSpecialtyIndex } from './sample-reading.js';
import type { RenderedPage } from './view-models.js';

const visibleText = (page: RenderedPage) => DomUtils.innerText(parseDocument(page.html).children).replace(/\s+/g, ' ');
const mainLinks = (page: RenderedPage) => {
  const [main] = DomUtils.getElementsByTagName('main', parseDocument(page.html));
  return DomUtils.getElementsByTagName('a', main!).map((link) => link.attribs['href']);
};

describe('the lists of everything', () => {
  it.each([
    ['guides', renderGuideIndex(sampleGuideIndex)],
    ['reviewers', renderReviewerIndex(sampleReviewerIndex)],
    ['specialties', renderSpecialtyIndex(sampleSpecialtyIndex)],
  ])('of %s tell machines what they show and nothing else', (_name, page) => {
    expect(invisibleClaims(page)).toEqual([]);
    expect(page.html).not.toContain('content="noindex"');
  });

  it('stay out of search while they are empty', () => {
    const { publisher } = sampleGuideIndex;
    for (const page of [
      renderGuideIndex({ publisher, categories: [] }),
      renderReviewerIndex({ publisher, reviewers: [] }),
    ]) {
      expect(page.html).toContain('content="noindex"');
      expect(page.html).not.toContain('ld+json');
    }
  });

  it('lead to a category for the guides that one page does not bear', () => {
    const [category] = sampleGuideIndex.categories;
    expect(mainLinks(renderGuideIndex(sampleGuideIndex))).toEqual([
      '/',
      '/categories/hair-restoration',
      '/guides/minoxidil',
    ]);
    const crowded = { ...sampleGuideIndex, categories: [{ ...category!, guideCount: 412 }] };
    expect(visibleText(renderGuideIndex(crowded))).toContain('All 412 guides about Hair restoration');
  });

  it('say of a reviewer what they review, how much, and when last', () => {
    expect(visibleText(renderReviewerIndex(sampleReviewerIndex))).toContain(
      'Jane Roe, MDdermatology, plastic surgery · 2 guides · latest review May 20, 2026',
    );
  });

  it('call the lists of physicians advertisements unless members pay nothing', () => {
    const { publisher } = sampleSpecialtyIndex;
    expect(visibleText(renderSpecialtyIndex(sampleSpecialtyIndex))).toContain('these lists are advertisements');
    const free = renderSpecialtyIndex({ ...sampleSpecialtyIndex, publisher: { ...publisher, membersPay: false } });
    expect(visibleText(free)).not.toContain('advertisement');
  });
});
