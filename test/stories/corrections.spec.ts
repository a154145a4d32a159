import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ask,
  daysPass,
  everything,
  freeHands,
  openRevision,
  outcome,
  revise,
  savePart,
  sentences,
  words,
} from '../support/asking.js';
import { Credentials } from '../../src/identity/index.js';
import { NotificationsJobs } from '../../src/notifications/index.js';
import type { Person } from '../support/people.js';
import { sampleContent } from '../support/sample-content.js';
import { offences, startTestService, type TestService } from '../support/service.js';
import { approve, cast, must, publishGuide, readyToSign, transition, writeGuide, type Cast } from '../support/story.js';

interface Publication {
  number: number;
  kind: string;
  versionId: string;
  notice: string | null;
  sections: string[] | null;
  standing: boolean;
}

const rightDose = {
  reason: 'The interval was wrong.',
  notice: 'The follow-up is after 7 days, not after 10.',
  sections: ['section:recovery'],
  replacements: [{ part: 'section:recovery', find: 'after 10 days', replace: 'after 7 days' }],
};
const recall = {
  notice: 'Two lots of this ink were recalled. Ask your provider which one was used.',
  sourceTitle: 'Recall of two lots',
  sourceUrl: 'https://agency.example/recalls/7',
};

let test: TestService;
let people: Cast;

const act = (person: Person, guideId: string, name: string, more: object = {}) =>
  ask(person, 'guides', guideId, { name, ...more });
const correct = (person: Person, guideId: string, more: object = {}) =>
  act(person, guideId, 'correctUrgently', { ...rightDose, ...more });
const publications = async (guideId: string) =>
  (await must(people.editor.get<{ items: Publication[] }>(`guides/${guideId}/publications`))).items;
const read = async (path: string) => words((await test.page(path)).text);
const guideOf = (guideId: string) => must(people.editor.get(`guides/${guideId}`));

beforeAll(async () => {
  test = await startTestService();
  people = await cast(test);
  await freeHands(test);
});
afterAll(() => test.stop());
afterEach(async () => {
  await test.announce();
  expect(await offences(test)).toEqual({});
});

