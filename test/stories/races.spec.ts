import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ScheduleJobs } from '../../src/editorial/index.js';
import { ask, freeHands, revise, submitGuide, tagOf, type ProblemBody } from '../support/asking.js';
import type { Answer, Person } from '../support/people.js';
import { sampleContent } from '../support/sample-content.js';
import { offences, startTestService, type TestService } from '../support/service.js';
import { approve, cast, must, publishGuide, readyToSign, transition, writeGuide, type Cast } from '../support/story.js';

/** One of several at once: who did it is told, everybody else is refused, and nothing breaks. */
async function oneWins(asked: Promise<Answer<unknown>>[], refusals: number[] = [409]): Promise<number> {
  const statuses = (await Promise.all(asked)).map((answer) => answer.status);
  expect(statuses.filter((status) => status < 300)).toHaveLength(1);
  expect(statuses.filter((status) => status >= 300 && !refusals.includes(status))).toEqual([]);
  return statuses.findIndex((status) => status < 300);
}

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const changedLead = sampleContent({ lead: { markdown: 'Ink is placed in the skin.[^roe-2024]' } });

describe('Several people at once', () => {
  let test: TestService;
  let people: Cast;
  let reviewers: Person[];

  const settled = async () => {
    await test.announce();
    expect(await offences(test)).toEqual({});
  };
  const approved = async (slug: string) => {
    const made = await writeGuide(people.editor, slug);
    await approve(people, made.revisionId);
    return made;
  };

  beforeAll(async () => {
    test = await startTestService();
    people = await cast(test);
    const more = ['Runa Fell', 'Rolf Amsel', 'Rita Novak'];
    const joining = more.map((name) => test.people.join(name, { roles: ['reviewer'], licensed: ['dermatology'] }));
    reviewers = [people.reviewer, people.otherReviewer, ...(await Promise.all(joining))];
    await freeHands(test);
  });
  afterAll(() => test.stop());

  it('save the same part: one is kept, the others get both texts; different parts never conflict', async () => {
    const { revisionId } = await writeGuide(people.editor, 'saved-at-once');
    const put = (person: Person, key: string, value: unknown, tag: Record<string, string>) =>
      person.put<ProblemBody>(`revisions/${revisionId}/parts/${key}`, value, tag);
    for (const round of times(6, (n) => n)) {
      const tag = { 'if-match': await tagOf(people.editor, revisionId, 'lead') };
      const texts = times(4, (n) => ({ markdown: `Text ${n} of round ${round}.[^roe-2024]` }));
      const answers = texts.map((text, n) => put(n % 2 ? people.editor : people.otherEditor, 'lead', text, tag));
      const kept = texts[await oneWins(answers, [412])];
      for (const answer of (await Promise.all(answers)).filter(({ status }) => status === 412))
        expect(answer.body.current).toEqual(kept);
    }
    const tags = await Promise.all(
      ['faq', 'disclosures', 'section:recovery'].map((key) => tagOf(people.editor, revisionId, key)),
    );
    const saved = await Promise.all([
      put(people.editor, 'faq', { entries: [] }, { 'if-match': tags[0] ?? '' }),
      put(people.otherEditor, 'disclosures', { text: 'A grant.' }, { 'if-match': tags[1] ?? '' }),
      put(
        people.editor,
        'section:recovery',
        { heading: 'Recovery', markdown: 'Ten days.' },
        { 'if-match': tags[2] ?? '' },
      ),
    ]);
    expect(saved.map((answer) => answer.status)).toEqual([200, 200, 200]);
  });

  it('add the same section: one does; and one that is removed and added again never bears an old tag', async () => {
    const { revisionId } = await writeGuide(people.editor, 'added-at-once');
    const path = `revisions/${revisionId}/parts/section:costs`;
    const isNew = { 'if-none-match': '*' };
    const section = (n: number) => ({ heading: 'Costs', markdown: `About ${n} hundred.` });
    await oneWins(
      times(6, (n) => (n % 2 ? people.editor : people.otherEditor).put(path, section(n), isNew)),
      [412],
    );
    const old = await tagOf(people.editor, revisionId, 'section:costs');
    await must(people.editor.ask('DELETE', path, undefined, { 'if-match': old }));
    await must(people.otherEditor.put(path, section(7), isNew));
    expect((await people.editor.put(path, section(8), { 'if-match': old })).status).toBe(412);
    const removing = times(4, () => tagOf(people.editor, revisionId, 'section:costs'));
    const tags = await Promise.all(removing);
    await oneWins(
      tags.map((tag) => people.editor.ask('DELETE', path, undefined, { 'if-match': tag })),
      [412],
    );
  });

  it('save and submit: what is reviewed is what was saved, and nothing is saved after', async () => {
    for (const round of times(4, (n) => n)) {
      const { revisionId } = await writeGuide(people.editor, `submitted-while-saved-${round}`);
      const tag = { 'if-match': await tagOf(people.editor, revisionId, 'lead') };
      const saving = people.otherEditor.put(
        `revisions/${revisionId}/parts/lead`,
        { markdown: 'Late words.[^roe-2024]' },
        tag,
      );
      const submitting = ask(people.editor, 'revisions', revisionId, { name: 'submit', reviewKind: 'full' });
      const [saved, submitted] = await Promise.all([saving, submitting]);
      expect([200, 409]).toContain(saved.status);
      const version = await must(
        people.editor.get<{ content: unknown; contributors: string[] }>(
          `versions/${submitted.body.created?.['versionId'] ?? ''}`,
        ),
      );
      const draft = await must(people.editor.get(`revisions/${revisionId}`));
      expect(draft['content']).toEqual(version.content);
      expect(JSON.stringify(version.content).includes('Late words')).toBe(saved.status === 200);
      expect(version.contributors.includes(people.otherEditor.id)).toBe(saved.status === 200);
    }
  });

  it('claim a review, or are assigned to it: one has it', async () => {
    for (const round of times(3, (n) => n)) {
      const { reviewId } = await submitGuide(people.editor, `claimed-at-once-${round}`);
      const claiming = reviewers.map((person) => ask(person, 'reviews', reviewId, { name: 'claim' }));
      const assigning = reviewers.map(({ id }) =>
        ask(people.lead, 'reviews', reviewId, { name: 'assign', assigneeId: id }),
      );
      await oneWins([...claiming, ...assigning]);
    }
  });

  it('approve, ask for changes, recall: one decides', async () => {
    for (const round of times(4, (n) => n)) {
      const { revisionId, reviewId } = await submitGuide(people.editor, `decided-at-once-${round}`);
      await transition(people.reviewer, 'reviews', reviewId, { name: 'claim' });
      const named = await readyToSign(people.reviewer, reviewId);
      const sign = () => ask(people.reviewer, 'revisions', revisionId, { name: 'approve', ...named });
      const recall = () => ask(people.editor, 'revisions', revisionId, { name: 'recall' });
      const reassign = () =>
        ask(people.lead, 'reviews', reviewId, { name: 'reassign', assigneeId: people.otherReviewer.id });
      if (round % 2) await oneWins([sign(), recall(), sign(), recall(), sign()]);
      else {
        // A reassignment ends nothing, but whoever lost the review signs no more: then they are no longer its reviewer.
        const answers = await Promise.all([sign(), reassign(), sign()]);
        expect(answers.filter(({ status }) => status < 300).length).toBeGreaterThan(0);
        expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
      }
    }
    await settled();
  });

  it('sign and object: a blocking comment stops the signature, or comes too late', async () => {
    for (const round of times(4, (n) => n)) {
      const { revisionId, reviewId } = await submitGuide(people.editor, `objected-at-once-${round}`);
      await transition(people.reviewer, 'reviews', reviewId, { name: 'claim' });
      const named = await readyToSign(people.reviewer, reviewId);
      const objection = { part: 'section:recovery', quote: '10 days', body: 'Cite it.', blocking: true };
      await oneWins([
        people.reviewer.post(`reviews/${reviewId}/comments`, objection),
        ask(people.reviewer, 'revisions', revisionId, { name: 'approve', ...named }),
      ]);
    }
  });

  it('publish, or schedule: it goes out once', async () => {
    for (const round of times(3, (n) => n)) {
      const { guideId, revisionId } = await approved(`published-at-once-${round}`);
      const publishers = [people.editor, people.otherEditor, people.lead, people.editor, people.lead];
      const publishing = publishers.map((person) => ask(person, 'revisions', revisionId, { name: 'publish' }));
      const scheduledFor = new Date(test.clock.now().getTime() + 3_600_000).toISOString();
      const scheduling = [people.editor, people.lead].map((person) =>
        ask(person, 'revisions', revisionId, { name: 'schedule', scheduledFor }),
      );
      await oneWins([...publishing, ...scheduling]);
      const { n } = await test.database.one<{ n: number }>(
        'select count(*)::int as n from publication where guide_id = $1',
        [guideId],
      );
      expect(n).toBeLessThan(2);
    }
    await settled();
  });

  it('open a revision, propose a withdrawal, hold, release, confirm: each is done once', async () => {
    const { guideId } = await publishGuide(people, 'everybody-at-once');
    await oneWins(
      times(5, (n) => (n % 2 ? people.editor : people.otherEditor).post(`guides/${guideId}/revisions`, {})),
    );
    const withdrawal = { name: 'proposeWithdrawal', reason: 'Out of date.', reasonClass: 'outdated' };
    const proposing = [people.lead, people.editor, people.admin, people.otherEditor].map((person) =>
      ask(person, 'guides', guideId, withdrawal),
    );
    await oneWins(proposing);
    const hold = { name: 'hold', reason: 'A reader reports harm.' };
    const holders = [people.editor, people.reviewer, people.safety, people.admin];
    const holder = holders[await oneWins(holders.map((person) => ask(person, 'guides', guideId, hold)))];
    const releasers = [...holders, people.lead].filter((person) => person !== holder);
    await oneWins(releasers.map((person) => ask(person, 'guides', guideId, { name: 'release' })));
    const { proposals } = await must(people.lead.get<{ proposals: { hash: string }[] }>(`guides/${guideId}`));
    const confirming = times(4, () =>
      ask(people.director, 'guides', guideId, { name: 'withdraw', hash: proposals[0]?.hash }),
    );
    await oneWins(confirming);
    await settled();
  });

  it('take the same address: one guide has it, and no other bears one like it', async () => {
    const create = (slug: string, person = people.editor) =>
      person.post('guides', { slug, title: 'A guide', category: 'hair-restoration' });
    await oneWins(
      times(6, (n) => create('wanted-address', n % 2 ? people.editor : people.otherEditor)),
      [409, 422],
    );
    await oneWins(
      ['hair-oil', 'hair-o1l', 'hair-oll', 'halr-oil', 'hair-0il'].map((slug) => create(slug)),
      [409, 422],
    );
    const guides = await Promise.all(
      times(4, (n) => must(create(`renamed-at-once-${n}`)) as Promise<{ guideId?: string }>),
    );
    await oneWins(
      guides.map(({ guideId = '' }) =>
        ask(people.editor, 'guides', guideId, { name: 'rename', slug: 'one-new-address' }),
      ),
    );
    const source = await publishGuide(people, 'translated-at-once');
    const german = (n: number) => ({
      slug: `deutsch-${'abcdef'[n]}`,
      title: 'Deutsch',
      category: 'hair-restoration',
      language: 'de-DE',
    });
    await oneWins(
      times(4, (n) => people.editor.post('guides', { ...german(n), sourceGuideId: source.guideId })),
      [409, 422],
    );
  });

  it('publish, mend and hold: whatever comes first, the page stands on what was signed', async () => {
    for (const round of times(3, (n) => n)) {
      const { guideId } = await publishGuide(people, `mended-at-once-${round}`);
      const sections = sampleContent().sections.map((each) => ({
        ...each,
        markdown: each.markdown.replace('recieve', 'receive'),
      }));
      const minor = await revise(people.editor, guideId, sampleContent({ sections }), 'minor');
      const { created } = await transition(people.editor, 'revisions', minor, { name: 'proposeMinor' });
      const named = { versionId: created['versionId'], hash: created['hash'] };
      const ordinary = await revise(people.editor, guideId, changedLead);
      await approve(people, ordinary, 'changes');
      const answers = await Promise.all([
        ...times(2, () => ask(people.otherEditor, 'revisions', minor, { name: 'confirmMinor', ...named })),
        ...times(2, () => ask(people.lead, 'revisions', ordinary, { name: 'publish' })),
        ...(round === 2
          ? [ask(people.safety, 'guides', guideId, { name: 'hold', reason: 'A reader reports harm.' })]
          : []),
      ]);
      expect(answers.filter(({ status }) => status !== 201 && status !== 409)).toEqual([]);
      await settled();
    }
  });

  it('and the clock: a schedule fires, is taken back or is cleared by a hold, never two of them', async () => {
    for (const round of times(3, (n) => n)) {
      const live = await publishGuide(people, `fired-at-once-${round}`);
      const revisionId = await revise(people.editor, live.guideId, changedLead);
      await approve(people, revisionId, 'changes');
      const scheduledFor = new Date(test.clock.now().getTime() + 60_000).toISOString();
      await must(ask(people.editor, 'revisions', revisionId, { name: 'schedule', scheduledFor }));
      test.clock.travelBy(60_000);
      const jobs = test.service.app.get(ScheduleJobs);
      const [unscheduled, , ...rounds] = await Promise.all([
        ask(people.editor, 'revisions', revisionId, { name: 'unschedule' }),
        round === 2
          ? ask(people.safety, 'guides', live.guideId, { name: 'hold', reason: 'A reader reports harm.' })
          : undefined,
        jobs.run(),
        jobs.run(),
      ]);
      const published = rounds.reduce((sum, each) => sum + each.published, 0);
      expect(published + (unscheduled.status === 201 ? 1 : 0)).toBeLessThan(2);
      await settled();
    }
  });

  it('publish first while the category’s cadence changes: the due date follows the cadence that stands', async () => {
    for (const months of [6, 18]) {
      const { revisionId } = await approved(`cadence-at-once-${months}`);
      const { items } = await must(people.admin.get<{ items: { id: string; version: number }[] }>('categories'));
      const [category] = items;
      const patch = { 'if-match': `"${category?.version ?? 0}"` };
      const answers = await Promise.all([
        ask(people.editor, 'revisions', revisionId, { name: 'publish' }),
        people.director.ask('PATCH', `categories/${category?.id ?? ''}`, { cadenceMonths: months }, patch),
        people.admin.ask('PATCH', `categories/${category?.id ?? ''}`, { cadenceMonths: months }, patch),
      ]);
      expect(answers[0].status).toBe(201);
      expect(
        answers
          .slice(1)
          .map((answer) => answer.status)
          .sort(),
      ).toEqual([200, 412]);
      await settled();
    }
  });
});
