import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ScheduleJobs } from '../../src/editorial/index.js';
import { Credentials } from '../../src/identity/index.js';
import { ask, freeHands, outcome, revise, savePart, submitGuide, words } from '../support/asking.js';
import type { Person } from '../support/people.js';
import { sampleContent } from '../support/sample-content.js';
import { offences, startTestService, type TestService } from '../support/service.js';
import { approve, cast, must, publishGuide, readyToSign, transition, writeGuide, type Cast } from '../support/story.js';

const changed = sampleContent({ lead: { markdown: 'Ink is placed in the skin.[^roe-2024]' } });

describe('A scheduled publication', () => {
  let test: TestService;
  let people: Cast;

  const hoursAhead = (hours: number) => new Date(test.clock.now().getTime() + hours * 3_600_000).toISOString();
  const schedule = (revisionId: string, scheduledFor: unknown, person: Person = people.editor) =>
    ask(person, 'revisions', revisionId, { name: 'schedule', scheduledFor });
  const fire = async () => {
    const round = await test.service.app.get(ScheduleJobs).run();
    await test.announce();
    return round;
  };
  const statusOf = async (revisionId: string) => (await must(people.editor.get(`revisions/${revisionId}`)))['status'];

  beforeAll(async () => {
    test = await startTestService();
    people = await cast(test);
    await freeHands(test);
  });
  afterAll(() => test.stop());

  it('lies ahead, within a year, at an instant with a zone', async () => {
    const { revisionId } = await writeGuide(people.editor, 'scheduled-when');
    await approve(people, revisionId);
    expect(await outcome(schedule(revisionId, hoursAhead(-1)))).toEqual([409, 'time']);
    expect(await outcome(schedule(revisionId, hoursAhead(24 * 367)))).toEqual([409, 'time']);
    expect(await outcome(schedule(revisionId, undefined))).toEqual([409, 'time']);
    for (const wrong of [
      '2026-04-01T10:00:00',
      '2026-04-01',
      'tomorrow',
      1_775_000_000,
      null,
      '2026-13-01T10:00:00Z',
    ]) {
      expect([wrong, ...(await outcome(schedule(revisionId, wrong)))]).toEqual([wrong, 422, 'scheduledFor']);
    }
    expect(await outcome(schedule(revisionId, hoursAhead(1), people.reviewer))).toEqual([403]);
    expect(await outcome(schedule(revisionId, hoursAhead(1), people.lead))).toEqual([201]);
    expect(await outcome(schedule(revisionId, hoursAhead(2)))).toEqual([409, 'state']);
    await transition(people.editor, 'revisions', revisionId, { name: 'unschedule' });
    expect(await statusOf(revisionId)).toBe('approved');
  });

  it('pins the version that was signed, locks the text, and publishes it by itself when its time has come', async () => {
    const { guideId, revisionId } = await writeGuide(people.editor, 'scheduled-guide');
    const { versionId } = await approve(people, revisionId);
    await must(schedule(revisionId, hoursAhead(48)));
    expect(await outcome(savePart(people.editor, revisionId, 'lead', changed.lead))).toEqual([409, 'state']);
    expect(await outcome(ask(people.editor, 'revisions', revisionId, { name: 'publish' }))).toEqual([409, 'state']);
    test.clock.travelBy(47 * 3_600_000);
    expect(await fire()).toMatchObject({ published: 0 });
    expect((await test.page('/guides/scheduled-guide')).status).toBe(404);
    test.clock.travelBy(3_600_000);
    const rounds = await Promise.all([fire(), fire(), fire()]);
    expect(rounds.map((round) => round.published).sort()).toEqual([0, 0, 1]);
    expect((await test.page('/guides/scheduled-guide')).status).toBe(200);
    expect(await must(people.editor.get(`guides/${guideId}`))).toMatchObject({
      liveVersionId: versionId,
      livePublication: 1,
      lastReviewedOn: '2026-03-02',
    });
    expect(await offences(test)).toEqual({});
  });

  it('comes with a warning where the license of a signer ends before its time, and with none where it lasts', async () => {
    const brief = await test.people.join('Mara Quist', { roles: ['reviewer'] });
    const credentialId = await test.people.license(brief.id, 'dermatology', hoursAhead(48).slice(0, 10));
    await freeHands(test);
    const { revisionId } = await writeGuide(people.editor, 'scheduled-past-license');
    await approve({ editor: people.editor, reviewer: brief }, revisionId);
    const warnings = async (hours: number) => {
      const answer = await must(schedule(revisionId, hoursAhead(hours)));
      await transition(people.editor, 'revisions', revisionId, { name: 'unschedule' });
      return answer.warnings;
    };
    expect(await warnings(48)).toEqual([]);
    const ends = `The license of Mara Quist ends on ${hoursAhead(48).slice(0, 10)}, before the scheduled time.`;
    expect(await warnings(72)).toEqual([ends]);
    expect(await warnings(24 * 33)).toEqual([`${ends} After 30 days without one the publication will be refused.`]);
    const renewed = { standing: 'verified' as const, expiresOn: '2029-12-31', evidence: 'Looked up at the board' };
    await test.service.app.get(Credentials).addStanding(test.people.actor, brief.id, credentialId, renewed);
    expect(await warnings(24 * 33)).toEqual([]);
  });

  it('is refused when a guard says no at that time: the live page stays, owner and lead are told, and it is not tried again', async () => {
    const brief = await test.people.join('Bo Lindqvist', { roles: ['reviewer'] });
    const credentialId = await test.people.license(brief.id, 'dermatology');
    const live = await publishGuide(people, 'scheduled-in-vain');
    const revisionId = await revise(people.editor, live.guideId, changed);
    await approve({ editor: people.editor, reviewer: brief }, revisionId, 'changes');
    await must(schedule(revisionId, hoursAhead(2)));
    const found = { standing: 'revoked' as const, evidence: 'Looked up at the board' };
    await test.service.app.get(Credentials).addStanding(test.people.actor, brief.id, credentialId, found);
    test.clock.travelBy(2 * 3_600_000);
    expect(await fire()).toMatchObject({ published: 0, refused: 1 });
    expect(await statusOf(revisionId)).toBe('approved');
    expect(await must(people.editor.get(`revisions/${revisionId}`))).toMatchObject({ scheduledFor: null });
    expect(words((await test.page('/guides/scheduled-in-vain')).text)).toContain('Pigment is placed');
    for (const person of [people.editor, people.lead]) {
      const { items } = await must(person.get<{ items: { kind: string }[] }>('inbox'));
      expect(items.map((item) => item.kind)).toContain('revision.schedule-failed');
    }
    const { payload } = await test.database.one<{ payload: object }>(
      `select payload from event where name = 'revision.schedule-failed'`,
    );
    expect(payload).toEqual({ revisionId, codes: ['license'] });
    expect(await fire()).toMatchObject({ published: 0, refused: 0 });
    expect(await offences(test)).toEqual({});
  });

  it('is cleared by a hold, and nothing goes out by itself on a held guide', async () => {
    const live = await publishGuide(people, 'held-and-scheduled');
    const revisionId = await revise(people.editor, live.guideId, changed);
    await approve(people, revisionId, 'changes');
    await must(schedule(revisionId, hoursAhead(2)));
    await transition(people.safety, 'guides', live.guideId, { name: 'hold', reason: 'A reader reports harm.' });
    expect(await statusOf(revisionId)).toBe('approved');
    test.clock.travelBy(2 * 3_600_000);
    expect(await fire()).toMatchObject({ published: 0, refused: 0 });
    expect(words((await test.page('/guides/held-and-scheduled')).text)).not.toContain('Ink is placed');
    expect(await outcome(schedule(revisionId, hoursAhead(1), people.safety))).toEqual([403]);
    expect(await offences(test)).toEqual({});
  });

  it('is reopened only with a reason, which takes it off the schedule', async () => {
    const { revisionId } = await writeGuide(people.editor, 'scheduled-reopened');
    await approve(people, revisionId);
    await must(schedule(revisionId, hoursAhead(2)));
    expect(await outcome(ask(people.editor, 'revisions', revisionId, { name: 'reopen' }))).toEqual([409, 'reason']);
    await transition(people.editor, 'revisions', revisionId, { name: 'reopen', reason: 'A slip.' });
    test.clock.travelBy(2 * 3_600_000);
    expect(await fire()).toMatchObject({ published: 0, refused: 0 });
    expect((await test.page('/guides/scheduled-reopened')).status).toBe(404);
    expect(await offences(test)).toEqual({});
  });

  it('by a scheduler is no way around the only signer', async () => {
    const both = await test.people.join('Wren Ito', { roles: ['reviewer', 'editor'], licensed: ['dermatology'] });
    await freeHands(test);
    const guide = await submitGuide(people.editor, 'signer-schedules');
    await transition(both, 'reviews', guide.reviewId, { name: 'claim' });
    await transition(both, 'revisions', guide.revisionId, {
      name: 'approve',
      ...(await readyToSign(both, guide.reviewId)),
    });
    expect(await outcome(schedule(guide.revisionId, hoursAhead(1), both))).toEqual([409, 'signer']);
    for (const name of ['fire', 'failSchedule', 'lapseMinor']) {
      expect([name, ...(await outcome(ask(people.editor, 'revisions', guide.revisionId, { name })))]).toEqual([
        name,
        404,
      ]);
    }
  });
});