describe('An urgent correction', () => {
  const newText = async (guideId: string, lead: string) =>
    revise(people.editor, guideId, sampleContent({ lead: { markdown: `${lead}[^roe-2024]` } }));

  it('is public in one call, with its notice, and awaits a second review that the page tells of', async () => {
    const { guideId, versionId } = await publishGuide(people, 'corrected');
    await test.announce();
    const before = await guideOf(guideId);
    daysPass(test, 1);
    const { created } = await must(correct(people.safety, guideId));
    await test.settle();
    const page = await read('/guides/corrected');
    expect(page).toContain('follow up after 7 days');
    expect(page).toContain('in Recovery: The follow-up is after 7 days, not after 10. Awaiting second review.');
    expect(page).toContain('Last reviewed March 2, 2026 by Rosa Delgado, MD');
    expect(await read('/corrections')).toContain('The follow-up is after 7 days, not after 10.');
    const after = await guideOf(guideId);
    for (const date of ['lastReviewedOn', 'dueOn', 'firstPublishedAt']) expect(after[date]).toBe(before[date]);
    expect(after['liveVersionId']).not.toBe(versionId);
    expect((after['modifiedAt'] as string) > (before['modifiedAt'] as string)).toBe(true);

    const reviewId = created?.['reviewId'] ?? '';
    expect(await outcome(ask(people.safety, 'reviews', reviewId, { name: 'claim' }))).toEqual([403]);
    await transition(people.otherReviewer, 'reviews', reviewId, { name: 'claim' });
    const named = await readyToSign(people.otherReviewer, reviewId);
    await transition(people.otherReviewer, 'reviews', reviewId, { name: 'confirm', ...named });
    await test.settle();
    const confirmed = await read('/guides/corrected');
    expect(confirmed).toContain('not after 10.');
    expect(confirmed).not.toContain('Awaiting second review');
  });

  it('changes what its notice names and nothing else, says why, and brings in nothing that lint refuses', async () => {
    const { guideId } = await publishGuide(people, 'named-correction');
    const before = await everything(test);
    const refused = (more: object) => outcome(correct(people.safety, guideId, more));
    expect(await refused({ sections: [] })).toEqual([409, 'sections']);
    expect(await refused({ sections: ['section:recovery', 'lead'] })).toEqual([409, 'sections']);
    expect(await refused({ sections: ['lead'], reason: ' ', notice: '  ' })).toEqual([
      409,
      'notice',
      'reason',
      'sections',
    ]);
    expect(await refused({ replacements: [] })).toEqual([409, 'replacements', 'sections']);
    expect(await refused({ replacements: [{ part: 'lead', find: 'no such words', replace: '' }] })).toEqual([
      409,
      'replacements',
      'sections',
    ]);
    expect(await sentences(correct(people.safety, guideId, { sections: ['lead'] }))).toContain(
      'It changes section:recovery, which the notice does not name.',
    );
    expect(
      await refused({ replacements: [{ ...rightDose.replacements[0], replace: 'after 7 days[^nobody-1999]' }] }),
    ).toEqual([409, 'replacements']);
    expect(await refused({ sections: 'lead' })).toEqual([422, 'sections']);
    for (const person of [people.editor, people.lead, people.reviewer, people.director, people.admin])
      expect([person.email, ...(await outcome(correct(person, guideId)))]).toEqual([person.email, 403]);
    expect(await everything(test)).toEqual(before);
  });

  it('takes a schedule back, and what was approved before must be rebased on it', async () => {
    const { guideId } = await publishGuide(people, 'scheduled-correction');
    const revisionId = await newText(guideId, 'Ink in the skin.');
    await approve(people, revisionId, 'changes');
    const scheduledFor = new Date(test.clock.now().getTime() + 86_400_000).toISOString();
    await transition(people.editor, 'revisions', revisionId, { name: 'schedule', scheduledFor });
    await must(correct(people.safety, guideId));
    expect(await must(people.editor.get(`revisions/${revisionId}`))).toMatchObject({ status: 'approved' });
    const publish = () => outcome(ask(people.editor, 'revisions', revisionId, { name: 'publish' }));
    expect(await publish()).toEqual([409, 'base']);
    await transition(people.editor, 'revisions', revisionId, { name: 'rebase' });
    await approve(people, revisionId, 'changes');
    expect(await publish()).toEqual([201]);
    await test.settle();
    const page = await read('/guides/scheduled-correction');
    expect(page).toContain('Ink in the skin.');
    expect(page).toContain('follow up after 7 days');
  });

  it('makes a contributor of whoever made it: a reviewer who holds the privilege cannot sign it', async () => {
    const both = await test.people.join('Sana Bright', { roles: ['safety', 'reviewer'], licensed: ['dermatology'] });
    const { guideId } = await publishGuide(people, 'own-correction');
    const { created } = await must(correct(both, guideId));
    expect(await outcome(ask(both, 'reviews', created?.['reviewId'] ?? '', { name: 'claim' }))).toEqual([
      409,
      'specialty',
    ]);
    const revisionId = await openRevision(people.editor, guideId);
    await must(savePart(people.editor, revisionId, 'faq', { entries: [] }));
    const submitted = await transition(people.editor, 'revisions', revisionId, {
      name: 'submit',
      reviewKind: 'changes',
    });
    expect(await outcome(ask(both, 'reviews', submitted.created['reviewId'] ?? '', { name: 'claim' }))).toEqual([
      409,
      'specialty',
    ]);
  });

  it('is reported to the director each day that nobody has signed it after 72 hours, also where a reviewer asks to amend it', async () => {
    const { guideId } = await publishGuide(people, 'unread-correction');
    const { created } = await must(correct(people.safety, guideId));
    const late = async () =>
      (await must(people.director.get<{ items: { kind: string; link: string }[] }>('inbox?limit=100'))).items.filter(
        ({ kind, link }) => kind === 'review.second-late' && link.endsWith(guideId),
      ).length;
    const round = () => test.service.app.get(NotificationsJobs).run();
    await test.settle();
    daysPass(test, 2.9);
    await round();
    expect(await late()).toBe(0);
    daysPass(test, 0.2);
    await Promise.all([round(), round()]);
    expect(await late()).toBe(1);

    const reviewId = created?.['reviewId'] ?? '';
    await transition(people.reviewer, 'reviews', reviewId, { name: 'claim' });
    const amended = await transition(people.reviewer, 'reviews', reviewId, { name: 'amend', reason: 'Say why.' });
    await test.settle();
    const { items } = await must(people.safety.get<{ items: { kind: string }[] }>('inbox'));
    expect(items.map(({ kind }) => kind)).toContain('review.amended');
    expect(await read('/guides/unread-correction')).toContain('Awaiting second review');
    expect(await read('/corrections')).toContain('Awaiting second review');
    daysPass(test, 1);
    await round();
    expect(await late()).toBe(2);

    const revisionId = amended.created['revisionId'] ?? '';
    const lead = { markdown: 'Ink in the skin.[^roe-2024]' };
    await must(savePart(people.editor, revisionId, 'lead', lead));
    await approve({ editor: people.editor, reviewer: people.otherReviewer }, revisionId, 'changes');
    await transition(people.editor, 'revisions', revisionId, { name: 'publish' });
    await test.settle();
    // The signature of changes took the correction in, since nobody had signed it.
    const page = await read('/guides/unread-correction');
    expect(page).toMatch(/reviewed changes to [^.]*Recovery/);
    expect(page).not.toContain('Awaiting second review');
    daysPass(test, 1);
    await round();
    expect(await late()).toBe(2);
  });

  it('needs no second review once the whole text is signed, or another correction of it is', async () => {
    const { guideId } = await publishGuide(people, 'signed-over');
    const first = await must(correct(people.safety, guideId));
    const again = { part: 'section:recovery', find: 'after 7 days', replace: 'after 8 days' };
    const second = await must(correct(people.safety, guideId, { replacements: [again] }));
    await test.settle();
    expect((await read('/guides/signed-over')).match(/Awaiting second review/g)).toHaveLength(2);
    const reviewId = second.created?.['reviewId'] ?? '';
    await transition(people.reviewer, 'reviews', reviewId, { name: 'claim' });
    const named = await readyToSign(people.reviewer, reviewId);
    await transition(people.reviewer, 'reviews', reviewId, { name: 'confirm', ...named });
    await test.settle();
    expect(await read('/guides/signed-over')).not.toContain('Awaiting second review');
    const status = async ({ created }: typeof first) =>
      (await must(people.lead.get(`reviews/${created?.['reviewId'] ?? ''}`)))['status'];
    expect([await status(first), await status(second)]).toEqual(['cancelled', 'decided']);

    const third = await must(
      correct(people.safety, guideId, { replacements: [{ ...again, find: 'after 8 days', replace: 'after 9 days' }] }),
    );
    const lead = { markdown: 'Ink in the skin.[^roe-2024]' };
    const recovery = sampleContent().sections.map((section) => ({
      ...section,
      markdown: section.markdown.replace('10 days', '9 days'),
    }));
    await approve(people, await revise(people.editor, guideId, sampleContent({ lead, sections: recovery })));
    const { openRevision: open } = await guideOf(guideId);
    await transition(people.editor, 'revisions', (open as { id: string }).id, { name: 'publish' });
    expect(await status(third)).toBe('cancelled');
    await test.settle();
    expect(await read('/guides/signed-over')).not.toContain('Awaiting second review');
  });

  it('corrects a page that was carried over too, which still names no reviewer', async () => {
    const { guideId, revisionId } = await writeGuide(people.editor, 'carried-and-corrected');
    expect(revisionId).not.toBe('');
    const other = await test.people.join('Ada Finch', { roles: ['admin'] });
    const { hash } =
      (
        await must(
          act(people.admin, guideId, 'proposeCarryOver', {
            firstPublishedOn: '2020-05-04',
            plannedFor: '2026-11-02',
          }),
        )
      ).created ?? {};
    await must(act(other, guideId, 'carryOver', { hash }));
    await must(correct(people.safety, guideId));
    await test.settle();
    const page = await read('/guides/carried-and-corrected');
    expect(page).toContain('follow up after 7 days');
    expect(page).toContain('Awaiting second review');
    expect(page).not.toContain('Last reviewed');
  });
});

