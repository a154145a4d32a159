import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sampleContent } from '../../test/support/sample-content.js';
import { contentProblems, isPartKey, normalizeContent, normalizePart, partsProblems } from './content-rules.js';
import { toParts } from './parts.js';

const head = sampleContent().head;
const reference = sampleContent().references.entries[0]!;
const section = { heading: 'Recovery', markdown: 'Text.' };

describe('a part that arrives over HTTP', () => {
  it('is accepted when every field is as it should be', () => {
    const parts = toParts(sampleContent());
    expect(Object.entries(parts).flatMap(([part, value]) => contentProblems(part, value))).toEqual([]);
    expect(partsProblems(parts)).toEqual([]);
  });

  it('may leave texts empty while the guide is a draft', () => {
    expect(contentProblems('head', { title: '', summary: '', category: '', specialties: [] })).toEqual([]);
    expect(contentProblems('section:costs', { heading: '', markdown: '' })).toEqual([]);
  });

  it.each([
    ['a title longer than 160 characters', 'head', { ...head, title: 'x'.repeat(161) }, 'The title is longer than 160 characters (it has 161).'],
    ['a summary longer than 320', 'head', { ...head, summary: 'x'.repeat(321) }, 'The summary is longer than 320 characters (it has 321).'],
    ['a title of two lines', 'head', { ...head, title: 'a\nb' }, 'The title must be a single line.'],
    ['a number for a title', 'head', { ...head, title: 7 }, 'The title must be text.'],
    ['a category that is no slug', 'head', { ...head, category: 'Hair Restoration' }, 'The category must be lower-case letters, digits and single hyphens.'],
    ['a specialty named twice', 'head', { ...head, specialties: ['ent', 'ent'] }, 'The list of specialties names “ent” twice.'],
    ['a missing field', 'lead', {}, 'This part lacks the field “markdown”.'],
    ['an unknown field', 'lead', { markdown: '', html: '' }, 'This part has an unknown field “html”.'],
    ['null', 'lead', null, 'This part must be an object with the fields markdown.'],
    ['a list for an object', 'lead', [], 'This part must be an object with the fields markdown.'],
    ['a text longer than 60,000 characters', 'lead', { markdown: 'x'.repeat(60_001) }, 'The lead is longer than 60000 characters (it has 60001).'],
    ['more than 40 sections', 'outline', Array.from({ length: 41 }, (_, index) => `s-${index}`), 'This part has more than 40 entries (it has 41).'],
    ['a section named twice in the outline', 'outline', ['a', 'a'], 'This part names “a” twice.'],
    ['more than 40 questions', 'faq', { entries: Array.from({ length: 41 }, () => ({ question: '', answer: '' })) }, 'The FAQ has more than 40 entries (it has 41).'],
    ['more than 100 references', 'references', { entries: Array.from({ length: 101 }, (_, index) => ({ ...reference, id: `r${index}` })) }, 'The list of references has more than 100 entries (it has 101).'],
    ['two references of one id', 'references', { entries: [reference, reference] }, 'The list of references names “roe-2024” twice.'],
    ['an id with capitals', 'references', { entries: [{ ...reference, id: 'Roe' }] }, 'The id of reference 1 must be at most 40 lower-case letters, digits and single hyphens.'],
    ['a year in words', 'references', { entries: [{ ...reference, year: '2024' }] }, 'The year of reference 1 must be a whole number from 1500 to 2100.'],
    ['a day that does not exist', 'references', { entries: [{ ...reference, accessedOn: '2025-02-29' }] }, 'The date of access of reference 1 must be a day written YYYY-MM-DD.'],
    ['a DOI with its resolver', 'references', { entries: [{ ...reference, doi: 'https://doi.org/10.1/x' }] }, 'The DOI of reference 1 must be of the form 10.1234/name.'],
    ['an image that is no digest', 'images', { entries: [{ digest: '../x', alt: '', credit: '', source: '' }] }, 'The digest of image 1 must be a SHA-256 in hexadecimal.'],
  ])('is refused with %s', (_, part, value, sentence) => {
    expect(contentProblems(part, value)).toEqual([sentence]);
  }); // prettier-ignore

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'ftp://a.example/',
    '//a.example/',
    '/guides',
    'https://',
    'http://user:secret@a.example/',
    'https://a.example/ x',
    'https://a.example/<b>',
  ])('is refused with the address %s', (url) => {
    const sentence = 'The address of reference 1 must be a full address that begins with http:// or https://.';
    expect(contentProblems('references', { entries: [{ ...reference, url }] })).toEqual([sentence]);
  });

  it.each([
    ['NUL', '\0', 'U+0000'],
    ['a lone surrogate', '\udc00', 'a lone surrogate'],
    ['a right-to-left override', '\u202e', 'U+202E'],
    ['a direction isolate', '\u2066', 'U+2066'],
    ['an escape', '\u001b', 'U+001B'],
    ['a line separator', '\u2028', 'U+2028'],
    ['an invisible tag', '\u{e0041}', 'U+E0041'],
  ])('is refused with %s in any text', (_, character, name) => {
    const spoilt = `a${character}b`;
    const sentences = [
      ...contentProblems('head', { ...head, title: spoilt }),
      ...contentProblems('lead', { markdown: spoilt }),
      ...contentProblems('section:costs', { heading: spoilt, markdown: spoilt }),
      ...contentProblems('faq', { entries: [{ question: spoilt, answer: spoilt }] }),
      ...contentProblems('references', { entries: [{ ...reference, authors: spoilt }] }),
      ...contentProblems('disclosures', { text: spoilt }),
    ];
    expect(sentences).toHaveLength(8);
    for (const sentence of sentences) expect(sentence).toContain(`unseen character (${name})`);
  });

  it('is refused with keys that reach for a prototype', () => {
    const hostile = JSON.parse('{"markdown":"x","__proto__":{"admin":true}}') as unknown;
    expect(contentProblems('lead', hostile)).toEqual(['This part has an unknown field “__proto__”.']);
    expect(contentProblems('lead', Object.create({ markdown: 'inherited' }))).toHaveLength(1);
    expect(contentProblems('lead', { markdown: '', constructor: 1 })).toHaveLength(1);
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  });

  it.each([
    'section:Costs',
    'section:',
    'section:a--b',
    'section:../x',
    'section:faq',
    'section:ref-1',
    'section:constructor',
    'section:' + 'a'.repeat(61),
    '__proto__',
    'constructor',
    'toString',
    '',
  ])('is refused under the part key %s', (part) => {
    expect(isPartKey(part)).toBe(false);
    expect(contentProblems(part, section)).toHaveLength(1);
  });

  it('never throws and never accepts what is not an object or a list, for any JSON', () => {
    const part = fc.constantFrom('head', 'lead', 'outline', 'faq', 'references', 'disclosures', 'images', 'section:a');
    fc.assert(
      fc.property(part, fc.jsonValue(), (key, value) => {
        const problems = contentProblems(key, value);
        expect(problems.every((sentence) => /^(?:The|This) .*\.$/.test(sentence))).toBe(true);
        if (typeof value !== 'object' || value === null) expect(problems).not.toEqual([]);
      }),
    );
  });
});

