import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmdirSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Background } from '../../src/platform/background.js';
import { Database } from '../../src/platform/database.js';
import { QueueSet } from '../../src/platform/queue-set.js';
import type { Service } from '../../src/service.js';
import { within } from '../support/child-service.js';
import { isQuiet, offencesAfter } from '../support/fault-checks.js';
import { FaultScene, hold, publish, type Stage } from '../support/fault-scene.js';
import { onAdminConnection } from '../support/test-database.js';

const recovery = 15_000;

let scene: FaultScene;
let stage: Stage;

beforeAll(async () => {
  scene = await FaultScene.prepare(1);
}, 60_000);
afterAll(() => scene.drop());
beforeEach(async () => {
  stage = await scene.stage();
});
afterEach(() => stage.end());

describe('A page store whose disk is full', () => {
  const [test, needs] = mayMount() ? [it, ''] : [it.skip, ' (needs to be root, to mount a small disk)'];

  test(`keeps the old page whole, and the debt until there is room${needs}`, async () => {
    const pages = join(stage.dataDir, 'pages');
    mkdirSync(pages);
    mountSmallDisk(pages);
    try {
      const service = await stage.serve();
      const database = service.app.get(Database);
      const guideId = (await publish(await stage.person('editor', service), scene.guide))?.body.guideId ?? '';
      await within(recovery, 'the page is rendered', () => isQuiet(database));
      const url = service.url + scene.guide.path;
      const before = await representations(url);

      await fill(join(pages, 'filler'));
      await hold(await stage.person('otherEditor', service), guideId);
      await within(recovery, 'the disk refuses the page', async () => (await failureOf(database)).includes('ENOSPC'));
      expect(await representations(url)).toEqual(before);
      expect(await debtOf(database, scene.guide.path)).toBeGreaterThan(0);

      await rm(join(pages, 'filler'));
      await within(recovery, 'the page is rendered after all', () => isQuiet(database));
      expect(await debtOf(database, scene.guide.path)).toBe(0);
      expect(await representations(url)).not.toEqual(before);
      expect(await offencesAfter(service)).toEqual({});
    } finally {
      execFileSync('umount', ['--lazy', pages]);
    }
  }, 60_000);
});

describe('A machine whose clock differs from the database’s by more than two seconds', () => {
  it('does not start to work, and takes no job before it says so', async () => {
    const web = await stage.serve({ ROLE: 'web' });
    await publish(await stage.person('editor', web), scene.guide);
    await setDatabaseClock(stage, -5);
    await expect(stage.serve({ ROLE: 'worker' })).rejects.toThrow(/clock differs from the database's by \d+ ms/);
    expect(await begun(web)).toEqual([]);
  }, 60_000);

  it('still serves readers and writers', async () => {
    await setDatabaseClock(stage, -5);
    const web = await stage.serve({ ROLE: 'web' });
    expect((await publish(await stage.person('editor', web), scene.guide))?.status).toBe(201);
  }, 60_000);

  it('pauses its work when that happens later, until the clock is right again', async () => {
    await setDatabaseClock(stage, 0);
    const service = await stage.serve();
    const database = service.app.get(Database);
    const background = service.app.get(Background);
    await setDatabaseClock(stage, 3);
    await background.tick();
    await publish(await stage.person('editor', service), scene.guide);
    const queues = service.app.get(QueueSet);
    await within(
      recovery,
      'the job is in the queue',
      async () => (await queues.get('publishing').getWaitingCount()) > 0,
    );
    expect(await begun(service)).toEqual([]);

    await setDatabaseClock(stage, 0);
    await background.tick();
    await within(recovery, 'everything is done', () => isQuiet(database));
    expect(await offencesAfter(service)).toEqual({});
  }, 60_000);
});

/** What the page answers in each coding; its body as stored, so that half a file would show. */
async function representations(url: string): Promise<string[]> {
  return Promise.all(
    ['identity', 'gzip', 'br'].map(async (coding) => {
      const answer = await fetch(url, { headers: { 'accept-encoding': coding } });
      return `${answer.status} ${answer.headers.get('content-encoding')} ${await answer.text()}`;
    }),
  );
}

/** Many times what the whole site takes: only the filler may fill it, not the lists and feeds that are rendered meanwhile. */
function mountSmallDisk(folder: string): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', folder], { stdio: 'pipe' });
}

function mayMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'imprimatur-mount-'));
  try {
    mountSmallDisk(folder);
    execFileSync('umount', [folder]);
    return true;
  } catch {
    return false;
  } finally {
    rmdirSync(folder);
  }
}

/** Takes all the room that is left. */
async function fill(file: string): Promise<void> {
  const handle = await open(file, 'w');
  try {
    for (;;) await handle.write(Buffer.alloc(4096));
  } catch (error) {
    expect((error as NodeJS.ErrnoException).code).toBe('ENOSPC');
  } finally {
    await handle.close();
  }
}

async function failureOf(database: Database): Promise<string> {
  const row = await database.first<{ failure: string | null }>(
    `select failure from outbox where job = 'publishing.render' and done_at is null`,
  );
  return row?.failure ?? '';
}

async function debtOf(database: Database, path: string): Promise<number> {
  const { count } = await database.one<{ count: number }>(
    'select count(*)::int as count from page_debt d join page p on p.id = d.page_id where p.path = $1',
    [path],
  );
  return count;
}

/** The service asks this database for the time and gets an answer that is `ahead` seconds beside the truth. */
async function setDatabaseClock({ databaseUrl }: Stage, ahead: number): Promise<void> {
  await onAdminConnection(databaseUrl, async (owner) => {
    const name = new URL(databaseUrl).pathname.slice(1);
    await owner.query(`create schema if not exists wrong; grant usage on schema wrong to public`);
    await owner.query(
      `create or replace function wrong.clock_timestamp() returns timestamptz language sql volatile
         as $$ select pg_catalog.clock_timestamp() + interval '${ahead} seconds' $$`,
    );
    await owner.query(`alter database ${name} set search_path = wrong, pg_catalog, public`);
  });
}

/** Effects that are owed and whose job somebody took from the queue. */
async function begun({ app }: Service): Promise<string[]> {
  const owed = await app.get(Database).rows<{ id: number }>('select id from outbox where done_at is null');
  expect(owed).not.toEqual([]);
  const ids = new Set(owed.map(({ id }) => id));
  const taken = await Promise.all(
    app
      .get(QueueSet)
      .all()
      .map((queue) => queue.getJobs(['waiting', 'delayed', 'active', 'completed', 'failed'])),
  );
  return taken
    .flat()
    .filter(({ data, attemptsStarted }) => data.outboxIds?.some((id) => ids.has(id)) && attemptsStarted > 0)
    .map(({ name }) => name);
}
