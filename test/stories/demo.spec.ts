import { spawn, type ChildProcess } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { verifyHistory, type Finding } from '../../src/audit/index.js';
import { banner, clearUnfinishedDemo, openDemo, seedDemo, type DemoSummary } from '../../src/demo/index.js';
import { PhysicianQueries } from '../../src/api/index.js';
import { ExclusionList, LookUps, MonitoringJobs, openLeie } from '../../src/physicians/index.js';
import { Clock } from '../../src/platform/clock.js';
import { readConfig, type Config } from '../../src/platform/config.js';
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

/** Where each file stands that is not decided. */
const expectedFiles = {
  'Adele Wintersby': 'queued, recredentialing',
  'Ilse Marwick': 'queued, clean',
  'Jonas Pellgrave': 'queued, standard',
  'Katya Brandmoor': 'escalated, high',
  'Bruno Castellmar': 'queued, disputes',
  'Mira Oldfield': 'needs-info, standard',
  'Nils Averdale': 'appealed, high',
};
const expectedMembers = {
  'Adele Wintersby': 'NY dermatology recredentialing',
  'Bruno Castellmar': 'FL plastic-surgery active',
  'Celia Norrgard': 'CA dermatology active',
  'Dario Weltmann': 'WA facial-plastic attention',
  'Elka Rosmund': 'TX oculoplastic suspended',
  'Farid Belmonte': 'IL dermatology active',
  'Greta Hollinder': 'CO plastic-surgery active',
  'Hugo Tennquist': 'TX dermatology active',
};
const patience = 240_000;

/** As on the embedded database, with keys for every source outside. */
function laptopConfig(databaseUrl: string, dataDir: string): Config {
  const keys = {
    SAM_API_KEY: 'key',
    SAM_URL: 'https://sam.example',
    FSMB_URL: 'https://fsmb.example',
    FSMB_CLIENT_ID: 'us',
    FSMB_CLIENT_SECRET: 'secret',
  };
  const config = readConfig({ ...environment(databaseUrl, dataDir), ...keys, NPPES_URL: '' });
  config.embedded = true;
  return config;
}

