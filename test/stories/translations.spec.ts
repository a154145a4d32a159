import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, freeHands, openRevision, outcome, savePart, sentences, submit, words } from '../support/asking.js';
import type { Person } from '../support/people.js';
import { sampleContent } from '../support/sample-content.js';
import { offences, startTestService, type TestService } from '../support/service.js';
import { approve, cast, fill, must, publishGuide, readyToSign, transition, type Cast } from '../support/story.js';

/** The languages that a page's head says it can be read in. */
const languages = (html: string) =>
  [...html.matchAll(/<link rel="alternate" hreflang="([^"]+)"/g)].map(([, tag]) => tag);

describe('A translation', () => {
  let test: TestService;
  let people: Cast;
  let german: Person;
  let source: Awaited<ReturnType<typeof publishGuide>>;
  let made: { guideId: string; revisionId: string };

  const create = (slug: string, more: object) =>
    people.editor.post<{ guideId: string; revisionId: string }>('guides', {
      slug,
      title: 'Pigmentierung der Kopfhaut',
      category: 'hair-restoration',
      ...more,
    });

  beforeAll(async () => {
    test = await startTestService();
    people = await cast(test);
    german = await test.people.join('Grete Lund', {
      roles: ['reviewer'],
      licensed: ['dermatology'],
      postNominals: 'MD',
    });
    await test.database.run(`update account set languages = '{de-DE}' where id = $1`, [german.id]);
    await freeHands(test);
    source = await publishGuide(people, 'source-guide');
  });
  afterAll(() => test.stop());

  it('names the guide it was made from, in another language, once for each', async () => {
    const from = { sourceGuideId: source.guideId };
    expect(await outcome(create('auf-englisch', { ...from, language: 'en-US' }))).toEqual([422, 'source']);
    expect(await outcome(create('quelle-fehlt', { sourceGuideId: people.editor.id, language: 'de-DE' }))).toEqual([
      422,
      'source',
    ]);
    expect(await outcome(create('sprache-fehlt', { ...from, language: 'Deutsch' }))).toEqual([422, 'language']);
    made = await must(create('kopfhaut-pigmentierung', { ...from, language: 'de-DE' }));
    expect(await outcome(create('noch-einmal-deutsch', { ...from, language: 'de-DE' }))).toEqual([422, 'source']);
    const ofTranslation = { sourceGuideId: made.guideId, language: 'fr-FR' };
    expect(await sentences(create('de-l-allemand', ofTranslation))).toContain('is a translation itself');
    expect(await must(people.editor.get(`guides/${made.guideId}`))).toMatchObject({
      language: 'de-DE',
      sourceGuideId: source.guideId,
    });
  });

  it('has a review of its own, by somebody who reads its language: the source’s signature is not its', async () => {
    const lead = { markdown: 'Farbe wird in die obere Haut gebracht.[^roe-2024]' };
    await fill(people.editor, made.revisionId, sampleContent({ lead }));
    expect(await outcome(ask(people.editor, 'revisions', made.revisionId, { name: 'publish' }))).toContain('state');
    const changes = ask(people.editor, 'revisions', made.revisionId, { name: 'submit', reviewKind: 'changes' });
    expect(await outcome(changes)).toEqual([409, 'review']);
    const { reviewId } = await submit(people.editor, made.revisionId);
    expect(await sentences(ask(people.reviewer, 'reviews', reviewId, { name: 'claim' }))).toContain('language');
    await transition(german, 'reviews', reviewId, { name: 'claim' });
    const named = await readyToSign(german, reviewId);
    await transition(german, 'revisions', made.revisionId, { name: 'approve', ...named });
    test.clock.travelBy(86_400_000);
    await transition(people.editor, 'revisions', made.revisionId, { name: 'publish' });
    await test.announce();
    const page = await test.page('/guides/kopfhaut-pigmentierung');
    expect(words(page.text)).toContain('by Grete Lund, MD');
    expect(page.text).toContain('lang="de-DE"');
    // Each page names both, the source's too, which was rendered before there was a translation.
    for (const slug of ['kopfhaut-pigmentierung', 'source-guide'])
      expect(languages((await test.page(`/guides/${slug}`)).text)).toEqual(['en-US', 'de-DE', 'x-default']);
    expect(await offences(test)).toEqual({});
  });

  it('and stands on its own: a new text of the source moves neither its text nor its dates', async () => {
    const before = await must(people.editor.get(`guides/${made.guideId}`));
    const revisionId = await openRevision(people.editor, source.guideId);
    await must(savePart(people.editor, revisionId, 'lead', { markdown: 'Ink in the skin.[^roe-2024]' }));
    await approve(people, revisionId, 'full');
    await transition(people.editor, 'revisions', revisionId, { name: 'publish' });
    const because = { reason: 'It is out of date.', reasonClass: 'outdated' };
    const { created } = await transition(people.lead, 'guides', source.guideId, {
      name: 'proposeWithdrawal',
      ...because,
    });
    await transition(people.director, 'guides', source.guideId, { name: 'withdraw', hash: created['hash'] });
    await test.announce();
    expect(await must(people.editor.get(`guides/${made.guideId}`))).toEqual(before);
    expect((await test.page('/guides/kopfhaut-pigmentierung')).status).toBe(200);
    expect(languages((await test.page('/guides/kopfhaut-pigmentierung')).text)).toEqual([]);
    expect((await test.page('/guides/source-guide')).status).toBe(410);
    expect(await offences(test)).toEqual({});
  });
});
