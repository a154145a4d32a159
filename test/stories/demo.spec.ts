import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { verifyHistory, type Finding } from '../../src/audit/index.js';
import { banner, clearUnfinishedDemo, openDemo, seedDemo, type DemoSummary } from '../../src/demo/index.js';
import { Clock } from '../../src/platform/clock.js';
import { readConfig } from '../../src/platform/config.js';
import { Database } from '../../src/platform/database.js';
import { startEmbeddedPostgres } from '../../src/platform/embedded-postgres.js';
import { holdsWithin } from '../../src/platform/embedded-postgres-process.js';
import { startService, type Service } from '../../src/service.js';
import { environment, offences } from '../support/service.js';
import { createTestDatabase } from '../support/test-database.js';

/** Where each guide stands: what is public, the product label, freshness, and the open revision. */
const expected = {
  'acne-scar-treatment': 'unpublished, changes-requested, unreviewed, changes-requested',
  'alopecia-areata': 'live, due soon, due-soon, -',
  'androgenetic-alopecia': 'live, approved, current, approved',
  'facelift-recovery': 'unpublished, draft, unreviewed, draft',
  'fue-hair-transplant': 'live, medical review, stale, -',
  'keloid-scars': 'live, published, unreviewed, -',
  melasma: 'unpublished, medical review, unreviewed, in-review',
  'platelet-rich-plasma-hair': 'withdrawn, withdrawn, stale, -',
  'scalp-micropigmentation': 'live, published, current, -',
  'topical-minoxidil': 'live, stale, stale, draft',
  'upper-eyelid-surgery': 'live, scheduled, current, scheduled',
};
const patience = 240_000;

describe.each(['2028-03-01T03:30:00Z', '2029-11-04T23:50:00Z'])(
  'The demonstration of a first start on %s',
  (startsAt) => {
    const clock = new Clock();
    let service: Service;
    let demo: DemoSummary;
    let dataDir: string;
    let before: Date;
    let drop: () => Promise<void>;

    beforeAll(async () => {
      const cloned = await createTestDatabase();
      drop = cloned.drop;
      dataDir = await mkdtemp(join(tmpdir(), 'imprimatur-story-'));
      clock.travelTo(new Date(startsAt));
      service = await startService(readConfig(environment(cloned.url, dataDir)), { clock });
      before = clock.now();
      const start = performance.now();
      demo = await seedDemo(service, clock);
      before = new Date(before.getTime() + performance.now() - start);
    }, patience);
    afterAll(async () => {
      await service.stop();
      await drop();
      await rm(dataDir, { recursive: true, force: true });
    });

    const page = async (path: string): Promise<{ status: number; html: string; words: string }> => {
      const response = await fetch(service.url + path, { redirect: 'manual' });
      const html = await response.text();
      return { status: response.status, html, words: html.replaceAll(/<[^>]+>/g, '').replaceAll(/\s+/g, ' ') };
    };

    it('has a guide in every state of its way', () => {
      const found = demo.guides.map(({ slug, status, label, freshness, openRevision }) => [
        slug,
        `${status}, ${label}, ${freshness}, ${openRevision?.status ?? '-'}`,
      ]);
      expect(Object.fromEntries(found)).toEqual(expected);
      expect(demo.guides.find(({ slug }) => slug === 'fue-hair-transplant')?.underReview).toBe(true);
    });

    it('serves what is live, says gone of the withdrawn guide, and shows nothing of the unpublished', async () => {
      for (const { slug, status } of demo.guides) {
        const answer = await page(`/guides/${slug}`);
        expect([slug, answer.status]).toEqual([slug, { live: 200, withdrawn: 410, unpublished: 404 }[status]]);
      }
      for (const list of ['/categories/hair-restoration', '/sitemap.xml', '/feed.atom', '/robots.txt'])
        expect([list, (await page(list)).status]).toEqual([list, 200]);
      const home = await page('/');
      for (const { slug, status } of demo.guides) {
        expect([slug, home.html.includes(`/guides/${slug}"`)]).toEqual([slug, status === 'live']);
      }
    });

    it('prints who reviewed the lead example as a whole, and who its changes', async () => {
      const { words, html } = await page('/guides/scalp-micropigmentation');
      expect(words).toMatch(/Last reviewed \w+ \d+, \d{4} by Ines Okafor, MD/);
      expect(words).toContain('Daniel Ravenscar');
      expect(html).toContain('data-stale="none"');
    });

    it('tells readers of overdue pages: a line in the first thirty days, a banner after', async () => {
      expect((await page('/guides/fue-hair-transplant')).html).toContain('data-stale="line"');
      expect((await page('/guides/topical-minoxidil')).html).toContain('data-stale="banner"');
    });

    it('prints no reviewer on the page that was carried over', async () => {
      const { words } = await page('/guides/keloid-scars');
      expect(words).not.toContain('Last reviewed');
      expect(words).not.toContain(', MD');
    });

    it('links to what is live, and names the withdrawn guide in plain words', async () => {
      const { html } = await page('/guides/scalp-micropigmentation');
      expect(html).toContain('href="/guides/fue-hair-transplant"');
      expect(html).not.toContain('platelet-rich-plasma-hair');
    });

    it('gave the recheck of the absent reviewer back by the clock', async () => {
      const database = service.app.get(Database);
      const returned = await database.rows<{ cause: string }>(
        `select payload ->> 'cause' as cause from event where name = 'review.returned'`,
      );
      expect(returned).toEqual([{ cause: 'away' }]);
    });

    it('keeps every promise, owes nothing, and its history verifies', async () => {
      const database = service.app.get(Database);
      expect(await offences({ database, service })).toEqual({});
      const findings: Finding[] = [];
      const { unsealed } = await verifyHistory(database, (finding) => findings.push(finding));
      expect([findings, unsealed]).toEqual([[], 0]);
      const owed = 'select (select count(*) from page_debt) + (select count(*) from outbox where done_at is null) as n';
      expect((await database.one<{ n: number }>(owed)).n).toBe(0);
      const order = 'select 1 from event e join event later on later.id > e.id and later.at < e.at limit 1';
      expect(await database.rows(order)).toEqual([]);
    });

    it('leaves the clock where it was, and nothing in the future', async () => {
      expect(Math.abs(clock.now().getTime() - before.getTime())).toBeLessThan(30_000);
      const { latest } = await service.app.get(Database).one<{ latest: Date }>('select max(at) as latest from event');
      expect(latest.getTime()).toBeLessThanOrEqual(clock.now().getTime());
    });

    it('lets its people sign in with the printed password', async () => {
      const printed = banner(service.url, demo);
      for (const { email } of demo.logins) {
        expect(printed).toContain(email);
        const answer = await fetch(`${service.url}/api/v1/session`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ email, password: demo.password }),
        });
        expect([email, answer.status]).toEqual([email, 201]);
      }
    });

    it('is shown again at the next start, and not built twice', async () => {
      const again = await openDemo(service, clock, () => undefined);
      expect(again?.password).toBe(demo.password);
      await expect(seedDemo(service, clock)).rejects.toThrow('without accounts');
    });
  },
);

