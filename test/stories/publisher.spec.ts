import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Clock } from '../../src/platform/clock.js';
import { readConfig } from '../../src/platform/config.js';
import { Database } from '../../src/platform/database.js';
import { PublishingJobs, StoreScan } from '../../src/publishing/index.js';
import { startService, type Service } from '../../src/service.js';
import { command } from '../support/command.js';
import { environment, startTestService, type TestService } from '../support/service.js';
import { cast, publishGuide } from '../support/story.js';

const path = '/guides/scalp-micropigmentation';

describe('A publisher that changes its file', () => {
  let test: TestService;
  const services: Service[] = [];

  beforeAll(async () => {
    test = await startTestService();
    await publishGuide(await cast(test), 'scalp-micropigmentation');
    await test.announce();
  });
  afterAll(async () => {
    for (const service of services) await service.stop();
    await test.stop();
  });

  /** Another process on the same database and store. */
  async function start(env: Record<string, string> = {}): Promise<Service> {
    const config = readConfig({ ...environment(test.service.config.databaseUrl, test.dataDir), ...env });
    const service = await startService(config, { clock: test.clock });
    services.push(service);
    return service;
  }
  const read = async (service: Service, at: string) => {
    const response = await fetch(service.url + at);
    return { headers: response.headers, text: await response.text() };
  };
  const owed = async (service: Service) =>
    service.app
      .get(Database)
      .rows<{ path: string }>(
        `select p.path from page p where exists (select 1 from page_debt d where d.page_id = p.id) order by p.path`,
      );

  it('owes nothing at a start with the same file as before', async () => {
    expect(await owed(await start())).toEqual([]);
  });

  it('owes every page at the next start with another one, and each then shows it', async () => {
    const before = await read(test.service, path);
    // Processes of another mind would pay the debt with what they know.
    for (const service of [test.service, ...services.splice(0)]) await service.stop();
    const service = await start({ PUBLISHER_FILE: 'examples/publisher.yaml' });
    const pages = await owed(service);
    expect(pages.map((page) => page.path)).toEqual(expect.arrayContaining(['/', path, '/categories/hair-restoration']));
    await service.app.get(PublishingJobs).payAll();
    const after = await read(service, path);
    expect(before.text).toContain('Example Health Guides');
    expect(after.text).not.toContain('Example Health Guides');
    expect(after.text).toContain('Published by Larkspur Health. Larkspur Health is an independent publisher');
    expect(after.text).toContain('--link:oklch(44% 0.13 272)');
    expect(await service.app.get(StoreScan).offences()).toEqual([]);
    expect(await owed(service)).toEqual([]);
  });

  it('serves the logo from the store, as a picture that can run nothing', async () => {
    const service = services.at(-1)!;
    const [, logo = ''] = /<img src="([^"]+)" alt width="32" height="32"/.exec((await read(service, path)).text) ?? [];
    const { headers, text } = await read(service, logo);
    expect(headers.get('content-type')).toBe('image/svg+xml');
    expect(headers.get('content-security-policy')).toContain('sandbox');
    expect(text).toContain('<title>Larkspur Health</title>');
  });
});

describe('A policy that gets other words', () => {
  let test: TestService;
  let folder: string;
  let env: Record<string, string>;
  let owner: pg.Client;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'publisher-'));
    await cp('examples', folder, { recursive: true });
    const own = { PUBLISHER_FILE: join(folder, 'publisher.yaml') };
    // Commands take the machine's time.
    test = await startTestService(own, new Clock().now().toISOString());
    await publishGuide(await cast(test), 'scalp-micropigmentation');
    await test.announce();
    // It would go on with the words that it was started with.
    await test.service.stop();
    env = { ...environment(test.service.config.databaseUrl, test.dataDir), ...own };
    owner = new pg.Client({ connectionString: env['DATABASE_URL'] });
    await owner.connect();
  });
  afterAll(async () => {
    await owner.end();
    await test.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const rewrite = async (file: string, from: string, to: string) => {
    const text = await readFile(join(folder, file), 'utf8');
    expect(text).toContain(from);
    await writeFile(join(folder, file), text.replace(from, to));
  };
  const sequences = async () => {
    const { rows } = await owner.query<{ path: string; sequence: string }>('select path, sequence from page');
    return new Map(rows.map(({ path: at, sequence }) => [at, sequence]));
  };
  /** Paths of the pages that were written while something was done. */
  const writtenBy = async (act: () => Promise<unknown>): Promise<string[]> => {
    const before = await sequences();
    await act();
    const after = await sequences();
    return [...after.keys()].filter((at) => after.get(at) !== before.get(at));
  };
  const render = async (way: string) => {
    const answer = await command(env, ['render', way]);
    expect([answer.code, answer.errors]).toEqual([0, '']);
    return answer.out;
  };

  it('changes nothing while nothing changed', async () => {
    expect(await writtenBy(() => render('--changed'))).toEqual([]);
  });

  it('writes its own page alone with `render --changed`, and needs no `--all`', async () => {
    await rewrite('publisher/editorial.md', 'The editors decide what we cover.', 'The editors alone decide.');
    expect(await writtenBy(() => render('--changed'))).toEqual(['/policies/editorial']);
    expect(await render('--verify')).toContain('stored as the facts say');
    expect(await writtenBy(() => render('--all'))).toEqual([]);
  });

  it('writes it by itself at the next start of a worker', async () => {
    await rewrite('publisher.yaml', 'set no cookies', 'set no cookies at all');
    const written = await writtenBy(async () => {
      const service = await startService(readConfig(env), { clock: new Clock() });
      try {
        await service.app.get(PublishingJobs).payAll();
        const answer = await fetch(`${service.url}/policies/privacy`);
        expect(await answer.text()).toContain('set no cookies at all');
      } finally {
        await service.stop();
      }
    });
    expect(written).toEqual(['/policies/privacy']);
  });
});
