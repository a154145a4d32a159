/**
 * The content of a guide: what a version freezes, what a reviewer signs, what a page shows.
 * Everything here is hashed. Slug, owner and cadence belong to the guide and are not.
 */
export interface GuideContent {
  head: HeadPart;
  lead: LeadPart;
  /** Body sections in reading order. */
  sections: BodySection[];
  faq: FaqPart;
  references: ReferencesPart;
  disclosures: DisclosuresPart;
  images: ImagesPart;
}

export interface HeadPart {
  title: string;
  /** One or two sentences for lists, search results and feeds. */
  summary: string;
  /** Category slug, for example `hair-restoration`. */
  category: string;
  /** Specialty slugs whose physicians may review this guide. */
  specialties: string[];
}

export interface LeadPart {
  markdown: string;
}

export interface BodySection {
  /** Stable within the guide; kebab-case; also the anchor on the page. */
  key: string;
  heading: string;
  /** Markdown. Cites references as `[^id]`, links guides as `[text](guide:<guide id>)`, shows images as `![alt](image:<sha-256>)`. */
  markdown: string;
}

export interface FaqPart {
  entries: { question: string; answer: string }[];
}

export interface ReferencesPart {
  entries: Reference[];
}

export interface Reference {
  /** What the text cites: `[^id]`. */
  id: string;
  title: string;
  authors: string;
  source: string;
  year: number;
  url?: string;
  doi?: string;
  pmid?: string;
  /** Civil date on which the author last opened the source, `YYYY-MM-DD`. */
  accessedOn?: string;
}

export interface DisclosuresPart {
  text: string;
}

export interface ImagesPart {
  entries: { digest: string; alt: string; credit: string; source: string }[];
}

/**
 * A part is the unit of saving, hashing and signing: a fixed part by its name, a body section as `section:<key>`,
 * and `outline`, the order of the body sections.
 * The value of a section part is `{ heading, markdown }`; its key stands in the part key and in the outline alone.
 */
export type PartKey =
  'head' | 'lead' | 'outline' | 'faq' | 'references' | 'disclosures' | 'images' | `section:${string}`;
export type Parts = Record<string, unknown>;
