import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from '../../src/platform/database.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/platform/embedded-postgres.js';
import { migrate } from '../../src/platform/migrations.js';
import { ChildService, within } from '../support/child-service.js';
import { effectsIn, isQuiet } from '../support/fault-checks.js';
import { approvedGuide, publish, type Approved } from '../support/fault-scene.js';
import { Person } from '../support/people.js';
import { environment, offences, startTestService, type TestService } from '../support/service.js';
import { cast, type Cast } from '../support/story.js';
import { TcpProxy, type Cut } from '../support/tcp-proxy.js';

/** Promised once the database is back, in milliseconds: the first success, and every effect. */
const firstSuccess = 5000;
const recovery = 15_000;
/** Promised for a process that is asked to stop. */
const drain = 10_000;
const throwaway = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

describe('A database that goes away', () => {
  let folder: string;
  let postgres: EmbeddedPostgres;
  let proxy: TcpProxy;
  let test: TestService;
  let people: Cast;
  const guides: Approved[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'imprimatur-fault-'));
    await chmod(folder, 0o755);
    postgres = await startEmbeddedPostgres({ dataDir: folder, settings: throwaway });
    await migrate(postgres.url);
    proxy = await TcpProxy.start(postgres.url);
    test = await startTestService({ DATABASE_URL: proxy.url }, new Date().toISOString());
    people = await cast(test);
    for (const number of [1, 2, 3, 4]) guides.push(await approvedGuide(people, number));
    await test.settle();
  }, 120_000);
  afterAll(async () => {
    await test.stop();
    await proxy.stop();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it.each<Cut>(['before commit', 'after commit'])(
    'just %s leaves the asker in doubt, and the same request again has one effect',
    async (cut) => {
      const guide = guides.pop()!;
      const lost = proxy.loseOne(cut, guide.revisionId);
      const unanswered = await publish(people.editor, guide);
      await lost;
      expect(unanswered?.status).toBe(503);
      expect(unanswered?.headers.get('content-type')).toContain('application/problem+json');

      const repeated = await publish(people.editor, guide);
      expect(repeated?.status).toBe(201);
      await within(recovery, 'everything is done', () => isQuiet(test.database));
      const { owed, told } = await effectsIn(test.database);
      expect(owed).toEqual([]);
      expect(told.filter(({ times }) => times !== 1)).toEqual([]);
      expect(await factsAbout(test.database, guide)).toEqual(['guide.published']);
      await test.announce();
      expect((await test.page(guide.path)).text).toContain(guide.title);
      expect(await offences(test)).toEqual({});
    },
    60_000,
  );

  it('and comes back does not disturb readers, and the service goes on by itself', async () => {
    const [live, waiting] = guides as [Approved, Approved];
    await publish(people.editor, live);
    await test.announce();
    await test.service.stop();
    const env = { ...environment(proxy.url, test.dataDir), LOG_LEVEL: 'warn' };
    const [web, worker] = await Promise.all([
      ChildService.start({ ...env, ROLE: 'web' }),
      ChildService.start({ ...env, ROLE: 'worker' }),
    ]);
    try {
      const editor = await new Person(people.editor.id, people.editor.email, web.url).signIn();
      await postgres.stop();

      await within(firstSuccess, 'the loss is noticed', async () => (await readiness(web)).database === 'down');
      expect(await readiness(web)).toMatchObject({ http: 200, database: 'down' });
      expect(await readiness(worker)).toMatchObject({ http: 503, database: 'down' });
      for (const path of [live.path, '/', '/sitemap.xml']) expect((await fetch(web.url + path)).status).toBe(200);
      const search = await fetch(`${web.url}/search?q=hair`);
      expect([search.status, search.headers.get('content-type')]).toEqual([503, 'text/html; charset=utf-8']);
      expect(await search.text()).toContain('Search is not available at the moment');
      const refused = await publish(editor, waiting);
      expect(refused?.status).toBe(503);
      expect(refused?.headers.get('content-type')).toContain('application/problem+json');

      postgres = await startEmbeddedPostgres({ dataDir: folder, settings: throwaway });
      proxy.leadTo(postgres.url);
      await within(firstSuccess, 'the first success', async () => (await publish(editor, waiting))?.status === 201);
      await within(recovery, 'the page is rendered', async () => (await fetch(web.url + waiting.path)).status === 200);
      expect(await readiness(worker)).toMatchObject({ http: 200, database: 'up' });
      expect([web.running, worker.running]).toEqual([true, true]);
      expect(worker.output.split('\n').length).toBeLessThan(150);

      // Asked to stop while it is away once more, they still end by themselves.
      await postgres.stop();
      const start = performance.now();
      web.signal('SIGTERM');
      worker.signal('SIGTERM');
      expect(await Promise.all([web.ended, worker.ended])).toEqual([0, 0].map((code) => ({ code, signal: null })));
      expect(performance.now() - start).toBeLessThan(drain);
    } finally {
      await Promise.all([web.kill(), worker.kill()]);
    }
  }, 120_000);
});

async function readiness({ url }: ChildService): Promise<{ http: number; database: string }> {
  const answer = await fetch(`${url}/health/ready`);
  return { http: answer.status, database: ((await answer.json()) as { database: string }).database };
}

async function factsAbout(database: Database, { revisionId }: Approved): Promise<string[]> {
  const rows = await database.rows<{ name: string }>(
    `select e.name from event e join revision r on r.guide_id = e.subject_id where r.id = $1 and e.name = 'guide.published'`,
    [revisionId],
  );
  return rows.map(({ name }) => name);
}
