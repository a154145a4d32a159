import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { buildCategory, buildStanding } from '../../test/support/build.js';
import type { BuiltLiveGuide } from '../../test/support/build-guide.js';
import { buildMinorProposal, buildRevisionInReview, readAndAnswer } from '../../test/support/build-review.js';
import { morningOf, Newsroom } from '../../test/support/newsroom.js';
import { sampleContent } from '../../test/support/sample-content.js';
import { ScheduleJobs, type ScheduleRound } from './index.js';

let room: Newsroom;
beforeEach(async () => {
  room = await Newsroom.open();
});
afterEach(() => room.close());

const submittedAt = morningOf('2026-06-01');
const scheduledFor = new Date('2026-06-03T13:00:00Z');
const nothing: ScheduleRound = { published: 0, refused: 0, minorsLapsed: 0, proposalsLapsed: 0 };

/** A live guide whose next revision was reviewed in full and is scheduled. */
async function scheduledRevision(guide: BuiltLiveGuide): Promise<string> {
  const { revisionId, reviewId } = await room.service.build(submittedAt, (tx) =>
    buildRevisionInReview(tx, guide, { at: submittedAt, owner: room.owner }),
  );
  await room.act(room.reviewer, 'review', reviewId, 'claim');
  const version = await room.database.transaction(async (tx) => {
    const submitted = await tx.one<{ id: string; hash: string }>(
      'select v.id, v.hash from version v join revision r on r.submitted_version_id = v.id where r.id = $1',
      [revisionId],
    );
    await readAndAnswer(tx, { reviewId, versionId: submitted.id }, room.reviewer, submittedAt);
    return submitted;
  });
  await room.act(room.reviewer, 'revision', revisionId, 'approve', {
    versionId: version.id,
    hash: version.hash,
    conflict: 'none',
  });
  await room.act(room.owner, 'revision', revisionId, 'schedule', { scheduledFor });
  return revisionId;
}

async function runAt(at: Date): Promise<ScheduleRound> {
  await room.travelTo(at);
  return room.service.get(ScheduleJobs).run();
}

async function statusOf(table: 'revision' | 'guide', id: string): Promise<string> {
  return (await room.database.one<{ status: string }>(`select status from ${table} where id = $1`, [id])).status;
}

function publications(guideId: string): Promise<{ kind: string; byClock: boolean }[]> {
  return room.database.rows(
    'select kind, published_by is null as "byClock" from publication where guide_id = $1 and number > 1 order by number',
    [guideId],
  );
}

