import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, freeHands, outcome, revise, sentences, submit, words } from '../support/asking.js';
import { sampleContent } from '../support/sample-content.js';
import { offences, startTestService, type TestService } from '../support/service.js';
import { approve, cast, must, publishGuide, readyToSign, transition, type Cast } from '../support/story.js';

const slugs = [
  'kept',
  'kept-with-changes',
  'declined',
  'revised',
  'attached',
  'retired',
  'repointed',
  'superseded',
  'not-outdated',
  'own-words',
];
const twoWeeks = { part: 'section:recovery', find: 'after 10 days', replace: 'after two weeks' };
const changedLead = sampleContent({ lead: { markdown: 'Ink is placed in the skin.[^roe-2024]' } });

interface Entry {
  id: string;
  versionId: string;
  status: string;
  verdict: string | null;
}

describe('A recheck of a live guide', () => {
  let test: TestService;
  let people: Cast;
  const guides = new Map<string, string>();

  const guideOf = (slug: string) => guides.get(slug) ?? '';
  const factsOf = (slug: string) => must(people.editor.get(`guides/${guideOf(slug)}`));
  const rechecksOf = async (slug: string, status = '') =>
    (
      await must(
        people.lead.get<{ items: Entry[] }>(
          `reviews?guideId=${guideOf(slug)}&kind=recheck${status && `&status=${status}`}`,
        ),
      )
    ).items;
  /** Claimed by the reviewer, with nothing answered yet. */
  const claimed = async (slug: string, reviewer = people.reviewer) => {
    const reviewId = (await rechecksOf(slug, 'open'))[0]?.id ?? '';
    await transition(reviewer, 'reviews', reviewId, { name: 'claim' });
    return reviewId;
  };
  const deciding = async (reviewId: string, body: Record<string, unknown>) =>
    ask(people.reviewer, 'reviews', reviewId, { ...(await readyToSign(people.reviewer, reviewId)), ...body });
  const settled = async () => {
    await test.announce();
    expect(await offences(test)).toEqual({});
  };
  const toldReviewer = async () => {
    const { items } = await must(people.reviewer.get<{ items: { kind: string }[] }>('inbox'));
    return items.map((item) => item.kind);
  };
  const read = async (slug: string) => words((await test.page(`/guides/sample-${slug}`)).text);

  beforeAll(async () => {
    test = await startTestService();
    people = await cast(test);
    await freeHands(test);
    for (const slug of slugs) guides.set(slug, (await publishGuide(people, `sample-${slug}`)).guideId);
    await test.announce();
    test.clock.travelTo(new Date('2027-02-10T15:00:00Z'));
    await test.sweep();
  }, 60_000);
  afterAll(() => test.stop());

  it('is opened once for each guide, by itself', async () => {
    for (const slug of slugs) expect([slug, (await rechecksOf(slug)).length]).toEqual([slug, 1]);
    await test.sweep();
    for (const slug of slugs) expect([slug, (await rechecksOf(slug)).length]).toEqual([slug, 1]);
    await settled();
  });

  it('keeps the guide with one signature, under every guard of an approval; text, modified date and sitemap stay', async () => {
    const before = await factsOf('kept');
    const lastmod = async () =>
      /sample-kept<\/loc>\s*<lastmod>([^<]+)/.exec((await test.page('/sitemaps/guides-1.xml')).text)?.[1];
    const sitemapBefore = await lastmod();
    const reviewId = await claimed('kept');
    const { versionId, versionHash: hash } = await must(people.reviewer.get(`reviews/${reviewId}`));
    const bare = { name: 'keep', conflict: 'none', versionId, hash };
    expect(await outcome(ask(people.reviewer, 'reviews', reviewId, bare))).toEqual([
      409,
      'authentication',
      'checklist',
      'opened',
    ]);
    expect(await outcome(ask(people.otherReviewer, 'reviews', reviewId, bare))).toEqual([403]);
    expect(await outcome(deciding(reviewId, { name: 'confirm' }))).toEqual([409, 'kind']);
    expect(await outcome(deciding(reviewId, { name: 'keep', hash: 'd'.repeat(64) }))).toEqual([409, 'version']);
    expect(await outcome(deciding(reviewId, { name: 'keep' }))).toEqual([201]);
    expect(await outcome(ask(people.reviewer, 'reviews', reviewId, bare))).toContain('state');
    await settled();
    expect(await factsOf('kept')).toMatchObject({
      lastReviewedOn: '2027-02-10',
      dueOn: '2028-02-10',
      modifiedAt: before['modifiedAt'],
      liveVersionId: before['liveVersionId'],
    });
    expect(await read('kept')).toContain(
      'Last reviewed February 10, 2027 by Rosa Delgado, MD · Next review due February 10, 2028',
    );
    expect(await lastmod()).toBe(sitemapBefore);
    expect(sitemapBefore).toMatch(/^2026-03-02/);
  });

  it('keeps it with changes: the page waits until an editor accepts the signed text, and then counts as rechecked', async () => {
    const reviewId = await claimed('kept-with-changes');
    const { created } = await must(deciding(reviewId, { name: 'keepWithChanges', replacements: [twoWeeks] }));
    const revisionId = created?.['revisionId'] ?? '';
    await settled();
    expect(await read('kept-with-changes')).toContain('after 10 days');
    expect(await factsOf('kept-with-changes')).toMatchObject({ lastReviewedOn: '2026-03-02' });
    expect(await outcome(ask(people.editor, 'revisions', revisionId, { name: 'publish' }))).toEqual([409, 'state']);
    test.clock.travelBy(86_400_000);
    await transition(people.otherEditor, 'revisions', revisionId, { name: 'acceptChanges', hash: created?.['hash'] });
    await transition(people.editor, 'revisions', revisionId, { name: 'publish' });
    await settled();
    expect(await toldReviewer()).toContain('revision.changes-accepted');
    expect(await read('kept-with-changes')).toContain('after two weeks');
    expect(await factsOf('kept-with-changes')).toMatchObject({ lastReviewedOn: '2027-02-10', dueOn: '2028-02-10' });
    const { contributors } = await must(
      people.lead.get<{ contributors: string[] }>(`versions/${created?.['versionId'] ?? ''}`),
    );
    expect(contributors).toContain(people.otherEditor.id);
    expect(contributors).not.toContain(people.reviewer.id);
  });

  it('offers changes that an editor may decline: the draft is the live text then, and nothing has moved', async () => {
    const reviewId = await claimed('declined');
    const { created } = await must(deciding(reviewId, { name: 'keepWithChanges', replacements: [twoWeeks] }));
    const revisionId = created?.['revisionId'] ?? '';
    await transition(people.editor, 'revisions', revisionId, {
      name: 'declineChanges',
      reason: 'The source says ten days.',
    });
    const draft = await must(people.editor.get(`revisions/${revisionId}`));
    expect(JSON.stringify(draft['content'])).toContain('after 10 days');
    expect(await factsOf('declined')).toMatchObject({ lastReviewedOn: '2026-03-02' });
    await transition(people.editor, 'revisions', revisionId, { name: 'discard', reason: 'Not needed.' });
    await settled();
    expect(await toldReviewer()).toContain('revision.changes-declined');
  });

  it('asks for a revision, which it opens, with a reason', async () => {
    const reviewId = await claimed('revised');
    expect(await outcome(ask(people.reviewer, 'reviews', reviewId, { name: 'revise' }))).toEqual([409, 'reason']);
    const { created } = await must(
      ask(people.reviewer, 'reviews', reviewId, { name: 'revise', reason: 'A new trial.' }),
    );
    expect(await must(people.editor.get(`revisions/${created?.['revisionId'] ?? ''}`))).toMatchObject({
      status: 'draft',
      kind: 'ordinary',
    });
    expect(await factsOf('revised')).toMatchObject({ lastReviewedOn: '2026-03-02' });
    await settled();
  });

  it('or attaches to the revision that is open, beside which no changes are offered', async () => {
    const open = await revise(people.editor, guideOf('attached'), changedLead);
    const reviewId = await claimed('attached');
    const offering = deciding(reviewId, { name: 'keepWithChanges', replacements: [twoWeeks] });
    expect(await sentences(offering)).toContain('decide “revise” instead');
    const { created } = await must(
      ask(people.reviewer, 'reviews', reviewId, { name: 'revise', reason: 'A new trial.' }),
    );
    expect(created?.['revisionId']).toBe(open);
    await settled();
  });

  it('proposes to retire the guide, which the director confirms', async () => {
    const reviewId = await claimed('retired');
    const retire = { name: 'retire', reason: 'Nobody does this any more.', reasonClass: 'outdated' };
    expect(
      await outcome(ask(people.reviewer, 'reviews', reviewId, { ...retire, successorId: guideOf('retired') })),
    ).toEqual([409, 'successor']);
    const { created } = await must(
      ask(people.reviewer, 'reviews', reviewId, { ...retire, successorId: guideOf('kept') }),
    );
    await settled();
    expect((await test.page('/guides/sample-retired')).status).toBe(200);
    const withdraw = { name: 'withdraw', hash: created?.['hash'] };
    expect(await outcome(ask(people.lead, 'guides', guideOf('retired'), withdraw))).toEqual([409, 'director']);
    await must(ask(people.director, 'guides', guideOf('retired'), withdraw));
    await settled();
    const page = await test.page('/guides/sample-retired');
    expect([page.status, page.headers.get('location')]).toEqual([301, '/guides/sample-kept']);
  });

  it('is pointed at the new text by a minor change and by reviewed changes: what was read before must be read again', async () => {
    const reviewId = await claimed('repointed');
    const named = await readyToSign(people.reviewer, reviewId);
    const sections = sampleContent().sections.map((each) => ({
      ...each,
      markdown: each.markdown.replace('recieve', 'receive'),
    }));
    const minor = await revise(people.editor, guideOf('repointed'), sampleContent({ sections }), 'minor');
    const { created } = await transition(people.editor, 'revisions', minor, { name: 'proposeMinor' });
    const { versionId, hash } = { versionId: created['versionId'], hash: created['hash'] };
    await transition(people.otherEditor, 'revisions', minor, { name: 'confirmMinor', versionId, hash });
    expect((await rechecksOf('repointed', 'assigned'))[0]).toMatchObject({ id: reviewId, versionId });
    expect(await outcome(ask(people.reviewer, 'reviews', reviewId, { name: 'keep', ...named }))).toEqual([
      409,
      'opened',
      'version',
    ]);

    const revisionId = await revise(people.editor, guideOf('repointed'), changedLead);
    const changes = await approve({ editor: people.editor, reviewer: people.otherReviewer }, revisionId, 'changes');
    await transition(people.editor, 'revisions', revisionId, { name: 'publish' });
    expect((await rechecksOf('repointed', 'assigned'))[0]).toMatchObject({
      id: reviewId,
      versionId: changes.versionId,
    });
    expect(await outcome(deciding(reviewId, { name: 'keep' }))).toEqual([201]);
    await settled();
    expect(await read('repointed')).not.toContain('reviewed changes to');
  });

  it('is closed as superseded by a publication that was reviewed in full', async () => {
    const reviewId = await claimed('superseded');
    const revisionId = await revise(people.editor, guideOf('superseded'), changedLead);
    await approve({ editor: people.editor, reviewer: people.otherReviewer }, revisionId, 'full');
    await transition(people.editor, 'revisions', revisionId, { name: 'publish' });
    expect((await rechecksOf('superseded'))[0]).toMatchObject({ id: reviewId, status: 'cancelled' });
    expect(await outcome(ask(people.reviewer, 'reviews', reviewId, { name: 'keep' }))).toContain('state');
    await test.sweep();
    expect((await rechecksOf('superseded')).length).toBe(1);
    await settled();
  });

  it('outdates no approved revision: the hash of the live text is the same', async () => {
    const revisionId = await revise(people.editor, guideOf('not-outdated'), changedLead);
    await approve({ editor: people.editor, reviewer: people.otherReviewer }, revisionId, 'changes');
    const reviewId = await claimed('not-outdated');
    await must(deciding(reviewId, { name: 'keep' }));
    await transition(people.editor, 'revisions', revisionId, { name: 'publish' });
    await settled();
    expect(await read('not-outdated')).toContain('Last reviewed February 11, 2027');
    expect(await read('not-outdated')).toContain('Ink is placed');
  });

  it('is not decided by who wrote in the live text', async () => {
    const both = await test.people.join('Wren Ito', { roles: ['reviewer', 'editor'], licensed: ['dermatology'] });
    const revisionId = await revise(both, guideOf('own-words'), changedLead);
    const submitted = await submit(both, revisionId, 'changes');
    await transition(people.otherReviewer, 'reviews', submitted.reviewId, { name: 'claim' });
    const named = await readyToSign(people.otherReviewer, submitted.reviewId);
    await transition(people.otherReviewer, 'revisions', revisionId, { name: 'approve', ...named });
    await transition(people.editor, 'revisions', revisionId, { name: 'publish' });
    const recheck = (await rechecksOf('own-words', 'open'))[0]?.id ?? '';
    expect(await sentences(ask(both, 'reviews', recheck, { name: 'claim' }))).toContain('Who wrote part of this text');
    await settled();
  });
});
