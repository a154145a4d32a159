import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database.js';
import { Refused } from '../platform/errors.js';
import { slugProblems, slugSkeleton } from './slug.js';

export interface CategoryRow {
  id: string;
  slug: string;
  name: string;
  /** What it is about, for readers; may be empty. */
  description: string;
  cadenceMonths: number;
  version: number;
  specialties: string[];
}

/** Slugs and categories: what a guide is called and where it stands. */
@Injectable()
export class Guides {
  /** Why a slug cannot be given to this guide; empty when it can. A slug once used stays with its guide for ever. */
  async slugProblems(tx: Tx, slug: string, guideId: string | null): Promise<string[]> {
    const problems = slugProblems(slug);
    if (problems.length > 0) return problems;
    const taken = await tx.first<{ slug: string; guide_id: string }>(
      'select slug, guide_id from guide_slug where skeleton = $1 or slug = $2',
      [slugSkeleton(slug), slug],
    );
    if (!taken) return [];
    if (taken.slug === slug && taken.guide_id === guideId) return [];
    return [
      taken.slug === slug
        ? `The slug “${slug}” belongs to another guide, or did.`
        : `The slug “${slug}” looks like “${taken.slug}”, which is taken.`,
    ];
  }

  /** Gives a slug to a guide; the old one keeps answering with a redirect. Refused when another guide was given it, or a look-alike, first. */
  async giveSlug(tx: Tx, guideId: string, slug: string, at: Date): Promise<void> {
    await tx.run(
      'insert into guide_slug (slug, skeleton, guide_id, since) values ($1, $2, $3, $4) on conflict do nothing',
      [slug, slugSkeleton(slug), guideId, at],
    );
    const given = await tx.first('select 1 from guide_slug where slug = $1 and guide_id = $2', [slug, guideId]);
    if (!given)
      throw new Refused([{ code: 'slug', message: `Another guide has just been given “${slug}” or a slug like it.` }]);
  }

  async category(tx: Tx, slug: string): Promise<CategoryRow | undefined> {
    return tx.first(
      `select c.id, c.slug, c.name, c.cadence_months as "cadenceMonths", c.version,
              array(select specialty from category_specialty s where s.category_id = c.id order by specialty) as specialties
         from category c where c.slug = $1`,
      [slug],
    );
  }

  /** Why the head of a text does not fit: unknown category, or specialties that the category does not know. */
  async headProblems(tx: Tx, head: { category: string; specialties: string[] }): Promise<string[]> {
    const category = await this.category(tx, head.category);
    if (!category) return [`There is no category “${head.category}”.`];
    const foreign = head.specialties.filter((slug) => !category.specialties.includes(slug));
    return foreign.length > 0 ? [`The category ${category.name} is not reviewed by: ${foreign.join(', ')}.`] : [];
  }
}
