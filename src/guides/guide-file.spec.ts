import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sampleContent } from '../../test/support/sample-content.js';
import type { GuideContent } from './content.js';
import { normalizeContent, partsProblems } from './content-rules.js';
import { formatGuideFile, type GuideFile, parseGuideFile } from './guide-file.js';
import { contentHash, toParts } from './parts.js';

const example = `---
title: Scalp micropigmentation
summary: What it does.
category: hair-restoration
specialties: [dermatology]
language: en-US
slug: scalp-micropigmentation
cadence: 12
disclosures: None declared.
references:
  - id: roe-2024
    title: "Micropigmentation: a review"
    authors: Roe J
    source: Journal of Examples
    year: 2024
    pmid: 12345678
    accessedOn: 2026-05-01
---

The lead.[^roe-2024]

Still the lead.

## How it is done {#procedure}

Text with a [link](guide:hair-loss).

### Below it

More.

## Frequently asked questions {#faq}

### Does it hurt?

A little.

### How long?

Long.
`;

const file = (content: GuideContent, more: Partial<GuideFile> = {}): GuideFile => ({
  slug: 'scalp',
  language: 'en-US',
  content,
  ...more,
});

describe('a guide file', () => {
  it('is read as a person would read it', () => {
    expect(parseGuideFile(example)).toEqual({
      slug: 'scalp-micropigmentation',
      language: 'en-US',
      cadence: 12,
      content: {
        head: { title: 'Scalp micropigmentation', summary: 'What it does.', category: 'hair-restoration', specialties: ['dermatology'] },
        lead: { markdown: 'The lead.[^roe-2024]\n\nStill the lead.' },
        sections: [{ key: 'procedure', heading: 'How it is done', markdown: 'Text with a [link](guide:hair-loss).\n\n### Below it\n\nMore.' }],
        faq: { entries: [{ question: 'Does it hurt?', answer: 'A little.' }, { question: 'How long?', answer: 'Long.' }] },
        references: {
          entries: [{ id: 'roe-2024', title: 'Micropigmentation: a review', authors: 'Roe J', source: 'Journal of Examples', year: 2024, pmid: '12345678', accessedOn: '2026-05-01' }],
        },
        disclosures: { text: 'None declared.' },
        images: { entries: [] },
      },
    }); // prettier-ignore
  });

  it('reads the same with Windows line ends and a byte order mark', () => {
    expect(parseGuideFile(`\ufeff${example.replaceAll('\n', '\r\n')}`)).toEqual(parseGuideFile(example));
  });

  it('may hold front matter alone', () => {
    const bare = '---\ntitle: T\ncategory: c\nslug: abc\nlanguage: en\nsummary:\n---';
    expect(parseGuideFile(bare)).toMatchObject({
      content: { head: { summary: '' }, lead: { markdown: '' }, sections: [] },
    });
  });

  it('is written so that it reads as it was', () => {
    for (const given of [file(sampleContent()), file(sampleContent(), { cadence: 6 })]) {
      expect(parseGuideFile(formatGuideFile(given))).toEqual(given);
    }
  });

  it('keeps texts that look like its own structure', () => {
    const content = sampleContent({ lead: { markdown: '---\n\n## not a section {#x}\n\n  ## nor this\n\n##' } });
    content.sections[0] = { key: 'a', heading: 'C# {#x} # {y}', markdown: '```\n## open fence {#recovery}' };
    content.faq.entries = [
      { question: '# why', answer: '### not a question\n## nor a section\n#### sub' },
      { question: '', answer: '' },
    ];
    content.head.title = '- "T": #1 & {a: [b]} !!js/function |';
    content.disclosures.text = 'one\n---\n\n  two: *x';
    const given = file(normalizeContent(content));
    expect(parseGuideFile(formatGuideFile(given))).toEqual(given);
  });

  it('is written so that it reads as it was, for any content', () => {
    const line = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom('## a {#b}', '### q', '---', 'null', '1e3', '~', ': x', "'", '#', '{#faq}', '\ttab'),
    );
    const text = fc.array(line, { maxLength: 4 }).map((lines) => lines.join('\n'));
    const key = fc.stringMatching(/^[a-z]{4,6}$/);
    const content = fc.record({
      head: fc.record({ title: line, summary: line, category: key, specialties: fc.uniqueArray(key, { maxLength: 3 }) }),
      lead: fc.record({ markdown: text }),
      sections: fc.uniqueArray(fc.record({ key, heading: line, markdown: text }), { selector: (section) => section.key, maxLength: 3 }),
      faq: fc.record({ entries: fc.array(fc.record({ question: line, answer: text }), { maxLength: 3 }) }),
      references: fc.record({
        entries: fc.uniqueArray(fc.record({ id: key, title: line, authors: line, source: line, year: fc.integer({ min: 1500, max: 2100 }) }), { selector: (entry) => entry.id, maxLength: 3 }),
      }),
      disclosures: fc.record({ text }),
      images: fc.record({ entries: fc.uniqueArray(fc.record({ digest: fc.stringMatching(/^[0-9a-f]{64}$/), alt: line, credit: line, source: line }), { selector: (entry) => entry.digest, maxLength: 2 }) }),
    }); // prettier-ignore
    fc.assert(
      fc.property(content, (any) => {
        fc.pre(partsProblems(toParts(any)).length === 0);
        const given = file(normalizeContent(any));
        const again = parseGuideFile(formatGuideFile(given));
        expect(again).toEqual(given);
        if ('content' in again) expect(contentHash(again.content)).toBe(contentHash(given.content));
      }),
      { numRuns: 500 },
    );
  });
});
