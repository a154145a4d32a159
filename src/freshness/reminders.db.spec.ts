import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readAndAnswer, buildRecheck } from '../../test/support/build-review.js';
import { morningOf, Newsroom } from '../../test/support/newsroom.js';

let room: Newsroom;
beforeEach(async () => {
  room = await Newsroom.open();
});
afterEach(() => room.close());

type Row = [threshold: number, outcome: string, reason: string | null];

async function reminders(guideId: string, dueOn?: string): Promise<Row[]> {
  const rows = await room.database.rows<{ threshold: number; outcome: string; reason: string | null }>(
    `select threshold, outcome, reason from reminder where guide_id = $1 and ($2::date is null or due_on = $2) order by threshold, id`,
    [guideId, dueOn ?? null],
  );
  return rows.map(({ threshold, outcome, reason }) => [threshold, outcome, reason]);
}

const later = 'a later reminder stands for it';

// Reviewed on 10 March 2026, every 12 months: due on 10 March 2027.
describe('reminders', () => {
  it('are recorded 60 and 14 days before the due date, on it, and 30 and 90 days after', async () => {
    const guide = await room.live('2026-03-10');
    const calendar: [date: string, thresholds: number[]][] = [
      ['2027-01-08', []],
      ['2027-01-09', [-60]],
      ['2027-02-23', [-60]],
      ['2027-02-24', [-60, -14]],
      ['2027-03-09', [-60, -14]],
      ['2027-03-10', [-60, -14, 0]],
      ['2027-04-08', [-60, -14, 0]],
      ['2027-04-09', [-60, -14, 0, 30]],
      ['2027-06-07', [-60, -14, 0, 30]],
      ['2027-06-08', [-60, -14, 0, 30, 90]],
    ];
    for (const [date, thresholds] of calendar) {
      await room.sweep(date);
      const rows = await reminders(guide.id);
      expect([date, rows.map(([threshold]) => threshold)]).toEqual([date, thresholds]);
      expect(rows.every(([, outcome]) => outcome === 'notified')).toBe(true);
    }
  });

  it('fall on the civil date of the publisher, not on that of UTC', async () => {
    const guide = await room.live('2026-03-10');
    await room.sweep(new Date('2027-01-09T04:59:00Z'));
    expect(await reminders(guide.id)).toEqual([]);
    await room.sweep(new Date('2027-01-09T05:00:00Z'));
    expect(await reminders(guide.id)).toEqual([[-60, 'notified', null]]);
  });

  it('are each recorded once, however often the sweep runs', async () => {
    const guide = await room.live('2026-03-10');
    for (const day of ['2027-01-09', '2027-01-09', '2027-02-24', '2027-02-24', '2027-03-10']) {
      expect((await room.sweep(day)).reminded).toBeLessThanOrEqual(1);
    }
    expect((await room.sweep('2027-03-10')).reminded).toBe(0);
    expect(await reminders(guide.id)).toEqual([
      [-60, 'notified', null],
      [-14, 'notified', null],
      [0, 'notified', null],
    ]);
  });

  it('are all recorded after the service was down, and only the latest notifies', async () => {
    const guide = await room.live('2026-03-10');
    await room.sweep('2027-02-23');
    await room.sweep('2027-04-12');
    expect(await reminders(guide.id)).toEqual([
      [-60, 'notified', null],
      [-14, 'suppressed', later],
      [0, 'suppressed', later],
      [30, 'notified', null],
    ]);
  });

  it('are recorded once by two sweeps at once', async () => {
    const guides = await Promise.all([room.live('2026-03-10'), room.live('2026-03-10'), room.live('2026-03-11')]);
    await room.travelTo('2027-03-11');
    const sweeps = await Promise.all([room.sweep(), room.sweep(), room.sweep()]);
    expect(sweeps.reduce((sum, { reminded }) => sum + reminded, 0)).toBeGreaterThanOrEqual(3);
    await room.sweep();
    for (const guide of guides) expect((await reminders(guide.id)).length).toBe(3);
  });

  it('count from the planned first review of a carried-over page', async () => {
    const guide = await room.carriedOver('2026-09-01');
    await room.sweep('2026-08-18');
    expect(await reminders(guide.id)).toEqual([
      [-60, 'suppressed', later],
      [-14, 'notified', null],
    ]);
  });

  it('are recorded, and silent, while the assignee is at the review', async () => {
    const guide = await room.live('2026-03-10');
    const at = morningOf('2027-01-08');
    await room.service.build(at, async (tx) => {
      const reviewId = await buildRecheck(tx, guide, { at, assignee: room.reviewer });
      await readAndAnswer(tx, { reviewId, versionId: guide.versionId }, room.reviewer, at);
    });
    await room.sweep('2027-01-09');
    expect(await reminders(guide.id)).toEqual([[-60, 'suppressed', 'review under way']]);
  });

  it('go out while a review merely waits, claimed or not: the one at 14 days is for its reviewer', async () => {
    const guide = await room.live('2026-03-10');
    await room.sweep('2027-02-08');
    await room.travelTo('2027-02-23');
    const { id } = await room.database.one<{ id: string }>('select id from review where guide_id = $1 and kind = $2', [
      guide.id,
      'recheck',
    ]);
    await room.act(room.reviewer, 'review', id, 'claim');
    await room.sweep('2027-02-24');
    expect(await reminders(guide.id)).toEqual([
      [-60, 'notified', null],
      [-14, 'notified', null],
    ]);
  });

  it('begin anew with the due date that a kept page gets', async () => {
    const guide = await room.live('2026-03-10');
    await room.sweep('2027-03-11');
    const at = morningOf('2027-03-12');
    await room.travelTo(at);
    const { id } = await room.database.one<{ id: string }>(
      `select id from review where guide_id = $1 and kind = 'recheck'`,
      [guide.id],
    );
    await room.act(room.reviewer, 'review', id, 'claim');
    await room.database.transaction((tx) =>
      readAndAnswer(tx, { reviewId: id, versionId: guide.versionId }, room.reviewer, at),
    );
    await room.act(room.reviewer, 'review', id, 'keep', {
      versionId: guide.versionId,
      hash: guide.hash,
      conflict: 'none',
    });
    const { dueOn } = await room.database.one<{ dueOn: string }>('select due_on as "dueOn" from guide where id = $1', [
      guide.id,
    ]);
    expect(dueOn).toBe('2028-03-12');
    await room.sweep('2028-01-12');
    expect(await reminders(guide.id, '2028-03-12')).toEqual([[-60, 'notified', null]]);
    expect((await reminders(guide.id, '2027-03-10')).map(([threshold]) => threshold)).toEqual([-60, -14, 0]);
  });

  it('already passed when a shorter cadence moves the due date are all recorded', async () => {
    const guide = await room.live('2026-03-10');
    await room.service.build(morningOf('2026-09-20'), async (tx) => {
      await tx.run(
        `update guide set cadence_override = 6, cadence_reason = 'new evidence', due_on = due_on(last_reviewed_on, 6), recheck_planned_on = null where id = $1`,
        [guide.id],
      );
    });
    await room.sweep('2026-09-20');
    expect(await reminders(guide.id)).toEqual([
      [-60, 'suppressed', later],
      [-14, 'suppressed', later],
      [0, 'notified', null],
    ]);
  });

  it('are not for pages that are held', async () => {
    const guide = await room.live('2026-03-10');
    await room.travelTo('2027-01-05');
    await room.act(room.owner, 'guide', guide.id, 'hold', { reason: 'a dose is in doubt' });
    await room.sweep('2027-01-09');
    expect(await reminders(guide.id)).toEqual([]);
  });
});
