import { hashOf } from './canonical.js';
import type {
  BodySection,
  DisclosuresPart,
  FaqPart,
  GuideContent,
  HeadPart,
  ImagesPart,
  LeadPart,
  Parts,
  ReferencesPart,
} from './content.js';

/** The parts every guide has, in the order of the page. `outline` lists the section keys in reading order. */
export const fixedParts = ['head', 'lead', 'outline', 'faq', 'references', 'disclosures', 'images'] as const;
export type FixedPartKey = (typeof fixedParts)[number];

const sectionPrefix = 'section:';

/** The part key of a body section. */
export function sectionPart(key: string): `section:${string}` {
  return `${sectionPrefix}${key}`;
}

/** The section key inside a part key, or null for a fixed part. */
export function sectionKeyOf(part: string): string | null {
  return part.startsWith(sectionPrefix) ? part.slice(sectionPrefix.length) : null;
}

/** Splits a content into its parts. A section's value is `{ heading, markdown }`; its key is in the part key alone. */
export function toParts(content: GuideContent): Parts {
  const parts: Parts = {
    head: content.head,
    lead: content.lead,
    outline: content.sections.map((section) => section.key),
  };
  for (const { key, heading, markdown } of content.sections) parts[sectionPart(key)] = { heading, markdown };
  return {
    ...parts,
    faq: content.faq,
    references: content.references,
    disclosures: content.disclosures,
    images: content.images,
  };
}

function required(parts: Parts, key: string): unknown {
  if (!Object.hasOwn(parts, key)) throw new Error(`The part “${key}” is missing.`);
  return parts[key];
}

function sectionsOf(parts: Parts): BodySection[] {
  const outline = required(parts, 'outline') as string[];
  if (new Set(outline).size !== outline.length) throw new Error('The outline names a section twice.');
  const stray = Object.keys(parts).find((part) => {
    const key = sectionKeyOf(part);
    return key !== null && !outline.includes(key);
  });
  if (stray !== undefined) throw new Error(`The outline does not name “${stray}”.`);
  return outline.map((key) => ({ key, ...(required(parts, sectionPart(key)) as Omit<BodySection, 'key'>) }));
}

/**
 * Puts parts that passed `contentProblems` together again.
 * @throws Error when a part is missing, or when outline and sections disagree.
 */
export function fromParts(parts: Parts): GuideContent {
  return {
    head: required(parts, 'head') as HeadPart,
    lead: required(parts, 'lead') as LeadPart,
    sections: sectionsOf(parts),
    faq: required(parts, 'faq') as FaqPart,
    references: required(parts, 'references') as ReferencesPart,
    disclosures: required(parts, 'disclosures') as DisclosuresPart,
    images: required(parts, 'images') as ImagesPart,
  };
}

/** SHA-256 of each part, by part key. */
export function partHashes(content: GuideContent): Record<string, string> {
  return Object.fromEntries(Object.entries(toParts(content)).map(([key, value]) => [key, hashOf(value)]));
}

/** SHA-256 of the whole content: what a sign-off names. */
export function contentHash(content: GuideContent): string {
  return hashOf(content);
}

/** The content of a guide of which only the head is written. */
export function emptyContent(head: HeadPart): GuideContent {
  return {
    head,
    lead: { markdown: '' },
    sections: [],
    faq: { entries: [] },
    references: { entries: [] },
    disclosures: { text: '' },
    images: { entries: [] },
  };
}
