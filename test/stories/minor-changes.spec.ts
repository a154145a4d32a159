import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ScheduleJobs } from '../../src/editorial/index.js';
import { contentHash, type GuideContent } from '../../src/guides/index.js';
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
import type { Person } from '../support/people.js';
import { sampleContent } from '../support/sample-content.js';
import { offences, startTestService, type TestService } from '../support/service.js';
import {
  approve,
  cast,
  must,
  publishGuide,
  readyToSign,
  transition,
  type Cast,
  type Transitioned,
} from '../support/story.js';

const signed = sampleContent();
const recoveryText = signed.sections[1]?.markdown ?? '';

/** The sample with one section’s words exchanged. */
function withSection(key: string, find: string, replace: string, content: GuideContent = signed): GuideContent {
  const sections = content.sections.map((section) =>
    section.key === key ? { ...section, markdown: section.markdown.replace(find, replace) } : section,
  );
  return { ...content, sections };
}
const corrected = withSection('recovery', 'recieve', 'receive');

describe('A minor change', () => {
  let test: TestService;
  let people: Cast;
  let both: Person;

  const propose = async (guideId: string, content: GuideContent) => {
    const revisionId = await revise(people.editor, guideId, content, 'minor');
    const { created } = await transition(people.editor, 'revisions', revisionId, { name: 'proposeMinor' });
    return { revisionId, versionId: created['versionId'] ?? '', hash: created['hash'] ?? '' };
  };
  const confirm = (person: Person, { revisionId, ...named }: { revisionId: string; versionId: string; hash: string }) =>
    ask(person, 'revisions', revisionId, { name: 'confirmMinor', ...named });
  const publishMinor = async (guideId: string, content: GuideContent) => {
    const proposed = await propose(guideId, content);
    await must(confirm(people.otherEditor, proposed));
    return proposed;
  };
  const read = async (slug: string) => words((await test.page(`/guides/${slug}`)).text);
  const lastEvent = (guideId: string) =>
    test.database.one<{ name: string; payload: Record<string, unknown> }>(
      `select name, payload from event where subject_id = $1 order by number desc limit 1`,
      [guideId],
    );

  beforeAll(async () => {
    test = await startTestService();
    people = await cast(test);
    both = await test.people.join('Wren Ito', { roles: ['reviewer', 'editor'], licensed: ['dermatology'] });
    await freeHands(test);
  });
  afterAll(() => test.stop());

  it('is published by two editors without a reviewer, and moves no date of review', async () => {
    const { guideId } = await publishGuide(people, 'misspelt-guide');
    daysPass(test, 3);
    const proposed = await propose(guideId, corrected);
    expect(await outcome(confirm(people.editor, proposed))).toEqual([409, 'another']);
    expect(await outcome(confirm(people.reviewer, proposed))).toEqual([403]);
    expect(await outcome(confirm(people.otherEditor, { ...proposed, hash: 'a'.repeat(64) }))).toEqual([409, 'named']);
    expect(await outcome(savePart(people.editor, proposed.revisionId, 'lead', { markdown: '' }))).toEqual([
      409,
      'state',
    ]);
    await must(confirm(people.otherEditor, proposed));
    await test.announce();
    const page = await read('misspelt-guide');
    expect(page).toContain('Most people receive a follow up after 10 days');
    expect(page).toContain('Last reviewed March 2, 2026');
    expect(page).toContain('Updated March 5, 2026');
    expect(await must(people.editor.get(`guides/${guideId}`))).toMatchObject({
      lastReviewedOn: '2026-03-02',
      dueOn: '2027-03-02',
    });
    expect(await lastEvent(guideId)).toMatchObject({
      name: 'guide.published',
      payload: { kind: 'minor', publication: 2 },
    });
    expect(await offences(test)).toEqual({});
  });

  it('is not confirmed by an editor who wrote in it, nor refused by its proposer', async () => {
    const { guideId } = await publishGuide(people, 'two-hands');
    const revisionId = await openRevision(people.editor, guideId, 'minor');
    const section = { heading: 'Recovery', markdown: recoveryText.replace('recieve', 'receive') };
    await must(savePart(people.otherEditor, revisionId, 'section:recovery', section));
    const { created } = await transition(people.editor, 'revisions', revisionId, { name: 'proposeMinor' });
    const proposed = { revisionId, versionId: created['versionId'] ?? '', hash: created['hash'] ?? '' };
    expect(await outcome(confirm(people.otherEditor, proposed))).toEqual([409, 'another']);
    const refusing = { name: 'refuseMinor', reason: 'It reads better as it was.' };
    expect(await outcome(ask(people.editor, 'revisions', revisionId, refusing))).toEqual([409, 'another']);
    expect(await outcome(ask(both, 'revisions', revisionId, { name: 'refuseMinor' }))).toEqual([409, 'reason']);
    await transition(both, 'revisions', revisionId, refusing);
    expect(await outcome(confirm(both, proposed))).toEqual([409, 'state']);
  });

  it('touches no number, no negation, no drug, no word that the dictionary knows, and adds none', async () => {
    const { guideId } = await publishGuide(people, 'protected-words');
    const revisionId = await openRevision(people.editor, guideId, 'minor');
    const proposing = () => ask(people.editor, 'revisions', revisionId, { name: 'proposeMinor' });
    expect(await sentences(proposing())).toContain('Nothing was changed.');
    for (const [key, find, replace] of [
      ['recovery', '10 days', '12 days'],
      ['recovery', '10 days.', '1.0 days.'],
      ['procedure', 'Do not take', 'Do now take'],
      ['procedure', 'Do not take', 'Do take'],
      ['procedure', 'blood thinners', 'warfarin'],
      ['recovery', 'Most people', 'Many people'],
      ['recovery', 'Most people', 'Most young people'],
      ['recovery', 'society.example/care', 'society.example/care) [and](https://other.example'],
    ] as const) {
      const section = withSection(key, find, replace).sections.find((each) => each.key === key);
      const value = { heading: section?.heading, markdown: section?.markdown };
      await must(savePart(people.editor, revisionId, `section:${key}`, value));
      expect([replace, ...(await outcome(proposing()))]).toEqual([replace, 409, 'allowed']);
      const before = signed.sections.find((each) => each.key === key);
      await must(
        savePart(people.editor, revisionId, `section:${key}`, { heading: before?.heading, markdown: before?.markdown }),
      );
    }
    await must(savePart(people.editor, revisionId, 'head', { ...signed.head, title: 'Scalp Micropigmentation' }));
    expect(await sentences(proposing())).toContain('cannot change in a minor change');
    await transition(people.editor, 'revisions', revisionId, { name: 'discard' });
  });

  it('is measured against the text that a reviewer signed, not against the minor change before it', async () => {
    const { guideId } = await publishGuide(people, 'measured-minor');
    await publishMinor(guideId, corrected);
    // Against live it would exchange a known word; against what was signed it is another reading of the same misspelling.
    await publishMinor(guideId, withSection('recovery', 'recieve', 'relieve'));
    const revisionId = await revise(people.editor, guideId, withSection('recovery', 'recieve', 'receives'), 'minor');
    expect(await outcome(ask(people.editor, 'revisions', revisionId, { name: 'proposeMinor' }))).toEqual([
      409,
      'allowed',
    ]);
    await test.announce();
    expect(await offences(test)).toEqual({});
  });

  it('published meanwhile does not outdate an approved revision: it is put on again where its section is untouched', async () => {
    const { guideId } = await publishGuide(people, 'applied-again');
    const ordinary = await revise(people.editor, guideId, withSection('procedure', '2 to 4', '3 to 5'));
    await approve(people, ordinary, 'changes');
    const minor = await revise(both, guideId, corrected, 'minor');
    const { created } = await transition(both, 'revisions', minor, { name: 'proposeMinor' });
    await must(
      confirm(people.editor, { revisionId: minor, versionId: created['versionId'] ?? '', hash: created['hash'] ?? '' }),
    );
    await transition(people.editor, 'revisions', ordinary, { name: 'publish' });
    await test.announce();
    const page = await read('applied-again');
    expect(page).toContain('It takes 3 to 5 sessions');
    expect(page).toContain('people receive');
    expect((await lastEvent(guideId)).payload).toMatchObject({ kind: 'changes', leftOut: [] });
    expect(await offences(test)).toEqual({});

    // Whose minor change is in the text cannot sign the next one.
    const next = await revise(people.editor, guideId, withSection('procedure', '2 to 4', '4 to 6', corrected));
    const { reviewId } = await submit(people.editor, next, 'changes');
    expect(await sentences(ask(both, 'reviews', reviewId, { name: 'claim' }))).toContain('Who wrote part of this text');
  });

  it('is left out, and named, where the revision changed the same section', async () => {
    const { guideId } = await publishGuide(people, 'left-out');
    const ordinary = await revise(people.editor, guideId, withSection('recovery', '10 days', '12 days'));
    await approve(people, ordinary, 'changes');
    await publishMinor(guideId, corrected);
    await transition(people.lead, 'revisions', ordinary, { name: 'publish' });
    await test.announce();
    expect(await read('left-out')).toContain('people recieve a follow up after 12 days');
    expect((await lastEvent(guideId)).payload).toMatchObject({ leftOut: ['section:recovery'] });
    const { items } = await must(people.editor.get<{ items: { title: string; body: string }[] }>('inbox'));
    expect(items.map((item) => item.body).join(' ')).toContain('left out');
    expect(await offences(test)).toEqual({});
  });

  it('begun before a revision was published is rebased onto it, section by section', async () => {
    const { guideId } = await publishGuide(people, 'rebased-minor');
    const minor = await revise(people.otherEditor, guideId, corrected, 'minor');
    const ordinary = await revise(people.editor, guideId, withSection('recovery', '10 days', '12 days'));
    await approve(people, ordinary, 'changes');
    await transition(people.editor, 'revisions', ordinary, { name: 'publish' });
    const asking = (body: Record<string, unknown>) => ask(people.otherEditor, 'revisions', minor, body);
    expect(await outcome(asking({ name: 'proposeMinor' }))).toEqual([409, 'allowed', 'base']);
    const { items } = await must(people.editor.get<{ items: { part: string }[] }>(`revisions/${minor}/conflicts`));
    expect(items.map((item) => item.part)).toEqual(['section:recovery']);
    expect(await outcome(asking({ name: 'rebase' }))).toEqual([409, 'resolutions']);
    expect(await outcome(asking({ name: 'rebase', resolutions: { 'section:recovery': 'theirs' } }))).toEqual([
      422,
      'resolutions',
    ]);
    expect(await outcome(asking({ name: 'rebase', resolutions: { constructor: 'mine' } }))).toEqual([422, 'body']);
    await must(asking({ name: 'rebase', resolutions: { 'section:recovery': 'live' } }));
    expect(await outcome(asking({ name: 'rebase' }))).toEqual([409, 'base', 'resolutions'].slice(0, 2));
    const section = { heading: 'Recovery', markdown: recoveryText.replace('recieve', 'receive').replace('10', '12') };
    await must(savePart(people.otherEditor, minor, 'section:recovery', section));
    const { created } = await transition(people.otherEditor, 'revisions', minor, { name: 'proposeMinor' });
    await must(
      confirm(people.editor, { revisionId: minor, versionId: created['versionId'] ?? '', hash: created['hash'] ?? '' }),
    );
    await test.announce();
    expect(await read('rebased-minor')).toContain('people receive a follow up after 12 days');
    expect(await offences(test)).toEqual({});
  });

  it('that nobody confirms within seven days lapses', async () => {
    const { guideId } = await publishGuide(people, 'lapsed-minor');
    const proposed = await propose(guideId, corrected);
    daysPass(test, 6);
    await test.service.app.get(ScheduleJobs).run();
    expect(await must(people.editor.get(`revisions/${proposed.revisionId}`))).toMatchObject({
      status: 'minor-proposed',
    });
    daysPass(test, 1);
    await test.service.app.get(ScheduleJobs).run();
    expect(await must(people.editor.get(`revisions/${proposed.revisionId}`))).toMatchObject({ status: 'draft' });
    expect(await outcome(confirm(people.otherEditor, proposed))).toEqual([409, 'state']);
    expect((await lastEvent(guideId)).name).toBe('revision.minor-lapsed');
  });

  it('starts from a live page alone', async () => {
    const made = { slug: 'never-live', title: 'Never live', category: 'hair-restoration' };
    const { guideId } = await must(people.editor.post<{ guideId: string }>('guides', made));
    const opening = people.editor.post<Transitioned>(`guides/${guideId}/revisions`, { kind: 'minor' });
    expect(await outcome(opening)).toEqual([409, 'base']);
    const live = await publishGuide(people, 'held-meanwhile');
    const proposed = await propose(live.guideId, corrected);
    await transition(people.safety, 'guides', live.guideId, { name: 'hold', reason: 'A reader reports harm.' });
    expect(await outcome(confirm(people.otherEditor, proposed))).toEqual([409, 'guide']);
    await test.sweep();
    await test.announce();
    expect(await offences(test)).toEqual({});
  });

  it('is read by a reviewer afterwards, one in twenty; who confirms or objects even when the page has moved on', async () => {
    const sampled = (n: number): GuideContent => ({
      ...corrected,
      head: { ...corrected.head, title: `Guide number ${n}` },
    });
    const chosen = Array.from({ length: 200 }, (_, n) => n).filter((n) => {
      return Number.parseInt(contentHash(sampled(n)).slice(0, 8), 16) % 20 === 0;
    });
    const reviewOf = async (guideId: string) => {
      const { items } = await must(
        people.lead.get<{ items: { id: string }[] }>(`reviews?guideId=${guideId}&kind=after-the-fact`),
      );
      return items[0]?.id ?? '';
    };
    const [one, other] = await Promise.all(
      chosen.slice(0, 2).map(async (n) => {
        const misspelt = { ...signed, head: sampled(n).head };
        const { guideId } = await publishGuide(people, `sampled-guide-${n}`, misspelt);
        return { guideId, content: sampled(n) };
      }),
    );
    if (!one || !other) throw new Error('Nothing was sampled.');
    await publishMinor(one.guideId, one.content);
    const reviewId = await reviewOf(one.guideId);
    await transition(people.reviewer, 'reviews', reviewId, { name: 'claim' });
    const next = await revise(people.editor, one.guideId, withSection('procedure', '2 to 4', '3 to 5', one.content));
    await approve({ editor: people.editor, reviewer: people.otherReviewer }, next, 'changes');
    await transition(people.editor, 'revisions', next, { name: 'publish' });
    const named = await readyToSign(people.reviewer, reviewId);
    const keeping = { name: 'keep', ...named };
    expect(await outcome(ask(people.reviewer, 'reviews', reviewId, keeping))).toContain('kind');
    await transition(people.reviewer, 'reviews', reviewId, { name: 'confirm', ...named });

    await publishMinor(other.guideId, other.content);
    const objected = await reviewOf(other.guideId);
    await transition(people.reviewer, 'reviews', objected, { name: 'claim' });
    expect(await outcome(ask(people.reviewer, 'reviews', objected, { name: 'amend' }))).toEqual([409, 'reason']);
    const amend = { name: 'amend', reason: 'The word meant was another.' };
    const { created } = await transition(people.reviewer, 'reviews', objected, amend);
    const revision = await must(people.editor.get(`revisions/${created['revisionId'] ?? ''}`));
    expect(revision).toMatchObject({ kind: 'ordinary', status: 'draft' });
    await test.announce();
    expect(await offences(test)).toEqual({});
  });
});
