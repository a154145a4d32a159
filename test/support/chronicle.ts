import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { events, type EventName, type EventPayload, type PayloadValue, type SubjectKind } from '../../src/events.js';
import type { Actor, Role } from '../../src/identity/index.js';
import { Clock } from '../../src/platform/clock.js';
import { readConfig, type Config } from '../../src/platform/config.js';
import { Database } from '../../src/platform/database.js';
import { appendEvent, lockHead, type Move } from '../../src/platform/event-store.js';
import type { JobName } from '../../src/jobs.js';
import type { Delivery } from '../../src/platform/job-handlers.js';
import { deliveryOf } from '../../src/platform/job-runner.js';
import { Log } from '../../src/platform/log.js';
import { Mailer } from '../../src/platform/mailer.js';
import { buildAccount, buildCategory } from './build.js';
import { createTestDatabase } from './test-database.js';

interface Fact {
  by?: string | null;
  payload?: Record<string, PayloadValue>;
  moves?: Move[];
  note?: string;
}

/** Any fact about any guide, told straight into a database of its own, for what reads facts and decides none. */
export class Chronicle {
  private people = 0;
  private guides = 0;

  private constructor(
    readonly url: string,
    readonly config: Config,
    readonly database: Database,
    readonly clock: Clock,
    readonly mailer: Mailer,
    readonly log: Log,
    readonly categoryId: string,
    private readonly drop: () => Promise<void>,
  ) {}

  static async open(environment: Record<string, string> = {}, startsAt = '2027-03-01T15:00:00Z'): Promise<Chronicle> {
    const { url, drop } = await createTestDatabase();
    const dataDir = await mkdtemp(join(tmpdir(), 'imprimatur-chronicle-'));
    const secrets = { SECRET_KEY: Buffer.alloc(32, 7).toString('base64'), LOG_LEVEL: 'silent', DATA_DIR: dataDir };
    const config = readConfig({
      DATABASE_URL: url,
      PUBLIC_URL: 'https://guides.example',
      ...secrets,
      ...environment,
    });
    const database = await new Database(config).connect();
    const clock = new Clock();
    clock.travelTo(new Date(startsAt));
    const { id } = await database.transaction((tx) => buildCategory(tx));
    return new Chronicle(url, config, database, clock, new Mailer(config, clock), new Log(config), id, drop);
  }

  async close(): Promise<void> {
    await this.database.source.destroy();
    await this.drop();
    await rm(this.config.dataDir, { recursive: true, force: true });
  }

  /** An account with roles; reviewers are licensed in dermatology. */
  async person(...roles: Role[]): Promise<string> {
    return (await this.actor(...roles)).accountId;
  }

  async actor(...roles: Role[]): Promise<Actor> {
    this.people += 1;
    const specialties = roles.includes('reviewer') ? ['dermatology'] : [];
    const name = `Person ${this.people}`;
    return this.database.transaction((tx) => buildAccount(tx, { name, roles, specialties, at: this.clock.now() }));
  }

  /** Where mail to somebody goes. */
  async mailbox(accountId: string): Promise<string> {
    const { email } = await this.database.one<{ email: string }>('select email from account where id = $1', [
      accountId,
    ]);
    return email;
  }

  async lead(accountId: string, categoryId: string): Promise<void> {
    await this.database.run(
      `insert into account_role (id, account_id, role, category_id, granted_at) values ($1, $2, 'lead', $3, $4)`,
      [uuidv7(), accountId, categoryId, this.clock.now()],
    );
  }

  async disable(accountId: string): Promise<void> {
    await this.database.run('update account set disabled_at = $2 where id = $1', [accountId, this.clock.now()]);
  }

