import { readExamples, type ExampleGuide } from '../src/demo/examples.js';
import { renameGuideTargets } from '../src/guides/index.js';
import type { Actor } from '../src/identity/index.js';
import { Database, type Tx } from '../src/platform/database.js';
import type { Service } from '../src/service.js';
import { buildAccount, buildCategory, type BuiltCategory } from '../test/support/build.js';
import { buildCopies } from '../test/support/build-copies.js';
import { buildLiveGuide, type BuiltLiveGuide } from '../test/support/build-guide.js';
import { analyze, type Ground } from './harness.js';
import { leadPath } from './lead-example.js';

/** Whoever signs for all, with every specialty of the examples. */
export const reviewerName = 'Reviewer One';

export interface Library {
  owner: Actor;
  reviewer: Actor;
  /** The example guides themselves, first in the library. */
  guides: Map<string, BuiltLiveGuide>;
  examples: Map<string, ExampleGuide>;
}

/** The example guides, and as many copies of them as make `count` live guides: real texts, links and references. */
export async function fillExamples(ground: Ground, service: Service, count: number): Promise<Library> {
  const examples = await leadLast();
  const guides = new Map<string, BuiltLiveGuide>();
  const staff = await service.app.get(Database).transaction(async (tx) => {
    const at = new Date();
    const people = await hire(tx, at);
    const categories = await categoriesOf(tx, [...examples.values()]);
    for (const { slug, content } of examples.values()) {
      const category = categories.get(content.head.category);
      if (!category) throw new Error(`${slug} has no category.`);
      const linked = renameGuideTargets(content, (target) => guides.get(target)?.id ?? null);
      guides.set(slug, await buildLiveGuide(tx, { ...people, category, slug, content: linked, at }));
    }
    return people;
  });
  await copy(service, [...guides.values()], count);
  await analyze(ground);
  return { ...staff, guides, examples };
}

async function hire(tx: Tx, at: Date): Promise<Pick<Library, 'owner' | 'reviewer'>> {
  const specialties = ['dermatology', 'plastic-surgery', 'facial-plastic', 'oculoplastic'];
  return {
    owner: await buildAccount(tx, { name: 'Owner One', roles: ['editor'], at }),
    reviewer: await buildAccount(tx, { name: reviewerName, roles: ['reviewer'], specialties, reviewsPerWeek: 100, at }),
  };
}

/** A text may link only to guides that are there: the lead example to all it names. */
async function leadLast(): Promise<Map<string, ExampleGuide>> {
  const rank = (slug: string): number => (leadPath.endsWith(`/${slug}`) ? 1 : 0);
  return new Map([...(await readExamples())].sort(([one], [other]) => rank(one) - rank(other)));
}

async function categoriesOf(tx: Tx, examples: ExampleGuide[]): Promise<Map<string, BuiltCategory>> {
  const specialties = new Map<string, Set<string>>();
  for (const { content } of examples) {
    const { category, specialties: some } = content.head;
    specialties.set(category, new Set([...(specialties.get(category) ?? []), ...some]));
  }
  const made = new Map<string, BuiltCategory>();
  for (const [slug, all] of specialties) made.set(slug, await buildCategory(tx, { slug, specialties: [...all] }));
  return made;
}

/** In shares as equal as they can be. */
async function copy(service: Service, guides: BuiltLiveGuide[], count: number): Promise<void> {
  let left = count - guides.length;
  for (const [index, guide] of guides.entries()) {
    const share = Math.ceil(left / (guides.length - index));
    left -= share;
    await service.app.get(Database).transaction((tx) => buildCopies(tx, guide, share));
  }
}
