import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cast, must, publishGuide, readyToSign, transition, type Cast } from '../support/story.js';
import { offences, startTestService, type TestService } from '../support/service.js';

describe('A guide’s whole life: draft, medical review, published, stale, kept', () => {
  let test: TestService;
  let people: Cast;
  let guide: Awaited<ReturnType<typeof publishGuide>>;

  beforeAll(async () => {
    test = await startTestService();
    people = await cast(test);
  });
  afterAll(() => test.stop());

  it('shows readers nothing of a guide before it is published', async () => {
    expect((await test.page('/guides/scalp-micropigmentation')).status).toBe(404);
  });

  it('publishes what an eligible reviewer signed, and says who reviewed it and when it is due', async () => {
    guide = await publishGuide(people, 'scalp-micropigmentation');
    await test.settle();
    const page = await test.page('/guides/scalp-micropigmentation');
    expect(page.status).toBe(200);
    const text = page.text.replaceAll(/<[^>]+>/g, '').replaceAll(/\s+/g, ' ');
    expect(text).toContain('Last reviewed March 2, 2026 by Rosa Delgado, MD');
    expect(text).toContain('Next review due March 2, 2027');
    expect(page.headers.get('etag')).toMatch(/^"/);
  });

  it('lists it on the home page, in its category, in sitemap and feed', async () => {
    await test.announce();
    for (const path of ['/', '/categories/hair-restoration', '/sitemaps/guides-1.xml', '/feed.atom']) {
      const page = await test.page(path);
      expect([path, page.status]).toEqual([path, 200]);
      expect(page.text).toContain('/guides/scalp-micropigmentation');
    }
    expect(await offences(test)).toEqual({});
  });

  it('opens a recheck by itself on its planned day, and marks the page stale the day after it was due', async () => {
    await sweepOn(test, '2027-02-10T15:00:00Z');
    const { items } = await must(
      people.lead.get<{ items: { id: string; kind: string; status: string }[] }>(
        `reviews?guideId=${guide.guideId}&status=open`,
      ),
    );
    expect(items.map((review) => review.kind)).toEqual(['recheck']);
    await sweepOn(test, '2027-03-03T15:00:00Z');
    await test.announce();
    expect((await test.page('/guides/scalp-micropigmentation')).text).toContain('data-stale="line"');
    expect(await offences(test)).toEqual({});
  });

  it('keeps a stale guide with one signature: the dates move, the text and its modified date do not', async () => {
    const before = await must(people.editor.get<{ modifiedAt: string }>(`guides/${guide.guideId}`));
    const { items } = await must(
      people.lead.get<{ items: { id: string }[] }>(`reviews?guideId=${guide.guideId}&status=open`),
    );
    const reviewId = items[0]?.id ?? '';
    await transition(people.reviewer, 'reviews', reviewId, { name: 'claim' });
    await transition(people.reviewer, 'reviews', reviewId, {
      name: 'keep',
      ...(await readyToSign(people.reviewer, reviewId)),
    });
    await test.announce();
    const page = await test.page('/guides/scalp-micropigmentation');
    expect(page.text).toContain('data-stale="none"');
    expect(page.text.replaceAll(/<[^>]+>/g, '')).toContain('Next review due March 3, 2028');
    const after = await must(
      people.editor.get<{ modifiedAt: string; lastReviewedOn: string }>(`guides/${guide.guideId}`),
    );
    expect(after.modifiedAt).toBe(before.modifiedAt);
    expect(after.lastReviewedOn).toBe('2027-03-03');
    expect(await offences(test)).toEqual({});
  });
});

/** Moves the clock and lets the sweep see what is due. */
async function sweepOn(test: TestService, at: string): Promise<void> {
  test.clock.travelTo(new Date(at));
  await test.sweep();
}
