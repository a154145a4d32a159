import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ask, freeHands } from '../../test/support/asking.js';
import { CdnServer } from '../../test/support/cdn-server.js';
import { startTestService, type TestService } from '../../test/support/service.js';
import { cast, must, publishGuide, type Cast } from '../../test/support/story.js';
import { deliveryOf } from '../platform/job-runner.js';
import { pageKey } from './page-keys.js';
import { PublishingJobs } from './publishing.jobs.js';

let cdn: CdnServer;
let test: TestService;
let people: Cast;
let jobs: PublishingJobs;
let guide: { guideId: string };
let slugs = 0;
let path: string;

// No worker of its own: each test says what is done when.
beforeAll(async () => {
  cdn = await new CdnServer().listen();
  test = await startTestService({ ROLE: 'web', ...cdn.environment() });
  people = await cast(test);
  await freeHands(test);
  jobs = test.service.app.get(PublishingJobs);
});
afterAll(async () => {
  await test.stop();
  await cdn.stop();
});
beforeEach(async () => {
  slugs += 1;
  path = `/guides/purged-${slugs}`;
  guide = await publishGuide(people, path.slice('/guides/'.length));
  await jobs.payAll();
  await test.database.run('delete from page_purge');
});
afterEach(() => {
  cdn.mode = 'right';
  cdn.status = undefined;
  cdn.purges.length = 0;
});

const debts = async () => (await test.database.one<{ n: number }>('select count(*)::int as n from page_purge')).n;
const minutesLater = async (minutes: number) => {
  test.clock.travelTo(new Date(test.clock.now().getTime() + minutes * 60_000));
  await jobs.announce();
};

/** Puts the guide on hold and answers how its render is called, and whether it is done. */
async function hold() {
  await must(ask(people.editor, 'guides', guide.guideId, { name: 'hold', reason: 'A reader reports harm.' }));
  return renderOf('guide.held');
}

/** How the render of a fact of the guide is called, and whether it is done. */
async function renderOf(fact: string) {
  const { eventId, outboxId } = await test.database.one<{ eventId: number; outboxId: number }>(
    `select e.id as "eventId", o.id as "outboxId" from event e join outbox o on o.event_id = e.id
      where e.name = $2 and e.subject_id = $1 and o.job = 'publishing.render'`,
    [guide.guideId, fact],
  );
  const render = () => jobs.render(deliveryOf(outboxId, eventId, test.clock));
  const isDone = async () =>
    (
      await test.database.one<{ done: boolean }>('select done_at is not null as done from outbox where id = $1', [
        outboxId,
      ])
    ).done;
  return { render, isDone };
}

