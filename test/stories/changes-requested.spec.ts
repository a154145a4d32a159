import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, freeHands, outcome, savePart, submit, submitGuide } from '../support/asking.js';
import type { Person } from '../support/people.js';
import { offences, startTestService, type TestService } from '../support/service.js';
import { cast, must, readyToSign, transition, type Cast } from '../support/story.js';

interface Comment {
  id: string;
  part: string;
  answer: string | null;
  resolvedAt: string | null;
  version: number;
}

describe('A reviewer asks for changes', () => {
  let test: TestService;
  let people: Cast;
  let third: Person;
  let guide: Awaited<ReturnType<typeof submitGuide>>;
  let commentId: string;

  const claim = {
    part: 'section:recovery',
    quote: 'a follow up after 10 days',
    body: 'Name the source.',
    blocking: true,
  };
  const comments = async (): Promise<Comment[]> =>
    (await must(people.editor.get<{ items: Comment[] }>(`revisions/${guide.revisionId}/comments`))).items;

  beforeAll(async () => {
    test = await startTestService();
    people = await cast(test);
    third = await test.people.join('Runa Fell', { roles: ['reviewer'], licensed: ['dermatology'] });
    await freeHands(test);
    guide = await submitGuide(people.editor, 'asked-for-changes');
    await transition(people.reviewer, 'reviews', guide.reviewId, { name: 'claim' });
  });
  afterAll(() => test.stop());

  it('only with a blocking comment, anchored to words that stand in that part of the version under review', async () => {
    const { reviewer } = people;
    expect(await outcome(ask(reviewer, 'revisions', guide.revisionId, { name: 'requestChanges' }))).toEqual([
      409,
      'comment',
    ]);
    const post = (comment: object) =>
      outcome(reviewer.post(`reviews/${guide.reviewId}/comments`, { ...claim, ...comment }));
    expect(await post({ quote: 'a follow up after 12 days' })).toEqual([422, 'quote']);
    expect(await post({ part: 'lead' })).toEqual([422, 'quote']);
    expect(await post({ part: 'section:unknown' })).toEqual([422, 'quote']);
    expect(await post({ blocking: false })).toEqual([201]);
    expect(await outcome(ask(reviewer, 'revisions', guide.revisionId, { name: 'requestChanges' }))).toEqual([
      409,
      'comment',
    ]);
    expect(await post({})).toEqual([201]);
    commentId = (await comments()).at(-1)?.id ?? '';
  });

  it('is nobody else’s to do: not another reviewer’s, not the editor’s', async () => {
    for (const person of [people.otherReviewer, people.editor, people.lead, people.admin]) {
      const asked = ask(person, 'revisions', guide.revisionId, { name: 'requestChanges' });
      expect([person.email, ...(await outcome(asked))]).toEqual([person.email, 403]);
      expect((await person.post(`reviews/${guide.reviewId}/comments`, claim)).status).toBe(403);
    }
  });

  it('and cannot sign while a blocking comment is open', async () => {
    const named = await readyToSign(people.reviewer, guide.reviewId);
    const asked = ask(people.reviewer, 'revisions', guide.revisionId, { name: 'approve', ...named });
    expect(await outcome(asked)).toEqual([409, 'comments']);
  });

  it('locks the text while it is under review, and opens it to the editor when changes are asked for', async () => {
    const recovery = { heading: 'Recovery', markdown: 'Most people have a follow-up after 10 days.[^roe-2024]' };
    expect(await outcome(savePart(people.editor, guide.revisionId, 'section:recovery', recovery))).toEqual([
      409,
      'state',
    ]);
    await transition(people.reviewer, 'revisions', guide.revisionId, { name: 'requestChanges' });
    expect(await outcome(savePart(people.editor, guide.revisionId, 'section:recovery', recovery))).toEqual([200]);
  });

  it('and the text is not submitted again before every blocking comment has an answer', async () => {
    const again = { name: 'submit', reviewKind: 'full' };
    expect(await outcome(ask(people.editor, 'revisions', guide.revisionId, again))).toEqual([409, 'comments']);
    const answer = (headers: Record<string, string>, words = 'Cited now.') =>
      outcome(people.editor.post(`comments/${commentId}/answer`, { answer: words }, headers));
    expect(await answer({})).toEqual([428]);
    expect(await answer({ 'if-match': '"7"' })).toEqual([412]);
    expect(await answer({ 'if-match': '"1"' }, '')).toEqual([422, 'answer']);
    expect(await outcome(ask(people.editor, 'revisions', guide.revisionId, again))).toEqual([409, 'comments']);
    expect(await answer({ 'if-match': '"1"' })).toEqual([204]);
    guide = { ...guide, ...(await submit(people.editor, guide.revisionId)) };
  });

  it('comes back to the reviewer who asked, who resolves the comment, reads the new text and signs it', async () => {
    const review = await must(people.lead.get(`reviews/${guide.reviewId}`));
    expect(review).toMatchObject({ status: 'assigned', assigneeId: people.reviewer.id });
    const { reviewer } = people;
    const named = await readyToSign(reviewer, guide.reviewId);
    const sign = () => outcome(ask(reviewer, 'revisions', guide.revisionId, { name: 'approve', ...named }));
    expect(await sign()).toEqual([409, 'comments']);
    const version = (await comments()).at(-1)?.version ?? 0;
    const resolve = (person: Person) =>
      outcome(person.post(`comments/${commentId}/resolution`, {}, { 'if-match': `"${version}"` }));
    expect(await resolve(people.editor)).toEqual([403]);
    expect(await resolve(third)).toEqual([403]);
    expect(await resolve(reviewer)).toEqual([204]);
    expect(await sign()).toEqual([201]);
    await transition(people.editor, 'revisions', guide.revisionId, { name: 'publish' });
    await test.announce();
    expect((await test.page('/guides/asked-for-changes')).text).toContain('have a follow-up after 10 days');
    expect(await offences(test)).toEqual({});
  });

  it('and is replaced: comments and checklist stay, and the successor may resolve, but must read before signing', async () => {
    guide = await submitGuide(people.editor, 'reassigned-review');
    const { reviewer, otherReviewer, lead } = people;
    await transition(lead, 'reviews', guide.reviewId, { name: 'assign', assigneeId: reviewer.id });
    await must(reviewer.post(`reviews/${guide.reviewId}/comments`, claim));
    await must(
      reviewer.put(`reviews/${guide.reviewId}/answers/2`, { answer: 'not-applicable', note: 'No claims made.' }),
    );
    await must(reviewer.post(`reviews/${guide.reviewId}/openings`));
    const same = { name: 'reassign', assigneeId: reviewer.id };
    expect(await outcome(ask(lead, 'reviews', guide.reviewId, same))).toEqual([409, 'another']);
    await transition(lead, 'reviews', guide.reviewId, { name: 'reassign', assigneeId: otherReviewer.id });
    const review = await must(lead.get<{ answers: object[] }>(`reviews/${guide.reviewId}`));
    expect(review.answers).toEqual([{ item: 2, answer: 'not-applicable', note: 'No claims made.', current: true }]);
    const [comment] = await comments();
    const resolution = `comments/${comment?.id ?? ''}/resolution`;
    expect(await outcome(third.post(resolution, {}, { 'if-match': '"1"' }))).toEqual([403]);
    expect(await outcome(otherReviewer.post(resolution, {}, { 'if-match': '"1"' }))).toEqual([204]);
    await must(otherReviewer.reauthenticate());
    const { versionId, hash } = guide;
    const asked = ask(otherReviewer, 'revisions', guide.revisionId, {
      name: 'approve',
      versionId,
      hash,
      conflict: 'none',
    });
    expect(await outcome(asked)).toEqual([409, 'checklist', 'opened']);
    const named = await readyToSign(otherReviewer, guide.reviewId);
    expect(await outcome(ask(reviewer, 'revisions', guide.revisionId, { name: 'approve', ...named }))).toEqual([403]);
    await transition(otherReviewer, 'revisions', guide.revisionId, { name: 'approve', ...named });
  });

  it('and is away when the text comes back: it waits in the queue for another', async () => {
    guide = await submitGuide(people.editor, 'reviewer-away');
    await transition(people.reviewer, 'reviews', guide.reviewId, { name: 'claim' });
    const { id } = await must(people.reviewer.post<{ id: string }>(`reviews/${guide.reviewId}/comments`, claim));
    await transition(people.reviewer, 'revisions', guide.revisionId, { name: 'requestChanges' });
    await must(people.editor.post(`comments/${id}/answer`, { answer: 'It is usual.' }, { 'if-match': '"1"' }));
    await test.database.run(`update account set away_from = '2026-03-01', away_until = '2026-03-20' where id = $1`, [
      people.reviewer.id,
    ]);
    const again = await submit(people.editor, guide.revisionId);
    expect(await must(people.lead.get(`reviews/${again.reviewId}`))).toMatchObject({
      status: 'open',
      assigneeId: null,
    });
    expect(await outcome(ask(people.reviewer, 'reviews', again.reviewId, { name: 'claim' }))).toEqual([409, 'present']);
  });

  it('and the promises hold', async () => {
    await test.announce();
    expect(await offences(test)).toEqual({});
  });
});
