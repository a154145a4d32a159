import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, freeHands, openRevision, outcome, revise, savePart, sentences, words } from '../support/asking.js';
import type { Person } from '../support/people.js';
import { sampleContent } from '../support/sample-content.js';
import { offences, startTestService, type TestService } from '../support/service.js';
import { approve, cast, must, publishGuide, transition, type Cast } from '../support/story.js';

const lists = ['/', '/categories/hair-restoration', '/sitemaps/guides-1.xml', '/feed.atom'];

describe('A held guide', () => {
  let test: TestService;
  let people: Cast;

  const hold = (person: Person, guideId: string, more: object = {}) =>
    ask(person, 'guides', guideId, { name: 'hold', reason: 'A reader reports harm.', ...more });
  const release = (person: Person, guideId: string) => ask(person, 'guides', guideId, { name: 'release' });
  const settled = async () => {
    await test.announce();
    expect(await offences(test)).toEqual({});
  };

  beforeAll(async () => {
    test = await startTestService();
    people = await cast(test);
    await freeHands(test);
  });
  afterAll(() => test.stop());

  it('is taken off the page by one person at once, with a reason: a dated notice stands in place of every word of it', async () => {
    const { guideId } = await publishGuide(people, 'held-guide');
    await settled();
    const before = await test.page('/guides/held-guide');
    expect(await outcome(hold(people.editor, guideId, { reason: ' ' }))).toEqual([409, 'reason']);
    expect(await outcome(hold(people.director, guideId))).toEqual([403]);
    await must(hold(people.editor, guideId));
    await test.settle();
    const held = await test.page('/guides/held-guide');
    expect([held.status, held.headers.get('x-robots-tag'), held.headers.get('cache-control')]).toEqual([
      200,
      'noindex',
      'no-store',
    ]);
    expect(words(held.text)).toContain('On March 2, 2026 we put this guide on hold');
    const { lead, sections, faq, references } = sampleContent();
    const texts = [lead.markdown, ...sections.map((each) => each.markdown), ...faq.entries.map((each) => each.answer)];
    const phrases = texts
      .flatMap((text) => text.split(/[[\].#\n]+/))
      .map((phrase) => phrase.trim())
      .filter((phrase) => phrase.length > 12);
    expect(phrases.filter((phrase) => words(before.text).includes(phrase)).length).toBeGreaterThan(4);
    for (const phrase of [...phrases, references.entries[0]?.title ?? '', 'Rosa Delgado', 'Last reviewed']) {
      expect([phrase, held.text.includes(phrase)]).toEqual([phrase, false]);
    }
    const cached = await test.page('/guides/held-guide', { 'if-none-match': before.headers.get('etag') ?? '' });
    expect(cached.status).toBe(200);
    for (const path of lists)
      expect([path, (await test.page(path)).text.includes('held-guide')]).toEqual([path, false]);
    expect(await outcome(hold(people.safety, guideId))).toEqual([409, 'state']);
    await settled();
  });

  it('is released by another person than who held it, as it was', async () => {
    const { guideId, versionId } = await publishGuide(people, 'released-guide');
    const before = await must(people.editor.get(`guides/${guideId}`));
    await must(hold(people.safety, guideId));
    expect(await outcome(release(people.safety, guideId))).toEqual([409, 'another']);
    expect(await outcome(release(people.editor, guideId))).toEqual([201]);
    await settled();
    const after = await must(people.editor.get(`guides/${guideId}`));
    expect(after).toMatchObject({ status: 'live', liveVersionId: versionId, livePublication: 3 });
    for (const date of ['lastReviewedOn', 'dueOn', 'modifiedAt', 'firstPublishedAt'])
      expect(after[date]).toBe(before[date]);
    const page = await test.page('/guides/released-guide');
    expect(words(page.text)).toContain('Last reviewed March 2, 2026 by Rosa Delgado, MD');
    expect(page.headers.get('x-robots-tag')).toBeNull();
    expect((await test.page('/sitemaps/guides-1.xml')).text).toContain('/guides/released-guide');
  });

  it('for a medical reason is released by a medical reviewer alone', async () => {
    const { guideId } = await publishGuide(people, 'medical-hold');
    await must(hold(people.editor, guideId, { medical: true }));
    for (const person of [people.admin, people.lead, people.director, people.otherEditor, people.safety]) {
      expect([person.email, ...(await outcome(release(person, guideId)))]).toEqual([person.email, 409, 'medical']);
    }
    expect(await outcome(release(people.reviewer, guideId))).toEqual([201]);
    await settled();
  });

  it('is released by publishing a signed revision of it, by another person than who held it', async () => {
    const { guideId } = await publishGuide(people, 'published-while-held');
    const revisionId = await revise(
      people.editor,
      guideId,
      sampleContent({ lead: { markdown: 'Ink in the skin.[^roe-2024]' } }),
    );
    await approve(people, revisionId, 'changes');
    await must(hold(people.editor, guideId));
    const publishing = (person: Person) => outcome(ask(person, 'revisions', revisionId, { name: 'publish' }));
    expect(await publishing(people.editor)).toEqual([409, 'hold']);
    expect(await publishing(people.otherEditor)).toEqual([201]);
    await settled();
    expect(words((await test.page('/guides/published-while-held')).text)).toContain('Ink in the skin.');
    expect(await outcome(release(people.reviewer, guideId))).toEqual([409, 'state']);
    expect(await must(people.editor.get(`guides/${guideId}`))).toMatchObject({ status: 'live', livePublication: 3 });
  });

  it('with a medical reason is not released by publishing what was signed before, but by what was signed since', async () => {
    const { guideId } = await publishGuide(people, 'medically-held');
    const lead = { markdown: 'Ink in the skin.[^roe-2024]' };
    const revisionId = await revise(people.editor, guideId, sampleContent({ lead }));
    await approve(people, revisionId, 'changes');
    await must(hold(people.safety, guideId, { medical: true }));
    const acting = (name: string, more: object = {}) =>
      outcome(ask(people.otherEditor, 'revisions', revisionId, { name, ...more }));
    expect(await acting('publish')).toEqual([409, 'medical']);
    const tomorrow = new Date(test.clock.now().getTime() + 86_400_000).toISOString();
    expect(await acting('schedule', { scheduledFor: tomorrow })).toEqual([409, 'medical']);
    await transition(people.editor, 'revisions', revisionId, { name: 'reopen', reason: 'The hold asks for it.' });
    await must(savePart(people.editor, revisionId, 'lead', { markdown: 'Ink in the skin, safely.[^roe-2024]' }));
    await approve(people, revisionId, 'changes');
    expect(await acting('publish')).toEqual([201]);
    await settled();
  });

  it('closes the recheck that was open, and is still revised meanwhile', async () => {
    const { guideId } = await publishGuide(people, 'held-while-rechecked');
    test.clock.travelTo(new Date('2027-02-10T15:00:00Z'));
    await test.sweep();
    const rechecks = () =>
      must(people.lead.get<{ items: { id: string }[] }>(`reviews?guideId=${guideId}&kind=recheck&status=open`));
    const [recheck] = (await rechecks()).items;
    await must(hold(people.reviewer, guideId));
    expect((await rechecks()).items).toEqual([]);
    expect(await outcome(ask(people.reviewer, 'reviews', recheck?.id ?? '', { name: 'claim' }))).toEqual([
      409,
      'state',
    ]);
    expect(await openRevision(people.editor, guideId)).not.toBe('');
    expect(await sentences(people.editor.post(`guides/${guideId}/revisions`, { kind: 'minor' }))).toContain(
      'needs a live page',
    );
    await test.sweep();
    await settled();
  });

  it('was public: what never was cannot be held', async () => {
    const made = { slug: 'never-public', title: 'Never public', category: 'hair-restoration' };
    const { guideId } = await must(people.editor.post<{ guideId: string }>('guides', made));
    expect(await outcome(hold(people.editor, guideId))).toEqual([409, 'state']);
    expect((await test.page('/guides/never-public')).status).toBe(404);
  });
});
