import { describe, expect, it } from '@jest/globals';
import { changedParts, emptyContent, renderVersionHtml, type GuideContent } from '../guides/index.js';
import { renderComparePage } from '../site/index.js';
import { comparedParts } from './compared-parts.js';

const head = { title: 'Rest <b>', summary: 'What rest does.', category: 'skin', specialties: ['dermatology'] };
const text = (change: Partial<GuideContent>): GuideContent => ({ ...emptyContent(head), ...change });
const compared = (content: GuideContent) => ({ content, html: renderVersionHtml(content) });
const section = (key: string, markdown: string) => ({ key, heading: `About ${key}`, markdown });
const reference = {
  id: 'roe',
  title: 'Rest',
  authors: 'Roe J',
  source: 'Journal',
  year: 2024,
  url: 'https://journal.example/',
};

const live = text({
  lead: { markdown: 'Cited.[^roe]' },
  references: { entries: [reference] },
  sections: [section('risks', 'Few.'), section('old', 'Gone.')],
});
const preview = text({
  lead: { markdown: 'Cited.[^roe]' },
  references: { entries: [reference] },
  sections: [section('new', 'Come.'), section('risks', 'Some.')],
});
const parts = comparedParts(compared(live), compared(preview), changedParts(live, preview));

describe('Two texts beside each other', () => {
  it('stand part by part in reading order, what only the live one has after, each difference marked', () => {
    expect(parts.map(({ label, changes }) => [label, ...changes])).toEqual([
      ['Title and summary'],
      ['Introduction'],
      ['About new', 'added'],
      ['About risks', 'changed'],
      ['About old', 'removed'],
      ['Questions'],
      ['References'],
      ['Disclosures'],
    ]);
    expect(parts[2]).toMatchObject({ live: null, preview: { html: '<p>Come.</p>' } });
    expect(parts[4]).toMatchObject({ preview: null, live: { heading: 'About old' } });
  });

  it('lead nowhere inside the page, since each anchor would be there twice', () => {
    const { html } = renderComparePage({
      publisher: {
        url: 'https://guides.example',
        name: 'Guides',
        language: 'en-US',
        contact: 'a@b.example',
        timeZone: 'UTC',
      },
      title: head.title,
      isLive: true,
      parts,
    } as Parameters<typeof renderComparePage>[0]);
    expect(html.match(/Cited\./g)).toHaveLength(2);
    expect(html).toContain('[1]');
    expect(html).not.toMatch(/href="#(?:ref|cite)/);
    expect([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)).toEqual(['_main']);
    expect(html).toContain('<h1>Rest &lt;b></h1>');
    expect(html).not.toContain('<script');
  });

  it('are one where nothing is live', () => {
    const alone = comparedParts(null, compared(preview), []);
    expect(alone.every((part) => part.live === null && part.changes.length === 0)).toBe(true);
  });
});
