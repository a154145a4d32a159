import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freeHands } from '../../test/support/asking.js';
import { buildAccount, buildCategory } from '../../test/support/build.js';
import { buildCarriedOverGuide } from '../../test/support/build-guide.js';
import { startTestService, type TestService } from '../../test/support/service.js';
import { sampleContent } from '../../test/support/sample-content.js';
import { cast, publishGuide } from '../../test/support/story.js';
import { FreshnessJobs } from '../freshness/index.js';
import { PublishingJobs } from './publishing.jobs.js';

let test: TestService;

// Published on 2 March 2026 and due a year later; carried over with a first review planned for September 2027.
beforeAll(async () => {
  test = await startTestService({
    ROLE: 'web',
    CARRIED_OVER_INDEXED_UNTIL: '2027-04-30',
    DELIST_OVERDUE_AFTER_DAYS: '30',
  });
  const people = await cast(test);
  await freeHands(test);
  await publishGuide(people, 'reviewed', sampleContent());
  const at = test.clock.now();
  await test.database.transaction(async (tx) => {
    const category = await buildCategory(tx, { slug: 'bones' });
    const owner = await buildAccount(tx, { name: 'Edda Winter', roles: ['editor'], at });
    await buildCarriedOverGuide(tx, { category, owner, slug: 'from-before', plannedFor: '2027-09-01', at });
  });
  await test.service.app.get(PublishingJobs).payAll();
});
afterAll(() => test.stop());

/** What the sweep and the renderer made of the pages by late morning of that day. */
async function on(date: string) {
  test.clock.travelTo(new Date(`${date}T15:30:00Z`));
  await test.service.app.get(FreshnessJobs).run();
  await test.service.app.get(PublishingJobs).payAll();
  const listed = (await test.page('/sitemaps/guides-1.xml')).text;
  const state = async (slug: string) => {
    const { status, headers, text } = await test.page(`/guides/${slug}`);
    expect([status, text.includes('content="noindex')]).toEqual([200, headers.get('x-robots-tag') === 'noindex']);
    expect(listed.includes(`/guides/${slug}<`)).toBe(headers.get('x-robots-tag') === null);
    return headers.get('x-robots-tag') === null ? 'listed' : 'delisted';
  };
  return { reviewed: await state('reviewed'), carriedOver: await state('from-before') };
}

describe('By the publisher’s policy search engines', () => {
  it('are asked to forget a guide that is long overdue, and one carried over after its last day, on that very day', async () => {
    expect(await on('2027-03-02')).toEqual({ reviewed: 'listed', carriedOver: 'listed' });
    expect(await on('2027-04-01')).toEqual({ reviewed: 'listed', carriedOver: 'listed' });
    expect(await on('2027-04-02')).toEqual({ reviewed: 'delisted', carriedOver: 'listed' });
    expect(await on('2027-04-30')).toEqual({ reviewed: 'delisted', carriedOver: 'listed' });
    expect(await on('2027-05-01')).toEqual({ reviewed: 'delisted', carriedOver: 'delisted' });
  });
});
