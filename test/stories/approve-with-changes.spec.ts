import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, freeHands, outcome, savePart, sentences, submit, submitGuide, words } from '../support/asking.js';
import { offences, startTestService, type TestService } from '../support/service.js';
import { cast, must, readyToSign, transition, type Cast } from '../support/story.js';

const twoWeeks = { part: 'section:recovery', find: 'after 10 days', replace: 'after two weeks' };
const blood = { part: 'section:procedure', find: 'blood thinners', replace: 'medicines that thin the blood' };

describe('A reviewer approves with changes', () => {
  let test: TestService;
  let people: Cast;

  interface Offered {
    revisionId: string;
    hash: string;
    versionId: string;
    underReview: string;
  }
  const offer = async (slug: string, replacements: object[]): Promise<Offered> => {
    const guide = await submitGuide(people.editor, slug);
    await transition(people.reviewer, 'reviews', guide.reviewId, { name: 'claim' });
    const named = await readyToSign(people.reviewer, guide.reviewId);
    const body = { name: 'approveWithChanges', replacements, ...named };
    const { created } = await transition(people.reviewer, 'revisions', guide.revisionId, body);
    return {
      revisionId: guide.revisionId,
      hash: created['hash'] ?? '',
      versionId: created['versionId'] ?? '',
      underReview: guide.hash,
    };
  };
  const asking = (revisionId: string, body: Record<string, unknown>) =>
    ask(people.editor, 'revisions', revisionId, body);
  const draftOf = async (revisionId: string) =>
    JSON.stringify((await must(people.editor.get(`revisions/${revisionId}`)))['content']);

  beforeAll(async () => {
    test = await startTestService();
    people = await cast(test);
    await freeHands(test);
  });
  afterAll(() => test.stop());

  it('by exact replacements, each of words that stand exactly once in their part', async () => {
    const guide = await submitGuide(people.editor, 'exact-replacements');
    await transition(people.reviewer, 'reviews', guide.reviewId, { name: 'claim' });
    const named = await readyToSign(people.reviewer, guide.reviewId);
    const offering = (replacements: object[]) =>
      ask(people.reviewer, 'revisions', guide.revisionId, { name: 'approveWithChanges', ...named, replacements });
    const refused: [object[], string][] = [
      [[], 'List the exact replacements'],
      [[{ ...twoWeeks, find: 'after 12 days' }], 'does not occur in section:recovery'],
      [[{ ...twoWeeks, find: 'e' }], 'occurs more than once'],
      [[{ ...twoWeeks, part: 'section:unknown' }], 'no text in a part'],
      [[{ ...twoWeeks, replace: twoWeeks.find }], 'changes nothing'],
      [[twoWeeks, { ...twoWeeks, find: '10 days', replace: 'a week' }], 'overlap'],
      [[twoWeeks, { ...blood, find: 'warfarin' }], 'does not occur'],
      [[{ ...twoWeeks, replace: 'after \u202esyad 01' }], 'unseen character'],
      [
        [
          { ...twoWeeks, replace: 'x'.repeat(5000) },
          { ...twoWeeks, find: 'x'.repeat(5000) },
        ],
        'does not occur',
      ],
    ];
    for (const [replacements, sentence] of refused) expect(await sentences(offering(replacements))).toContain(sentence);
    expect(await outcome(offering([{ ...twoWeeks, find: '' }]))).toEqual([422, 'replacements.0.find']);
    expect(await outcome(offering([{ ...twoWeeks, also: 'this' }]))).toEqual([422, 'replacements.0.also']);
    expect(await outcome(offering([twoWeeks, blood]))).toEqual([201]);
  });

  it('and signs the result: the editor accepts all of it by naming its hash, and only then can it be published', async () => {
    const { revisionId, hash, underReview } = await offer('accepted-changes', [twoWeeks, blood]);
    expect(await outcome(asking(revisionId, { name: 'publish' }))).toEqual([409, 'state']);
    expect(await outcome(savePart(people.editor, revisionId, 'lead', { markdown: 'Other words.' }))).toEqual([
      409,
      'state',
    ]);
    expect(await draftOf(revisionId)).toContain('after 10 days');
    expect(await outcome(asking(revisionId, { name: 'acceptChanges' }))).toEqual([409, 'named']);
    expect(await outcome(asking(revisionId, { name: 'acceptChanges', hash: underReview }))).toEqual([409, 'named']);
    const own = ask(people.reviewer, 'revisions', revisionId, { name: 'acceptChanges', hash });
    expect(await outcome(own)).toEqual([403]);
    await transition(people.editor, 'revisions', revisionId, { name: 'acceptChanges', hash });
    expect(await draftOf(revisionId)).toContain('after two weeks');
    await transition(people.editor, 'revisions', revisionId, { name: 'publish' });
    await test.announce();
    const page = words((await test.page('/guides/accepted-changes')).text);
    expect(page).toContain('a follow up after two weeks');
    expect(page).toContain('Do not take medicines that thin the blood');
    expect(page).toContain('Last reviewed March 2, 2026 by Rosa Delgado, MD');
    expect(await offences(test)).toEqual({});
  });

  it('the version that was signed names the editor who accepted among its contributors, not the reviewer', async () => {
    const { revisionId, hash, versionId } = await offer('who-contributed', [twoWeeks]);
    await transition(people.otherEditor, 'revisions', revisionId, { name: 'acceptChanges', hash });
    const { contributors } = await must(people.lead.get<{ contributors: string[] }>(`versions/${versionId}`));
    expect([...contributors].sort()).toEqual([people.editor.id, people.otherEditor.id].sort());
  });

  it('and is declined with a reason: the text stays as the editor wrote it, and needs another signature', async () => {
    const { revisionId, hash } = await offer('declined-changes', [twoWeeks]);
    expect(await outcome(asking(revisionId, { name: 'declineChanges' }))).toEqual([409, 'reason']);
    await transition(people.editor, 'revisions', revisionId, {
      name: 'declineChanges',
      reason: 'The source says ten days.',
    });
    expect(await draftOf(revisionId)).toContain('after 10 days');
    expect(await outcome(asking(revisionId, { name: 'acceptChanges', hash }))).toEqual([409, 'hash', 'named', 'state']);
    expect(await outcome(asking(revisionId, { name: 'publish' }))).toEqual([409, 'hash', 'state']);

    // The offered text was signed: what differs from it is all that is left to sign.
    const { reviewId } = await submit(people.editor, revisionId, 'changes');
    await transition(people.otherReviewer, 'reviews', reviewId, { name: 'claim' });
    const named = await readyToSign(people.otherReviewer, reviewId);
    await transition(people.otherReviewer, 'revisions', revisionId, { name: 'approve', ...named });
    await transition(people.editor, 'revisions', revisionId, { name: 'publish' });
    await test.announce();
    expect(words((await test.page('/guides/declined-changes')).text)).toContain('a follow up after 10 days');
    expect(await offences(test)).toEqual({});
  });

  it('and the signature is not thrown away without a reason', async () => {
    const { revisionId } = await offer('discarded-changes', [twoWeeks]);
    expect(await outcome(asking(revisionId, { name: 'discard' }))).toEqual([409, 'reason']);
    await transition(people.editor, 'revisions', revisionId, { name: 'discard', reason: 'The guide is not wanted.' });
    await test.announce();
    expect((await test.page('/guides/discarded-changes')).status).toBe(404);
    expect(await offences(test)).toEqual({});
  });
});
