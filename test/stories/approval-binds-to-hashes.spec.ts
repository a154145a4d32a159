import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Credentials, type Standing } from '../../src/identity/index.js';
import {
  ask,
  daysPass,
  freeHands,
  outcome,
  savePart,
  sentences,
  submit,
  submitGuide,
  words,
} from '../support/asking.js';
import type { Person } from '../support/people.js';
import { offences, startTestService, type TestService } from '../support/service.js';
import {
  approve,
  cast,
  checklistItems,
  must,
  publishGuide,
  readyToSign,
  transition,
  writeGuide,
  type Cast,
} from '../support/story.js';

const newLead = { markdown: 'Pigment is placed in the upper skin.[^roe-2024]' };

describe('An approval is of hashes', () => {
  let test: TestService;
  let people: Cast;
  let credentialId: string;
  let brief: Person;

  const publishing = (revisionId: string, person = people.editor) =>
    ask(person, 'revisions', revisionId, { name: 'publish' });
  const stand = (found: { standing: Standing; expiresOn?: string }) =>
    test.service.app
      .get(Credentials)
      .addStanding(test.people.actor, brief.id, credentialId, { evidence: 'Looked up at the board', ...found });

  beforeAll(async () => {
    test = await startTestService();
    people = await cast(test);
    brief = await test.people.join('Bo Lindqvist', { roles: ['reviewer'], postNominals: 'MD' });
    credentialId = await test.people.license(brief.id, 'dermatology', '2027-01-31');
    await freeHands(test);
  });
  afterAll(() => test.stop());

  it('of the very version that was read: another version, another hash, or one never opened is not signed', async () => {
    const guide = await submitGuide(people.editor, 'names-its-hash');
    const other = await publishGuide(people, 'another-text');
    const { reviewer } = people;
    await transition(reviewer, 'reviews', guide.reviewId, { name: 'claim' });
    await must(reviewer.reauthenticate());
    const approving = (named: object) =>
      outcome(ask(reviewer, 'revisions', guide.revisionId, { name: 'approve', conflict: 'none', ...named }));
    const { versionId, hash } = guide;
    expect(await approving({ versionId, hash })).toEqual([409, 'checklist', 'opened']);
    await readyToSign(reviewer, guide.reviewId);
    expect(await approving({})).toEqual([409, 'version']);
    expect(await approving({ versionId })).toEqual([409, 'version']);
    expect(await approving({ versionId: other.versionId, hash: other.hash })).toEqual([409, 'version']);
    expect(await approving({ versionId, hash: hash.replace(/^./, (c) => (c === '0' ? '1' : '0')) })).toEqual([
      409,
      'version',
    ]);
    expect(await approving({ versionId, hash: 'f'.repeat(63) })).toEqual([422, 'hash']);
    expect(await approving({ versionId, hash })).toEqual([201]);
    expect(await approving({ versionId, hash })).toEqual([409, 'state']);
  });

  it('with a whole checklist: an item left open or answered no stops it, and no needs a note', async () => {
    const guide = await submitGuide(people.editor, 'whole-checklist');
    const { reviewer } = people;
    await transition(reviewer, 'reviews', guide.reviewId, { name: 'claim' });
    await must(reviewer.post(`reviews/${guide.reviewId}/openings`));
    const answer = (item: number | string, body: object) =>
      outcome(reviewer.put(`reviews/${guide.reviewId}/answers/${item}`, body));
    for (const item of checklistItems.slice(1)) expect(await answer(item, { answer: 'yes' })).toEqual([204]);
    await must(reviewer.reauthenticate());
    const { versionId, hash } = guide;
    const approving = () =>
      ask(reviewer, 'revisions', guide.revisionId, { name: 'approve', conflict: 'none', versionId, hash });
    expect(await sentences(approving())).toContain('Answer the checklist: 2 still open.');
    expect(await answer(2, { answer: 'no' })).toEqual([422, 'note']);
    expect(await answer(2, { answer: 'no', note: 'The cost is out of date.' })).toEqual([204]);
    expect(await sentences(approving())).toContain('answers 2 with no');
    expect(await answer(1, { answer: 'yes' })).toEqual([422, 'item']);
    expect(await answer('two', { answer: 'yes' })).toEqual([404]);
    expect(await answer(2, { answer: 'yes' })).toEqual([204]);
    expect(await outcome(approving())).toEqual([201]);
    expect(await answer(2, { answer: 'yes' })).toEqual([409, 'state']);
  });

  it('nothing changes the text after it', async () => {
    const { revisionId } = await writeGuide(people.editor, 'locked-text');
    await approve(people, revisionId);
    expect(await outcome(savePart(people.editor, revisionId, 'lead', newLead))).toEqual([409, 'state']);
    const tag = { 'if-match': '"1"' };
    const removing = people.editor.ask('DELETE', `revisions/${revisionId}/parts/section:recovery`, undefined, tag);
    expect(await outcome(removing)).toEqual([409, 'state']);
    const again = ask(people.editor, 'revisions', revisionId, { name: 'submit', reviewKind: 'full' });
    expect(await outcome(again)).toEqual([409, 'state']);
  });

  it('once reopened it publishes nothing: the changed text needs a signature, the rest keeps the one it has', async () => {
    const { guideId, revisionId } = await writeGuide(people.editor, 'reopened-text');
    const first = await approve(people, revisionId);
    expect(await outcome(ask(people.editor, 'revisions', revisionId, { name: 'reopen' }))).toEqual([409, 'reason']);
    await transition(people.editor, 'revisions', revisionId, {
      name: 'reopen',
      reason: 'A slip in the first sentence.',
    });
    expect(await outcome(publishing(revisionId))).toEqual([409, 'hash', 'state']);
    await must(savePart(people.editor, revisionId, 'lead', newLead));
    daysPass(test, 1);
    const second = await submit(people.editor, revisionId, 'changes');
    expect(second.hash).not.toBe(first.hash);
    await transition(people.reviewer, 'reviews', second.reviewId, { name: 'claim' });
    const stale = { name: 'approve', conflict: 'none', versionId: first.versionId, hash: first.hash };
    expect(await outcome(ask(people.reviewer, 'revisions', revisionId, stale))).toContain('version');
    const named = await readyToSign(people.reviewer, second.reviewId);
    await transition(people.reviewer, 'revisions', revisionId, { name: 'approve', ...named });
    await transition(people.editor, 'revisions', revisionId, { name: 'publish' });
    await test.announce();
    // The whole was signed on March 2, the change a day later: "last reviewed" means the whole.
    expect(await must(people.editor.get(`guides/${guideId}`))).toMatchObject({
      lastReviewedOn: '2026-03-02',
      dueOn: '2027-03-02',
    });
    expect(words((await test.page('/guides/reopened-text')).text)).toContain(
      'Last reviewed March 2, 2026 by Rosa Delgado, MD',
    );
    expect(await offences(test)).toEqual({});
  });

  it('reading an earlier round does not count for this one', async () => {
    const guide = await submitGuide(people.editor, 'read-once');
    await transition(people.reviewer, 'reviews', guide.reviewId, { name: 'claim' });
    await readyToSign(people.reviewer, guide.reviewId);
    await transition(people.editor, 'revisions', guide.revisionId, { name: 'recall' });
    const asked = { name: 'approve', conflict: 'none', versionId: guide.versionId, hash: guide.hash };
    expect(await outcome(ask(people.reviewer, 'revisions', guide.revisionId, asked))).toEqual([409, 'state']);
    const again = await submit(people.editor, guide.revisionId);
    expect(again.versionId).toBe(guide.versionId);
    await transition(people.reviewer, 'reviews', again.reviewId, { name: 'claim' });
    await must(people.reviewer.reauthenticate());
    expect(await outcome(ask(people.reviewer, 'revisions', guide.revisionId, asked))).toEqual([
      409,
      'checklist',
      'opened',
    ]);
  });

  it('it holds while the license behind it does: revoked or suspended since, it publishes nothing until another signs', async () => {
    const guide = await submitGuide(people.editor, 'license-since-lost');
    await transition(brief, 'reviews', guide.reviewId, { name: 'claim' });
    await transition(brief, 'revisions', guide.revisionId, {
      name: 'approve',
      ...(await readyToSign(brief, guide.reviewId)),
    });
    expect(await outcome(ask(people.lead, 'revisions', guide.revisionId, { name: 'signAgain' }))).toEqual([
      409,
      'lapsed',
    ]);
    await stand({ standing: 'revoked' });
    expect(await sentences(publishing(guide.revisionId))).toContain('A license of Bo Lindqvist is revoked.');
    await stand({ standing: 'provisional' });
    expect(await outcome(publishing(guide.revisionId, people.lead))).toEqual([409, 'license']);
    expect(await outcome(ask(people.editor, 'revisions', guide.revisionId, { name: 'signAgain' }))).toEqual([403]);
    const { created } = await transition(people.lead, 'revisions', guide.revisionId, { name: 'signAgain' });
    await stand({ standing: 'verified', expiresOn: '2027-01-31' });
    const reviewId = created['reviewId'] ?? '';
    await transition(brief, 'reviews', reviewId, { name: 'claim' });
    const own = ask(brief, 'revisions', guide.revisionId, { name: 'approve', ...(await readyToSign(brief, reviewId)) });
    expect(await outcome(own)).toEqual([409, 'signer']);
    await transition(people.lead, 'reviews', reviewId, { name: 'reassign', assigneeId: people.reviewer.id });
    const named = await readyToSign(people.reviewer, reviewId);
    await transition(people.reviewer, 'revisions', guide.revisionId, { name: 'approve', ...named });
    await transition(people.editor, 'revisions', guide.revisionId, { name: 'publish' });
    await test.settle();
    expect(words((await test.page('/guides/license-since-lost')).text)).toContain('by Rosa Delgado, MD');
  });

  it('a license that merely ended carries it for thirty days more, at the time of review', async () => {
    const guide = await submitGuide(people.editor, 'license-ended');
    const late = await submitGuide(people.editor, 'license-ended-long-ago');
    test.clock.travelTo(new Date('2027-01-30T15:00:00Z'));
    for (const { revisionId, reviewId } of [guide, late]) {
      await transition(brief, 'reviews', reviewId, { name: 'claim' });
      await transition(brief, 'revisions', revisionId, { name: 'approve', ...(await readyToSign(brief, reviewId)) });
    }
    test.clock.travelTo(new Date('2027-03-02T15:00:00Z'));
    expect(await outcome(publishing(guide.revisionId))).toEqual([201]);
    daysPass(test, 1);
    expect(await sentences(publishing(late.revisionId))).toContain('ended more than 30 days ago');
  });

  it('it ages: after ninety days another may be asked, and past its own due date it publishes nothing', async () => {
    const { revisionId } = await writeGuide(people.editor, 'aged-approval');
    const { versionId } = await approve(people, revisionId);
    daysPass(test, 91);
    const { created } = await transition(people.lead, 'revisions', revisionId, { name: 'signAgain' });
    const reviewId = created['reviewId'] ?? '';
    await transition(people.otherReviewer, 'reviews', reviewId, { name: 'claim' });
    const named = await readyToSign(people.otherReviewer, reviewId);
    expect(named.versionId).toBe(versionId);
    await transition(people.otherReviewer, 'revisions', revisionId, { name: 'approve', ...named });
    daysPass(test, 370);
    expect(await sentences(publishing(revisionId))).toContain('it needs a full review');
  });

  it('and the promises hold', async () => {
    await test.sweep();
    await test.announce();
    expect(await offences(test)).toEqual({});
  });
});
