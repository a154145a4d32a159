import type { INestApplicationContext } from '@nestjs/common';
import { Editorial, Transitions } from '../editorial/index.js';
import {
  Categories,
  contentHash,
  partHashes,
  renameGuideTargets,
  toParts,
  type GuideContent,
  type ImportPlan,
  type PlannedGuide,
} from '../guides/index.js';
import type { Actor } from '../identity/index.js';

/** What became of one file. */
export interface ImportedGuide {
  file: string;
  slug: string;
  outcome: 'created' | 'revision opened' | 'draft updated' | 'cadence changed' | 'unchanged';
}

const usualCadence = 12;

/**
 * Carries out an import that was planned: categories, then new guides, then, when every guide has its id, the texts with
 * their links. Each step is what an editor does at the desk; broken off half-way, the same import finishes it.
 */
export class GuideWriting {
  private readonly editorial: Editorial;

  constructor(
    private readonly app: INestApplicationContext,
    private readonly actor: Actor,
  ) {
    this.editorial = app.get(Editorial);
  }

  async carryOut({ guides, newCategories, ids }: ImportPlan, ownerId: string): Promise<ImportedGuide[]> {
    for (const category of newCategories) await this.createCategory(category);
    const drafts = new Map<string, string>();
    for (const planned of guides.filter(({ known }) => !known)) {
      const { guideId, revisionId } = await this.create(planned, ids, ownerId);
      ids.set(planned.guide.slug, guideId);
      drafts.set(planned.guide.slug, revisionId);
    }
    const imported: ImportedGuide[] = [];
    for (const planned of guides) {
      const { slug, content } = planned.guide;
      const text = withIds(content, ids);
      const created = drafts.get(slug);
      if (created) await this.fill(created, text);
      imported.push({ file: planned.file, slug, outcome: created ? 'created' : await this.update(planned, text) });
    }
    return imported;
  }

  private async createCategory({ slug, specialties }: { slug: string; specialties: string[] }): Promise<void> {
    const name = `${slug.charAt(0).toUpperCase()}${slug.slice(1).replaceAll('-', ' ')}`;
    await this.app.get(Categories).create({ slug, name, cadenceMonths: usualCadence, specialties }, this.actor);
  }

  private create({ file, guide }: PlannedGuide, ids: Map<string, string>, ownerId: string) {
    const { slug, language, cadence, content } = guide;
    const own = cadence === undefined ? {} : { cadenceMonths: cadence, cadenceReason: reasonFrom(file) };
    const text = withIds(content, ids);
    const wanted = { slug, language, category: content.head.category, ownerId, content: text, ...own };
    return this.editorial.createGuide(wanted, this.actor);
  }

  private async update({ file, guide, known }: PlannedGuide, text: GuideContent): Promise<ImportedGuide['outcome']> {
    if (!known) throw new Error('A new guide was not created.');
    const { cadence } = guide;
    const recadenced = cadence !== undefined && cadence !== known.cadence;
    if (recadenced) {
      const change = { cadenceMonths: cadence, cadenceReason: reasonFrom(file) };
      await this.editorial.changeSettings(known.id, change, () => undefined, this.actor);
    }
    if (known.revisionId) {
      if (await this.fill(known.revisionId, text)) return 'draft updated';
    } else if (known.liveHash !== contentHash(text)) {
      await this.fill(await this.openRevision(known.id), text);
      return 'revision opened';
    }
    return recadenced ? 'cadence changed' : 'unchanged';
  }

  private async openRevision(guideId: string): Promise<string> {
    const { actor } = this;
    const input = { kind: 'ordinary' } as const;
    const command = { noun: 'revision', id: guideId, name: 'open', input, actor, requestId: actor.requestId } as const;
    const { body } = await this.app.get(Transitions).perform(command);
    return body.created['revisionId'] ?? '';
  }

  /** Saves every part that differs, each on the ETag just read; answers whether any did. */
  private async fill(revisionId: string, content: GuideContent): Promise<boolean> {
    const saved = new Map((await this.editorial.draft(revisionId)).parts.map((part) => [part.key, part]));
    const parts = toParts(content);
    const hashes = partHashes(content);
    const moved = Object.keys(parts).filter((key) => saved.get(key)?.hash !== hashes[key]);
    for (const key of moved) {
      await this.editorial.save(revisionId, key, parts[key], saved.get(key)?.etag ?? null, this.actor);
    }
    const dropped = [...saved.values()].filter(({ key }) => !Object.hasOwn(parts, key));
    for (const { key, etag } of dropped) await this.editorial.removeSection(revisionId, key, etag, this.actor);
    return moved.length + dropped.length > 0;
  }
}

function withIds(content: GuideContent, ids: Map<string, string>): GuideContent {
  return renameGuideTargets(content, (slug) => ids.get(slug) ?? null);
}

function reasonFrom(file: string): string {
  return `So says the imported file ${file}.`;
}