describe('A first start on the embedded database that is killed while it builds the demonstration', () => {
  let dataDir: string;
  const started: ChildProcess[] = [];

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'imprimatur-demo-'));
    await chmod(dataDir, 0o755);
  });
  afterAll(async () => {
    for (const child of started.filter((each) => each.exitCode === null && each.signalCode === null)) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    await rm(dataDir, { recursive: true, force: true });
  });

  const start = (): { child: ChildProcess; printed: () => string } => {
    let text = '';
    const command = ['--import', './test/support/typescript-hooks.mjs', 'src/main.ts'];
    const env = { PATH: process.env['PATH'] ?? '', PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'error' };
    const child = spawn(process.execPath, command, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    started.push(child);
    return { child, printed: () => text };
  };
  const state = async (): Promise<string> =>
    (JSON.parse(await readFile(join(dataDir, 'demo.json'), 'utf8')) as { state: string }).state;

  it(
    'is left alone while somebody else has an account in it, and is whole after the next start',
    async () => {
      const first = start();
      const letters = async (): Promise<number> => (await readdir(join(dataDir, 'mail')).catch(() => [])).length;
      expect(await holdsWithin(patience, async () => (await letters()) > 20)).toBe(true);
      first.child.kill('SIGKILL');
      await once(first.child, 'exit');
      expect(await state()).toBe('building');

      await change(dataDir, `update account set email = 'owner@clinic.example' where email like 'maren@%'`);
      await expect(clearUnfinishedDemo({ dataDir })).rejects.toThrow('1 account(s) that are not of it');
      await change(dataDir, `update account set email = 'maren@demo.example' where email like 'owner@%'`);

      const second = start();
      expect(await holdsWithin(patience, async () => second.printed().includes('is ready at'))).toBe(true);
      expect(second.printed()).toContain('did not finish');
      expect(await state()).toBe('complete');
      const url = /is ready at (\S+)/.exec(second.printed())?.[1] ?? '';
      expect((await fetch(`${url}/guides/scalp-micropigmentation`)).status).toBe(200);
    },
    2 * patience,
  );
});

/** Adopts the server that the killed start left running, and runs one statement. */
async function change(dataDir: string, sql: string): Promise<void> {
  const postgres = await startEmbeddedPostgres({ dataDir });
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  await client.query(sql);
  await client.end();
  await postgres.stop();
}
