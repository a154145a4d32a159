import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Chronicle } from '../../test/support/chronicle.js';
import { inventedFile, leieFile, leieHeader, leieRow, type LeieCells } from '../../test/support/exclusion-file.js';
import { ExclusionList, ExclusionListRefused, type LoadReport } from './exclusion-list.js';

const day = 24 * 60 * 60_000;
const listed: LeieCells = { LASTNAME: 'EXAMPLE WEBB', FIRSTNAME: 'ADA', STATE: 'OH' };

let chronicle: Chronicle;
let list: ExclusionList;

beforeEach(async () => {
  chronicle = await Chronicle.open();
  list = new ExclusionList(chronicle.database, chronicle.clock);
});
afterEach(() => chronicle.close());

const monthOf = (month: string): Date => new Date(`2027-${month}-10T12:00:00Z`);
function load(text: string | Readable, lastModified: Date | null = monthOf('02'), options = {}): Promise<LoadReport> {
  const stream = typeof text === 'string' ? Readable.from([text]) : text;
  return list.load(stream, { source: 'leie.csv', lastModified }, options);
}
const names = async (): Promise<string[]> =>
  (
    await chronicle.database.rows<{ name: string }>(
      'select coalesce(last_name, business_name) as name from exclusion order by 1',
    )
  ).map(({ name }) => name);
const loads = () =>
  chronicle.database.rows<{ status: string; problem: string | null }>(
    'select status, problem from exclusion_load order by id',
  );
const listOf = (...lastNames: string[]): string => leieFile(lastNames.map((LASTNAME) => ({ LASTNAME })));

/** Asks again until it holds; the test's own limit of time ends a wait in vain. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds()));
}

describe('A load', () => {
  it('replaces the whole list, and says how it stands', async () => {
    await load(listOf('ALDER', 'BIRCH'));
    const { outcome, list: now, previous } = await load(listOf('BIRCH', 'CEDAR', 'DOGWOOD'), monthOf('03'));
    expect(await names()).toEqual(['BIRCH', 'CEDAR', 'DOGWOOD']);
    expect([outcome, previous?.rows]).toEqual(['accepted', 2]);
    expect(now).toEqual({
      loadId: (previous?.loadId ?? 0) + 1,
      source: 'leie.csv',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      rows: 3,
      // A date ahead of the clock is the clock's: it must not keep later lists out.
      lastModified: now.loadedAt,
      loadedAt: expect.any(Date),
    });
    expect(await list.current()).toEqual(now);
  });

  it('takes thousands of rows, of which two that are the same are one', async () => {
    await load(inventedFile(3_000));
    expect(await names()).toHaveLength(3_000);
    const { list: now } = await load(leieFile([listed, listed, { LASTNAME: 'BIRCH' }]), monthOf('02'), {
      leastShare: 0,
    });
    expect([now.rows, await names()]).toEqual([3, ['BIRCH', 'EXAMPLE WEBB']]);
  });

  it('keeps any sign that a name may have', async () => {
    await load(leieFile([{ BUSNAME: 'A\\N "B"\tC\r\nD', LASTNAME: '', NPI: '' }]));
    expect(await names()).toEqual(['A\\N "B" C D']);
  });

  it('of the very file that stands does nothing, even under a later date, and says so', async () => {
    const first = await load(listOf('ALDER'));
    chronicle.clock.travelBy(day);
    const { outcome, list: now } = await load(listOf('ALDER'), monthOf('03'));
    expect([outcome, now]).toEqual(['unchanged', first.list]);
    expect(await loads()).toHaveLength(1);
  });

  it('waits for another that is at work, so that the list is one of the two', async () => {
    const owner = new pg.Client({ connectionString: chronicle.url });
    await owner.connect();
    await owner.query('begin; lock table exclusion_load in exclusive mode');
    const both = Promise.all([load(listOf('ALDER', 'BIRCH'), null), load(listOf('CEDAR', 'DOGWOOD'), null)]);
    await until(async () => (await owner.query('select from pg_locks where not granted')).rowCount === 2);
    await owner.query('commit');
    await owner.end();
    const { list: last } = (await both).reduce((one, other) => (one.list.loadId > other.list.loadId ? one : other));
    expect(await list.current()).toEqual(last);
    expect([
      ['ALDER', 'BIRCH'],
      ['CEDAR', 'DOGWOOD'],
    ]).toContainEqual(await names());
  });

  it('works on one connection again and again', async () => {
    for (const name of ['ALDER', 'BIRCH', 'CEDAR']) await load(listOf(name), null);
    expect(await names()).toEqual(['CEDAR']);
  });
});

describe('A list that is not taken', () => {
  const good = listOf('ALDER', 'BIRCH', 'CEDAR', 'DOGWOOD');
  it.each([
    ['has another header', good.replace('EXCLDATE', 'DATE'), monthOf('03'), /^The header/],
    ['was cut off', good.slice(0, -40), monthOf('03'), /cut off|columns/],
    ['was cut off in the last of many rows', leieFile(Array(9_000).fill(listed)).slice(0, -3), null, /cut off/],
    ['lists nobody', leieHeader, monthOf('03'), /nobody/],
    ['has less than half of the rows', listOf('ALDER'), monthOf('03'), /1 rows where .* has 4/],
    ['is older', `${good}${leieRow({ LASTNAME: 'ELM' })}`, monthOf('01'), /older/],
  ])('because it %s leaves the last one standing, and a row that says why', async (_name, text, dated, problem) => {
    await load(good);
    const error = await load(text, dated).then(
      () => undefined,
      (reason: Error) => reason,
    );
    expect(error).toBeInstanceOf(ExclusionListRefused);
    expect(error?.message).toMatch(problem);
    expect(await names()).toEqual(['ALDER', 'BIRCH', 'CEDAR', 'DOGWOOD']);
    expect(await loads()).toEqual([
      { status: 'accepted', problem: null },
      { status: 'refused', problem: error?.message },
    ]);
  });

  it('is none of fewer rows where that was asked for', async () => {
    await load(good);
    await load(listOf('ELM'), monthOf('03'), { leastShare: 0.25 });
    expect(await names()).toEqual(['ELM']);
  });

  it('may have a source that failed before it was read', async () => {
    const closed = new Readable({ read: () => undefined });
    closed.destroy(new Error('permission denied'));
    await expect(load(closed)).rejects.toThrow('Reading broke off: permission denied.');
  });

  it('is no reason to refuse the next', async () => {
    await expect(load('')).rejects.toThrow('The file is empty.');
    await load(good);
    await expect(load(leieHeader)).rejects.toThrow('nobody');
    await load(`${good}${leieRow({ LASTNAME: 'ELM' })}`);
    expect(await names()).toHaveLength(5);
  });
});