describe('A safety notice', () => {
  it('stands above an unchanged text, with its source, until another person takes it away', async () => {
    const { guideId, versionId } = await publishGuide(people, 'noticed');
    const before = await guideOf(guideId);
    expect(await outcome(act(people.editor, guideId, 'notice', recall))).toEqual([403]);
    expect(await outcome(act(people.safety, guideId, 'notice', { notice: recall.notice }))).toEqual([409, 'source']);
    const { created } = await must(act(people.safety, guideId, 'notice', recall));
    await test.settle();
    const { text } = await test.page('/guides/noticed');
    expect(words(text)).toContain(recall.notice);
    expect(text).toContain('<a href="https://agency.example/recalls/7">Recall of two lots</a>');
    expect(text.indexOf(recall.notice)).toBeLessThan(text.indexOf('Pigment is placed in the upper skin'));
    const after = await guideOf(guideId);
    for (const same of ['lastReviewedOn', 'dueOn', 'modifiedAt', 'liveVersionId'])
      expect(after[same]).toBe(before[same]);
    expect((await publications(guideId))[0]).toMatchObject({ number: 2, kind: 'notice', versionId, standing: true });

    const end = (person: Person, publication: number) =>
      outcome(act(person, guideId, 'endNotice', { reason: 'The lots are gone.', publication }));
    const number = Number(created?.['publication']);
    expect(await end(people.safety, number)).toEqual([409, 'another']);
    expect(await end(people.director, 1)).toEqual([409, 'stands']);
    expect(await end(people.director, number)).toEqual([201]);
    expect(await end(people.director, number)).toEqual([409, 'stands']);
    await test.settle();
    const cleared = await read('/guides/noticed');
    expect(cleared).not.toContain(recall.notice);
    expect(cleared).toContain('A safety notice was taken away.');
    expect(await read('/corrections')).toContain(recall.notice);
  });

  it('outlasts a new text', async () => {
    const { guideId } = await publishGuide(people, 'noticed-and-revised');
    await must(act(people.safety, guideId, 'notice', recall));
    const revisionId = await revise(people.editor, guideId, sampleContent({ lead: { markdown: 'Ink.[^roe-2024]' } }));
    await approve(people, revisionId);
    await transition(people.editor, 'revisions', revisionId, { name: 'publish' });
    await test.settle();
    expect(await read('/guides/noticed-and-revised')).toContain(recall.notice);
  });

  it('goes up on many guides in one act, or on none', async () => {
    const [one, other, held] = [
      await publishGuide(people, 'noticed-one'),
      await publishGuide(people, 'noticed-other'),
      await publishGuide(people, 'noticed-held'),
    ];
    await must(act(people.editor, held.guideId, 'hold', { reason: 'A reader reports harm.' }));
    await test.settle();
    const before = await everything(test);
    const putUp = (guideIds: string[], more: object = {}, key?: string) =>
      people.safety.post<{ items: unknown[] }>(
        'notices',
        { guideIds, ...recall, ...more },
        key ? { 'idempotency-key': key } : {},
      );
    const all = [one.guideId, other.guideId, held.guideId];
    expect(await sentences(putUp(all))).toContain('noticed-held: ');
    expect(await outcome(putUp(all))).toEqual([409, 'state']);
    expect(await outcome(putUp([one.guideId, '01900000-0000-7000-8000-000000000000']))).toEqual([404]);
    expect(await outcome(putUp([one.guideId, one.guideId]))).toEqual([422, 'guideIds']);
    expect(await outcome(putUp([one.guideId, one.guideId.toUpperCase()]))).toEqual([422, 'guideIds']);
    expect(await outcome(putUp([]))).toEqual([422, 'guideIds']);
    expect(await outcome(putUp([one.guideId], { sourceUrl: 'http://agency.example' }))).toEqual([409, 'source']);
    expect(await outcome(people.editor.post('notices', { guideIds: [one.guideId], ...recall }))).toEqual([403]);
    expect(await everything(test)).toEqual(before);

    const first = await must(putUp([one.guideId, other.guideId], {}, 'lots'));
    expect(first.items).toHaveLength(2);
    expect(await must(putUp([one.guideId, other.guideId], {}, 'lots'))).toEqual(first);
    await test.settle();
    for (const slug of ['noticed-one', 'noticed-other']) expect(await read(`/guides/${slug}`)).toContain(recall.notice);
    expect(await publications(one.guideId)).toHaveLength(2);
  });
});

