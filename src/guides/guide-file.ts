import type { GuideContent, Parts } from './content.js';
import { normalizePart, partsProblems } from './content-rules.js';
import { formatFrontMatter, type FrontMatter, parseFrontMatter, splitFrontMatter } from './front-matter.js';
import { formatBody, type GuideBody, parseBody } from './guide-file-body.js';
import { fromParts, sectionPart } from './parts.js';
import { slugProblems } from './slug.js';

/**
 * A guide as one Markdown file with YAML front matter. Links to guides name slugs here (`guide:<slug>`); see
 * `renameGuideTargets` for turning them into ids and back.
 */
export interface GuideFile {
  slug: string;
  /** Language tag, for example `en-US`. */
  language: string;
  /** Months between reviews, when the guide departs from its category. */
  cadence?: number;
  content: GuideContent;
}

const longest = 5_000_000;
const languageTag = /^[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?$/;

/** YAML reads bare digits as numbers, and an empty field as null. */
function asText(value: unknown): unknown {
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : (value ?? '');
}

function readReference(entry: unknown): unknown {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return entry;
  return Object.fromEntries(
    Object.entries(entry).map(([name, value]) => [name, name === 'year' ? value : asText(value)]),
  );
}

const asList = (value: unknown, read: (entry: unknown) => unknown): unknown =>
  Array.isArray(value) ? value.map(read) : (value ?? []);

function settingProblems({ slug, language, cadence }: FrontMatter): string[] {
  const problems = typeof slug === 'string' ? slugProblems(slug) : ['The front matter needs a slug.'];
  if (typeof language !== 'string' || !languageTag.test(language)) {
    problems.push('The front matter needs a language tag such as en-US.');
  }
  const months = cadence ?? 12;
  if (!Number.isInteger(months) || (months as number) < 3 || (months as number) > 36) {
    problems.push('The cadence must be a whole number of months from 3 to 36.');
  }
  return problems;
}

function toRawParts(fields: FrontMatter, body: GuideBody): Parts {
  const parts: Parts = {
    head: {
      title: asText(fields['title']),
      summary: asText(fields['summary']),
      category: asText(fields['category']),
      specialties: asList(fields['specialties'], asText),
    },
    lead: { markdown: body.lead },
    outline: body.sections.map(({ key }) => key),
    faq: { entries: body.faq },
    references: { entries: asList(fields['references'], readReference) },
    disclosures: { text: asText(fields['disclosures']) },
    images: { entries: asList(fields['images'], readReference) },
  };
  for (const { key, heading, markdown } of body.sections) parts[sectionPart(key)] = { heading, markdown };
  return parts;
}

function assemble(fields: FrontMatter, body: GuideBody): GuideFile | { problems: string[] } {
  const missing = ['title', 'category'].filter((name) => !Object.hasOwn(fields, name));
  const parts = toRawParts(fields, body);
  const problems = [
    ...missing.map((name) => `The front matter needs a ${name}.`),
    ...settingProblems(fields),
    ...partsProblems(parts),
  ];
  if (problems.length > 0) return { problems };
  const normal = Object.entries(parts).map(([part, value]) => [part, normalizePart(part, value)]);
  const { slug, language, cadence } = fields as { slug: string; language: string; cadence?: number | null };
  const content = fromParts(Object.fromEntries(normal) as Parts);
  return { slug, language, ...(cadence == null ? {} : { cadence }), content };
}

/** Reads a guide file; problems are sentences for the person who wrote it. */
export function parseGuideFile(text: string): GuideFile | { problems: string[] } {
  if (text.length > longest) return { problems: [`The file is longer than ${longest} characters.`] };
  const split = splitFrontMatter(text);
  if (split === null) return { problems: ['The file must begin with front matter between two lines “---”.'] };
  const matter = parseFrontMatter(split.yaml);
  const body = parseBody(split.body);
  if ('problems' in matter || 'problems' in body) {
    return {
      problems: [...('problems' in matter ? matter.problems : []), ...('problems' in body ? body.problems : [])],
    };
  }
  return assemble(matter.fields, body.body);
}

/** Writes a guide file; reading it gives the same file again. */
export function formatGuideFile({ slug, language, cadence, content }: GuideFile): string {
  const { title, summary, category, specialties } = content.head;
  const matter = formatFrontMatter({
    title,
    summary,
    category,
    specialties,
    language,
    slug,
    ...(cadence === undefined ? {} : { cadence }),
    disclosures: content.disclosures.text,
    references: content.references.entries,
    ...(content.images.entries.length === 0 ? {} : { images: content.images.entries }),
  });
  const body = formatBody({ lead: content.lead.markdown, sections: content.sections, faq: content.faq.entries });
  return `${matter}\n${body}`;
}
