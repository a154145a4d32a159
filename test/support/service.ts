import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { FreshnessJobs } from '../../src/freshness/index.js';
import { MonitoringJobs, PhysicianJobs } from '../../src/physicians/index.js';
import { Clock } from '../../src/platform/clock.js';
import { readConfig } from '../../src/platform/config.js';
import { Database } from '../../src/platform/database.js';
import { OutboxRelay } from '../../src/platform/outbox-relay.js';
import { QueueSet } from '../../src/platform/queue-set.js';
import { PublishingJobs, StoreScan } from '../../src/publishing/index.js';
import { startService, type Service } from '../../src/service.js';
import { People } from './people.js';
import { createTestDatabase } from './test-database.js';

export interface TestService {
  service: Service;
  url: string;
  clock: Clock;
  database: Database;
  people: People;
  dataDir: string;
  /** Waits until nothing is owed: relays, and lets the workers drain. Throws with what is stuck after ten seconds. */
  settle(): Promise<void>;
  /** Runs every sweep as its scheduler would, then settles. */
  sweep(): Promise<void>;
  /** Also renders lists and whatever a sweep would find. */
  announce(): Promise<void>;
  /** Public pages as a reader gets them. */
  page(path: string, headers?: Record<string, string>): Promise<{ status: number; text: string; headers: Headers }>;
  stop(): Promise<void>;
}

/** The whole service on a fresh clone of the template, listening on a free port, with a clock of its own. */
export async function startTestService(
  env: Record<string, string> = {},
  startsAt = '2026-03-02T15:00:00Z',
): Promise<TestService> {
  const cloned = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'imprimatur-story-'));
  const clock = new Clock();
  clock.travelTo(new Date(startsAt));
  const config = readConfig({ ...environment(cloned.url, dataDir), ...env });
  await clearQueue(config.redisUrl);
  const service = await startService(config, { clock });
  const database = service.app.get(Database);
  const settle = (): Promise<void> => settled(service, database);
  return {
    service,
    url: service.url,
    clock,
    database,
    dataDir,
    people: new People(service, clock),
    settle,
    sweep: async () => {
      await service.app.get(PhysicianJobs).run();
      await service.app.get(MonitoringJobs).run();
      await service.app.get(FreshnessJobs).run();
      await settle();
    },
    announce: async () => {
      await settle();
      await service.app.get(PublishingJobs).payAll();
    },
    page: async (path, headers = {}) => {
      const response = await fetch(service.url + path, { redirect: 'manual', headers });
      return { status: response.status, text: await response.text(), headers: response.headers };
    },
    stop: async () => {
      await service.stop();
      await cloned.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** What a test's process reads from its environment. */
export function environment(databaseUrl: string, dataDir: string): Record<string, string> {
  const redis = process.env['STORY_REDIS_URL'];
  return {
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    PORT: '0',
    HOST: '127.0.0.1',
    SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
    LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'silent',
    PUBLIC_URL: 'http://guides.example',
    // Nobody listens there: a test that needs the registry brings a stand-in.
    NPPES_URL: 'http://127.0.0.1:9/',
    // Domains of tests take no mail anywhere.
    MX_RESOLVER: 'off',
    ...(redis ? { REDIS_URL: `${redis}/${process.env['JEST_WORKER_ID'] ?? '1'}` } : {}),
  };
}

/** Redis outlives a test's database: what an earlier test left there has the same job ids and would pass for this one's. */
export async function clearQueue(redisUrl: string | undefined): Promise<void> {
  if (redisUrl === undefined) return;
  const redis = new Redis(redisUrl);
  await redis.flushdb();
  await redis.quit();
}

/** How long a test waits for the workers before it says what is stuck. */
const patienceMilliseconds = 10_000;

/** Waits until nothing is owed. Throws with what is stuck. */
export async function settled(service: Service, database: Database): Promise<void> {
  const relay = service.app.get(OutboxRelay);
  const start = performance.now();
  for (;;) {
    await relay.drain();
    const stuck = await database.rows<{ job: string; failure: string | null }>(
      'select job, failure from outbox where done_at is null and dead_at is null',
    );
    // What is told is done once it is written; its mail goes out after that, within the same job.
    if (stuck.length === 0 && (await service.app.get(QueueSet).get('notifications').getActiveCount()) === 0) return;
    if (performance.now() - start > patienceMilliseconds)
      throw new Error(`Not settled: ${JSON.stringify(stuck.slice(0, 5))}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Every invariant view that finds something, and every page that differs from the facts. Empty when the promises hold. */
export async function offences({
  database,
  service,
}: Pick<TestService, 'database' | 'service'>): Promise<Record<string, unknown[]>> {
  const found: Record<string, unknown[]> = await brokenInvariants(database, service.app.get(Clock).now());
  const pages = await service.app.get(StoreScan).offences();
  return pages.length > 0 ? { ...found, store: pages } : found;
}

/** The offending rows of every view in schema `invariants`, by view. */
export async function brokenInvariants(database: Database, now: Date): Promise<Record<string, unknown[]>> {
  return database.transaction(async (tx) => {
    await tx.rows(`select set_config('imprimatur.now', $1, true)`, [now.toISOString()]);
    const views = await tx.rows<{ name: string }>(
      `select viewname as name from pg_views where schemaname = 'invariants' order by 1`,
    );
    const found: Record<string, unknown[]> = {};
    for (const { name } of views) {
      const rows = await tx.rows<unknown>(`select * from invariants.${name}`);
      if (rows.length > 0) found[name] = rows;
    }
    return found;
  });
}
