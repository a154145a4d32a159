import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import {
  contentProblems,
  emptyContent,
  Guides,
  hashOf,
  normalizePart,
  readDraft,
  removeSection,
  savePart,
  type Draft,
  type SaveOutcome,
} from '../guides/index.js';
import { leads, type Actor } from '../identity/index.js';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { civilDate } from '../platform/civil-date.js';
import { Database, type Tx } from '../platform/database.js';
import { Forbidden, Invalid, Missing, Refused, Stale } from '../platform/errors.js';
import { appendEvent } from '../platform/event-store.js';
import { once, type IdempotentRequest } from '../platform/idempotency.js';
import { OutboxRelay } from '../platform/outbox-relay.js';
import { newGuideProblems, ownerProblems, type NewGuide } from './new-guide.js';
import { openRevision } from './opening.js';
import { lockGuide, readGuide, type Moment } from './load-facts.js';
import { mergeOntoLive, type Conflict } from './rebase.js';
import type { Facts, GuideFacts } from './facts.js';

/** Acts on guides and drafts that are no lifecycle transition of an existing one: creating, saving, settings. */
@Injectable()
export class Editorial {
  constructor(
    private readonly database: Database,
    private readonly guides: Guides,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly relay: OutboxRelay,
  ) {}

  /** Creates a guide with its first revision. The slug must be free and no look-alike of another. */
  async createGuide(
    input: NewGuide,
    actor: Actor,
    idempotency: IdempotentRequest | null = null,
  ): Promise<{ guideId: string; revisionId: string }> {
    const create = async (tx: Tx): Promise<{ guideId: string; revisionId: string }> => {
      const problems = await newGuideProblems(tx, this.guides, input);
      const category = await this.guides.category(tx, input.category);
      if (problems.length > 0 || !category) throw new Invalid(problems);
      return this.insertGuide(tx, input, category, actor);
    };
    const created = await this.database.transaction((tx) =>
      once(tx, idempotency, this.clock.now(), async () => ({ status: 201, body: await create(tx) })),
    );
    this.relay.wake();
    return created.body;
  }

  private async insertGuide(
    tx: Tx,
    input: NewGuide,
    category: { id: string; slug: string },
    actor: Actor,
  ): Promise<{ guideId: string; revisionId: string }> {
    const guideId = uuidv7();
    const now = this.clock.now();
    const made = await tx.run(
      `insert into guide (id, slug, language, source_guide_id, category_id, owner_id, cadence_override, cadence_reason, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (source_guide_id, language) where source_guide_id is not null do nothing`,
      [
        guideId,
        input.slug,
        input.language,
        input.sourceGuideId ?? null,
        category.id,
        input.ownerId ?? actor.accountId,
        input.cadenceMonths ?? null,
        input.cadenceReason ?? null,
        now,
      ],
    );
    if (made === 0) throw new Refused([{ code: 'source', message: 'Somebody else has just begun this translation.' }]);
    await this.guides.giveSlug(tx, guideId, input.slug, now);
    const { guide, head } = await lockGuide(tx, guideId);
    await appendEvent(tx, head, {
      name: 'guide.created',
      at: now,
      actorId: actor.accountId,
      requestId: actor.requestId,
      moves: [{ kind: 'guide', id: guideId, from: null, to: 'unpublished' }],
      payload: { slug: input.slug, sourceGuideId: input.sourceGuideId ?? null },
    });
    const content =
      input.content ??
      emptyContent({
        title: (input.title ?? '').normalize('NFC').trim(),
        summary: '',
        category: category.slug,
        specialties: [],
      });
    const facts = { guide, now, input: {} } as Facts;
    const revision = await openRevision(
      { tx, facts, actor, guides: this.guides, timeZone: this.config.publisher.timeZone },
      'ordinary',
      content,
    );
    await this.contributeAll(tx, guideId, revision.id, actor.accountId, now);
    await appendEvent(tx, head, {
      name: 'revision.opened',
      at: now,
      actorId: actor.accountId,
      requestId: actor.requestId,
      moves: [revision.move],
      payload: { revisionId: revision.id, kind: 'ordinary', baseVersionId: null },
    });
    return { guideId, revisionId: revision.id };
  }

