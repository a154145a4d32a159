import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EditorialService } from '../../test/support/editorial-service.js';
import { civilDate } from '../platform/civil-date.js';
import { freshnessColumns, type FreshnessColumns } from './index.js';

let service: EditorialService;
beforeAll(async () => {
  service = await EditorialService.start();
});
afterAll(() => service.stop());

async function value<Value>(expression: string, ...values: unknown[]): Promise<Value> {
  const row = await service.database.one<{ value: Value }>(`select ${expression} as value`, values);
  return row.value;
}

describe('a due date', () => {
  it.each([
    ['2025-08-31', 6, '2026-02-28'],
    ['2027-08-31', 6, '2028-02-29'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2024-02-29', 24, '2026-02-28'],
    ['2025-11-30', 3, '2026-02-28'],
    ['2026-05-20', 12, '2027-05-20'],
    ['2026-12-31', 6, '2027-06-30'],
  ])('of a page reviewed on %s every %i months is %s', async (reviewedOn, months, due) => {
    expect(await value('due_on($1::date, $2)', reviewedOn, months)).toBe(due);
  });

  it('lies three months ahead at least and three years at most', async () => {
    expect(await value(`due_on('2026-01-15', 1)`)).toBe('2026-04-15');
    expect(await value(`due_on('2026-01-15', 60)`)).toBe('2029-01-15');
  });

  it('does not exist before the first review', async () => {
    expect(await value('due_on(null, 12)')).toBeNull();
  });
});

describe('freshness', () => {
  const of = (reviewedOn: string | null, dueOn: string | null, today: string) =>
    value<string>('freshness($1::date, $2::date, $3::date)', reviewedOn, dueOn, today);

  it.each([
    ['61 days before', '2026-10-31', 'current'],
    ['60 days before', '2026-11-01', 'due-soon'],
    ['on', '2026-12-31', 'due-soon'],
    ['the day after', '2027-01-01', 'stale'],
  ])('%s the due date', async (_when, today, expected) => {
    expect(await of('2025-12-31', '2026-12-31', today)).toBe(expected);
  });

  it('of a carried-over page is unreviewed until its planned first review, and stale after it', async () => {
    expect(await of(null, '2026-12-31', '2026-12-31')).toBe('unreviewed');
    expect(await of(null, '2026-12-31', '2027-01-01')).toBe('stale');
  });

  it('of what was never published is unreviewed', async () => {
    expect(await of(null, null, '2026-12-31')).toBe('unreviewed');
  });

  it('joins any list of guides as two columns', async () => {
    const rows = await service.database.rows<FreshnessColumns>(`select ${freshnessColumns('g', '$1')} from guide g`, [
      '2026-12-31',
    ]);
    expect(rows).toEqual([]);
  });
});

describe('the window of a recheck', () => {
  it.each([
    ['a year', '2026-01-10', '2027-01-10', '2026-09-12'],
    ['three years', '2026-01-10', '2029-01-10', '2028-09-12'],
    ['half a year, where half the cadence comes later', '2026-01-10', '2026-07-10', '2026-04-11'],
    ['a quarter', '2026-01-10', '2026-04-10', '2026-02-24'],
  ])('over %s does not open before', async (_cadence, reviewedOn, dueOn, earliest) => {
    expect(await value('recheck_not_before($1::date, $2::date)', reviewedOn, dueOn)).toBe(earliest);
  });
});

describe('working days between two dates', () => {
  it.each([
    ['Monday', '2026-11-16', 'Tuesday', '2026-11-17', 0],
    ['Monday', '2026-11-16', 'the next Monday', '2026-11-23', 4],
    ['Monday', '2026-11-16', 'the next Tuesday', '2026-11-24', 5],
    ['Friday', '2026-11-20', 'Monday', '2026-11-23', 0],
    ['Saturday', '2026-11-21', 'the next Saturday', '2026-11-28', 5],
    ['a day', '2026-11-20', 'the same day', '2026-11-20', 0],
  ])('from %s %s to %s %s', async (_from, from, _to, to, days) => {
    expect(await value('working_days_between($1::date, $2::date)', from, to)).toBe(days);
  });
});

describe('the civil date in the publisher’s zone', () => {
  it.each([
    ['the last minute before the shortened day', '2026-03-08T04:59:59Z', '2026-03-07'],
    ['the first of the shortened day', '2026-03-08T05:00:00Z', '2026-03-08'],
    ['the last of the shortened day, 23 hours later', '2026-03-09T03:59:59Z', '2026-03-08'],
    ['the first after it', '2026-03-09T04:00:00Z', '2026-03-09'],
    ['the last of the lengthened day, 25 hours long', '2026-11-02T04:59:59Z', '2026-11-01'],
    ['the first after it', '2026-11-02T05:00:00Z', '2026-11-02'],
  ])('at %s', async (_name, at, date) => {
    expect(await value(`civil_date($1::timestamptz, 'America/New_York')`, at)).toBe(date);
    expect(civilDate(new Date(at), 'America/New_York')).toBe(date);
  });

  it('is the same in the database and in the program, hour by hour around every change of the clocks of 2026 and 2027', async () => {
    for (const zone of [
      'America/New_York',
      'Europe/Berlin',
      'Australia/Lord_Howe',
      'Pacific/Apia',
      'America/St_Johns',
    ]) {
      const hours = await service.database.rows<{ at: Date; date: string }>(
        `select at, civil_date(at, $1) as date
           from generate_series('2026-01-01T00:30:00Z'::timestamptz, '2027-12-31T00:30:00Z'::timestamptz, interval '1 hour') at`,
        [zone],
      );
      expect(hours.length).toBeGreaterThan(17_000);
      expect(hours.filter(({ at, date }) => civilDate(at, zone) !== date)).toEqual([]);
    }
  });
});
