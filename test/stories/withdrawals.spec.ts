import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, daysPass, freeHands, openRevision, outcome, revise, savePart, submit, words } from '../support/asking.js';
import type { Person } from '../support/people.js';
import { sampleContent } from '../support/sample-content.js';
import { offences, startTestService, type TestService } from '../support/service.js';
import { approve, cast, must, publishGuide, readyToSign, transition, type Cast } from '../support/story.js';

const lists = ['/', '/categories/hair-restoration', '/sitemaps/guides-1.xml', '/feed.atom'];
const because = { reason: 'The trial behind it was retracted.', reasonClass: 'safety' };

describe('A withdrawn guide', () => {
  let test: TestService;
  let people: Cast;

  const propose = (person: Person, guideId: string, more: object = {}) =>
    ask(person, 'guides', guideId, { name: 'proposeWithdrawal', ...because, ...more });
  const withdraw = (person: Person, guideId: string, hash: string | undefined) =>
    ask(person, 'guides', guideId, { name: 'withdraw', hash });
  const withdrawn = async (guideId: string, more: object = {}) => {
    const { created } = await must(propose(people.lead, guideId, more));
    await must(withdraw(people.director, guideId, created?.['hash']));
  };
  const archive = (guideId: string, more: object = {}) =>
    ask(people.lead, 'guides', guideId, { name: 'archive', reason: 'Not kept up.', ...more });
  const settled = async () => {
    await test.announce();
    expect(await offences(test)).toEqual({});
  };
  const status = async (slug: string) => {
    const { status: code, headers } = await test.page(`/guides/${slug}`);
    return code === 301 ? [code, headers.get('location')] : [code];
  };

  beforeAll(async () => {
    test = await startTestService();
    people = await cast(test);
    await freeHands(test);
  });
  afterAll(() => test.stop());

  it('was withdrawn by two people, one of them the medical director, the second naming what the first proposed', async () => {
    const { guideId } = await publishGuide(people, 'withdrawn-guide');
    expect(await outcome(propose(people.reviewer, guideId))).toEqual([403]);
    expect(await outcome(propose(people.lead, guideId, { reason: '' }))).toEqual([409, 'reason']);
    expect(await outcome(propose(people.lead, guideId, { reasonClass: undefined }))).toEqual([409, 'class']);
    expect(await outcome(propose(people.lead, guideId, { reasonClass: 'boredom' }))).toEqual([422, 'reasonClass']);
    const { created } = await must(propose(people.lead, guideId));
    const hash = created?.['hash'];
    expect(await outcome(propose(people.director, guideId))).toEqual([409, 'once']);
    expect(await outcome(withdraw(people.lead, guideId, hash))).toEqual([409, 'another', 'director']);
    expect(await outcome(withdraw(people.editor, guideId, hash))).toEqual([409, 'director']);
    expect(await outcome(withdraw(people.admin, guideId, hash))).toEqual([409, 'director']);
    expect(await outcome(withdraw(people.director, guideId, undefined))).toEqual([409, 'named']);
    expect(await outcome(withdraw(people.director, guideId, 'b'.repeat(64)))).toEqual([409, 'named']);
    expect(await outcome(withdraw(people.director, guideId, hash))).toEqual([201]);
    expect(await outcome(withdraw(people.director, guideId, hash))).toContain('state');
  });

  it('does not come back on a review that was made before it was withdrawn', async () => {
    const { guideId } = await publishGuide(people, 'reviewed-before');
    const lead = { markdown: 'Ink that stays in the skin.[^roe-2024]' };
    const revisionId = await revise(people.editor, guideId, sampleContent({ lead }));
    await approve(people, revisionId, 'full');
    await withdrawn(guideId);
    const back = { name: 'proposeReinstatement', revisionId, reason: 'It was reviewed.' };
    expect(await outcome(ask(people.lead, 'guides', guideId, back))).toEqual([409, 'renewed']);
  });

  it('answers 410 with a dated notice, no index, none of its text, and stands on no list', async () => {
    await test.settle();
    const page = await test.page('/guides/withdrawn-guide');
    expect([page.status, page.headers.get('x-robots-tag')]).toEqual([410, 'noindex']);
    expect(words(page.text)).toContain('We withdrew this guide on March 2, 2026. It raised a safety concern.');
    expect(words(page.text)).not.toContain('Pigment is placed');
    for (const path of lists)
      expect([path, (await test.page(path)).text.includes('withdrawn-guide')]).toEqual([path, false]);
    await settled();
  });

  it('may be proposed by the director and confirmed by another; the director does not confirm alone', async () => {
    const { guideId } = await publishGuide(people, 'director-proposes');
    const { created } = await must(propose(people.director, guideId));
    expect(await outcome(withdraw(people.director, guideId, created?.['hash']))).toEqual([409, 'another']);
    await must(ask(people.safety, 'guides', guideId, { name: 'hold', reason: 'Until it is decided.' }));
    expect(await outcome(withdraw(people.editor, guideId, created?.['hash']))).toEqual([201]);
    await settled();
    expect(await status('director-proposes')).toEqual([410]);
  });

  it('a proposal that nobody confirms within seven days lapses, and may be made again', async () => {
    const { guideId } = await publishGuide(people, 'lapsed-proposal');
    await settled();
    const { created } = await must(propose(people.lead, guideId));
    daysPass(test, 7);
    expect(await outcome(withdraw(people.director, guideId, created?.['hash']))).toEqual([409, 'proposal']);
    const again = await must(propose(people.editor, guideId, { reasonClass: 'outdated' }));
    expect(await outcome(withdraw(people.director, guideId, created?.['hash']))).toEqual([409, 'named']);
    expect(await outcome(withdraw(people.director, guideId, again.created?.['hash']))).toEqual([201]);
  });

  it('sends its readers to the successor that was named, for ever and in one step', async () => {
    const old = await publishGuide(people, 'first-of-three');
    const next = await publishGuide(people, 'second-of-three');
    const last = await publishGuide(people, 'third-of-three');
    for (const successorId of [old.guideId, '01890000-0000-7000-8000-000000000000']) {
      expect(await outcome(propose(people.lead, old.guideId, { successorId }))).toEqual([409, 'successor']);
    }
    await withdrawn(old.guideId, { successorId: next.guideId });
    await settled();
    expect(await status('first-of-three')).toEqual([301, '/guides/second-of-three']);
    expect(await outcome(propose(people.lead, next.guideId, { successorId: old.guideId }))).toEqual([409, 'successor']);

    await transition(people.editor, 'guides', next.guideId, { name: 'rename', slug: 'middle-of-three' });
    await settled();
    expect(await status('first-of-three')).toEqual([301, '/guides/middle-of-three']);
    await withdrawn(next.guideId, { successorId: last.guideId });
    await transition(people.editor, 'guides', old.guideId, { name: 'rename', slug: 'oldest-of-three' });
    await settled();
    for (const slug of ['first-of-three', 'oldest-of-three', 'second-of-three', 'middle-of-three']) {
      expect([slug, ...(await status(slug))]).toEqual([slug, 301, '/guides/third-of-three']);
    }
    await must(ask(people.safety, 'guides', last.guideId, { name: 'hold', reason: 'A reader reports harm.' }));
    await settled();
    expect(await status('first-of-three')).toEqual([301, '/guides/third-of-three']);
    await withdrawn(last.guideId);
    await settled();
    for (const slug of ['oldest-of-three', 'middle-of-three', 'third-of-three'])
      expect([slug, ...(await status(slug))]).toEqual([slug, 410]);
    expect(await status('first-of-three')).toEqual([301, '/guides/oldest-of-three']);
  });

  it('comes back only through a full review of a new revision, by two people, for the text that was proposed', async () => {
    const { guideId } = await publishGuide(people, 'reinstated-guide');
    await withdrawn(guideId);
    const revisionId = await revise(
      people.editor,
      guideId,
      sampleContent({ lead: { markdown: 'Ink in the skin.[^roe-2024]' } }),
    );
    await approve(people, revisionId, 'changes');
    expect(await outcome(ask(people.editor, 'revisions', revisionId, { name: 'publish' }))).toEqual([
      409,
      'full',
      'guide',
    ]);
    const proposal = { name: 'proposeReinstatement', revisionId, reason: 'It was put right.' };
    expect(await outcome(ask(people.editor, 'guides', guideId, proposal))).toEqual([409, 'full']);
    const { revisionId: _left, ...unnamed } = proposal;
    expect(await outcome(ask(people.editor, 'guides', guideId, unnamed))).toEqual([409, 'full']);

    const reapprove = async (kind: 'full' | 'changes') => {
      const review = await submit(people.editor, revisionId, kind);
      await transition(people.otherReviewer, 'reviews', review.reviewId, { name: 'claim' });
      const named = await readyToSign(people.otherReviewer, review.reviewId);
      await transition(people.otherReviewer, 'revisions', revisionId, { name: 'approve', ...named });
    };
    const reopen = { name: 'reopen', reason: 'It needs a full review.' };
    await transition(people.editor, 'revisions', revisionId, reopen);
    await reapprove('full');
    const { created } = await transition(people.editor, 'guides', guideId, proposal);
    const reinstate = (person: Person, hash = created['hash']) =>
      outcome(ask(person, 'guides', guideId, { name: 'reinstate', hash }));
    expect(await reinstate(people.editor)).toEqual([409, 'another']);
    expect(await reinstate(people.admin)).toEqual([403]);

    await transition(people.editor, 'revisions', revisionId, reopen);
    await must(savePart(people.editor, revisionId, 'lead', { markdown: 'Ink is placed in the skin.[^roe-2024]' }));
    await reapprove('changes');
    expect(await reinstate(people.lead)).toEqual([409, 'proposed']);
    daysPass(test, 7);
    const again = await transition(people.editor, 'guides', guideId, proposal);
    expect(await reinstate(people.lead, again.created['hash'])).toEqual([201]);
    await test.sweep();
    await settled();
    const page = await test.page('/guides/reinstated-guide');
    expect(page.status).toBe(200);
    expect(words(page.text)).toContain('Ink is placed in the skin.');
    expect((await test.page('/sitemaps/guides-1.xml')).text).toContain('reinstated-guide');
  });

  it('is archived and restored by the lead, to where it came from; an archived one opens no revision', async () => {
    const gone = await publishGuide(people, 'archived-guide');
    const live = await publishGuide(people, 'archive-successor');
    expect(await outcome(archive(gone.guideId))).toEqual([409, 'state']);
    await withdrawn(gone.guideId);
    expect(await outcome(archive(gone.guideId, { successorId: gone.guideId }))).toEqual([409, 'successor']);
    expect(await outcome(ask(people.director, 'guides', gone.guideId, { name: 'archive', reason: 'Old.' }))).toEqual([
      403,
    ]);
    await must(archive(gone.guideId));
    await settled();
    expect(await status('archived-guide')).toEqual([410]);
    expect(await outcome(people.editor.post(`guides/${gone.guideId}/revisions`, {}))).toEqual([409, 'guide']);
    expect(await outcome(ask(people.lead, 'guides', gone.guideId, { name: 'restore' }))).toEqual([201]);
    expect(await must(people.editor.get(`guides/${gone.guideId}`))).toMatchObject({ status: 'withdrawn' });
    await must(archive(gone.guideId, { successorId: live.guideId }));
    await settled();
    expect(await status('archived-guide')).toEqual([301, '/guides/archive-successor']);
  });

  it('an archived guide that was never public has no page, before or after', async () => {
    const made = { slug: 'never-archived', title: 'Never public', category: 'hair-restoration' };
    const { guideId, revisionId } = await must(
      people.editor.post<{ guideId: string; revisionId: string }>('guides', made),
    );
    await must(archive(guideId));
    await settled();
    expect(await status('never-archived')).toEqual([404]);
    expect(
      await outcome(ask(people.editor, 'revisions', revisionId, { name: 'submit', reviewKind: 'full' })),
    ).toContain('guide');
    await transition(people.lead, 'guides', guideId, { name: 'restore' });
    expect(await must(people.editor.get(`guides/${guideId}`))).toMatchObject({ status: 'unpublished' });
    await transition(people.editor, 'revisions', revisionId, { name: 'discard' });
    expect(await openRevision(people.editor, guideId)).not.toBe('');
    await settled();
  });

  it('while nobody is the director an admin stands in, as one of the two', async () => {
    const { guideId } = await publishGuide(people, 'no-director');
    const { roles } = await must(
      people.admin.get<{ roles: { id: string; role: string }[] }>(`accounts/${people.director.id}`),
    );
    const grant = roles.find(({ role }) => role === 'director')?.id ?? '';
    await must(people.admin.reauthenticate());
    await must(people.admin.ask('DELETE', `accounts/${people.director.id}/roles/${grant}`));
    const { created } = await must(propose(people.admin, guideId));
    expect(await outcome(withdraw(people.admin, guideId, created?.['hash']))).toEqual([409, 'another']);
    expect(await outcome(withdraw(people.editor, guideId, created?.['hash']))).toEqual([201]);
    await settled();
  });
});
