import { Database, type Tx } from '../platform/database.js';
import { type GuideFile, parseGuideFile } from './guide-file.js';
import { targetsOf } from './guide-links.js';
import { fitProblems, type ImportFacts, type KnownGuide } from './guide-import-problems.js';
import { Guides } from './guides.service.js';
import { slugSkeleton } from './slug.js';

/** One guide file as it was read: its name for people, and its text. */
export interface NamedFile {
  name: string;
  text: string;
}

/** What is wrong with one file, a sentence each. */
export interface FileProblem {
  file: string;
  problem: string;
}

export interface PlannedGuide {
  file: string;
  /** Its links still name slugs. */
  guide: GuideFile;
  /** The guide that has this slug already; null for a new one. */
  known: KnownGuide | null;
}

/** What an import would do; nothing of it is done yet. */
export interface ImportPlan {
  guides: PlannedGuide[];
  /** Categories that are missing, with every specialty that the files name in them. */
  newCategories: { slug: string; specialties: string[] }[];
  /** Ids of all guides, in the files or linked to, that there are; by slug. */
  ids: Map<string, string>;
}

type ReadFile = Omit<PlannedGuide, 'known'>;

/** Reads guide files and says what importing them would do: all of them, or all that is wrong with any. Writes nothing. */
export class GuideImport {
  constructor(
    private readonly database: Database,
    private readonly guides: Guides,
  ) {}

  /** `createCategories` plans a category that is missing instead of refusing it. */
  async plan(
    files: readonly NamedFile[],
    options: { createCategories: boolean },
  ): Promise<ImportPlan | { problems: FileProblem[] }> {
    const { read, problems } = readFiles(files);
    return this.database.snapshot(async (tx) => {
      const facts = await this.facts(tx, read);
      for (const { file, guide } of read) {
        const found = [...(await this.slugProblems(tx, guide, facts)), ...fitProblems(guide, facts, options)];
        problems.push(...found.map((problem) => ({ file, problem })));
      }
      return problems.length > 0 ? { problems: inOrderOf(files, problems) } : planOf(read, facts);
    });
  }

  private async slugProblems(tx: Tx, { slug }: GuideFile, facts: ImportFacts): Promise<string[]> {
    return facts.known.has(slug) ? [] : this.guides.slugProblems(tx, slug, null);
  }

  private async facts(tx: Tx, read: ReadFile[]): Promise<ImportFacts> {
    const slugs = read.flatMap(({ guide }) => [guide.slug, ...targetsOf(guide.content).guides]);
    const digests = read.flatMap(({ guide }) => imagesOf(guide));
    const known = await tx.rows<KnownGuide & { namedBy: string }>(knownGuides, [slugs]);
    const images = await tx.rows<{ digest: string }>('select digest from image where digest = any ($1)', [digests]);
    const specialties = await tx.rows<{ slug: string }>('select slug from specialty');
    const categories: ImportFacts['categories'] = new Map();
    for (const slug of new Set(read.map(({ guide }) => guide.content.head.category))) {
      const category = await this.guides.category(tx, slug);
      if (category) categories.set(slug, category);
    }
    return {
      known: new Map(known.map(({ namedBy, ...guide }) => [namedBy, guide])),
      categories,
      inFiles: new Set(read.map(({ guide }) => guide.slug)),
      images: new Set(images.map(({ digest }) => digest)),
      specialties: new Set(specialties.map(({ slug }) => slug)),
    };
  }
}

const knownGuides = `
  select s.slug as "namedBy", g.id, g.slug, g.status, g.language, g.cadence_override as cadence, v.hash as "liveHash",
         r.id as "revisionId", r.status as "revisionStatus"
    from guide_slug s
    join guide g on g.id = s.guide_id
    left join version v on v.id = g.live_version_id
    left join revision r on r.guide_id = g.id and r.kind = 'ordinary' and r.status not in ('published', 'discarded')
   where s.slug = any ($1)`;

function readFiles(files: readonly NamedFile[]): { read: ReadFile[]; problems: FileProblem[] } {
  const read: ReadFile[] = [];
  const problems: FileProblem[] = [];
  const taken = new Map<string, ReadFile>();
  for (const { name: file, text } of files) {
    const guide = parseGuideFile(text);
    if ('problems' in guide) {
      problems.push(...guide.problems.map((problem) => ({ file, problem })));
      continue;
    }
    const before = taken.get(slugSkeleton(guide.slug));
    if (before) problems.push({ file, problem: `Its slug “${guide.slug}” is, or looks like, that of ${before.file}.` });
    else taken.set(slugSkeleton(guide.slug), { file, guide });
    read.push({ file, guide });
  }
  return { read, problems };
}

/** Digests of every image that a guide lists or shows. */
function imagesOf({ content }: GuideFile): string[] {
  return [...targetsOf(content).images, ...content.images.entries.map(({ digest }) => digest)];
}

function planOf(read: ReadFile[], facts: ImportFacts): ImportPlan {
  const missing = new Map<string, Set<string>>();
  for (const { category, specialties } of read.map(({ guide }) => guide.content.head)) {
    if (facts.categories.has(category)) continue;
    missing.set(category, new Set([...(missing.get(category) ?? []), ...specialties]));
  }
  return {
    guides: read.map(({ file, guide }) => ({ file, guide, known: facts.known.get(guide.slug) ?? null })),
    newCategories: [...missing].map(([slug, specialties]) => ({ slug, specialties: [...specialties] })),
    ids: new Map([...facts.known].map(([slug, { id }]) => [slug, id])),
  };
}

function inOrderOf(files: readonly NamedFile[], problems: FileProblem[]): FileProblem[] {
  const names = [...new Set(files.map(({ name }) => name))];
  return names.flatMap((name) => problems.filter(({ file }) => file === name));
}
