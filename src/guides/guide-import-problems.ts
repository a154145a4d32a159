import { partsProblems } from './content-rules.js';
import type { GuideContent } from './content.js';
import type { GuideFile } from './guide-file.js';
import { renameGuideTargets, targetsOf } from './guide-links.js';
import type { CategoryRow } from './guides.service.js';
import { toParts } from './parts.js';
import { slugProblems } from './slug.js';

/** A guide that there is already, as an import needs to know it. */
export interface KnownGuide {
  id: string;
  /** Its present slug; it may have been found under a former one. */
  slug: string;
  status: string;
  language: string;
  /** Months of its own, when it departs from its category. */
  cadence: number | null;
  liveHash: string | null;
  /** The open ordinary revision. */
  revisionId: string | null;
  revisionStatus: string | null;
}

/** What the database knows of everything that the files name. */
export interface ImportFacts {
  /** By every slug, present or former, that a file has or links to. */
  known: Map<string, KnownGuide>;
  categories: Map<string, CategoryRow>;
  /** Slugs of the guides in the files. */
  inFiles: Set<string>;
  images: Set<string>;
  specialties: Set<string>;
}

/** An id is longer than most slugs: a text just short of its limit may pass it. */
const anyId = '00000000-0000-0000-0000-000000000000';
const writable = ['draft', 'changes-requested'];

/** Why a guide file, well-formed in itself, does not fit what is there; sentences, empty when it does. */
export function fitProblems(guide: GuideFile, facts: ImportFacts, options: { createCategories: boolean }): string[] {
  const known = facts.known.get(guide.slug);
  return [
    ...(known ? standingProblems(guide, known) : []),
    ...categoryProblems(guide.content, facts, options.createCategories),
    ...linkProblems(guide.content, facts),
    ...imageProblems(guide.content, facts),
  ];
}

function standingProblems(guide: GuideFile, known: KnownGuide): string[] {
  const problems: string[] = [];
  if (known.slug !== guide.slug) problems.push(`The guide was renamed: its slug is “${known.slug}” now.`);
  if (known.status === 'archived') problems.push('The guide is archived: restore it first.');
  if (known.status === 'legal') problems.push('The guide was taken down for legal reasons.');
  if (known.language !== guide.language) problems.push(`The guide is in ${known.language}, not in ${guide.language}.`);
  if (known.revisionStatus && !writable.includes(known.revisionStatus)) {
    problems.push(`Its open revision is ${known.revisionStatus}: the text is locked.`);
  }
  return problems;
}

function categoryProblems({ head }: GuideContent, facts: ImportFacts, mayCreate: boolean): string[] {
  const unknown = head.specialties.filter((slug) => !facts.specialties.has(slug));
  if (unknown.length > 0) return [`There is no specialty ${unknown.join(', ')}.`];
  const category = facts.categories.get(head.category);
  if (!category) {
    if (!mayCreate) return [`There is no category “${head.category}”.`];
    return [
      ...slugProblems(head.category).map((problem) => `The category “${head.category}”: ${problem}`),
      ...(head.specialties.length > 0 ? [] : ['It must name a specialty of its new category.']),
    ];
  }
  const foreign = head.specialties.filter((slug) => !category.specialties.includes(slug));
  return foreign.length > 0 ? [`The category ${category.name} is not reviewed by: ${foreign.join(', ')}.`] : [];
}

function linkProblems(content: GuideContent, { known, inFiles }: ImportFacts): string[] {
  const unknown = targetsOf(content).guides.filter((slug) => !known.has(slug) && !inFiles.has(slug));
  if (unknown.length > 0) return unknown.map((slug) => `It links to a guide that there is not: “guide:${slug}”.`);
  return partsProblems({ ...toParts(renameGuideTargets(content, () => anyId)) });
}

function imageProblems(content: GuideContent, { images }: ImportFacts): string[] {
  const named = new Set([...targetsOf(content).images, ...content.images.entries.map(({ digest }) => digest)]);
  return [...named].filter((digest) => !images.has(digest)).map((digest) => `The image ${digest} was never uploaded.`);
}
