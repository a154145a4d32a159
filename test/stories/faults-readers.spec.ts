import { createHash } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/platform/embedded-postgres.js';
import { migrate } from '../../src/platform/migrations.js';
import { PageStore, type FolderStore } from '../../src/publishing/index.js';
import { ask, freeHands } from '../support/asking.js';
import { ChildService, within } from '../support/child-service.js';
import { pngDocument } from '../support/documents.js';
import { ask as askPlainly, Nginx, nginxProgram, type Asked } from '../support/nginx.js';
import { sampleContent } from '../support/sample-content.js';
import { environment, offences, type TestService } from '../support/service.js';
import { cast, must, publishGuide, withPicture, type Cast } from '../support/story.js';
import { startVerifying, type Verifying } from '../support/verifying.js';

const throwaway = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
const codings = ['identity', 'gzip', 'br', 'gzip;q=0.5, br'];
/** Of one answer, or of the server's day. */
const passing = new Set(['date', 'connection', 'keep-alive']);

interface Answered {
  status: number;
  headers: Record<string, unknown>;
  digest: string;
  bytes: number;
}

describe('Killing PostgreSQL', () => {
  let folder: string;
  let postgres: EmbeddedPostgres;
  let desk: Verifying;
  let test: TestService;
  let people: Cast;
  let web: ChildService;
  let paths: string[];
  let before: Record<string, Answered[]>;

  const portOf = ({ url }: { url: string }) => Number(new URL(url).port);
  const read = async (port: number, path: string, asked: Asked = {}): Promise<Answered> => {
    const { status, headers, body } = await askPlainly(port, path, asked);
    const lasting = Object.entries(headers).filter(([name]) => !passing.has(name));
    const digest = createHash('sha256').update(body).digest('hex');
    return { status, headers: Object.fromEntries(lasting), digest, bytes: body.length };
  };
  /** In every coding: whole, its head, and asked for again with its tag. */
  const readAll = async (from: { url: string }): Promise<Record<string, Answered[]>> => {
    const found: Record<string, Answered[]> = {};
    for (const path of paths) {
      found[path] = [];
      for (const coding of codings) {
        const accepting = { 'accept-encoding': coding };
        const whole = await read(portOf(from), path, { headers: accepting });
        const head = await read(portOf(from), path, { method: 'HEAD', headers: accepting });
        found[path].push(whole, head);
        const { etag } = whole.headers;
        if (typeof etag === 'string')
          found[path].push(await read(portOf(from), path, { headers: { ...accepting, 'if-none-match': etag } }));
      }
    }
    return found;
  };
  const pair = async (guideId: string, [first, second]: [keyof Cast, keyof Cast], proposal: object, name: string) => {
    const { created } = await must(ask(people[first], 'guides', guideId, proposal as Record<string, unknown>));
    await must(ask(people[second], 'guides', guideId, { name, hash: created?.['hash'] }));
  };
  const withdrawal = { name: 'proposeWithdrawal', reason: 'The trial was retracted.', reasonClass: 'safety' };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'imprimatur-fault-'));
    await chmod(folder, 0o755);
    postgres = await startEmbeddedPostgres({ dataDir: folder, settings: throwaway });
    await migrate(postgres.url);
    desk = await startVerifying({ DATABASE_URL: postgres.url }, new Date().toISOString());
    ({ test } = desk);
    people = await cast(test);
    await freeHands(test);
    await populate();
    await test.announce();
    expect(await offences(test)).toEqual({});
    const rows = await test.database.rows<{ path: string }>('select path from page where sequence > 0 order by path');
    paths = rows.map(({ path }) => path);
    web = await ChildService.start({ ...environment(postgres.url, test.dataDir), ROLE: 'web' });
  }, 120_000);
  afterAll(async () => {
    await web.kill();
    await test.stop();
    await desk.registry.stop();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Pages of every kind, in every state that a reader may meet. */
  async function populate(): Promise<void> {
    const { shown } = await withPicture(people.editor, pngDocument(320, 200));
    const live = await publishGuide(people, 'with-a-picture', sampleContent(shown));
    const [renamed, held, gone, moved, legal] = [
      await publishGuide(people, 'first-name'),
      await publishGuide(people, 'on-hold'),
      await publishGuide(people, 'withdrawn'),
      await publishGuide(people, 'with-a-successor'),
      await publishGuide(people, 'taken-down'),
    ];
    await desk.approved(desk.physician({ licenseExpiresOn: '2029-12-31' }));
    await must(ask(people.editor, 'guides', renamed.guideId, { name: 'rename', slug: 'second-name' }));
    await must(ask(people.safety, 'guides', held.guideId, { name: 'hold', reason: 'A number is in doubt.' }));
    await pair(gone.guideId, ['lead', 'director'], withdrawal, 'withdraw');
    await pair(moved.guideId, ['lead', 'director'], { ...withdrawal, successorId: live.guideId }, 'withdraw');
    const demand = { name: 'proposeTakeDown', reason: 'An order.', authority: 'https://court.example/7' };
    await pair(legal.guideId, ['lead', 'admin'], demand, 'takeDown');
  }

  async function kill(): Promise<void> {
    const [pid] = (await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n');
    process.kill(Number(pid), 'SIGKILL');
    const isDown = async () => {
      const answer = await fetch(`${web.url}/health/ready`);
      return ((await answer.json()) as { database: string }).database === 'down';
    };
    await within(10_000, 'the loss is noticed', isDown);
  }

  it('finds pages of every kind and answer, each the same from both processes', async () => {
    before = await readAll(test);
    expect(await readAll(web)).toEqual(before);
    const statuses = new Set(Object.values(before).flatMap((answers) => answers.map(({ status }) => status)));
    expect([...statuses].sort()).toEqual([200, 301, 304, 404, 410, 451]);
    const kinds = await test.database.rows<{ kind: string }>(
      'select kind from page group by kind having max(sequence) > 0 order by kind',
    );
    expect(kinds.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(
        'apply card category corrections feed freshness guide home image index physician policy reviewer robots sitemap specialty'.split(
          ' ',
        ),
      ),
    );
    const packed = Object.values(before).flatMap((answers) =>
      answers.map(({ headers }) => headers['content-encoding']),
    );
    expect(new Set(packed)).toEqual(new Set([undefined, 'gzip', 'br']));
  });

  it('leaves every address of the store as it was: bytes, tags, conditions and heads', async () => {
    const store = test.service.app.get(PageStore);
    const stored = new Set<string>();
    for await (const path of store.paths()) stored.add(path);
    expect([...stored].sort()).toEqual([...paths].sort());

    await kill();
    expect(await readAll(test)).toEqual(before);
    expect(await readAll(web)).toEqual(before);
    expect((await fetch(`${web.url}/api/v1/guides`)).status).toBeGreaterThanOrEqual(401);
    expect((await people.editor.get('guides')).status).toBe(503);
    expect(web.running).toBe(true);
  }, 60_000);

  it('keeps a web process from starting, which says why', async () => {
    const starting = ChildService.start({ ...environment(postgres.url, test.dataDir), ROLE: 'web' });
    await expect(starting).rejects.toThrow('ECONNREFUSED');
  }, 90_000);

  const withNginx = nginxProgram ? it : it.skip;
  withNginx(
    'leaves the ordinary pages to nginx, even while no service runs',
    async () => {
      await web.kill();
      const store = test.service.app.get(PageStore) as FolderStore;
      for (const each of [test.dataDir, store.root]) await chmod(each, 0o755);
      const nginx = await Nginx.start(store.root, portOf(web));
      try {
        let ordinary = 0;
        for await (const entry of store.scan()) {
          const plain = before[entry.path]?.[0];
          const { status, digest } = await read(nginx.port, entry.path);
          const served = entry.ordinary && /^[^.]*(?:\.(?:xml|atom|rss|txt))?$/.test(entry.path);
          expect([entry.path, status, served ? digest : '']).toEqual([
            entry.path,
            served ? 200 : 502,
            served ? plain?.digest : '',
          ]);
          if (served) ordinary += 1;
        }
        expect(ordinary).toBeGreaterThan(20);
      } finally {
        await nginx.stop();
      }
    },
    60_000,
  );
});