describe('the spelling of an accepted part', () => {
  it('is NFC, with plain line ends, trimmed, and without empty optional fields', () => {
    expect(
      normalizePart('section:costs', { heading: '  Cafe\u0301 ', markdown: '\r\n \r\n    code\r\nb  \r\rc \n\n' }),
    ).toEqual({
      heading: 'Caf\u00e9',
      markdown: '    code\nb  \n\nc',
    });
    const { url: _, ...withoutUrl } = reference;
    expect(normalizePart('references', { entries: [{ ...reference, url: '', doi: '' }] })).toEqual({
      entries: [withoutUrl],
    });
  });

  it('does not move when it is written again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const value = { heading: text.replace(/[\n\t]/g, ''), markdown: text };
        fc.pre(contentProblems('section:costs', value).length === 0);
        const once = normalizePart('section:costs', value);
        expect(contentProblems('section:costs', once)).toEqual([]);
        expect(normalizePart('section:costs', once)).toEqual(once);
      }),
    );
    expect(normalizeContent(sampleContent())).toEqual(sampleContent());
  });
});

describe('a set of parts', () => {
  it('names the section that is wrong, the part that is missing, and where outline and sections disagree', () => {
    const parts = toParts(sampleContent());
    expect(partsProblems({ ...parts, 'section:recovery': { heading: 1, markdown: '' } })).toEqual([
      'Section “recovery”: The heading must be text.',
    ]);
    const { lead: _, ...withoutLead } = parts;
    expect(partsProblems(withoutLead)).toEqual(['The part “lead” is missing.']);
    expect(partsProblems({ ...parts, outline: ['procedure', 'costs'] })).toEqual([
      'The outline names the section “costs”, which does not exist.',
      'The section “recovery” is not in the outline.',
    ]);
  });
});
