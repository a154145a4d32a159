import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, everything, freeHands, outcome, submitGuide } from '../support/asking.js';
import { offences, startTestService, type TestService } from '../support/service.js';
import { approve, cast, must, publishGuide, writeGuide, type Cast } from '../support/story.js';

describe('A request sent again under its key', () => {
  let test: TestService;
  let people: Cast;

  const key = (name: string) => ({ 'idempotency-key': name });
  const keys = async () => (await test.database.one<{ n: number }>('select count(*)::int as n from idempotency_key')).n;
  const eventsOf = async (guideId: string) =>
    (await test.database.one<{ n: number }>('select count(*)::int as n from event where subject_id = $1', [guideId])).n;

  beforeAll(async () => {
    test = await startTestService();
    people = await cast(test);
    await freeHands(test);
  });
  afterAll(() => test.stop());

  it('gets the same answer and has one effect', async () => {
    const { guideId, revisionId } = await writeGuide(people.editor, 'sent-twice');
    await approve(people, revisionId);
    const first = await ask(people.editor, 'revisions', revisionId, { name: 'publish' }, key('publish-1'));
    const events = await eventsOf(guideId);
    for (let again = 0; again < 3; again += 1) {
      const answer = await ask(people.editor, 'revisions', revisionId, { name: 'publish' }, key('publish-1'));
      expect([answer.status, answer.body]).toEqual([first.status, first.body]);
    }
    expect(await eventsOf(guideId)).toBe(events);
    expect(await outcome(ask(people.editor, 'revisions', revisionId, { name: 'publish' }))).toContain('state');
  });

  it('records a standing once', async () => {
    const credential = {
      specialty: 'dermatology',
      kind: 'certification',
      region: 'CA',
      number: 'B-1',
      authority: 'A board',
      standing: 'verified',
      evidence: 'Its register.',
    };
    const path = `accounts/${people.reviewer.id}/credentials`;
    const recorded = await must(people.admin.post<{ id: string }>(path, credential, key('credential-1')));
    expect(await must(people.admin.post<{ id: string }>(path, credential, key('credential-1')))).toEqual(recorded);
    const standing = { standing: 'revoked', evidence: 'Its register, today.' };
    for (let again = 0; again < 2; again += 1)
      expect(await outcome(people.admin.post(`${path}/${recorded.id}/standings`, standing, key('standing-1')))).toEqual(
        [204],
      );
    const rows = await test.database.rows('select 1 from credential_standing where credential_id = $1', [recorded.id]);
    expect(rows).toHaveLength(2);
  });

  it('or on a tag that somebody else has outdated is refused, where a tag is sent', async () => {
    const { guideId, revisionId } = await writeGuide(people.editor, 'tagged-transition');
    await approve(people, revisionId);
    expect(
      await outcome(ask(people.editor, 'revisions', revisionId, { name: 'publish' }, { 'if-match': '"1"' })),
    ).toEqual([412]);
    const { headers } = await people.editor.get(`guides/${guideId}`);
    const tag = { 'if-match': headers.get('etag') ?? '' };
    expect(await outcome(ask(people.editor, 'guides', guideId, { name: 'rename', slug: 'tagged-anew' }, tag))).toEqual([
      201,
    ]);
    expect(await outcome(ask(people.editor, 'guides', guideId, { name: 'rename', slug: 'tagged-again' }, tag))).toEqual(
      [412],
    );
  });

  it('by several at once has one effect, and all get its answer', async () => {
    const { guideId } = await publishGuide(people, 'twins-at-once');
    const events = await eventsOf(guideId);
    const hold = { name: 'hold', reason: 'A reader reports harm.' };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => ask(people.safety, 'guides', guideId, hold, key('hold-1'))),
    );
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([201]));
    expect(new Set(answers.map((answer) => answer.body.eventId)).size).toBe(1);
    expect(await eventsOf(guideId)).toBe(events + 1);
  });

  it('with another body is refused, whatever the other body would do', async () => {
    const { guideId } = await publishGuide(people, 'another-body');
    const hold = { name: 'hold', reason: 'A reader reports harm.' };
    await must(ask(people.safety, 'guides', guideId, hold, key('hold-2')));
    const before = await everything(test);
    for (const body of [{ ...hold, reason: 'Another reason.' }, { ...hold, medical: true }, { name: 'release' }]) {
      expect(await outcome(ask(people.safety, 'guides', guideId, body, key('hold-2')))).toEqual([
        422,
        'idempotency-key',
      ]);
    }
    expect(await everything(test)).toEqual(before);
  });

  it('is another request for another person, and on another address', async () => {
    const [one, two] = [await publishGuide(people, 'same-key-one'), await publishGuide(people, 'same-key-two')];
    const hold = { name: 'hold', reason: 'A reader reports harm.' };
    expect(await outcome(ask(people.safety, 'guides', one.guideId, hold, key('hold-3')))).toEqual([201]);
    expect(await outcome(ask(people.editor, 'guides', one.guideId, hold, key('hold-3')))).toEqual([409, 'state']);
    expect(await outcome(ask(people.safety, 'guides', two.guideId, hold, key('hold-3')))).toEqual([201]);
  });

  it('that was refused leaves no key behind: put right, it goes through under the same one', async () => {
    const guide = await submitGuide(people.editor, 'refused-first');
    const before = await keys();
    const claim = () => ask(people.reviewer, 'reviews', guide.reviewId, { name: 'claim' }, key('claim-1'));
    await test.database.run('update account set reviews_per_week = 0 where id = $1', [people.reviewer.id]);
    expect(await outcome(claim())).toEqual([409, 'room']);
    expect(await keys()).toBe(before);
    await freeHands(test);
    expect(await outcome(claim())).toEqual([201]);
    expect(await keys()).toBe(before + 1);
  });

  it('opens a guide, a revision or a comment once', async () => {
    const body = { slug: 'created-once', title: 'Created once', category: 'hair-restoration' };
    const creating = await Promise.all(
      [1, 2, 3].map(() => people.editor.post<{ guideId: string }>('guides', body, key('create-1'))),
    );
    expect(creating.map((answer) => answer.status)).toEqual([201, 201, 201]);
    expect(new Set(creating.map((answer) => answer.body.guideId)).size).toBe(1);
    expect(await outcome(people.editor.post('guides', { ...body, title: 'Other' }, key('create-1')))).toEqual([
      422,
      'idempotency-key',
    ]);

    const { guideId } = await publishGuide(people, 'opened-once');
    const opening = await Promise.all(
      [1, 2, 3].map(() => people.editor.post(`guides/${guideId}/revisions`, {}, key('open-1'))),
    );
    for (const answer of opening) expect([answer.status, answer.body]).toEqual([201, opening[0]?.body]);

    const guide = await submitGuide(people.editor, 'commented-once');
    await must(ask(people.reviewer, 'reviews', guide.reviewId, { name: 'claim' }));
    const comment = { part: 'section:recovery', quote: '10 days', body: 'Cite it.', blocking: false };
    const commenting = await Promise.all(
      [1, 2, 3].map(() =>
        people.reviewer.post<{ id: string }>(`reviews/${guide.reviewId}/comments`, comment, key('comment-1')),
      ),
    );
    expect(new Set(commenting.map((answer) => answer.body.id)).size).toBe(1);
  });

  it('needs a key of one to 255 characters', async () => {
    const { revisionId } = await writeGuide(people.editor, 'strange-keys');
    const submit = { name: 'submit', reviewKind: 'full' };
    for (const strange of ['', 'k'.repeat(256)]) {
      expect(await outcome(ask(people.editor, 'revisions', revisionId, submit, key(strange)))).toEqual([
        422,
        'idempotency-key',
      ]);
    }
    expect(await outcome(ask(people.editor, 'revisions', revisionId, submit, key('k'.repeat(255))))).toEqual([201]);
    await test.announce();
    expect(await offences(test)).toEqual({});
  });
});