describe('An earlier text', () => {
  const wrong = {
    reason: 'The new text is wrong.',
    notice: 'The text of this week was wrong; the one before is back.',
  };
  const twoTexts = async (slug: string, signer = people.reviewer) => {
    const first = await publishGuide({ editor: people.editor, reviewer: signer }, slug);
    daysPass(test, 30);
    const lead = { markdown: 'Ink in the skin.[^roe-2024]' };
    const revisionId = await revise(people.editor, first.guideId, sampleContent({ lead }));
    const second = await approve({ editor: people.editor, reviewer: people.otherReviewer }, revisionId);
    await transition(people.editor, 'revisions', revisionId, { name: 'publish' });
    return { ...first, second: second.versionId };
  };

  it('is put back by two people, with the dates of its own review', async () => {
    const startedOn = (await guideOf((await publishGuide(people, 'date-of-today')).guideId))['lastReviewedOn'];
    const { guideId, versionId, second } = await twoTexts('put-back');
    await test.settle();
    expect(await read('/guides/put-back')).toContain('by Ravi Menon');
    const propose = (person: Person, more: object = {}) =>
      act(person, guideId, 'proposeRevert', { ...wrong, versionId, ...more });
    expect(await outcome(propose(people.reviewer))).toEqual([403]);
    expect(await outcome(propose(people.editor, { versionId: second }))).toEqual([409, 'version']);
    expect(await outcome(propose(people.editor, { versionId: '01900000-0000-7000-8000-000000000000' }))).toEqual([
      409,
      'version',
    ]);
    expect(await outcome(propose(people.editor, { notice: '' }))).toEqual([409, 'notice']);
    const { hash } = (await must(propose(people.editor))).created ?? {};
    expect(await outcome(act(people.editor, guideId, 'revert', { hash }))).toEqual([409, 'another']);
    expect(await outcome(act(people.lead, guideId, 'revert', { hash: 'a'.repeat(64) }))).toEqual([409, 'named']);
    expect(await outcome(act(people.lead, guideId, 'revert', { hash }))).toEqual([201]);
    await test.settle();
    const page = await read('/guides/put-back');
    expect(page).toContain('Pigment is placed in the upper skin');
    expect(page).toContain('by Rosa Delgado, MD');
    expect(page).toContain(wrong.notice);
    expect(await guideOf(guideId)).toMatchObject({ liveVersionId: versionId, lastReviewedOn: startedOn });
    expect((await publications(guideId)).map(({ kind }) => kind)).toEqual(['revert', 'full', 'full']);
  });

  it('takes back the reviews of changes that came after it, and the second reading of a correction', async () => {
    const { guideId } = await publishGuide(people, 'changes-taken-back');
    const lead = { markdown: 'Ink in the skin.[^roe-2024]' };
    const revisionId = await revise(people.editor, guideId, sampleContent({ lead }));
    await approve(people, revisionId, 'changes');
    await transition(people.editor, 'revisions', revisionId, { name: 'publish' });
    const { created } = await must(correct(people.safety, guideId));
    await test.settle();
    expect(await read('/guides/changes-taken-back')).toContain('reviewed changes to');
    const [, , oldest] = await publications(guideId);
    const { hash } =
      (await must(act(people.lead, guideId, 'proposeRevert', { ...wrong, versionId: oldest?.versionId }))).created ??
      {};
    await must(act(people.director, guideId, 'revert', { hash }));
    await test.settle();
    expect(await must(people.lead.get(`reviews/${created?.['reviewId'] ?? ''}`))).toMatchObject({
      status: 'cancelled',
    });
    const page = await read('/guides/changes-taken-back');
    expect(page).toContain('after 10 days');
    expect(page).not.toContain('Awaiting second review');
    expect(page).not.toContain('reviewed changes to');
    const [, corrected] = await publications(guideId);
    expect(
      await outcome(act(people.lead, guideId, 'proposeRevert', { ...wrong, versionId: corrected?.versionId })),
    ).toEqual([409, 'version']);
  });

  it('is not put back over another text than was public when it was proposed, and a new proposal takes the place of a mistaken one', async () => {
    const { guideId, versionId } = await twoTexts('put-back-late');
    const propose = (person: Person, more: object = {}) =>
      act(person, guideId, 'proposeRevert', { ...wrong, versionId, ...more });
    const { hash: mistaken } = (await must(propose(people.editor, { notice: 'A wrong notice.' }))).created ?? {};
    const { hash } = (await must(propose(people.otherEditor))).created ?? {};
    expect(await outcome(act(people.lead, guideId, 'revert', { hash: mistaken }))).toEqual([409, 'named']);
    await must(correct(people.safety, guideId));
    expect(await outcome(act(people.lead, guideId, 'revert', { hash }))).toEqual([409, 'proposed']);
  });

  it('from before a withdrawal does not come back this way', async () => {
    const { guideId, versionId } = await publishGuide(people, 'withdrawn-before');
    const { hash } =
      (await must(act(people.editor, guideId, 'proposeWithdrawal', { reason: 'Wrong.', reasonClass: 'safety' })))
        .created ?? {};
    await must(act(people.director, guideId, 'withdraw', { hash }));
    const lead = { markdown: 'Ink in the skin.[^roe-2024]' };
    const revisionId = await revise(people.editor, guideId, sampleContent({ lead }));
    await approve(people, revisionId);
    const proposed =
      (await must(act(people.editor, guideId, 'proposeReinstatement', { reason: 'Renewed.', revisionId }))).created ??
      {};
    await must(act(people.lead, guideId, 'reinstate', { hash: proposed['hash'] }));
    expect(await outcome(act(people.editor, guideId, 'proposeRevert', { ...wrong, versionId }))).toEqual([
      409,
      'version',
    ]);
  });

  it('is not put back once its review is past due, or a license it stands on is gone', async () => {
    const doubted = await test.people.join('Bo Lindqvist', { roles: ['reviewer'] });
    const license = await test.people.license(doubted.id, 'dermatology');
    const { guideId, versionId } = await twoTexts('not-put-back', doubted);
    const propose = () => act(people.editor, guideId, 'proposeRevert', { ...wrong, versionId });
    const { hash } = (await must(propose())).created ?? {};
    const confirm = () => outcome(act(people.lead, guideId, 'revert', { hash }));
    const found = { standing: 'revoked' as const, evidence: 'Looked up at the board' };
    await test.service.app.get(Credentials).addStanding(test.people.actor, doubted.id, license, found);
    expect(await confirm()).toEqual([409, 'license']);
    daysPass(test, 340);
    expect(await confirm()).toEqual([409, 'proposal']);
    expect(await outcome(propose())).toEqual([409, 'due', 'license']);
    await test.sweep();
  });
});
