import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifyHistory, type Finding } from '../../src/audit/index.js';
import { seedDemo, type DemoSummary } from '../../src/demo/index.js';
import { Clock } from '../../src/platform/clock.js';
import { readConfig } from '../../src/platform/config.js';
import { Database } from '../../src/platform/database.js';
import { startService, type Service } from '../../src/service.js';
import { environment, offences } from '../support/service.js';
import { createTestDatabase } from '../support/test-database.js';

describe('The demonstration of a first start', () => {
  let service: Service;
  let demo: DemoSummary;
  const clock = new Clock();

  beforeAll(async () => {
    const cloned = await createTestDatabase();
    service = await startService(readConfig(environment(cloned.url, await mkdtemp(join(tmpdir(), 'imprimatur-story-')))), { clock });
    const start = performance.now();
    demo = await seedDemo(service, clock);
    process.stderr.write(`seeded in ${performance.now() - start} ms\n`);
  }, 120_000);
  afterAll(() => service.stop());

  it('shows', async () => {
    console.log(JSON.stringify(demo, null, 1));
    const findings: Finding[] = [];
    const database = service.app.get(Database);
    console.log(await verifyHistory(database, (f) => findings.push(f)), findings);
    console.log(JSON.stringify(await offences({ database, service }), null, 1));
    for (const g of demo.guides) console.log(g.slug, g.label, (await fetch(`${service.url}/guides/${g.slug}`)).status);
    expect(1).toBe(1);
  });
});
