import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Clock } from '../../src/platform/clock.js';
import { readConfig } from '../../src/platform/config.js';
import { Database } from '../../src/platform/database.js';
import { startService, type Service } from '../../src/service.js';
import { ChildService, within } from './child-service.js';
import { Person, type Answer } from './people.js';
import { clearQueue, environment, startTestService, type TestService } from './service.js';
import { approve, cast, writeGuide, type Cast, type Transitioned } from './story.js';
import { sampleContent } from './sample-content.js';
import { adminUrl, onAdminConnection, urlOfDatabase } from './test-database.js';

/** A guide that is signed and waits for its publication. */
export interface Approved {
  title: string;
  path: string;
  revisionId: string;
}

/** Guides that wait for their publication, in a database that is cloned for each fault. */
export class FaultScene {
  private constructor(
    private readonly source: TestService,
    private readonly people: Cast,
    readonly guides: Approved[],
  ) {}

  static async prepare(count: number): Promise<FaultScene> {
    // The machine's own time: a process that is killed has no other.
    const source = await startTestService({}, new Date().toISOString());
    const people = await cast(source);
    const guides: Approved[] = [];
    for (let number = 1; number <= count; number += 1) guides.push(await approvedGuide(people, number));
    await source.settle();
    // Every copy begins with an empty store: what this one rendered by itself was never rendered there.
    await source.database.run(
      'update page set rendered_at = null, rendered_on = null, rendered_hash = null, sequence = 0',
    );
    await source.service.stop();
    return new FaultScene(source, people, guides);
  }

  /** The first of them, for faults that need but one. */
  get guide(): Approved {
    const [guide] = this.guides;
    if (!guide) throw new Error('The scene has no guide.');
    return guide;
  }

  /** A copy to do harm to. */
  async stage(): Promise<Stage> {
    const original = new URL(this.source.service.config.databaseUrl).pathname.slice(1);
    const name = `imprimatur_fault_${randomUUID().replaceAll('-', '')}`;
    await onAdminConnection(adminUrl(), (client) => client.query(`create database ${name} template ${original}`));
    const dataDir = await mkdtemp(join(tmpdir(), 'imprimatur-fault-'));
    await clearQueue(environment('', dataDir)['REDIS_URL']);
    return new Stage(name, dataDir, this.people);
  }

  drop(): Promise<void> {
    return this.source.stop();
  }
}

/** One copy of the scene, and every process that was started on it. */
export class Stage {
  readonly databaseUrl: string;
  private readonly opened: (() => Promise<unknown>)[] = [];

  constructor(
    private readonly databaseName: string,
    readonly dataDir: string,
    private readonly people: Cast,
  ) {
    this.databaseUrl = urlOfDatabase(adminUrl(), databaseName);
  }

  /** A process of its own. */
  async child(env: Record<string, string> = {}): Promise<ChildService> {
    const child = await ChildService.start(this.environment(env));
    this.opened.push(() => child.kill());
    return child;
  }

  /** Another process, which here is the test's own. */
  async serve(env: Record<string, string> = {}): Promise<Service> {
    const service = await startService(readConfig(this.environment(env)), { clock: new Clock() });
    this.opened.push(() => service.stop());
    return service;
  }

  /** The database beside all processes. */
  async database(): Promise<Database> {
    const database = await new Database(readConfig(this.environment())).connect();
    this.opened.push(() => database.source.destroy());
    return database;
  }

  /** Somebody of the scene, signed in at one of the processes. */
  person(role: keyof Cast, { url }: { url: string }): Promise<Person> {
    const { id, email } = this.people[role];
    return new Person(id, email, url).signIn();
  }

  /** Everything the queue knows is gone, as after a flush, or a restart of a Redis that keeps nothing. */
  async wipeQueue(): Promise<void> {
    const redisUrl = this.environment()['REDIS_URL'];
    if (redisUrl) return clearQueue(redisUrl);
    await onAdminConnection(this.databaseUrl, async (owner) => {
      // BullMQ's list of its migrations says what tables there are, not what is in the queue.
      const { rows } = await owner.query<{ name: string }>(
        `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'bullmq' and tablename <> 'migration'`,
      );
      const wipe = `truncate ${rows.map(({ name }) => name).join(', ')}`;
      await within(10_000, 'the queue is wiped', () => owner.query(wipe).then(() => true, unlessDeadlock));
    });
  }

  environment(env: Record<string, string> = {}): Record<string, string> {
    return { ...environment(this.databaseUrl, this.dataDir), ...env };
  }

  async end(): Promise<void> {
    for (const close of this.opened.toReversed()) await close();
    await onAdminConnection(adminUrl(), (client) =>
      client.query(`drop database if exists ${this.databaseName} with (force)`),
    );
    await rm(this.dataDir, { recursive: true, force: true });
  }
}

type Performed = Transitioned & { guideId: string };

/** Asks for a publication under a key of its own; no answer where the process dies over it. */
export function publish(editor: Person, { revisionId }: Approved): Promise<Answer<Performed> | undefined> {
  return askOnce(editor, `revisions/${revisionId}`, { name: 'publish' });
}

/** Asks to hold a guide, likewise: its owner, the lead and the director get mail at once. */
export function hold(person: Person, guideId: string): Promise<Answer<Performed> | undefined> {
  return askOnce(person, `guides/${guideId}`, { name: 'hold', reason: 'A reader reports a wrong dose.' });
}

async function askOnce(
  person: Person,
  subject: string,
  body: { name: string; reason?: string },
): Promise<Answer<Performed> | undefined> {
  const key = { 'idempotency-key': `${body.name} ${subject}` };
  return person.post<Performed>(`${subject}/transitions`, body, key).catch((error: unknown) => {
    if ((error as Error).message === 'fetch failed') return undefined;
    throw error;
  });
}

/** Written, submitted and signed. */
export async function approvedGuide(people: Cast, number: number): Promise<Approved> {
  const content = sampleContent();
  content.head.title = `Scalp micropigmentation, part ${number}`;
  const slug = `scalp-micropigmentation-${number}`;
  const { revisionId } = await writeGuide(people.editor, slug, content);
  await approve(people, revisionId);
  return { title: content.head.title, path: `/guides/${slug}`, revisionId };
}

/** A worker's statement may have locked the same tables the other way round. */
function unlessDeadlock(error: { code?: string }): false {
  if (error.code === '40P01') return false;
  throw error as Error;
}
