import { describe, expect, it } from '@jest/globals';
import { sampleContent } from '../../test/support/sample-content.js';
import type { GuideContent } from './content.js';
import { fitProblems, type ImportFacts, type KnownGuide } from './guide-import-problems.js';

const category = {
  id: 'c1',
  slug: 'hair-restoration',
  name: 'Hair restoration',
  description: '',
  cadenceMonths: 12,
  version: 1,
  specialties: ['dermatology', 'plastic-surgery'],
};
const live: KnownGuide = {
  id: 'g1',
  slug: 'scalp',
  status: 'live',
  language: 'en-US',
  cadence: null,
  liveHash: 'h',
  revisionId: null,
  revisionStatus: null,
};

function facts(more: Partial<ImportFacts> = {}): ImportFacts {
  return {
    known: new Map(),
    categories: new Map([[category.slug, category]]),
    inFiles: new Set(['scalp']),
    images: new Set(),
    specialties: new Set(['dermatology', 'plastic-surgery', 'oculoplastic']),
    ...more,
  };
}

function problems(content: GuideContent, given = facts(), createCategories = false): string[] {
  return fitProblems({ slug: 'scalp', language: 'en-US', content }, given, { createCategories });
}

const known = (more: Partial<KnownGuide>): ImportFacts => facts({ known: new Map([['scalp', { ...live, ...more }]]) });
const lead = (markdown: string): GuideContent => sampleContent({ lead: { markdown } });
const head = (more: Partial<GuideContent['head']>): GuideContent =>
  sampleContent({ head: { ...sampleContent().head, ...more } });

describe('a guide file fits', () => {
  it('when it is new, and when its guide has an open draft', () => {
    expect(problems(sampleContent())).toEqual([]);
    expect(problems(sampleContent(), known({ revisionId: 'r1', revisionStatus: 'draft' }))).toEqual([]);
    expect(problems(sampleContent(), known({ revisionId: 'r1', revisionStatus: 'changes-requested' }))).toEqual([]);
  });

  it('with links to guides in the same import, and to guides that there are', () => {
    const content = lead('[One](guide:sibling) and [two](guide:there).');
    const given = facts({ inFiles: new Set(['scalp', 'sibling']), known: new Map([['there', live]]) });
    expect(problems(content, given)).toEqual([]);
  });
});

describe('a guide file does not fit', () => {
  it('with a link to a guide that there is not: each is named', () => {
    expect(problems(lead('[One](guide:nowhere), [two](guide:scalp) and [three](guide:lost).'))).toEqual([
      'It links to a guide that there is not: “guide:nowhere”.',
      'It links to a guide that there is not: “guide:lost”.',
    ]);
  });

  it.each([
    ['archived', { status: 'archived' }, 'The guide is archived: restore it first.'],
    ['taken down', { status: 'legal' }, 'The guide was taken down for legal reasons.'],
    ['renamed', { slug: 'scalp-pigment' }, 'The guide was renamed: its slug is “scalp-pigment” now.'],
    ['in another language', { language: 'de-DE' }, 'The guide is in de-DE, not in en-US.'],
    ['under review', { revisionStatus: 'in-review' }, 'Its open revision is in-review: the text is locked.'],
    ['scheduled', { revisionStatus: 'scheduled' }, 'Its open revision is scheduled: the text is locked.'],
  ])('when its guide is %s', (_, more, problem) => {
    expect(problems(sampleContent(), known(more))).toEqual([problem]);
  });

  it('with a category that is missing, unless missing ones are created', () => {
    const content = head({ category: 'eyelid-and-face' });
    expect(problems(content)).toEqual(['There is no category “eyelid-and-face”.']);
    expect(problems(content, facts(), true)).toEqual([]);
    expect(problems(head({ category: 'guides' }), facts(), true)).toHaveLength(1);
    expect(problems(head({ category: 'eyelid-and-face', specialties: [] }), facts(), true)).toHaveLength(1);
  });

  it('with a specialty that nobody has, or that its category is not reviewed by', () => {
    expect(problems(head({ specialties: ['astrology'] }), facts(), true)).toEqual(['There is no specialty astrology.']);
    expect(problems(head({ specialties: ['oculoplastic'] }))).toEqual([
      'The category Hair restoration is not reviewed by: oculoplastic.',
    ]);
  });

  it('with an image that was never uploaded, listed or shown', () => {
    const [listed, shown] = ['a'.repeat(64), 'b'.repeat(64)];
    const image = { digest: listed, alt: 'A scalp', credit: 'Desk', source: 'Own' };
    const content = { ...lead(`![A scalp](image:${shown})`), images: { entries: [image] } };
    expect(problems(content)).toHaveLength(2);
    expect(problems(content, facts({ images: new Set([listed, shown]) }))).toEqual([]);
  });

  it('when its links, written as ids, make a text too long', () => {
    const long = `${'[x](guide:scalp) '.repeat(1000)}\n\n${'word '.repeat(8000)}`.trim();
    expect(long.length).toBeLessThan(60_000);
    expect(problems(lead(long))).toEqual([expect.stringContaining('is longer than 60000 characters')]);
  });
});
