import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readConfig } from '../../src/platform/config.js';
import { Database } from '../../src/platform/database.js';
import { PublishingJobs, StoreScan } from '../../src/publishing/index.js';
import { startService, type Service } from '../../src/service.js';
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
