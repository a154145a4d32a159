import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { buildCopies } from '../../test/support/build-copies.js';
import { buildRecheck } from '../../test/support/build-review.js';
import { morningOf, Newsroom } from '../../test/support/newsroom.js';
import { CapacityForecast, type CapacityWeek } from './index.js';

let room: Newsroom;
beforeEach(async () => {
  room = await Newsroom.open();
});
afterEach(() => room.close());

function forecast(weeks: number): Promise<CapacityWeek[]> {
  return room.service.get(CapacityForecast).forecast(weeks);
}

const of = (week: CapacityWeek | undefined, slug: string) =>
  week?.specialties.find(({ specialty }) => specialty === slug);

describe('the forecast', () => {
  it('names the ISO weeks from this one on, also over the end of the year', async () => {
    await room.travelTo('2026-12-30');
    expect((await forecast(3)).map(({ week, startsOn }) => [week, startsOn])).toEqual([
      ['2026-W53', '2026-12-28'],
      ['2027-W01', '2027-01-04'],
      ['2027-W02', '2027-01-11'],
    ]);
  });

  it('counts what reviewers take per week, a person of two specialties under both and once in all', async () => {
    await room.person({
      name: 'Ada Lund',
      roles: ['reviewer'],
      specialties: ['dermatology', 'plastic-surgery'],
      reviewsPerWeek: 3,
    });
    await room.travelTo('2026-03-10');
    const [week] = await forecast(1);
    expect(of(week, 'dermatology')?.capacity).toBe(8);
    expect(of(week, 'plastic-surgery')?.capacity).toBe(3);
    expect(week?.all.capacity).toBe(8);
  });

  it('leaves out who is away, by working days', async () => {
    await room.database.run(`update account set away_from = '2026-03-19', away_until = '2026-03-31' where id = $1`, [
      room.reviewer.accountId,
    ]);
    await room.travelTo('2026-03-10');
    expect((await forecast(5)).map((week) => of(week, 'dermatology')?.capacity)).toEqual([5, 3, 0, 3, 5]);
  });

  it('leaves out who left, lost the role or has no verified license', async () => {
    await room.person({
      name: 'Ada Lund',
      roles: ['reviewer'],
      specialties: ['dermatology'],
      licensedUntil: '2026-03-09',
    });
    await room.person({ name: 'Bo Ito', roles: ['editor'], specialties: ['dermatology'] });
    await room.database.run('update account set disabled_at = $2 where id = $1', [
      room.reviewer.accountId,
      morningOf('2026-03-09'),
    ]);
    await room.travelTo('2026-03-10');
    expect((await forecast(1))[0]?.all).toEqual({ needed: 0, capacity: 0 });
  });

  it('counts planned rechecks in their week, and what waits or is at work in this one', async () => {
    const guide = await room.live('2026-03-10');
    await room.database.transaction((tx) => buildCopies(tx, guide, 12));
    await room.sweep('2026-03-10');
    const weeks = await forecast(60);
    expect(weeks.reduce((sum, { all }) => sum + all.needed, 0)).toBe(13);
    expect(
      weeks
        .filter(({ all }) => all.needed > 0)
        .every(({ startsOn }) => startsOn >= '2026-11-09' && startsOn <= '2027-02-08'),
    ).toBe(true);
    expect(of(weeks[48], 'dermatology')?.needed).toBe(1);
    expect(of(weeks[48], 'plastic-surgery')?.needed).toBe(0);

    const at = morningOf('2026-10-12');
    await room.travelTo(at);
    await room.database.transaction((tx) => buildRecheck(tx, guide, { at, assignee: room.reviewer }));
    const later = await forecast(30);
    expect(later[0]?.all.needed).toBe(1);
    expect(later.reduce((sum, { all }) => sum + all.needed, 0)).toBe(13);
  });
});