describe('a scheduled revision', () => {
  it('is published when its time has come, not before, and once', async () => {
    const guide = await room.live('2026-03-10');
    const revisionId = await scheduledRevision(guide);
    expect(await runAt(new Date(scheduledFor.getTime() - 60_000))).toEqual(nothing);
    expect(await runAt(scheduledFor)).toEqual({ ...nothing, published: 1 });
    expect(await runAt(new Date(scheduledFor.getTime() + 60_000))).toEqual(nothing);
    expect(await publications(guide.id)).toEqual([{ kind: 'full', byClock: true }]);
    expect(await statusOf('revision', revisionId)).toBe('published');
  });

  it('is published when the service was down at its time', async () => {
    const guide = await room.live('2026-03-10');
    await scheduledRevision(guide);
    expect((await runAt(morningOf('2026-06-09'))).published).toBe(1);
    expect(await publications(guide.id)).toEqual([{ kind: 'full', byClock: true }]);
  });

  it('is published once by two workers', async () => {
    const guide = await room.live('2026-03-10');
    await scheduledRevision(guide);
    await room.travelTo(scheduledFor);
    const jobs = room.service.get(ScheduleJobs);
    const rounds = await Promise.all([jobs.run(), jobs.run(), jobs.run()]);
    expect(rounds.map(({ published }) => published).sort()).toEqual([0, 0, 1]);
    expect(await publications(guide.id)).toHaveLength(1);
  });

  it('is refused once when its signer’s license was revoked: the live page stays, and the guards that refused are named', async () => {
    const guide = await room.live('2026-03-10');
    const revisionId = await scheduledRevision(guide);
    await room.database.transaction((tx) =>
      buildStanding(tx, room.reviewer.accountId, 'revoked', morningOf('2026-06-02')),
    );
    expect(await runAt(scheduledFor)).toEqual({ ...nothing, refused: 1 });
    expect(await statusOf('revision', revisionId)).toBe('approved');
    expect(await statusOf('guide', guide.id)).toBe('live');
    expect(await publications(guide.id)).toEqual([]);
    const facts = await room.database.rows<{ codes: string[] }>(
      `select payload -> 'codes' as codes from event where name = 'revision.schedule-failed'`,
    );
    expect(facts).toEqual([{ codes: ['license'] }]);
    expect(await runAt(morningOf('2026-06-04'))).toEqual(nothing);
  });

  it('waits for its new time when it was moved', async () => {
    const guide = await room.live('2026-03-10');
    const revisionId = await scheduledRevision(guide);
    await room.act(room.owner, 'revision', revisionId, 'unschedule');
    await room.act(room.owner, 'revision', revisionId, 'schedule', { scheduledFor: morningOf('2026-06-10') });
    expect(await runAt(scheduledFor)).toEqual(nothing);
    expect((await runAt(morningOf('2026-06-10'))).published).toBe(1);
  });

  it('does not fire on a guide that was held meanwhile', async () => {
    const guide = await room.live('2026-03-10');
    const revisionId = await scheduledRevision(guide);
    await room.act(room.owner, 'guide', guide.id, 'hold', { reason: 'a dose is in doubt' });
    expect(await runAt(scheduledFor)).toEqual(nothing);
    expect(await statusOf('revision', revisionId)).toBe('approved');
  });

  it('is published even if another cannot be', async () => {
    const elsewhere = await room.database.transaction((tx) => buildCategory(tx, { slug: 'skin-care' }));
    const head = { ...sampleContent().head, category: 'skin-care' };
    const broken = await room.live('2026-03-10', { category: elsewhere, content: sampleContent({ head }) });
    const sound = await room.live('2026-03-10');
    const brokenRevision = await scheduledRevision(broken);
    await scheduledRevision(sound);
    await room.database.run(`update category set slug = 'skin' where slug = 'skin-care'`);
    await expect(runAt(scheduledFor)).rejects.toThrow('1 scheduled act(s) failed.');
    expect(await publications(sound.id)).toHaveLength(1);
    expect(await statusOf('revision', brokenRevision)).toBe('scheduled');
  });
});

describe('a proposal that nobody confirmed', () => {
  it('of a minor change goes back to draft after seven days', async () => {
    const guide = await room.live('2026-03-10');
    const revisionId = await room.service.build(submittedAt, (tx) =>
      buildMinorProposal(tx, guide, { at: submittedAt, editor: room.owner }),
    );
    expect(await runAt(morningOf('2026-06-07'))).toEqual(nothing);
    expect(await runAt(morningOf('2026-06-08'))).toEqual({ ...nothing, minorsLapsed: 1 });
    expect(await statusOf('revision', revisionId)).toBe('draft');
    expect(await runAt(morningOf('2026-06-09'))).toEqual(nothing);
  });

  it('to withdraw lapses after seven days, cannot be confirmed then, and can be made anew', async () => {
    const guide = await room.live('2026-03-10');
    const director = await room.person({ name: 'Una Berg', roles: ['director'] });
    await room.travelTo(submittedAt);
    const input = { reason: 'nobody does this any more', reasonClass: 'outdated' };
    const { created } = await room.act(room.owner, 'guide', guide.id, 'proposeWithdrawal', input);
    expect((await runAt(new Date(submittedAt.getTime() + 6.9 * 86_400_000))).proposalsLapsed).toBe(0);
    expect((await runAt(morningOf('2026-06-08'))).proposalsLapsed).toBe(1);
    await expect(room.act(director, 'guide', guide.id, 'withdraw', { hash: created['hash'] })).rejects.toMatchObject({
      reasons: expect.arrayContaining([expect.objectContaining({ code: 'proposal' })]),
    });
    await room.act(room.owner, 'guide', guide.id, 'proposeWithdrawal', input);
    expect((await runAt(morningOf('2026-06-09'))).proposalsLapsed).toBe(0);
    const outcomes = await room.database.rows('select outcome from proposal order by proposed_at');
    expect(outcomes).toEqual([{ outcome: 'lapsed' }, { outcome: null }]);
  });
});