  /** Whoever brings a text in counts as its contributor, part by part. */
  private async contributeAll(tx: Tx, guideId: string, revisionId: string, accountId: string, at: Date): Promise<void> {
    await tx.run(
      `insert into contribution (guide_id, revision_id, part_key, part_hash, account_id, at)
       select $1, $2, key, hash, $3, $4 from revision_part where revision_id = $2`,
      [guideId, revisionId, accountId, at],
    );
  }

  /** The working text with the ETag of each part. */
  async draft(
    revisionId: string,
  ): Promise<Draft & { revisionId: string; guideId: string; status: string; version: number }> {
    return this.database.snapshot(async (tx) => {
      const revision = await tx.first<{ guideId: string; status: string; version: number }>(
        'select guide_id as "guideId", status, version from revision where id = $1',
        [revisionId],
      );
      if (!revision) throw new Missing('revision');
      return { revisionId, ...revision, ...(await readDraft(tx, revisionId)) };
    });
  }

  /** Saves one part. 412 with both texts when somebody else saved the same one. */
  async save(
    revisionId: string,
    key: string,
    value: unknown,
    etag: number | null,
    actor: Actor,
  ): Promise<{ etag: number }> {
    const problems = contentProblems(key, value);
    if (problems.length > 0) throw new Invalid(problems.map((message) => ({ code: 'content', message })));
    const body = normalizePart(key, value);
    return this.inDraft(revisionId, actor, (tx, guideId, at) =>
      savePart(tx, { guideId, revisionId, accountId: actor.accountId, at, key, body, hash: hashOf(body), etag }),
    );
  }

  async removeSection(revisionId: string, key: string, etag: number | null, actor: Actor): Promise<{ etag: number }> {
    return this.inDraft(revisionId, actor, (tx, guideId, at) =>
      removeSection(tx, { guideId, revisionId, accountId: actor.accountId, at, key, etag }),
    );
  }

  private async inDraft(
    revisionId: string,
    actor: Actor,
    write: (tx: Tx, guideId: string, at: Date) => Promise<SaveOutcome>,
  ): Promise<{ etag: number }> {
    if (!actor.roles.has('editor')) throw new Forbidden('Only editors change texts.');
    return this.database.transaction(async (tx) => {
      // Savers share the guide's row with each other; a transition, which takes it alone, waits for them and they for it.
      const locked = await tx.first<{ status: string }>(
        'select g.status from guide g where g.id = (select guide_id from revision where id = $1) for share',
        [revisionId],
      );
      const revision = await tx.first<{ guideId: string; status: string }>(
        'select guide_id as "guideId", status from revision where id = $1',
        [revisionId],
      );
      if (!locked || !revision) throw new Missing('revision');
      if (locked.status === 'legal')
        throw new Refused([
          { code: 'guide', message: 'The guide was taken down for legal reasons: its text is locked.' },
        ]);
      if (revision.status !== 'draft' && revision.status !== 'changes-requested') {
        throw new Refused([{ code: 'state', message: `The text is locked while the revision is ${revision.status}.` }]);
      }
      const outcome = await write(tx, revision.guideId, this.clock.now());
      if (!outcome.saved) throw new Stale(`"${outcome.etag}"`, outcome.body);
      return { etag: outcome.etag };
    });
  }

  /** What a rebase would ask: parts that both sides changed, with all three texts. */
  async conflicts(revisionId: string): Promise<Conflict[]> {
    return this.database.snapshot(async (tx) => {
      const revision = await tx.first<{ id: string; guideId: string; baseVersionId: string | null }>(
        'select id, guide_id as "guideId", base_version_id as "baseVersionId" from revision where id = $1',
        [revisionId],
      );
      if (!revision) throw new Missing('revision');
      const { guide } = await readGuide(tx, revision.guideId);
      return guide.liveVersionId === revision.baseVersionId
        ? []
        : (await mergeOntoLive(tx, revision, guide, {})).conflicts;
    });
  }

