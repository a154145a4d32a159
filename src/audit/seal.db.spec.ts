import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Chronicle } from '../../test/support/chronicle.js';
import { Database } from '../platform/database.js';
import { appendEvent, lockHead } from '../platform/event-store.js';
import { takeSeal } from './seal.js';
import { verifyHistory } from './verify.js';

let chronicle: Chronicle;
let editor: string;
let guide: string;
let other: string;

beforeAll(async () => {
  chronicle = await Chronicle.open();
  editor = await chronicle.person('editor');
  guide = await chronicle.guide(editor);
  other = await chronicle.guide(editor, 'Eyelid surgery');
});
afterAll(() => chronicle.close());

const seal = (database = chronicle.database): Promise<number | undefined> => takeSeal(database, chronicle.clock.now());
const listed = (number: number) =>
  chronicle.database.rows<{ id: string; number: number }>(
    'select subject_id as id, event_number as number from seal_head where seal_number = $1 order by event_number',
    [number],
  );
const findings = async (): Promise<number> => (await verifyHistory(chronicle.database, () => undefined)).findings;

describe('the hourly seal', () => {
  it('seals nothing while nothing happened', async () => {
    expect(await seal()).toBeUndefined();
  });

  it('lists each chain that grew with its last number, and the same hour twice is one seal', async () => {
    await chronicle.fact(guide, 'guide.created');
    await chronicle.fact(guide, 'guide.held');
    await chronicle.fact(other, 'guide.created');
    expect(await seal()).toBe(1);
    expect(await listed(1)).toEqual([
      { id: other, number: 1 },
      { id: guide, number: 2 },
    ]);
    expect(await seal()).toBeUndefined();
  });

  it('lists afterwards only what moved since', async () => {
    await chronicle.fact(other, 'guide.held');
    expect(await seal()).toBe(2);
    expect(await listed(2)).toEqual([{ id: other, number: 2 }]);
    expect(await findings()).toBe(0);
  });

  it('never gives one number to two, however many seal at once', async () => {
    const more = await Promise.all([1, 2, 3].map(() => new Database(chronicle.config).connect()));
    for (let round = 0; round < 5; round += 1) {
      await chronicle.fact(guide, 'guide.changed', { payload: { fields: [] } });
      const numbers = await Promise.all([chronicle.database, ...more].map((database) => seal(database)));
      expect(numbers.filter((number) => number !== undefined)).toEqual([3 + round]);
    }
    await Promise.all(more.map((database) => database.source.destroy()));
    expect(await findings()).toBe(0);
  });

  it('seals with the next what took its row before a seal and was committed after it', async () => {
    let commit = (): void => undefined;
    const committed = new Promise<void>((resolve) => (commit = resolve));
    let written = (): void => undefined;
    const isWritten = new Promise<void>((resolve) => (written = resolve));
    const late = chronicle.database.transaction(async (tx) => {
      const head = await lockHead(tx, 'guide', guide);
      await appendEvent(tx, head!, {
        name: 'guide.restored',
        at: chronicle.clock.now(),
        actorId: editor,
        requestId: null,
        moves: [],
        payload: {},
      });
      written();
      await committed;
    });
    await isWritten;
    await chronicle.fact(other, 'guide.released');
    const first = await seal();
    commit();
    await late;
    const second = await seal();
    expect((await listed(first!)).map(({ id }) => id)).toEqual([other]);
    expect((await listed(second!)).map(({ id }) => id)).toEqual([guide]);
    expect(await findings()).toBe(0);
  });
});
