import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sampleContent } from '../../test/support/sample-content.js';
import type { GuideContent, Reference } from './content.js';
import { contentHash, emptyContent, fromParts, partHashes, toParts } from './parts.js';

const text = fc.string({ unit: 'grapheme', maxLength: 40 });
const key = fc.stringMatching(/^[a-z]{1,6}(-[a-z0-9]{1,4})?$/);
const reference: fc.Arbitrary<Reference> = fc.record(
  {
    id: key,
    title: text,
    authors: text,
    source: text,
    year: fc.integer({ min: 1500, max: 2100 }),
    url: text,
    doi: text,
  },
  { requiredKeys: ['id', 'title', 'authors', 'source', 'year'] },
);
const anyContent: fc.Arbitrary<GuideContent> = fc.record({
  head: fc.record({ title: text, summary: text, category: key, specialties: fc.array(key, { maxLength: 3 }) }),
  lead: fc.record({ markdown: text }),
  sections: fc.uniqueArray(fc.record({ key, heading: text, markdown: text }), {
    selector: (it) => it.key,
    maxLength: 6,
  }),
  faq: fc.record({ entries: fc.array(fc.record({ question: text, answer: text }), { maxLength: 4 }) }),
  references: fc.record({ entries: fc.array(reference, { maxLength: 4 }) }),
  disclosures: fc.record({ text }),
  images: fc.record({
    entries: fc.array(
      fc.record({ digest: fc.stringMatching(/^[0-9a-f]{64}$/), alt: text, credit: text, source: text }),
      {
        maxLength: 2,
      },
    ),
  }),
});

describe('the parts of a guide', () => {
  it('come together again to the same content, for any content', () => {
    fc.assert(
      fc.property(anyContent, (content) => {
        const again = fromParts(JSON.parse(JSON.stringify(toParts(content))) as Record<string, unknown>);
        expect(again).toEqual(JSON.parse(JSON.stringify(content)));
        expect(contentHash(again)).toBe(contentHash(content));
      }),
    );
  });

  it('are the seven fixed ones and one for each section', () => {
    expect(Object.keys(toParts(sampleContent()))).toEqual([
      'head', 'lead', 'outline', 'section:procedure', 'section:recovery', 'faq', 'references', 'disclosures', 'images',
    ]); // prettier-ignore
    expect(toParts(sampleContent())['outline']).toEqual(['procedure', 'recovery']);
    expect(Object.keys(toParts(emptyContent(sampleContent().head)))).toHaveLength(7);
  });

  it('hash apart: a change of one section moves its hash, the whole hash and no other', () => {
    const before = sampleContent();
    const after = structuredClone(before);
    after.sections[1]!.markdown += '!';
    const [old, now] = [partHashes(before), partHashes(after)];
    expect(Object.keys(now).filter((part) => now[part] !== old[part])).toEqual(['section:recovery']);
    expect(contentHash(after)).not.toBe(contentHash(before));
  });

  it('hash the order of the sections in the outline alone', () => {
    const before = sampleContent();
    const after = { ...before, sections: before.sections.toReversed() };
    const [old, now] = [partHashes(before), partHashes(after)];
    expect(Object.keys(now).filter((part) => now[part] !== old[part])).toEqual(['outline']);
  });

  it.each([
    ['a fixed part is missing', { lead: undefined }, /“lead” is missing/],
    [
      'the outline names a section that is not there',
      { outline: ['procedure', 'recovery', 'costs'] },
      /“section:costs” is missing/,
    ],
    ['a section is not in the outline', { outline: ['procedure'] }, /does not name “section:recovery”/],
    ['the outline names a section twice', { outline: ['procedure', 'recovery', 'recovery'] }, /twice/],
  ])('do not come together when %s', (_, change, message) => {
    const parts = Object.entries({ ...toParts(sampleContent()), ...change }).filter(([, value]) => value !== undefined);
    expect(() => fromParts(Object.fromEntries(parts) as Record<string, unknown>)).toThrow(message);
  });
});
