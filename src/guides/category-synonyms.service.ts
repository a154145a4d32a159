import { Injectable } from '@nestjs/common';
import { leads, type Actor } from '../identity/index.js';
import { Clock } from '../platform/clock.js';
import { Database, type Tx } from '../platform/database.js';
import { Forbidden, Invalid, Missing } from '../platform/errors.js';
import { appendEvent, lockHead, type ChainHead } from '../platform/event-store.js';

/** Two ways to say the same in one category; a search for either finds both. */
export interface Synonym {
  term: string;
  sameAs: string;
}

export interface SynonymList {
  items: Synonym[];
  /** Of the category. */
  version: number;
}

/** What readers call things that the guides of a category call otherwise. */
@Injectable()
export class CategorySynonyms {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async list(slug: string): Promise<SynonymList> {
    const category = await this.database.first<{ id: string; version: number }>(
      'select id, version from category where slug = $1',
      [slug],
    );
    if (!category) throw new Missing('category');
    const items = await this.database.rows<Synonym>(
      'select term, same_as as "sameAs" from category_synonym where category_id = $1 order by term, same_as',
      [category.id],
    );
    return { items, version: category.version };
  }

  /** Puts the whole list in place of the one before. For admins, and leads of the category. Moves no page. */
  async replace(
    slug: string,
    synonyms: readonly Synonym[],
    expected: (version: number) => void,
    actor: Actor,
  ): Promise<SynonymList> {
    await this.database.transaction(async (tx) => {
      const found = await tx.first<{ id: string }>('select id from category where slug = $1', [slug]);
      if (!found) throw new Missing('category');
      if (!actor.roles.has('admin') && !leads(actor, found.id)) throw new Forbidden();
      const head = (await lockHead(tx, 'category', found.id)) as ChainHead;
      const { version } = await tx.one<{ version: number }>('select version from category where id = $1', [found.id]);
      expected(version);
      await this.write(tx, found.id, synonyms);
      await tx.run('update category set version = version + 1 where id = $1', [found.id]);
      await appendEvent(tx, head, {
        name: 'category.synonyms-changed',
        at: this.clock.now(),
        actorId: actor.accountId,
        requestId: actor.requestId,
        moves: [],
        payload: { synonyms: synonyms.length },
      });
    });
    return this.list(slug);
  }

  private async write(tx: Tx, categoryId: string, synonyms: readonly Synonym[]): Promise<void> {
    const pairs = [synonyms.map(({ term }) => term), synonyms.map(({ sameAs }) => sameAs)] as const;
    const wordless = await tx.rows<{ words: string }>(
      `select distinct w as words from unnest($1::text[] || $2::text[]) w where length(to_tsvector('guide_english', w)) = 0 order by 1`,
      pairs,
    );
    if (wordless.length > 0)
      throw new Invalid(
        wordless.map(({ words }) => ({
          code: 'synonyms',
          message: `“${words}” has no word that a search could find.`,
        })),
      );
    await tx.run('delete from category_synonym where category_id = $1', [categoryId]);
    await tx.run(
      `insert into category_synonym (category_id, term, same_as, term_lexemes, same_lexemes)
       select $3, t, s, tsvector_to_array(to_tsvector('guide_english', t)), tsvector_to_array(to_tsvector('guide_english', s))
         from unnest($1::text[], $2::text[]) p(t, s) on conflict do nothing`,
      [...pairs, categoryId],
    );
  }
}
