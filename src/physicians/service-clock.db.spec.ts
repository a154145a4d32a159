import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { v7 as uuid } from 'uuid';
import { Chronicle } from '../../test/support/chronicle.js';
import { recordServiceReminders } from './service-reminders.js';
import { pauseClock, runClock } from './service-clock.js';

const newYork = 'America/New_York';
const hour = 3600;

let chronicle: Chronicle;
beforeAll(async () => {
  chronicle = await Chronicle.open();
});
afterAll(() => chronicle.close());

async function value<Value>(expression: string, ...values: unknown[]): Promise<Value> {
  const row = await chronicle.database.one<{ value: Value }>(`select ${expression} as value`, values);
  return row.value;
}
const seconds = async (from: string, to: string, zone = newYork): Promise<number> =>
  Number(await value<string>('business_seconds($1, $2, $3)', from, to, zone));
const after = async (from: string, count: number, zone = newYork): Promise<string | undefined> =>
  (await value<Date | null>('business_after($1, $2, $3)', from, count, zone))?.toISOString();

describe('Business time', () => {
  // 2026-03-02 is a Monday.
  it.each([
    ['within a day', '2026-03-02T15:00:00Z', '2026-03-02T18:30:00Z', 3.5],
    ['overnight', '2026-03-02T15:00:00Z', '2026-03-03T15:00:00Z', 24],
    ['over a weekend', '2026-03-06T22:00:00Z', '2026-03-09T16:00:00Z', 7 + 12],
    ['from a Saturday', '2026-03-07T15:00:00Z', '2026-03-09T04:00:00Z', 0],
    ['in a week', '2026-03-02T05:00:00Z', '2026-03-09T04:00:00Z', 5 * 24],
    ['backwards', '2026-03-03T15:00:00Z', '2026-03-02T15:00:00Z', 0],
  ])('%s', async (_what, from, to, hours) => {
    expect(await seconds(from, to)).toBe(hours * hour);
  });

  it('begins and ends with the publisher’s day, not with another', async () => {
    // Monday in Auckland, Sunday in New York.
    const [from, to] = ['2026-03-01T12:00:00Z', '2026-03-01T18:00:00Z'];
    expect([await seconds(from, to, 'Pacific/Auckland'), await seconds(from, to)]).toEqual([6 * hour, 0]);
  });

  it('of a working day on which clocks move is an hour less, or more', async () => {
    // Cairo moves its clocks on Fridays: forward at midnight on April 24, back at the end of Thursday, October 29.
    const cairo = 'Africa/Cairo';
    expect(await seconds('2026-04-22T22:00:00Z', '2026-04-24T21:00:00Z', cairo)).toBe((24 + 23) * hour);
    expect(await seconds('2026-10-28T21:00:00Z', '2026-10-29T22:00:00Z', cairo)).toBe(25 * hour);
  });

  it.each([
    ['the same day', '2026-03-02T15:00:00Z', 2 * hour, '2026-03-02T17:00:00.000Z'],
    ['over a weekend on which clocks are put forward', '2026-03-06T22:00:00Z', 10 * hour, '2026-03-09T07:00:00.000Z'],
    ['from a Sunday', '2026-03-08T15:00:00Z', hour, '2026-03-09T05:00:00.000Z'],
    ['to the very end of a day', '2026-03-02T15:00:00Z', 14 * hour, '2026-03-03T05:00:00.000Z'],
    ['two weeks', '2026-03-02T05:00:00Z', 240 * hour, '2026-03-14T04:00:00.000Z'],
  ])('has passed, counted forward: %s', async (_what, from, count, instant) => {
    expect(await after(from, count)).toBe(instant);
    expect(await seconds(from, instant)).toBe(count);
  });

  it('of nothing has no end', async () => {
    expect(await after('2026-03-02T15:00:00Z', 0)).toBeUndefined();
  });
});

describe('What is left of a service level', () => {
  const due = (at: string, rest: number): Promise<string> => value('service_due_on($1, $2, $3)', at, rest, newYork);

  it.each([
    ['a full day and a half, from a Monday', '2026-03-02T15:00:00Z', 36 * hour, '2026-03-03'],
    ['three days, over a weekend', '2026-03-05T15:00:00Z', 72 * hour, '2026-03-09'],
    ['more than half of another day', '2026-03-05T15:00:00Z', 75 * hour, '2026-03-10'],
    ['what ends with the day', '2026-03-02T15:00:00Z', 38 * hour, '2026-03-03'],
    ['a second more than the week has', '2026-03-06T15:00:00Z', 38 * hour + 1, '2026-03-09'],
    ['an hour: one business day at least', '2026-03-02T15:00:00Z', hour, '2026-03-03'],
    ['nothing, on a Friday', '2026-03-06T15:00:00Z', -100 * hour, '2026-03-09'],
  ])('%s', async (_what, at, rest, day) => {
    expect(await due(at, rest)).toBe(day);
  });
});

