import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { submitGuide } from '../support/asking.js';
import { offences, startTestService, type TestService } from '../support/service.js';
import { cast, must, publishGuide, transition, type Cast } from '../support/story.js';

describe('Somebody whose account is disabled', () => {
  let test: TestService;
  let people: Cast;

  const factsOf = (guideId: string) =>
    test.database.rows<{ name: string; actorId: string | null; payload: Record<string, unknown> }>(
      `select name, actor_id as "actorId", payload from event where subject_id = $1 and name in ('review.returned', 'guide.changed') order by number`,
      [guideId],
    );

  beforeAll(async () => {
    test = await startTestService();
    people = await cast(test);
  });
  afterAll(() => test.stop());

  it('leaves reviews open for others and guides to a successor before the answer comes, without any sweep', async () => {
    const { admin, editor, otherEditor, reviewer } = people;
    const both = await test.people.join('Wren Ito', { roles: ['reviewer', 'editor'], licensed: ['dermatology'] });
    const owned = await publishGuide({ editor: both, reviewer }, 'left-behind');
    const waiting = await submitGuide(editor, 'half-reviewed');
    const other = await submitGuide(editor, 'reviewed-by-another');
    await transition(both, 'reviews', waiting.reviewId, { name: 'claim' });
    await transition(reviewer, 'reviews', other.reviewId, { name: 'claim' });

    const path = `accounts/${both.id}/disablement`;
    const refused = await admin.post(path, { reason: 'Left the publisher' });
    expect(refused.status).toBe(409);
    expect(await must(people.lead.get(`reviews/${waiting.reviewId}`))).toMatchObject({ status: 'assigned' });
    await must(admin.post(path, { reason: 'Left the publisher', successorId: otherEditor.id }));

    const review = { status: 'open', assigneeId: null };
    expect(await must(people.lead.get(`reviews/${waiting.reviewId}`))).toMatchObject(review);
    expect(await must(people.lead.get(`reviews/${other.reviewId}`))).toMatchObject({ status: 'assigned' });
    expect(await must(people.lead.get(`guides/${owned.guideId}`))).toMatchObject({ ownerId: otherEditor.id });
    expect(await factsOf(owned.guideId)).toEqual([
      { name: 'guide.changed', actorId: admin.id, payload: { fields: ['owner'] } },
    ]);
    expect(await factsOf(waiting.guideId)).toEqual([
      {
        name: 'review.returned',
        actorId: null,
        payload: { reviewId: waiting.reviewId, assigneeId: both.id, cause: 'disabled' },
      },
    ]);
    expect(await factsOf(other.guideId)).toEqual([]);
    const { payload } = await test.database.one<{ payload: object }>(
      `select payload from event where name = 'account.disabled' and subject_id = $1`,
      [both.id],
    );
    expect(payload).toEqual({ successorId: otherEditor.id, guides: [owned.guideId], reviews: [waiting.reviewId] });
    await transition(reviewer, 'reviews', waiting.reviewId, { name: 'claim' });
    await test.announce();
    const { items } = await must(people.lead.get<{ items: { kind: string }[] }>('inbox'));
    expect(items.map((item) => item.kind)).toContain('review.returned');
    expect(await offences(test)).toEqual({});
  });
});
