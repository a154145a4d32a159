import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { buildStanding } from '../../test/support/build.js';
import type { BuiltLiveGuide } from '../../test/support/build-guide.js';
import { buildRecheck } from '../../test/support/build-review.js';
import { morningOf, Newsroom } from '../../test/support/newsroom.js';

let room: Newsroom;
let guide: BuiltLiveGuide;
let reviewId: string;
const monday = '2027-02-15';

beforeEach(async () => {
  room = await Newsroom.open();
  guide = await room.live('2026-03-10');
  const at = morningOf(monday);
  reviewId = await room.service.build(at, (tx) => buildRecheck(tx, guide, { at, assignee: room.reviewer }));
});
afterEach(() => room.close());

async function causes(): Promise<string[]> {
  const rows = await room.database.rows<{ cause: string }>(
    `select payload ->> 'cause' as cause from event where name = 'review.returned' and subject_id = $1 order by number`,
    [guide.id],
  );
  return rows.map(({ cause }) => cause);
}

async function change(sql: string): Promise<void> {
  await room.database.run(sql, [room.reviewer.accountId]);
}

describe('a review goes back to the queue', () => {
  it('after five working days without a sign of work: a weekend is not idle', async () => {
    expect((await room.sweep('2027-02-22')).returned).toBe(0);
    expect((await room.sweep('2027-02-23')).returned).toBe(1);
    expect(await causes()).toEqual(['idle']);
    const review = await room.database.one('select status, assignee_id as "assigneeId" from review where id = $1', [
      reviewId,
    ]);
    expect(review).toEqual({ status: 'open', assigneeId: null });
  });

  it('not while its reviewer works on it', async () => {
    await room.database.run('update review set touched_at = $2 where id = $1', [reviewId, morningOf('2027-02-19')]);
    expect((await room.sweep('2027-02-26')).returned).toBe(0);
    expect((await room.sweep('2027-03-01')).returned).toBe(1);
  });

  it('while its reviewer is away', async () => {
    await change(`update account set away_from = '2027-02-17', away_until = '2027-02-28' where id = $1`);
    expect((await room.sweep('2027-02-16')).returned).toBe(0);
    expect((await room.sweep('2027-02-17')).returned).toBe(1);
    expect(await causes()).toEqual(['away']);
  });

  it('when its reviewer has left', async () => {
    await change(`update account set disabled_at = '2027-02-15T16:00:00Z' where id = $1`);
    await room.sweep(monday);
    expect(await causes()).toEqual(['disabled']);
  });

  it('when its reviewer is no reviewer any more', async () => {
    await change(`update account_role set revoked_at = '2027-02-15T16:00:00Z' where account_id = $1`);
    await room.sweep('2027-02-16');
    expect(await causes()).toEqual(['not-a-reviewer']);
  });

  it('when the license behind it is suspended', async () => {
    await room.database.transaction((tx) =>
      buildStanding(tx, room.reviewer.accountId, 'provisional', morningOf('2027-02-16')),
    );
    expect((await room.sweep(new Date('2027-02-16T15:00:00Z'))).returned).toBe(0);
    await room.sweep(new Date('2027-02-16T16:00:00Z'));
    expect(await causes()).toEqual(['credential']);
  });

  it('when the license ended yesterday', async () => {
    await room.database.transaction(async (tx) => {
      await tx.run(
        `insert into credential_standing (credential_id, standing, effective_at, recorded_at, expires_on, evidence)
         select id, 'verified', $2, $2, '2027-02-16', 'read in the register' from credential where account_id = $1`,
        [room.reviewer.accountId, morningOf(monday)],
      );
    });
    expect((await room.sweep('2027-02-16')).returned).toBe(0);
    expect((await room.sweep('2027-02-17')).returned).toBe(1);
    expect(await causes()).toEqual(['credential']);
  });

  it('once, also from two sweeps at once, and can be taken again', async () => {
    await room.travelTo('2027-02-23');
    await Promise.all([room.sweep(), room.sweep()]);
    expect(await causes()).toEqual(['idle']);
    await room.act(room.reviewer, 'review', reviewId, 'claim');
    expect((await room.sweep('2027-02-24')).returned).toBe(0);
  });
});
