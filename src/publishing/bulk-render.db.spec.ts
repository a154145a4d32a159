import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { buildAccount, buildCategory } from '../../test/support/build.js';
import { buildCopies } from '../../test/support/build-copies.js';
import { buildLiveGuide } from '../../test/support/build-guide.js';
import { inventedNpi } from '../../test/support/exclusion-file.js';
import { startTestService, type TestService } from '../../test/support/service.js';
import { Memberships } from '../physicians/index.js';
import { deliveryOf } from '../platform/job-runner.js';
import { PageStore } from './page-store.js';
import { PublishingJobs } from './publishing.jobs.js';

/** More than are rendered one by one. */
const guides = 70;
const memberId = randomUUID();
let test: TestService;
let jobs: PublishingJobs;

// No worker of its own: each test says what is done when.
beforeEach(async () => {
  test = await startTestService({ ROLE: 'web' });
  jobs = test.service.app.get(PublishingJobs);
  const at = test.clock.now();
  await test.database.transaction(async (tx) => {
    const category = await buildCategory(tx);
    const owner = await buildAccount(tx, { name: 'Owner One', roles: ['editor'], at });
    const reviewer = await buildAccount(tx, { name: 'Reviewer One', specialties: ['dermatology'], at });
    await buildCopies(tx, await buildLiveGuide(tx, { category, owner, reviewer, at }), guides - 1);
    await tx.run(
      `insert into physician (id, npi, slug, given_name, family_name, post_nominals, specialty, state, status, member_since, decided_on, verified_on)
       values ($1, $2, 'ada-quillfeather', 'Ada', 'Quillfeather', 'MD', 'dermatology', 'NY', 'active', $3::date, $3::date, $3::date)`,
      [memberId, inventedNpi(7), at],
    );
    await tx.run(
      `insert into page (path, kind, physician_id) values ('/physicians/ada-quillfeather', 'physician', $1)`,
      [memberId],
    );
    await tx.run(`insert into page_debt (page_id, cause, at) select id, 'test', $1 from page`, [at]);
    // Share images have a spec of their own, and take their time.
    await tx.run(`delete from page_debt d using page p where p.id = d.page_id and p.kind = 'card'`);
  });
  await jobs.payAll();
});
afterEach(() => test.stop());

/** Answers the event and the row that its render is owed by. */
async function suspend(): Promise<{ eventId: number; outboxId: number }> {
  await test.service.app.get(Memberships).perform({
    id: memberId,
    name: 'suspend',
    input: { cause: 'provisional', reason: 'The number was deactivated.' },
    actor: null,
    by: 'clock',
    requestId: null,
  });
  return test.database.one(
    `select e.id as "eventId", o.id as "outboxId" from event e join outbox o on o.event_id = e.id
      where e.name = 'physician.suspended' and o.job = 'publishing.render'`,
  );
}

async function pagesThatShowThem(): Promise<string[]> {
  const store = test.service.app.get(PageStore);
  const paths: string[] = [];
  for await (const entry of store.scan())
    if ((await store.readBody(entry))?.includes('Quillfeather')) paths.push(entry.path);
  return paths;
}

async function render({ eventId, outboxId }: { eventId: number; outboxId: number }): Promise<void> {
  await jobs.render(deliveryOf(outboxId, eventId, test.clock));
}

/** Pages of guides without such a copy. */
async function without(coding: 'br' | 'gzip'): Promise<number> {
  let pages = 0;
  for await (const entry of test.service.app.get(PageStore).scan())
    if (/^\/guides\/[^/]+$/.test(entry.path) && entry.codings[coding] === undefined) pages += 1;
  return pages;
}

describe('a member who stood on many pages', () => {
  it('is gone from all of them once the suspension’s render is done, from the profile first', async () => {
    expect(await pagesThatShowThem()).toHaveLength(guides + 1);
    await render(await suspend());
    expect(await pagesThatShowThem()).toEqual([]);
    const first = await test.database.one<{ path: string }>(
      `select path from page where kind in ('guide', 'physician') order by sequence limit 1`,
    );
    expect(first.path).toBe('/physicians/ada-quillfeather');
  });

  it('is left to the render of the fact while that may be under way', async () => {
    await suspend();
    await jobs.announce();
    expect(await pagesThatShowThem()).toHaveLength(guides + 1);
  });

  it('is gone with the next announcement where that render failed', async () => {
    const { outboxId } = await suspend();
    await test.database.run(`update outbox set failure = 'Error: no space left' where id = $1`, [outboxId]);
    await jobs.announce();
    expect(await pagesThatShowThem()).toEqual([]);
  });

  it('is gone with an announcement a minute later where nobody rendered', async () => {
    await suspend();
    test.clock.travelTo(new Date(test.clock.now().getTime() + 61_000));
    await jobs.announce();
    expect(await pagesThatShowThem()).toEqual([]);
  });

  it('leaves pages whose compressed copies follow with the next announcement', async () => {
    expect(await without('br')).toBe(0);
    await render(await suspend());
    expect(await without('br')).toBeGreaterThanOrEqual(guides - 1);
    await jobs.announce();
    expect([await without('br'), await without('gzip')]).toEqual([0, 0]);
  });
});
