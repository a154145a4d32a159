import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { GuideContent } from '../../src/guides/index.js';
import {
  ask,
  daysPass,
  freeHands,
  openRevision,
  outcome,
  revise,
  savePart,
  sentences,
  submit,
  words,
} from '../support/asking.js';
import { sampleContent } from '../support/sample-content.js';
import { offences, startTestService, type TestService } from '../support/service.js';
import { approve, cast, must, publishGuide, readyToSign, transition, writeGuide, type Cast } from '../support/story.js';

/** The guide with another recovery section. */
function recovering(days: string): GuideContent {
  const sections = sampleContent().sections.map((section) =>
    section.key === 'recovery'
      ? { ...section, markdown: `Most people recover within ${days} days.[^roe-2024]` }
      : section,
  );
  return sampleContent({ sections });
}

describe('A revision of a live guide', () => {
  let test: TestService;
  let people: Cast;
  let guide: Awaited<ReturnType<typeof publishGuide>>;

  const publish = (revisionId: string) => transition(people.editor, 'revisions', revisionId, { name: 'publish' });
  const factsOf = (guideId: string) => must(people.editor.get(`guides/${guideId}`));
  const read = async (slug: string) => words((await test.page(`/guides/${slug}`)).text);
  const announced = async () => {
    await test.announce();
    expect(await offences(test)).toEqual({});
  };

  beforeAll(async () => {
    test = await startTestService();
    people = await cast(test);
    await freeHands(test);
    guide = await publishGuide(people, 'partly-changed');
    await announced();
  });
  afterAll(() => test.stop());

  it('is reviewed for its changes alone only where something signed lies beneath', async () => {
    const { revisionId } = await writeGuide(people.editor, 'nothing-beneath');
    const asked = ask(people.editor, 'revisions', revisionId, { name: 'submit', reviewKind: 'changes' });
    expect(await sentences(asked)).toContain('there is none: choose full');
    expect(await outcome(ask(people.editor, 'revisions', revisionId, { name: 'submit' }))).toEqual([409, 'review']);
  });

  it('does not move “last reviewed” when a reviewer signed its changes alone: the page says what was reviewed since', async () => {
    daysPass(test, 40);
    const revisionId = await revise(people.otherEditor, guide.guideId, recovering('12'));
    const { versionId } = await approve(
      { editor: people.otherEditor, reviewer: people.otherReviewer },
      revisionId,
      'changes',
    );
    await publish(revisionId);
    await announced();
    expect(await factsOf(guide.guideId)).toMatchObject({ lastReviewedOn: '2026-03-02', dueOn: '2027-03-02' });
    const page = await read('partly-changed');
    expect(page).toContain('Last reviewed March 2, 2026 by Rosa Delgado, MD · Next review due March 2, 2027');
    expect(page).toContain('On April 11, 2026 Ravi Menon, MD reviewed changes to Recovery.');
    expect(page).toContain('within 12 days');
    const version = await must(
      people.lead.get<{ signOffs: { kind: string; statement: string }[] }>(`versions/${versionId}`),
    );
    expect(version.signOffs[0]).toMatchObject({ kind: 'changes' });
    expect(version.signOffs[0]?.statement).toContain('the changed parts');
  });

  it('may be signed again by another, resting on the same text as before', async () => {
    const revisionId = await revise(people.editor, guide.guideId, recovering('14'));
    const { versionId } = await approve(people, revisionId, 'changes');
    daysPass(test, 91);
    const { created } = await transition(people.lead, 'revisions', revisionId, { name: 'signAgain' });
    const reviewId = created['reviewId'] ?? '';
    await transition(people.otherReviewer, 'reviews', reviewId, { name: 'claim' });
    const named = await readyToSign(people.otherReviewer, reviewId);
    expect(named.versionId).toBe(versionId);
    await transition(people.otherReviewer, 'revisions', revisionId, { name: 'approve', ...named });
    await publish(revisionId);
    await announced();
    expect(await factsOf(guide.guideId)).toMatchObject({ lastReviewedOn: '2026-03-02' });
    expect(await read('partly-changed')).toContain('within 14 days');
  });

  it('moves “last reviewed” when all of it was signed within the revision', async () => {
    const revisionId = await revise(people.editor, guide.guideId, recovering('15'));
    await approve(people, revisionId, 'full');
    await publish(revisionId);
    await announced();
    const today = test.clock.now().toISOString().slice(0, 10);
    expect(await factsOf(guide.guideId)).toMatchObject({ lastReviewedOn: today });
    expect(await read('partly-changed')).not.toContain('reviewed changes to');
  });

  it('opens once: there is one ordinary revision at a time', async () => {
    const revisionId = await openRevision(people.editor, guide.guideId);
    expect(await outcome(people.otherEditor.post(`guides/${guide.guideId}/revisions`, {}))).toEqual([409, 'one']);
    await transition(people.editor, 'revisions', revisionId, { name: 'discard' });
    const again = await openRevision(people.otherEditor, guide.guideId);
    await transition(people.otherEditor, 'revisions', again, { name: 'discard' });
  });

  it('moves the guide to another category with the text that says so: lists, due date and reviewers follow', async () => {
    const other = {
      slug: 'hormones',
      name: 'Hormones',
      cadenceMonths: 6,
      specialties: ['endocrinology', 'dermatology'],
    };
    await must(people.admin.post('categories', other));
    const moved = sampleContent({
      head: { ...sampleContent().head, category: 'hormones', specialties: ['dermatology'] },
    });
    const revisionId = await revise(people.editor, guide.guideId, moved);
    await approve(people, revisionId, 'changes');
    await publish(revisionId);
    await announced();
    const { lastReviewedOn, dueOn, category } = await factsOf(guide.guideId);
    expect(category).toBe('hormones');
    expect(monthsBetween(String(lastReviewedOn), String(dueOn))).toBe(6);
    expect((await test.page('/categories/hormones')).text).toContain('/guides/partly-changed');
    expect((await test.page('/categories/hair-restoration')).text).not.toContain('/guides/partly-changed');
  });

  it('names a category and specialties that exist and belong together', async () => {
    const head = sampleContent().head;
    const revisionId = await openRevision(people.editor, guide.guideId);
    for (const [change, sentence] of [
      [{ category: 'unheard-of' }, 'There is no category'],
      [{ specialties: ['gynecology'] }, 'is not reviewed by: gynecology'],
      [{ specialties: [] }, 'no specialty'],
    ] as const) {
      await must(savePart(people.editor, revisionId, 'head', { ...head, ...change }));
      const asked = ask(people.editor, 'revisions', revisionId, { name: 'submit', reviewKind: 'full' });
      expect(await sentences(asked)).toContain(sentence);
    }
    await transition(people.editor, 'revisions', revisionId, { name: 'discard' });
  });

  it('cannot go out on its changes alone once the whole is overdue', async () => {
    const overdue = await publishGuide(people, 'overdue-changes');
    daysPass(test, 364);
    const revisionId = await revise(people.editor, overdue.guideId, recovering('20'));
    await approve(people, revisionId, 'changes');
    daysPass(test, 2);
    const asked = ask(people.editor, 'revisions', revisionId, { name: 'publish' });
    expect(await sentences(asked)).toContain('it needs a full review');
    await transition(people.editor, 'revisions', revisionId, { name: 'reopen', reason: 'It needs a full review.' });
    const { reviewId } = await submit(people.editor, revisionId, 'full');
    await transition(people.otherReviewer, 'reviews', reviewId, { name: 'claim' });
    const named = await readyToSign(people.otherReviewer, reviewId);
    await transition(people.otherReviewer, 'revisions', revisionId, { name: 'approve', ...named });
    await publish(revisionId);
    await test.sweep();
    await announced();
    const today = test.clock.now().toISOString().slice(0, 10);
    expect(await factsOf(overdue.guideId)).toMatchObject({ lastReviewedOn: today, freshness: 'current' });
  });
});

function monthsBetween(from: string, to: string): number {
  const [a, b] = [new Date(from), new Date(to)];
  return (b.getUTCFullYear() - a.getUTCFullYear()) * 12 + b.getUTCMonth() - a.getUTCMonth();
}
