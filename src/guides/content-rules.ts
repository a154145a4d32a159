import type { GuideContent, PartKey } from './content.js';
import { fixedParts, type FixedPartKey, fromParts, sectionKeyOf, sectionPart, toParts } from './parts.js';
import { type Field, integer, list, matching, record, type Shape, text } from './shape.js';

const kebab = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const isKebab = (max: number) => (line: string) => line.length <= max && kebab.test(line);
const lowercase = 'lower-case letters, digits and single hyphens';

// Names of the fixed parts, and names that are dangerous as keys of an object.
const reservedSectionKeys = new Set([
  'faq',
  'references',
  'disclosures',
  'images',
  'head',
  'lead',
  'outline',
  'constructor',
  'prototype',
]);

/** Why this may not be a section key (it is an anchor on the page); empty when it may. */
export function sectionKeyProblems(key: string): string[] {
  if (!isKebab(60)(key)) return [`A section key must be at most 60 ${lowercase}.`];
  if (reservedSectionKeys.has(key) || /^(?:ref|cite)-/.test(key)) {
    return [`The section key “${key}” is reserved for the page itself.`];
  }
  return [];
}

function isWebAddress(line: string): boolean {
  if (!/^https?:\/\/[^\s<>"\\^`{|}]+$/i.test(line) || !URL.canParse(line)) return false;
  const { username, password } = new URL(line);
  return username === '' && password === '';
}

function isCivilDate(line: string): boolean {
  const [, year, month, day] = (/^(\d{4})-(\d{2})-(\d{2})$/.exec(line) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return days !== undefined && day >= 1 && day <= days;
}

const line = (label: string, max: number): Field => ({ label, shape: text(max) });
const markdown = (label: string): Field => ({ label, shape: text(60_000, { lines: true }) });
const optional = (label: string, fits: (line: string) => boolean, expected: string): Field => ({
  label,
  shape: matching(fits, expected),
  optional: true,
});

const specialties = list(matching(isKebab(80), lowercase), { max: 20, entry: 'specialty', unique: (slug) => slug });
const outline = list(
  matching((key) => sectionKeyProblems(key).length === 0, `a key of ${lowercase} that the page does not use itself`),
  { max: 40, entry: 'section key', unique: (key) => key },
);

const faqEntry = record({ question: line('question', 300), answer: markdown('answer') });
const reference = record({
  id: { label: 'id', shape: matching(isKebab(40), `at most 40 ${lowercase}`) },
  title: line('title', 500),
  authors: line('authors', 1000),
  source: line('source', 300),
  year: { label: 'year', shape: integer(1500, 2100) },
  url: optional('address', isWebAddress, 'a full address that begins with http:// or https://'),
  doi: optional('DOI', (doi) => /^10\.\d{4,9}\/\S{1,200}$/.test(doi), 'of the form 10.1234/name'),
  pmid: optional('PubMed number', (pmid) => /^[1-9]\d{0,8}$/.test(pmid), 'digits only'),
  accessedOn: optional('date of access', isCivilDate, 'a day written YYYY-MM-DD'),
});
const image = record({
  digest: { label: 'digest', shape: matching((digest) => /^[0-9a-f]{64}$/.test(digest), 'a SHA-256 in hexadecimal') },
  alt: line('alternative text', 500),
  credit: line('credit', 300),
  source: line('source', 500),
});

const entries = (label: string, shape: Shape): Shape => record({ entries: { label, shape } });
const field = (name: string) => (entry: unknown) => (entry as Record<string, unknown>)[name];

const fixedShapes: Record<FixedPartKey, Shape> = {
  head: record({
    title: line('title', 160),
    summary: line('summary', 320),
    category: { label: 'category', shape: matching(isKebab(80), lowercase, { orEmpty: true }) },
    specialties: { label: 'list of specialties', shape: specialties },
  }),
  lead: record({ markdown: markdown('lead') }),
  outline,
  faq: entries('FAQ', list(faqEntry, { max: 40, entry: 'FAQ entry' })),
  references: entries('list of references', list(reference, { max: 100, entry: 'reference', unique: field('id') })),
  disclosures: record({ text: markdown('disclosures') }),
  images: entries('list of images', list(image, { max: 40, entry: 'image', unique: field('digest') })),
};
const sectionShape = record({ heading: line('heading', 200), markdown: markdown('text') });

function shapeOf(part: string): Shape | null {
  if (sectionKeyOf(part) !== null) return sectionShape;
  const fixed = fixedParts.find((key) => key === part);
  return fixed === undefined ? null : fixedShapes[fixed];
}

/** Whether this names a part a guide may have. */
export function isPartKey(part: string): part is PartKey {
  const key = sectionKeyOf(part);
  return key === null ? shapeOf(part) !== null : sectionKeyProblems(key).length === 0;
}

/**
 * What is wrong with one part that arrived as unknown JSON: exact fields, types, lengths, characters. Sentences for the
 * person; empty when it may be saved. A draft may leave texts empty: what must be written by the time of review is lint's.
 */
export function contentProblems(part: string, value: unknown): string[] {
  const key = sectionKeyOf(part);
  const keyProblems = key === null ? [] : sectionKeyProblems(key);
  if (keyProblems.length > 0) return keyProblems;
  return shapeOf(part)?.problems(value, '') ?? ['A guide has no part of that name.'];
}

/**
 * The one spelling of a part that has no problems: NFC, LF, trimmed, empty optional fields absent.
 * @throws Error when there is no such part.
 */
export function normalizePart(part: string, value: unknown): unknown {
  const shape = shapeOf(part);
  if (shape === null) throw new Error('A guide has no part of that name.');
  return shape.normalize(value);
}

/** What is wrong with a set of parts as a whole: each part, none missing, outline and sections agreeing. */
export function partsProblems(parts: Record<string, unknown>): string[] {
  const found = Object.entries(parts).flatMap(([part, value]) => {
    const key = sectionKeyOf(part);
    const where = key !== null && isPartKey(part) ? `Section “${key}”: ` : '';
    return contentProblems(part, value).map((problem) => `${where}${problem}`);
  });
  if (found.length > 0) return found;
  const missing = fixedParts.filter((part) => !Object.hasOwn(parts, part));
  if (missing.length > 0) return missing.map((part) => `The part “${part}” is missing.`);
  const order = parts['outline'] as string[];
  const absent = order.filter((key) => !Object.hasOwn(parts, sectionPart(key)));
  const stray = Object.keys(parts)
    .flatMap((part) => sectionKeyOf(part) ?? [])
    .filter((key) => !order.includes(key));
  return [
    ...absent.map((key) => `The outline names the section “${key}”, which does not exist.`),
    ...stray.map((key) => `The section “${key}” is not in the outline.`),
  ];
}

/** The one spelling of a whole content without problems. */
export function normalizeContent(content: GuideContent): GuideContent {
  const parts = Object.entries(toParts(content)).map(([part, value]) => [part, normalizePart(part, value)]);
  return fromParts(Object.fromEntries(parts) as Record<string, unknown>);
}