  /** A live guide with a version; `set` names further columns. */
  async guide(ownerId: string, title = 'Hair transplants', set: Record<string, unknown> = {}): Promise<string> {
    const id = uuidv7();
    this.guides += 1;
    await this.database.run(
      'insert into guide (id, slug, category_id, owner_id, created_at) values ($1, $2, $3, $4, $5)',
      [id, `guide-${this.guides}`, this.categoryId, ownerId, this.clock.now()],
    );
    const versionId = await this.version(id, title);
    await this.set('guide', id, { status: 'live', live_version_id: versionId, ...set });
    return id;
  }

  async version(guideId: string, title: string): Promise<string> {
    const id = uuidv7();
    const body = { head: { title, summary: 'What to expect.', category: 'hair-restoration' } };
    await this.database.run(
      `insert into version (id, guide_id, number, kind, body, hash, created_at)
       select $1, $2, coalesce(max(number), 0) + 1, 'submission', $3, $4, $5 from version where guide_id = $2`,
      [id, guideId, JSON.stringify(body), createHash('sha256').update(id).digest('hex'), this.clock.now()],
    );
    await this.database.run(`insert into version_specialty (version_id, specialty) values ($1, 'dermatology')`, [id]);
    return id;
  }

  /** A revision, with who wrote in it. */
  async revision(guideId: string, writers: string[] = [], set: Record<string, unknown> = {}): Promise<string> {
    const id = uuidv7();
    const at = this.clock.now();
    await this.database.run('insert into revision (id, guide_id, opened_at) values ($1, $2, $3)', [id, guideId, at]);
    await this.set('revision', id, set);
    for (const writer of writers) {
      await this.database.run(
        `insert into contribution (guide_id, revision_id, part_key, part_hash, account_id, at) values ($1, $2, 'lead', 'x', $3, $4)`,
        [guideId, id, writer, at],
      );
    }
    return id;
  }

  /** A recheck of the guide's live version; `set` names further columns. */
  async review(guideId: string, set: Record<string, unknown> = {}): Promise<string> {
    const id = uuidv7();
    await this.database.run(
      `insert into review (id, guide_id, version_id, kind, opened_at) select $1, id, live_version_id, 'recheck', $3 from guide where id = $2`,
      [id, guideId, this.clock.now()],
    );
    await this.set('review', id, set);
    return id;
  }

  /** Appends one fact to the guide's chain as a transition would, and answers its event. */
  async fact(guideId: string, name: EventName, fact: Fact = {}): Promise<number> {
    return this.factOf('guide', guideId, name, fact);
  }

  /** Appends one fact to the chain of any subject. */
  async factOf(
    kind: SubjectKind,
    id: string,
    name: EventName,
    { by = null, payload = {}, moves = [], note }: Fact = {},
  ): Promise<number> {
    return this.database.transaction(async (tx) => {
      const head = await lockHead(tx, kind, id);
      if (!head) throw new Error(`There is no such ${kind}.`);
      const declared = Object.fromEntries(events[name].payload.map((key) => [key, payload[key] ?? null]));
      return appendEvent(tx, head, {
        name,
        at: this.clock.now(),
        actorId: by,
        requestId: null,
        note,
        moves,
        payload: declared as EventPayload<EventName>,
      });
    });
  }

  /** One delivery of the job that an event woke, as the runner makes it. */
  async delivery(eventId: number, job: JobName = 'notifications.deliver'): Promise<Delivery> {
    const { id } = await this.database.one<{ id: number }>('select id from outbox where event_id = $1 and job = $2', [
      eventId,
      job,
    ]);
    return deliveryOf(id, eventId, this.clock);
  }

  private async set(
    table: 'guide' | 'revision' | 'review',
    id: string,
    values: Record<string, unknown>,
  ): Promise<void> {
    const names = Object.keys(values);
    if (names.length === 0) return;
    const assignments = names.map((name, index) => `${name} = $${index + 2}`).join(', ');
    await this.database.run(`update ${table} set ${assignments} where id = $1`, [
      id,
      ...names.map((name) => values[name]),
    ]);
  }
}
