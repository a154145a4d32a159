import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Credentials } from '../../src/identity/index.js';
import {
  ask,
  daysPass,
  freeHands,
  openRevision,
  outcome,
  savePart,
  sentences,
  submit,
  submitGuide,
} from '../support/asking.js';
import type { Person } from '../support/people.js';
import { sampleContent } from '../support/sample-content.js';
import { offences, startTestService, type TestService } from '../support/service.js';
import {
  approve,
  cast,
  fill,
  must,
  publishGuide,
  readyToSign,
  transition,
  writeGuide,
  type Cast,
} from '../support/story.js';

const recovery = { heading: 'Recovery', markdown: 'Most people recover within 10 days.[^roe-2024]' };

describe('Who signs a guide', () => {
  let test: TestService;
  let people: Cast;
  /** Writes and reviews: the roles of one person do not widen what the person may do. */
  let both: Person;

  const claim = (person: Person, reviewId: string) => ask(person, 'reviews', reviewId, { name: 'claim' });
  const sign = async (person: Person, { revisionId, reviewId }: { revisionId: string; reviewId: string }) =>
    ask(person, 'revisions', revisionId, { name: 'approve', ...(await readyToSign(person, reviewId)) });
  const licensed = (name: string, ...specialties: string[]) =>
    test.people.join(name, { roles: ['reviewer'], licensed: specialties });

  beforeAll(async () => {
    test = await startTestService();
    people = await cast(test);
    both = await test.people.join('Wren Ito', { roles: ['reviewer', 'editor'], licensed: ['dermatology'] });
    await freeHands(test);
  });
  afterAll(() => test.stop());

  it('is a reviewer at that moment: with the role gone, the next request decides nothing', async () => {
    const { reviewId, revisionId } = await submitGuide(people.editor, 'role-gone');
    const leaver = await licensed('Lea Vermeer', 'dermatology');
    await must(claim(leaver, reviewId));
    await test.database.run('update account_role set revoked_at = $2 where account_id = $1', [
      leaver.id,
      test.clock.now(),
    ]);
    const verdict = { name: 'requestChanges' };
    expect(await outcome(ask(leaver, 'revisions', revisionId, verdict))).toEqual([403]);
    expect(await outcome(ask(leaver, 'reviews', reviewId, { name: 'release', reason: 'Away.' }))).toEqual([403]);
  });

  it('is not outdone by a longer cadence: the director alone gives a guide one of its own', async () => {
    const { guideId } = await publishGuide(people, 'own-cadence');
    const change = async (person: Person) => {
      const { headers } = await people.editor.get(`guides/${guideId}`);
      const tag = { 'if-match': headers.get('etag') ?? '' };
      return person.ask('PATCH', `guides/${guideId}`, { cadenceMonths: 36, cadenceReason: 'It changes slowly.' }, tag);
    };
    expect(await outcome(change(people.editor))).toEqual([403]);
    expect(await outcome(change(people.lead))).toEqual([403]);
    expect(await outcome(change(people.director))).toEqual([200]);
  });

  it('has written nothing in it: not one part, not even words that were undone', async () => {
    const { revisionId } = await writeGuide(people.editor, 'undone-words');
    await must(savePart(both, revisionId, 'section:recovery', recovery));
    await fill(people.editor, revisionId, sampleContent());
    const { reviewId } = await submit(people.editor, revisionId);
    expect(await sentences(claim(both, reviewId))).toContain('Who wrote part of this text');
    const assigned = ask(people.lead, 'reviews', reviewId, { name: 'assign', assigneeId: both.id });
    expect(await outcome(assigned)).toEqual([409, 'specialty']);
  });

  it('may be nobody: submitting says so and why, also when it is sent again, and the review waits', async () => {
    const content = sampleContent();
    const surgical = { ...content, head: { ...content.head, specialties: ['plastic-surgery'] } };
    const { revisionId } = await writeGuide(people.editor, 'nobody-to-sign', surgical);
    await must(savePart(people.otherEditor, revisionId, 'section:recovery', recovery));
    await test.database.run(`update account set languages = '{de-DE}' where id = $1`, [people.otherReviewer.id]);
    const asked = () =>
      ask(
        people.editor,
        'revisions',
        revisionId,
        { name: 'submit', reviewKind: 'full' },
        { 'idempotency-key': 'nobody' },
      );
    const [first, again] = [await must(asked()), await must(asked())];
    expect(first.warnings).toEqual([
      expect.stringMatching(
        /^No reviewer is eligible, so the review waits in the queue: .* who reads en-US, wrote none/,
      ),
    ]);
    expect(again).toEqual(first);
    const review = await must(people.lead.get(`reviews/${first.created?.['reviewId'] ?? ''}`));
    expect(review['status']).toBe('open');
    await test.database.run(`update account set languages = '{en-US}' where id = $1`, [people.otherReviewer.id]);
    await transition(people.editor, 'revisions', revisionId, { name: 'recall' });
    const { warnings } = await transition(people.editor, 'revisions', revisionId, {
      name: 'submit',
      reviewKind: 'full',
    });
    expect(warnings).toEqual([]);
  });

  it('has written nothing of what the text was built on, as long as that part is in it', async () => {
    const { guideId, revisionId } = await writeGuide(people.editor, 'built-on-words');
    await must(savePart(both, revisionId, 'section:recovery', recovery));
    await approve(people, revisionId);
    await transition(people.editor, 'revisions', revisionId, { name: 'publish' });

    const second = await openRevision(people.editor, guideId);
    await must(savePart(people.editor, second, 'lead', { markdown: 'Pigment is placed in the skin.[^roe-2024]' }));
    const { reviewId } = await submit(people.editor, second, 'changes');
    expect(await outcome(claim(both, reviewId))).toEqual([409, 'specialty']);

    await transition(people.editor, 'revisions', second, { name: 'recall' });
    const tag = (await must(people.editor.get<{ parts: { key: string; etag: string }[] }>(`revisions/${second}`)))
      .parts;
    const etag = tag.find((part) => part.key === 'section:recovery')?.etag ?? '';
    const part = `revisions/${second}/parts/section:recovery`;
    await must(people.editor.ask('DELETE', part, undefined, { 'if-match': etag }));
    const again = await submit(people.editor, second, 'changes');
    expect(await outcome(claim(both, again.reviewId))).toEqual([201]);
    expect(await outcome(sign(both, again))).toEqual([201]);
  });

  it('accepted no suggestion that is in it, in this round or an earlier one', async () => {
    const guide = await submitGuide(people.editor, 'accepted-suggestion');
    await transition(people.reviewer, 'reviews', guide.reviewId, { name: 'claim' });
    const replacements = [{ part: 'section:recovery', find: 'after 10 days', replace: 'after two weeks' }];
    const named = await readyToSign(people.reviewer, guide.reviewId);
    const offer = { name: 'approveWithChanges', replacements, ...named };
    const { created } = await transition(people.reviewer, 'revisions', guide.revisionId, offer);
    await transition(both, 'revisions', guide.revisionId, { name: 'acceptChanges', hash: created['hash'] });
    await transition(people.editor, 'revisions', guide.revisionId, { name: 'publish' });

    const second = await openRevision(people.editor, guide.guideId);
    await must(savePart(people.editor, second, 'lead', { markdown: 'Pigment is placed in the skin.[^roe-2024]' }));
    const { reviewId } = await submit(people.editor, second, 'changes');
    expect(await outcome(claim(both, reviewId))).toEqual([409, 'specialty']);
  });

  it('does not accept their own suggestions as an editor', async () => {
    const guide = await submitGuide(people.editor, 'own-suggestion');
    await transition(both, 'reviews', guide.reviewId, { name: 'claim' });
    const replacements = [{ part: 'section:recovery', find: 'after 10 days', replace: 'after two weeks' }];
    const offer = { name: 'approveWithChanges', replacements, ...(await readyToSign(both, guide.reviewId)) };
    const { created } = await transition(both, 'revisions', guide.revisionId, offer);
    const accept = { name: 'acceptChanges', hash: created['hash'] };
    expect(await outcome(ask(both, 'revisions', guide.revisionId, accept))).toEqual([409, 'another']);
    expect(await outcome(ask(people.editor, 'revisions', guide.revisionId, accept))).toEqual([201]);
  });

  it('writes nothing into it between two rounds: the review then goes to another', async () => {
    const guide = await submitGuide(people.editor, 'helped-out');
    await transition(both, 'reviews', guide.reviewId, { name: 'claim' });
    const comment = { part: 'section:recovery', quote: '10 days', body: 'Cite it.', blocking: true };
    const { id } = await must(both.post<{ id: string }>(`reviews/${guide.reviewId}/comments`, comment));
    await transition(both, 'revisions', guide.revisionId, { name: 'requestChanges' });
    await must(savePart(both, guide.revisionId, 'section:recovery', recovery));
    await must(people.editor.post(`comments/${id}/answer`, { answer: 'Thank you.' }, { 'if-match': '"1"' }));
    const again = await submit(people.editor, guide.revisionId);
    expect(await must(people.lead.get(`reviews/${again.reviewId}`))).toMatchObject({ status: 'open' });
    expect(await outcome(claim(both, again.reviewId))).toEqual([409, 'specialty']);
  });

  it('is a medical reviewer whose verified specialty is one of the guide’s, and reads its language', async () => {
    const guide = await submitGuide(people.editor, 'wrong-specialty');
    const endocrinologist = await licensed('Elin Oduya', 'endocrinology');
    const unlicensed = await licensed('Ulf Bergen');
    expect(await sentences(claim(endocrinologist, guide.reviewId))).toContain('endocrinology');
    expect(await sentences(claim(unlicensed, guide.reviewId))).toContain('No license');
    for (const person of [people.admin, people.director, people.lead, people.safety, people.editor]) {
      expect([person.email, ...(await outcome(claim(person, guide.reviewId)))]).toEqual([person.email, 403]);
    }
    const named = { slug: 'auf-deutsch', title: 'Auf Deutsch', category: 'hair-restoration', language: 'de-DE' };
    const { revisionId } = await must(people.editor.post<{ revisionId: string }>('guides', named));
    await fill(people.editor, revisionId, sampleContent());
    const german = await submit(people.editor, revisionId);
    expect(await sentences(claim(people.reviewer, german.reviewId))).toContain('language');
  });

  it('is licensed at the moment of signing: a license revoked or ended since the assignment stops it', async () => {
    const guide = await submitGuide(people.editor, 'license-lost');
    const brief = await licensed('Bo Lindqvist');
    const credentialId = await test.people.license(brief.id, 'dermatology', '2026-03-20');
    await must(claim(brief, guide.reviewId));
    daysPass(test, 19);
    expect(await outcome(sign(brief, guide))).toEqual([409, 'specialty']);
    await stand(credentialId, brief, { standing: 'verified', expiresOn: '2028-03-20' });
    await stand(credentialId, brief, { standing: 'revoked' });
    expect(await outcome(sign(brief, guide))).toEqual([409, 'specialty']);
    await stand(credentialId, brief, { standing: 'provisional' });
    expect(await outcome(sign(brief, guide))).toEqual([409, 'specialty']);
    await stand(credentialId, brief, { standing: 'verified', expiresOn: '2028-03-20' });
    expect(await outcome(sign(brief, guide))).toEqual([201]);
  });

  const stand = (
    credentialId: string,
    { id }: Person,
    found: { standing: 'verified' | 'revoked' | 'provisional'; expiresOn?: string },
  ) =>
    test.service.app
      .get(Credentials)
      .addStanding(test.people.actor, id, credentialId, { evidence: 'Looked up at the board', ...found });

  it('declared no conflict that bars them: once declined over one, never again on this guide', async () => {
    const guide = await submitGuide(people.editor, 'conflicted');
    await must(claim(both, guide.reviewId));
    const decline = { name: 'decline', reason: 'I hold shares in the maker of the pigment.', bars: true };
    expect(await outcome(ask(both, 'reviews', guide.reviewId, { name: 'decline', bars: true }))).toEqual([
      409,
      'reason',
    ]);
    await transition(both, 'reviews', guide.reviewId, decline);
    expect(await sentences(claim(both, guide.reviewId))).toContain('conflict of interest');
    const assign = { name: 'assign', assigneeId: both.id };
    expect(await outcome(ask(people.lead, 'reviews', guide.reviewId, assign))).toEqual([409, 'specialty']);
  });

  it('states a conflict or its absence, and describes the one that is disclosed', async () => {
    const guide = await submitGuide(people.editor, 'disclosed');
    await must(claim(people.reviewer, guide.reviewId));
    const { conflict: _none, ...named } = await readyToSign(people.reviewer, guide.reviewId);
    const approving = (more: object) =>
      outcome(ask(people.reviewer, 'revisions', guide.revisionId, { name: 'approve', ...named, ...more }));
    expect(await approving({})).toEqual([409, 'conflict']);
    expect(await approving({ conflict: 'disclosed' })).toEqual([409, 'conflict']);
    expect(await approving({ conflict: 'disclosed', conflictStatement: '  ' })).toEqual([409, 'conflict']);
    expect(await approving({ conflict: 'disclosed', conflictStatement: 'I taught a course for its maker.' })).toEqual([
      201,
    ]);
    await transition(people.editor, 'revisions', guide.revisionId, { name: 'publish' });
    await test.settle();
    expect((await test.page('/guides/disclosed')).text).toContain('I taught a course for its maker.');
  });

  it('showed the password within five minutes, at a browser: no program signs', async () => {
    const guide = await submitGuide(people.editor, 'password-shown');
    await must(claim(people.reviewer, guide.reviewId));
    const named = await readyToSign(people.reviewer, guide.reviewId);
    const approving = () => outcome(ask(people.reviewer, 'revisions', guide.revisionId, { name: 'approve', ...named }));
    test.clock.travelBy(5 * 60_000);
    expect(await approving()).toEqual([409, 'authentication']);
    await must(people.reviewer.reauthenticate());
    const expiresAt = new Date(test.clock.now().getTime() + 86_400_000).toISOString();
    const made = await must(people.reviewer.post<{ token: string }>('tokens', { name: 'desk script', expiresAt }));
    people.reviewer.token = made.token;
    expect(await approving()).toEqual([409, 'authentication']);
    people.reviewer.token = undefined;
    expect(await approving()).toEqual([201]);
  });

  it('does not publish it alone: somebody else must, the only signer cannot, nor can an admin', async () => {
    const guide = await submitGuide(people.editor, 'only-signer');
    await must(claim(both, guide.reviewId));
    expect(await outcome(sign(both, guide))).toEqual([201]);
    const publishing = (person: Person) => outcome(ask(person, 'revisions', guide.revisionId, { name: 'publish' }));
    expect(await publishing(both)).toEqual([409, 'signer']);
    const later = new Date(test.clock.now().getTime() + 86_400_000).toISOString();
    const schedule = { name: 'schedule', scheduledFor: later };
    expect(await outcome(ask(both, 'revisions', guide.revisionId, schedule))).toEqual([409, 'signer']);
    expect(await publishing(people.admin)).toEqual([403]);
    expect(await publishing(people.otherReviewer)).toEqual([403]);
    expect(await publishing(people.editor)).toEqual([201]);
  });

  it('counts only for the text that it carries: an earlier signer of other words does not make two', async () => {
    const { revisionId } = await writeGuide(people.editor, 'replaced-signature');
    await approve(people, revisionId);
    await transition(people.editor, 'revisions', revisionId, { name: 'reopen', reason: 'All of it changes.' });
    await fill(people.editor, revisionId, sampleContent({ lead: { markdown: 'Ink in the skin.[^roe-2024]' } }));
    const again = await submit(people.editor, revisionId, 'full');
    await must(claim(both, again.reviewId));
    expect(await outcome(sign(both, again))).toEqual([201]);
    expect(await outcome(ask(both, 'revisions', revisionId, { name: 'publish' }))).toEqual([409, 'signer']);
  });

  it('and an admin takes no part in it: neither review nor text, comment or signature', async () => {
    const live = await publishGuide(people, 'no-admin');
    const guide = await submitGuide(people.editor, 'no-admin-either');
    await must(claim(people.reviewer, guide.reviewId));
    const { admin } = people;
    for (const name of ['approve', 'approveWithChanges', 'requestChanges', 'recall', 'discard', 'reopen', 'publish']) {
      const asked = ask(admin, 'revisions', guide.revisionId, {
        name,
        reason: 'I may.',
        versionId: guide.versionId,
        hash: guide.hash,
      });
      expect([name, ...(await outcome(asked))]).toEqual([name, 403]);
    }
    expect((await admin.post(`reviews/${guide.reviewId}/openings`)).status).toBe(403);
    expect((await admin.put(`reviews/${guide.reviewId}/answers/2`, { answer: 'yes' })).status).toBe(403);
    expect((await admin.post(`guides/${live.guideId}/revisions`, {})).status).toBe(403);
    const assign = { name: 'reassign', assigneeId: admin.id };
    expect((await ask(admin, 'reviews', guide.reviewId, assign)).status).toBe(403);
    expect(await outcome(ask(people.lead, 'reviews', guide.reviewId, assign))).toEqual([409, 'specialty']);
  });

  it('and the promises hold', async () => {
    await test.announce();
    expect(await offences(test)).toEqual({});
  });
});