describe('a page behind a content delivery network', () => {
  it('names itself and what it is about, and may be kept for an hour', async () => {
    const { headers } = await test.page(path);
    expect(headers.get('surrogate-key')?.split(' ')).toEqual(
      expect.arrayContaining([
        pageKey(path),
        `guide:${guide.guideId}`,
        'category:hair-restoration',
        'specialty:dermatology',
      ]),
    );
    expect(headers.get('cache-tag')).toBe(headers.get('surrogate-key')?.replaceAll(' ', ','));
    expect(headers.get('cache-control')).toContain('s-maxage=3600');
  });

  it('that is held is replaced, then forgotten everywhere, its own address before all others: only then is that done', async () => {
    const { render, isDone } = await hold();
    await render();
    expect([cdn.purges[0]?.paths, await isDone(), await debts()]).toEqual([[path], true, 0]);
    expect(cdn.forgotten).toEqual(
      expect.arrayContaining(['/', '/sitemaps/guides-1.xml', '/feed.atom', `${path}/freshness.json`]),
    );
    expect(cdn.purges[0]).toMatchObject({ urls: [`http://guides.example${path}`], keys: [pageKey(path)] });
  });

  it.each<[string, string, string, string, 'admin' | 'director', object]>([
    ['withdrawn', 'guide.withdrawn', 'proposeWithdrawal', 'withdraw', 'director', { reasonClass: 'safety' }],
    [
      'taken down',
      'guide.taken-down',
      'proposeTakeDown',
      'takeDown',
      'admin',
      { authority: 'https://court.example/7' },
    ],
  ])('that is %s is forgotten everywhere before that is done, and is 4xx by then', async (...row) => {
    const [, fact, propose, confirm, second, more] = row;
    const proposing = { name: propose, reason: 'The trial was retracted.', ...more };
    const { created } = await must(ask(people.lead, 'guides', guide.guideId, proposing));
    await must(ask(people[second], 'guides', guide.guideId, { name: confirm, hash: created?.['hash'] }));
    const { render, isDone } = await renderOf(fact);
    cdn.mode = 'unavailable';
    await expect(render()).rejects.toThrow('purge hook');
    expect([(await test.page(path)).status >= 410, await isDone()]).toEqual([true, false]);
    cdn.mode = 'right';
    await render();
    expect([await isDone(), await debts()]).toEqual([true, 0]);
    const all = [path, `${path}/freshness.json`, `${path}/card.png`, '/', '/sitemaps/guides-1.xml', '/feed.atom'];
    expect(cdn.forgotten).toEqual(expect.arrayContaining(all));
    expect(cdn.purges.find(({ paths }) => paths.includes(path))?.keys).toContain(pageKey(path));
    await test.page(`${path}/card.png`).then(({ status }) => expect(status).toBeGreaterThanOrEqual(410));
  });

  it.each(['unavailable', 'down'] as const)(
    'is owed its purge while the hook is %s, and the fact is not done',
    async (mode) => {
      cdn.mode = mode;
      const { render, isDone } = await hold();
      await expect(render()).rejects.toThrow('purge hook');
      expect((await test.page(path)).headers.get('cache-control')).toBe('no-store');
      expect([await isDone(), (await debts()) > 0]).toEqual([false, true]);
      cdn.mode = 'right';
      // The page itself is paid: what is tried again is the purge.
      await render();
      expect([await isDone(), await debts(), cdn.forgotten.includes(path)]).toEqual([true, 0, true]);
    },
  );

  it('is told again under the same id where the answer was lost', async () => {
    cdn.misbehave('down', 1);
    const { render } = await hold();
    await expect(render()).rejects.toThrow('no answer');
    const ids = () => cdn.requests.map(({ headers }) => headers['webhook-id']);
    const first = ids().at(-1);
    await render();
    expect(ids().filter((id) => id === first)).toHaveLength(2);
  });

  it('owes nothing to a hook that refuses for good, until somebody mends it', async () => {
    cdn.status = 401;
    const { render, isDone } = await hold();
    await expect(render()).rejects.toThrow('answered 401');
    expect(await isDone()).toBe(false);
    cdn.status = undefined;
    await minutesLater(3);
    // Its share image is taken back last.
    await minutesLater(1);
    expect([await debts(), cdn.forgotten.includes(path)]).toEqual([0, true]);
  });
});

describe('a change that can wait', () => {
  it('is told with the announcements, once a minute for all of them, each page once', async () => {
    await publishGuide(people, `waiting-${slugs}`);
    await publishGuide(people, `waiting-too-${slugs}`);
    await jobs.payAll();
    await jobs.announce();
    expect(cdn.purges).toEqual([]);
    await minutesLater(1);
    expect(cdn.purges).toHaveLength(1);
    expect(new Set(cdn.forgotten).size).toBe(cdn.forgotten.length);
    expect(cdn.forgotten).toEqual(
      expect.arrayContaining(['/', `/guides/waiting-${slugs}`, `/guides/waiting-too-${slugs}`]),
    );
    await minutesLater(1);
    expect(cdn.purges).toHaveLength(1);
  });

  it('that moves no byte is neither written nor purged', async () => {
    const sequences = () => test.database.rows('select path, sequence from page order by path');
    const before = await sequences();
    await test.database.run(`insert into page_debt (page_id, cause, at) select id, 'test', $1 from page`, [
      test.clock.now(),
    ]);
    await jobs.payAll();
    expect(await sequences()).toEqual(before);
    await minutesLater(2);
    expect([cdn.purges, await debts()]).toEqual([[], 0]);
  });

  it('does not hold up the announcement while the hook is away', async () => {
    await publishGuide(people, `away-${slugs}`);
    cdn.mode = 'unavailable';
    await minutesLater(2);
    await minutesLater(2);
    expect((await test.page(`/guides/away-${slugs}`)).status).toBe(200);
    expect(await debts()).toBeGreaterThan(0);
  });
});
