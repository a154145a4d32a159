import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Actor } from '../identity/index.js';
import { Clock } from '../platform/clock.js';
import { Database, type Tx } from '../platform/database.js';
import { Invalid, Missing } from '../platform/errors.js';
import { appendEvent, lockHead, type ChainHead } from '../platform/event-store.js';
import { OutboxRelay } from '../platform/outbox-relay.js';
import type { CategoryRow } from './guides.service.js';
import { slugProblems } from './slug.js';

export interface CategoryChange {
  name?: string | undefined;
  /** Empty takes it away. */
  description?: string | undefined;
  cadenceMonths?: number | undefined;
  specialties?: string[] | undefined;
}

const columns = `c.id, c.slug, c.name, c.description, c.cadence_months as "cadenceMonths", c.version,
  array(select specialty from category_specialty s where s.category_id = c.id order by specialty) as specialties`;

/** What guides are about, who may review them, and how often. */
@Injectable()
export class Categories {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly relay: OutboxRelay,
  ) {}

  list(): Promise<CategoryRow[]> {
    return this.database.rows(`select ${columns} from category c order by c.name`);
  }

  async one(id: string): Promise<CategoryRow> {
    const row = await this.database.first<CategoryRow>(`select ${columns} from category c where c.id = $1`, [id]);
    if (!row) throw new Missing('category');
    return row;
  }

  specialties(): Promise<{ slug: string; name: string; practitioner: string; schemaOrg: string | null }[]> {
    return this.database.rows(
      'select slug, name, practitioner, schema_org as "schemaOrg" from specialty order by name',
    );
  }

  async create(
    input: { slug: string; name: string; description?: string; cadenceMonths: number; specialties: string[] },
    actor: Actor,
  ): Promise<{ id: string }> {
    const problems = slugProblems(input.slug);
    if (problems.length > 0) throw new Invalid(problems.map((message) => ({ code: 'slug', message })));
    const id = uuidv7();
    await this.database.transaction(async (tx) => {
      const made = await tx.run(
        'insert into category (id, slug, name, cadence_months, description) values ($1, $2, $3, $4, $5) on conflict (slug) do nothing',
        [id, input.slug, input.name, input.cadenceMonths, input.description ?? ''],
      );
      if (made === 0) throw Invalid.of('slug', 'There is a category of that slug.');
      await this.setSpecialties(tx, id, input.specialties);
      const head = (await lockHead(tx, 'category', id)) as ChainHead;
      await appendEvent(tx, head, {
        name: 'category.created',
        at: this.clock.now(),
        actorId: actor.accountId,
        requestId: actor.requestId,
        moves: [],
        payload: { slug: input.slug },
      });
    });
    return { id };
  }

  /** A new cadence moves the due dates of its guides in the same transaction; their rechecks are planned anew. */
  async change(
    id: string,
    change: CategoryChange,
    expected: (version: number) => void,
    actor: Actor,
  ): Promise<CategoryRow> {
    await this.database.transaction(async (tx) => {
      const head = await lockHead(tx, 'category', id);
      if (!head) throw new Missing('category');
      const { version } = await tx.one<{ version: number }>('select version from category where id = $1', [id]);
      expected(version);
      await tx.run(
        `update category set name = coalesce($2, name), cadence_months = coalesce($3, cadence_months), description = coalesce($4, description),
                version = version + 1 where id = $1`,
        [id, change.name ?? null, change.cadenceMonths ?? null, change.description ?? null],
      );
      if (change.specialties) await this.setSpecialties(tx, id, change.specialties);
      if (change.cadenceMonths) await this.moveDueDates(tx, id, change.cadenceMonths);
      const fields = Object.entries(change)
        .filter(([, value]) => value !== undefined)
        .map(([key]) => key);
      await appendEvent(tx, head, {
        name: 'category.changed',
        at: this.clock.now(),
        actorId: actor.accountId,
        requestId: actor.requestId,
        moves: [],
        payload: { fields },
      });
    });
    this.relay.wake();
    return this.one(id);
  }

  /** Locks every guide of the category first: one that is being published for the first time must not miss it. */
  private async moveDueDates(tx: Tx, id: string, months: number): Promise<void> {
    await tx.run('select from guide where category_id = $1 order by id for no key update', [id]);
    await tx.run(
      `update guide set due_on = due_on(last_reviewed_on, $2), recheck_planned_on = null, version = version + 1
        where category_id = $1 and cadence_override is null and last_reviewed_on is not null`,
      [id, months],
    );
  }

  private async setSpecialties(tx: Tx, id: string, specialties: string[]): Promise<void> {
    const known = await tx.rows<{ slug: string }>('select slug from specialty where slug = any ($1)', [specialties]);
    const unknown = specialties.filter((slug) => !known.some((row) => row.slug === slug));
    if (unknown.length > 0) throw Invalid.of('specialties', `There is no specialty ${unknown.join(', ')}.`);
    await tx.run('delete from category_specialty where category_id = $1 and not (specialty = any ($2))', [
      id,
      specialties,
    ]);
    await tx.run('insert into category_specialty select $1, s from unnest($2::text[]) s on conflict do nothing', [
      id,
      specialties,
    ]);
  }
}
