import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { GuideContent } from '../../src/guides/index.js';
import { ask, freeHands, outcome, revise, sentences, submit, words } from '../support/asking.js';
import type { Person } from '../support/people.js';
import { sampleContent } from '../support/sample-content.js';
import { offences, startTestService, type TestService } from '../support/service.js';
import { approve, cast, fill, must, publishGuide, transition, writeGuide, type Cast } from '../support/story.js';

const plan = {
  firstPublishedOn: '2019-05-04',
  plannedFor: '2026-09-14',
  claimedReview: 'Reviewed by Dr. Nobody, May 2019',
};

describe('A page that was public before', () => {
  let test: TestService;
  let people: Cast;
  let otherAdmin: Person;

  const propose = (guideId: string, more: object = {}, person: Person = people.admin) =>
    ask(person, 'guides', guideId, { name: 'proposeCarryOver', ...plan, ...more });
  const release = (guideId: string, hash: string | undefined, person: Person = otherAdmin) =>
    ask(person, 'guides', guideId, { name: 'carryOver', hash });
  const carryOver = async (slug: string) => {
    const made = await writeGuide(people.editor, slug);
    const { created } = await must(propose(made.guideId));
    await must(release(made.guideId, created?.['hash']));
    return made;
  };
  const specialtiesOfCategory = async (specialties: string[]) => {
    const { items } = await must(
      people.admin.get<{ items: { id: string; slug: string; version: number }[] }>('categories'),
    );
    const { id = '', version = 0 } = items.find(({ slug }) => slug === 'hair-restoration') ?? {};
    await must(people.admin.ask('PATCH', `categories/${id}`, { specialties }, { 'if-match': `"${version}"` }));
  };
  const settled = async () => {
    await test.announce();
    expect(await offences(test)).toEqual({});
  };

  beforeAll(async () => {
    test = await startTestService({ CUT_OVER_ON: '2026-12-31' });
    people = await cast(test);
    otherAdmin = await test.people.join('Asta Krog', { roles: ['admin'] });
    await freeHands(test);
  });
  afterAll(() => test.stop());

  it('is carried over by two admins: one proposes it with a planned first review, another releases that very text', async () => {
    const { guideId, revisionId } = await writeGuide(people.editor, 'carried-over');
    expect(await outcome(propose(guideId, {}, people.editor))).toEqual([403]);
    for (const wrong of [
      { firstPublishedOn: undefined },
      { plannedFor: '2026-03-02' },
      { plannedFor: '2027-09-03' },
      { firstPublishedOn: '2026-03-03' },
    ]) {
      expect([wrong, ...(await outcome(propose(guideId, wrong)))]).toEqual([wrong, 409, 'plan']);
    }
    expect(await outcome(propose(guideId, { plannedFor: '2026-09-31' }))).toEqual([422, 'plannedFor']);
    expect(await outcome(propose(guideId, { firstPublishedOn: '2019-02-29' }))).toEqual([422, 'firstPublishedOn']);
    // Somebody sent it to review as well: carrying over closes that.
    await submit(people.editor, revisionId);
    const { created } = await must(propose(guideId));
    expect(await outcome(propose(guideId, {}, otherAdmin))).toEqual([409, 'once']);
    expect(await outcome(release(guideId, created?.['hash'], people.admin))).toEqual([409, 'another']);
    expect(await outcome(release(guideId, 'c'.repeat(64)))).toEqual([409, 'named']);
    expect(await outcome(release(guideId, created?.['hash'], people.director))).toEqual([403]);
    expect(await outcome(release(guideId, created?.['hash']))).toEqual([201]);
    expect(await must(people.lead.get(`reviews?guideId=${guideId}&status=open`))).toMatchObject({ items: [] });
    await settled();
  });

  it('names no reviewer and no date of review, in text or markup: the old claim is kept and never printed', async () => {
    const page = await test.page('/guides/carried-over');
    expect(page.status).toBe(200);
    expect(words(page.text)).toContain(
      'Published before our present medical review began; its review is planned for September 2026.',
    );
    expect(words(page.text)).toContain('Published May 4, 2019');
    for (const claim of [
      /last reviewed/i,
      /lastReviewed/,
      /reviewedBy/,
      /Nobody/,
      /next review due/i,
      /medically reviewed/i,
      /About the medical review/,
    ]) {
      expect([claim, claim.test(page.text)]).toEqual([claim, false]);
    }
    const kept = await test.database.one<{ body: object }>(`select body from proposal where name = 'carryOver'`);
    expect(kept.body).toMatchObject({ claimedReview: plan.claimedReview });
  });

  it('claims no update by being carried over: its text is as old as its first publication', async () => {
    const page = await test.page('/guides/carried-over');
    expect(words(page.text)).not.toContain('Updated');
    const dates = [...page.text.matchAll(/"date(?:Published|Modified)":"([^"]+)"/g)].map(([, date]) => date);
    expect(new Set(dates)).toEqual(new Set(['2019-05-04T12:00:00.000Z']));
    expect(page.text).toContain('<meta property="article:modified_time" content="2019-05-04T12:00:00.000Z"');
    const entry = /\/guides\/carried-over<\/loc><lastmod>([^<]+)</.exec(
      (await test.page('/sitemaps/guides-1.xml')).text,
    );
    expect(entry?.[1]).toBe('2019-05-04T12:00:00.000Z');
  });

  it('is on the lists and in the sitemap, but is no news: not in the feed', async () => {
    for (const path of ['/', '/categories/hair-restoration', '/sitemaps/guides-1.xml']) {
      expect([path, (await test.page(path)).text.includes('carried-over')]).toEqual([path, true]);
    }
    expect((await test.page('/feed.atom')).text).not.toContain('carried-over');
  });

  it('takes a minor change and a hold, and still claims nothing', async () => {
    const { guideId } = await carryOver('carried-and-mended');
    const sections = sampleContent().sections.map((each) => ({
      ...each,
      markdown: each.markdown.replace('recieve', 'receive'),
    }));
    const minor = await revise(people.editor, guideId, sampleContent({ sections }), 'minor');
    const { created } = await transition(people.editor, 'revisions', minor, { name: 'proposeMinor' });
    const { versionId, hash } = { versionId: created['versionId'], hash: created['hash'] };
    await transition(people.otherEditor, 'revisions', minor, { name: 'confirmMinor', versionId, hash });
    await transition(people.safety, 'guides', guideId, { name: 'hold', reason: 'A reader reports harm.' });
    await transition(people.editor, 'guides', guideId, { name: 'release' });
    await settled();
    const page = await test.page('/guides/carried-and-mended');
    expect(words(page.text)).toContain('people receive a follow up');
    expect(words(page.text)).toContain('its review is planned for September 2026');
    expect(page.text).not.toMatch(/last ?reviewed/i);
  });

  it('has nothing signed to rest changes on: the first review is of the whole, and its publication is the first with a reviewer', async () => {
    const { guideId } = await carryOver('carried-then-reviewed');
    const revisionId = await revise(
      people.editor,
      guideId,
      sampleContent({ lead: { markdown: 'Ink in the skin.[^roe-2024]' } }),
    );
    const changes = ask(people.editor, 'revisions', revisionId, { name: 'submit', reviewKind: 'changes' });
    expect(await sentences(changes)).toContain('there is none: choose full');
    await approve(people, revisionId);
    await transition(people.editor, 'revisions', revisionId, { name: 'publish' });
    await settled();
    const page = await test.page('/guides/carried-then-reviewed');
    expect(words(page.text)).toContain(
      'Last reviewed March 2, 2026 by Rosa Delgado, MD · Next review due March 2, 2027',
    );
    expect(words(page.text)).toContain('Published May 4, 2019');
    expect(page.text).not.toContain('present medical review');
    expect((await test.page('/feed.atom')).text).toContain('carried-then-reviewed');
    expect(await must(people.editor.get(`guides/${guideId}`))).toMatchObject({
      carriedOver: false,
      dueOn: '2027-03-02',
    });
  });

  it('was never published here: what was is not carried over', async () => {
    const { guideId } = await publishGuide(people, 'published-here');
    expect(await outcome(propose(guideId))).toEqual([409, 'never', 'state', 'text']);
  });

  it('needs a text that can stand on a page, in a category and for specialties that exist; a list of references is not asked of it', async () => {
    const { head } = sampleContent();
    const nothingCited = { lead: { markdown: 'Ink in the skin.' }, sections: [], references: { entries: [] } };
    const unfit: [says: string, text: Partial<GuideContent>][] = [
      ['There is no category “hairs”', { head: { ...head, category: 'hairs' } }],
      ['is not reviewed by: phrenology', { head: { ...head, specialties: ['dermatology', 'phrenology'] } }],
      ['There is no text: neither a lead nor a section', { ...nothingCited, lead: { markdown: '' } }],
      ['L16: The text still holds a placeholder', { lead: { markdown: 'TODO: the lead.[^roe-2024]' } }],
      ['L04: The text cites a reference that is not in the list', { references: { entries: [] } }],
    ];
    for (const [says, text] of unfit) {
      const content = sampleContent(text);
      const { guideId, revisionId } = await writeGuide(people.editor, `unfit-${says.length}`, { ...content, head });
      await fill(people.editor, revisionId, content);
      const refused = await propose(guideId);
      expect([refused.status, refused.body.reasons]).toEqual([
        409,
        [{ code: 'lint', message: expect.stringContaining(says) }],
      ]);
    }
    const { guideId } = await writeGuide(people.editor, 'cites-nothing', sampleContent(nothingCited));
    expect(await outcome(propose(guideId))).toEqual([201]);
  });

  it('is asked again when it is released: a category that its specialties have left meanwhile refuses it', async () => {
    const { guideId } = await writeGuide(people.editor, 'left-behind');
    const { created } = await must(propose(guideId));
    await specialtiesOfCategory(['dermatology']);
    expect(await sentences(release(guideId, created?.['hash']))).toContain('is not reviewed by: plastic-surgery');
    await specialtiesOfCategory(['dermatology', 'plastic-surgery']);
    expect(await outcome(release(guideId, created?.['hash']))).toEqual([201]);
  });

  it('gets a day for its first review from the service when none is named: in working weeks that ask the least of its reviewers', async () => {
    const days: string[] = [];
    for (const slug of ['batch-one', 'batch-two', 'batch-three']) {
      const { guideId } = await writeGuide(people.editor, slug);
      const { created } = await must(propose(guideId, { plannedFor: undefined }));
      days.push(created?.['plannedFor'] ?? '');
      // What is live counts, and what is only proposed counts as well.
      if (slug !== 'batch-one') continue;
      await must(release(guideId, created?.['hash']));
      expect(await must(people.editor.get(`guides/${guideId}`))).toMatchObject({ dueOn: days[0] });
    }
    // Sixty days on is Friday, May 1: the first reminder is due that long before.
    expect(days).toEqual(['2026-05-01', '2026-05-04', '2026-05-11']);
  });

  it('past its planned day says so to its readers, and no recheck is opened of what nobody reviewed', async () => {
    const made = await writeGuide(people.editor, 'proposed-too-late');
    test.clock.travelTo(new Date('2026-12-30T15:00:00Z'));
    await test.sweep();
    await settled();
    expect((await test.page('/guides/carried-over')).text).toContain('data-stale="banner"');
    expect(await must(people.lead.get('reviews?kind=recheck'))).toMatchObject({ items: [] });
    const { created } = await must(propose(made.guideId, { plannedFor: '2027-03-01' }));
    test.clock.travelTo(new Date('2027-01-01T15:00:00Z'));
    expect(await outcome(release(made.guideId, created?.['hash']))).toEqual([409, 'cutOver']);
    const late = await writeGuide(people.editor, 'after-the-cut-over');
    expect(await sentences(propose(late.guideId, { plannedFor: '2027-03-01' }))).toContain(
      'Carrying over ended on 2026-12-31',
    );
  });
});