describe.each(['2028-03-01T03:30:00Z', '2029-11-04T23:50:00Z'])(
  'The demonstration of a first start on %s',
  (startsAt) => {
    const clock = new Clock();
    let service: Service;
    let demo: DemoSummary;
    let dataDir: string;
    let before: Date;
    let drop: () => Promise<void>;
    let databaseUrl: string;
    /** Origins that anything in this process asked over HTTP. */
    const asked = new Set<string>();
    const listen = (message: unknown): void => {
      asked.add(String((message as { request: { origin: unknown } }).request.origin));
    };

    beforeAll(async () => {
      const cloned = await createTestDatabase();
      drop = cloned.drop;
      dataDir = await mkdtemp(join(tmpdir(), 'imprimatur-story-'));
      clock.travelTo(new Date(startsAt));
      databaseUrl = cloned.url;
      subscribe('undici:request:create', listen);
      service = await startService(laptopConfig(databaseUrl, dataDir), { clock });
      before = clock.now();
      const start = performance.now();
      demo = await seedDemo(service, clock);
      before = new Date(before.getTime() + performance.now() - start);
    }, patience);
    afterAll(async () => {
      unsubscribe('undici:request:create', listen);
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
      const [ofTheGuide = ''] = words.split('Find a ');
      expect(ofTheGuide).not.toContain(', MD');
    });

    it('prints what was corrected at once and read afterwards, and the recall above the text of another guide', async () => {
      const corrected = (await page('/guides/alopecia-areata')).words;
      expect(corrected).toContain('The page did not say that contact treatment is avoided in pregnancy.');
      expect(corrected).not.toContain('Awaiting second review');
      expect((await page('/guides/keloid-scars')).words).toContain(
        'Two lots of one maker’s silicone sheets were recalled',
      );
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

    it('has a file in every lane, one that waits for its applicant, one appealed, and one whose address is not confirmed', async () => {
      const files = demo.files.map(({ name, status, lane }) => [name, `${status}, ${lane}`]);
      expect(Object.fromEntries(files)).toEqual(expectedFiles);
      const unconfirmed = await service.app
        .get(Database)
        .rows<{ name: string }>(`select given_name as name from application where status = 'awaiting-email'`);
      expect(unconfirmed).toEqual([{ name: 'Orla' }]);
    });

    it('has members of several states and specialties, and findings for the monitoring lane', async () => {
      const members = demo.members.map(({ name, state, specialty, status }) => [
        name,
        `${state} ${specialty} ${status}`,
      ]);
      expect(Object.fromEntries(members)).toEqual(expectedMembers);
      const { items } = await service.app.get(PhysicianQueries).findings({});
      expect(items.map(({ name, kind }) => `${name} ${kind}`).sort()).toEqual([
        'Dario Weltmann exclusion-name',
        'Elka Rosmund exclusion-npi',
      ]);
      const settled = await service.app.get(Database).rows<{ outcome: string; people: number }>(
        `select f.outcome, (select count(distinct e.actor_id)::int from event e where e.subject_id = f.physician_id
             and e.name in ('physician.finding-proposed', 'physician.reinstated')) as people
           from physician_finding f where f.settled_at is not null`,
      );
      expect(settled).toEqual([{ outcome: 'cleared', people: 2 }]);
    });

    it('shows its members on profiles and beside the guides, and the suspended one on no page', async () => {
      for (const { slug, name, status } of demo.members.filter((member) => member.status !== 'suspended'))
        expect([status, (await page(`/physicians/${slug}`)).words]).toEqual([status, expect.stringContaining(name)]);
      expect((await page('/guides/alopecia-areata')).words).toContain('Celia Norrgard');
      expect((await page('/guides/upper-eyelid-surgery')).words).toContain('Dario Weltmann');
      const paths = await service.app.get(Database).rows<{ path: string }>('select path from page');
      expect(paths.length).toBeGreaterThan(15);
      for (const { path } of paths) expect([path, (await page(path)).html.includes('Rosmund')]).toEqual([path, false]);
    });

    it('reminded the member whose license ends within thirty days', async () => {
      const reminders = await service.app.get(Database).rows<{ threshold: number }>(
        `select r.threshold from expiry_reminder r join credential c on c.id = r.subject_id join physician p on p.id = c.physician_id
          where p.family_name = 'Norrgard' and r.told_at is not null and r.ends_on <= $1::date + 30 order by r.threshold`,
        [clock.now()],
      );
      expect(reminders.map(({ threshold }) => threshold)).toEqual([30, 60, 90]);
      const letters = await Promise.all(
        (await readdir(join(dataDir, 'mail'))).map((name) => readFile(join(dataDir, 'mail', name), 'utf8')),
      );
      const told = letters.filter(
        (text) => text.includes('celia@norrgard.example') && text.includes('Your license on file'),
      );
      expect(told).toHaveLength(3);
    });

    it('opens the page of the applicant who was asked something by the link that it prints', async () => {
      const [path = '', secret = ''] = demo.statusPath?.split('#') ?? [];
      expect(banner(service.url, demo)).toContain(demo.statusPath);
      expect((await page(path)).status).toBe(200);
      const exchanged = await fetch(`${service.url}/api/v1/applications/sessions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ secret }),
      });
      const cookie = exchanged.headers.getSetCookie()[0]?.split(';')[0] ?? '';
      const own = await fetch(`${service.url}/api/v1/application`, { headers: { cookie } });
      expect(await own.json()).toMatchObject({ status: 'needs-info', question: expect.stringContaining('license') });
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

    it('adds nothing at a second start, and its members are read again weeks later, by nobody outside this machine', async () => {
      const later = new Clock();
      later.travelTo(clock.now());
      const second = await startService(laptopConfig(databaseUrl, dataDir), { clock: later });
      try {
        const events = 'select count(*)::int as n from event';
        const database = second.app.get(Database);
        const told = await database.one<{ n: number }>(events);
        expect((await openDemo(second, later, () => undefined))?.ownRegistry).toBe(true);
        expect(await database.one<{ n: number }>(events)).toEqual(told);
        const hugo = demo.members.find(({ name }) => name === 'Hugo Tennquist')?.npi ?? '';
        const asking = { npi: hugo, givenName: 'Hugo', familyName: 'Tennquist', state: 'TX', specialty: 'dermatology' };
        const found = await second.app.get(LookUps).check(asking);
        expect(found.map(({ checkId, finding }) => `${checkId} ${finding.outcome}`).sort()).toEqual([
          'V01 pass',
          'V03 pass',
          'V04 pass',
          'V05 pass',
          'V06 pass',
          'V10 pass',
          'V11 skipped',
        ]);
        const { stream, from } = await openLeie('examples/exclusions/leie-next-month.csv');
        const { list } = await second.app.get(ExclusionList).load(stream, { ...from, lastModified: later.now() });
        expect(list.rows).toBe(81);
        expect(await second.app.get(MonitoringJobs).joinExclusionsNow()).toBe(1);
        later.travelBy(60 * 86_400_000);
        await openDemo(second, later, () => undefined);
        const round = await second.app.get(MonitoringJobs).run();
        expect(round).toMatchObject({ read: demo.members.length, silent: 0, overdue: 0 });
        const { items } = await second.app.get(PhysicianQueries).list({ status: 'active' });
        expect(items.map(({ name }) => name).sort()).toEqual(['Bruno Castellmar', 'Farid Belmonte', 'Greta Hollinder']);
      } finally {
        await second.stop();
      }
      expect(asked.size).toBeGreaterThan(1);
      expect([...asked].filter((origin) => !origin.startsWith('http://127.0.0.1:'))).toEqual([]);
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
      expect(second.printed()).toContain('NPPES_URL replaces it');
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
