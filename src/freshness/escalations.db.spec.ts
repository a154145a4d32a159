import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { buildRecheck } from '../../test/support/build-review.js';
import { morningOf, Newsroom } from '../../test/support/newsroom.js';
import { reviewsNobodyCanTake, undecidedHolds } from './index.js';

let room: Newsroom;
const today = '2027-01-05';
const now = morningOf(today);
beforeEach(async () => {
  room = await Newsroom.open();
});
afterEach(() => room.close());

async function waitingRecheck(): Promise<{ reviewId: string; guideId: string }> {
  const guide = await room.live('2026-03-10');
  const reviewId = await room.service.build(now, (tx) => buildRecheck(tx, guide, { at: now }));
  return { reviewId, guideId: guide.id };
}

async function nobodyCanTake(): Promise<string[]> {
  return (await reviewsNobodyCanTake(room.database, now, today)).map(({ reviewId }) => reviewId);
}

describe('a waiting review is escalated', () => {
  it('not while somebody could take it, even if they are away', async () => {
    await waitingRecheck();
    await room.database.run(`update account set away_from = '2027-01-01' where id = $1`, [room.reviewer.accountId]);
    expect(await nobodyCanTake()).toEqual([]);
  });

  it.each([
    ['has left', `update account set disabled_at = '2027-01-01' where id = $1`],
    ['does not read its language', `update account set languages = '{es-US}' where id = $1`],
    ['is no reviewer any more', `update account_role set revoked_at = '2027-01-01' where account_id = $1`],
  ])('when the only reviewer %s', async (_why, sql) => {
    const { reviewId } = await waitingRecheck();
    await room.database.run(sql, [room.reviewer.accountId]);
    expect(await nobodyCanTake()).toEqual([reviewId]);
    await room.person({ name: 'Ada Lund', roles: ['reviewer'], specialties: ['plastic-surgery'] });
    expect(await nobodyCanTake()).toEqual([]);
  });

  it('when the only reviewer has a conflict', async () => {
    const { reviewId, guideId } = await waitingRecheck();
    await room.database.run('insert into bar (guide_id, account_id, reason, at) values ($1, $2, $3, $4)', [
      guideId,
      room.reviewer.accountId,
      'owns shares',
      now,
    ]);
    expect(await nobodyCanTake()).toEqual([reviewId]);
  });

  it('when everybody who could review it wrote part of it', async () => {
    const { reviewId } = await waitingRecheck();
    await room.database.run(`update account_role set revoked_at = '2027-01-01' where account_id = $1`, [
      room.reviewer.accountId,
    ]);
    await room.database.run(
      `insert into account_role (id, account_id, role, granted_at) values (gen_random_uuid(), $1, 'reviewer', '2027-01-01')`,
      [room.owner.accountId],
    );
    expect(await nobodyCanTake()).toEqual([reviewId]);
  });
});

describe('a hold is escalated', () => {
  it('when it is undecided after 24 hours, and no longer once it is released', async () => {
    const guide = await room.live('2026-03-10');
    await room.travelTo(now);
    await room.act(room.owner, 'guide', guide.id, 'hold', { reason: 'a dose is in doubt' });
    const later = (hours: number) => new Date(room.service.clock.now().getTime() + hours * 3_600_000);
    expect(await undecidedHolds(room.database, later(23.9))).toEqual([]);
    expect(await undecidedHolds(room.database, later(24))).toEqual([
      expect.objectContaining({ guideId: guide.id, heldBy: room.owner.accountId, medical: false }),
    ]);
    const other = await room.person({ name: 'Una Berg', roles: ['editor'] });
    await room.travelTo('2027-01-07');
    await room.act(other, 'guide', guide.id, 'release');
    expect(await undecidedHolds(room.database, later(100))).toEqual([]);
  });
});