  /** Owner and cadence: they belong to the guide and move no text. A new cadence moves the due date at once, so the director sets it. */
  async changeSettings(
    guideId: string,
    change: {
      ownerId?: string | undefined;
      cadenceMonths?: number | null | undefined;
      cadenceReason?: string | undefined;
    },
    expectedVersion: (version: number) => void,
    actor: Actor,
  ): Promise<{ version: number }> {
    const result = await this.database.transaction(async (tx) => {
      const { guide, head } = await lockGuide(tx, guideId);
      forbidSettings(actor, guide, change);
      expectedVersion(guide.version);
      const at = this.clock.now();
      const common = {
        at,
        actorId: actor.accountId,
        requestId: actor.requestId,
        note: change.cadenceReason,
        moves: [] as [],
      };
      if (change.ownerId) {
        const [problem] = await ownerProblems(tx, change.ownerId);
        if (problem) throw Invalid.of('owner', problem);
        await tx.run('update guide set owner_id = $2, version = version + 1 where id = $1', [guideId, change.ownerId]);
        await appendEvent(tx, head, { ...common, name: 'guide.changed', payload: { fields: ['owner'] } });
      }
      if (change.cadenceMonths !== undefined) await this.changeCadence(tx, guideId, change, head, common);
      return tx.one<{ version: number }>('select version from guide where id = $1', [guideId]);
    });
    this.relay.wake();
    return result;
  }

  private async changeCadence(
    tx: Tx,
    guideId: string,
    change: { cadenceMonths?: number | null | undefined; cadenceReason?: string | undefined },
    head: Parameters<typeof appendEvent>[1],
    common: { at: Date; actorId: string; requestId: string; note: string | undefined; moves: [] },
  ): Promise<void> {
    if (change.cadenceMonths !== null && !change.cadenceReason?.trim())
      throw Invalid.of('cadence', 'A cadence of its own needs a reason.');
    const { dueOn } = await tx.one<{ dueOn: string | null }>(
      `update guide g set cadence_override = $2, cadence_reason = $3, version = g.version + 1,
              due_on = case when g.last_reviewed_on is null then g.due_on else due_on(g.last_reviewed_on, coalesce($2, c.cadence_months)) end,
              recheck_planned_on = null
         from category c where c.id = g.category_id and g.id = $1 returning g.due_on as "dueOn"`,
      [guideId, change.cadenceMonths, change.cadenceMonths === null ? null : change.cadenceReason],
    );
    await appendEvent(tx, head, {
      ...common,
      name: 'guide.cadence-changed',
      payload: { months: change.cadenceMonths ?? null, dueOn },
    });
  }

  /** The moment for facts that are only shown. */
  moment(actor: Actor | null): Moment {
    const now = this.clock.now();
    return {
      now,
      today: civilDate(now, this.config.publisher.timeZone),
      cutOverOn: this.config.cutOverOn ?? null,
      carryOverMonths: this.config.carryOverWindowMonths,
      actor,
      requestId: null,
    };
  }
}

/** Design §1: a cadence that a due date hangs on is the medical director's; whom a guide belongs to is its editors' and its lead's. */
function forbidSettings(
  actor: Actor,
  guide: GuideFacts,
  change: { ownerId?: string | undefined; cadenceMonths?: number | null | undefined },
): void {
  const editorial = actor.roles.has('editor') || leads(actor, guide.categoryId);
  const cadenceIsTheirs = editorial && guide.firstPublishedAt === null;
  if (change.cadenceMonths !== undefined && !cadenceIsTheirs && !actor.roles.has('director'))
    throw new Forbidden('The medical director sets the cadence of a guide that was published.');
  if (change.ownerId && !editorial) throw new Forbidden('Editors and the category’s lead say whose guide it is.');
}