describe('What is taken first', () => {
  it.each([
    ['an appeal', 'appealed', 'clean', '2026-04-01', 1],
    ['a dispute', 'escalated', 'disputes', '2026-04-01', 1],
    ['recredentialing that is overdue', 'queued', 'recredentialing', '2026-03-01', 2],
    ['recredentialing that is due today, like the rest', 'queued', 'recredentialing', '2026-03-02', 3],
    ['the high lane, like the rest', 'queued', 'high', '2026-03-01', 3],
    ['what has no date', 'queued', 'recredentialing', null, 3],
  ])('%s', async (_what, status, lane, due, priority) => {
    expect(await value(`queue_priority($1, $2, $3, '2026-03-02')`, status, lane, due)).toBe(priority);
  });
});

describe('The clock of a file', () => {
  const monday = new Date('2026-03-02T15:00:00Z');
  const later = (hours: number): Date => new Date(monday.getTime() + hours * hour * 1000);
  let id: string;

  beforeEach(async () => {
    id = uuid();
    await chronicle.database.run(
      `insert into application (id, status, npi, given_name, family_name, credential, email, phone, state, license_number,
         license_expires_on, specialty, practice_name, practice_site, certification, attested_name, network_hash, proof, submitted_at, lane)
       values ($1::uuid, 'queued', '1234567893', 'Ada', 'Moor', 'MD', 'ada@practice.example', '212-555-0101', 'NY', '555444', '2027-12-31',
         'dermatology', '', '', '', 'Ada Moor', 'network', $1::text, $2, 'standard')`,
      [id, monday],
    );
  });

  async function set(columns: object): Promise<void> {
    const names = Object.keys(columns);
    await chronicle.database.run(
      `update application set ${names.map((name, index) => `${name} = $${index + 2}`).join(', ')} where id = $1`,
      [id, ...Object.values(columns)],
    );
  }
  async function run(days: number, at: Date, anew = false): Promise<string> {
    return chronicle.database.transaction(async (tx) => {
      const columns = await runClock(tx, { id, days, anew }, at, newYork);
      const names = Object.entries(columns);
      await tx.run(
        `update application set ${names.map(([name], index) => `${name} = $${index + 2}`).join(', ')} where id = $1`,
        [id, ...names.map(([, each]) => each)],
      );
      return columns.due_on;
    });
  }
  const pause = async (at: Date): Promise<void> =>
    set(await chronicle.database.transaction((tx) => pauseClock(tx, id, at, newYork)));
  const thresholds = async (at: Date): Promise<string[]> => {
    await recordServiceReminders(chronicle.database, at, newYork);
    const rows = await chronicle.database.rows<{ row: string }>(
      `select due_on || ' ' || threshold || ' ' || outcome as row from service_reminder where application_id = $1 order by id`,
      [id],
    );
    return rows.map(({ row }) => row);
  };

  it('starts with whole business days, the day itself not counted', async () => {
    expect(await run(3, monday)).toBe('2026-03-05');
  });

  it('that stood for weeks goes on with what was left', async () => {
    await run(3, monday);
    await pause(later(24));
    // A Wednesday, three weeks on: two days and the rest of the first are left.
    expect(await run(3, later(24 * 23))).toBe('2026-03-27');
  });

  it('that stood for a minute has lost nothing and won nothing', async () => {
    await run(3, monday);
    await pause(later(20));
    expect(await run(3, later(20.02))).toBe('2026-03-05');
  });

  it('gives one business day to a file whose time was used up', async () => {
    await run(1, monday);
    await pause(later(24 * 10));
    expect(await run(1, later(24 * 11))).toBe('2026-03-16');
  });

  it('gives what a longer level has more, whether it stood or ran', async () => {
    await run(1, monday);
    expect(await run(5, later(1))).toBe('2026-03-09');
    await pause(later(2));
    expect(await run(5, later(3))).toBe('2026-03-09');
  });

  it('runs on while the file is checked again', async () => {
    await run(3, monday);
    expect(await run(3, later(30))).toBe('2026-03-05');
    expect(await run(1, later(31))).toBe('2026-03-05');
  });

  it('starts anew for an appeal', async () => {
    await run(3, monday);
    await pause(later(60));
    expect(await run(10, later(24), true)).toBe('2026-03-17');
  });

  it('raises each threshold once, of several at once only the latest, and none while it stands', async () => {
    await run(3, monday);
    // 86 hours in all; weekends do not count.
    expect(await thresholds(later(64))).toEqual([]);
    expect(await thresholds(later(65))).toEqual(['2026-03-05 75 notified']);
    await Promise.all([thresholds(later(86)), thresholds(later(86))]);
    expect(await thresholds(later(87))).toEqual(['2026-03-05 75 notified', '2026-03-05 100 notified']);
    expect(await thresholds(later(24 * 6 + 8))).toHaveLength(2);
    expect(await thresholds(later(24 * 7 + 20))).toEqual([
      '2026-03-05 75 notified',
      '2026-03-05 100 notified',
      '2026-03-05 150 notified',
    ]);
  });

  it('records all that passed unseen, and tells of the latest', async () => {
    await run(1, monday);
    expect(await thresholds(later(24 * 30))).toEqual([
      '2026-03-03 75 suppressed',
      '2026-03-03 100 suppressed',
      '2026-03-03 150 notified',
    ]);
  });

  it('that stands raises nothing, however long', async () => {
    await run(1, monday);
    await pause(later(1));
    expect(await thresholds(later(24 * 30))).toEqual([]);
  });
});
