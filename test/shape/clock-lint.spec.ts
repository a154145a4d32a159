import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '../..');

/** Ways to ask a machine what time it is. */
const inCode = /\bnew Date\(\s*\)|\bDate\.now\b|(?<!new )\bDate\(\)|\bperformance\.timeOrigin\b|\bTemporal\.Now\b/g;
const inSql =
  /(?<![\w.])now\(\)(?!:)|\b(?:current_date|current_time|current_timestamp|localtime|localtimestamp|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\b|'(?:now|today|tomorrow|yesterday)'::/gi;

/** Where it must be asked, and why. */
const allowed: Record<string, { says: string[]; because: string }> = {
  'src/platform/clock.ts': { says: ['Date.now'], because: 'it is the clock' },
  'src/platform/background.ts': {
    says: ['clock_timestamp'],
    because: 'it compares the clock of this machine with the database’s',
  },
  'src/api/metrics.ts': {
    says: ['performance.timeOrigin'],
    because: 'the queue stamps its jobs with the machine’s time',
  },
  'src/site/application-script.ts': {
    says: ['new Date()', 'Date.now'],
    because: 'that script runs at the applicant’s',
  },
  'src/site/staleness.ts': { says: ['Date.now', 'new Date()'], because: 'that script runs at the reader’s' },
  'src/platform/migrations.ts': {
    says: ['now()'],
    because: 'when a migration ran is noted before the first has made instant()',
  },
  'migrations/0001-platform.sql': {
    says: ['statement_timestamp'],
    because: 'it makes instant(), which all others ask',
  },
};

describe('The time', () => {
  it('is asked of the clock alone, in our code and in our SQL', async () => {
    const asked: Record<string, string[]> = {};
    for (const file of [...(await files('src', /(?<!\.spec)\.tsx?$/)), ...(await files('migrations', /\.sql$/))]) {
      const found = timesAsked(await readFile(join(root, file), 'utf8'), file.endsWith('.sql'));
      if (found.length > 0) asked[file] = found;
    }
    expect(asked).toEqual(Object.fromEntries(Object.entries(allowed).map(([file, { says }]) => [file, says])));
  });

  it.each([
    ['const a = new Date();', 'new Date()'],
    ['const a = new Date( );', 'new Date( )'],
    ['return Date.now() - start;', 'Date.now'],
    ['const text = Date();', 'Date()'],
    ['`update guide set at = now() where id = $1`', 'now()'],
    ['`where due_on < CURRENT_DATE`', 'CURRENT_DATE'],
    [`"select 'now'::timestamptz"`, `'now'::`],
  ])('is found where it is asked otherwise: %s', (code, found) => {
    expect(timesAsked(code, false)).toEqual([found]);
  });

  it.each([
    'this.clock.now()',
    '// new Date() here would be wrong',
    '/* Date.now() */ const a = 1;',
    'new Date(at)',
    'now(): Date {',
    'a.now()',
  ])('is not taken for asked: %s', (code) => {
    expect(timesAsked(code, false)).toEqual([]);
  });
});

/** Each way once, in the order of the text. Comments do not ask. */
function timesAsked(text: string, sql: boolean): string[] {
  const bare = sql ? text.replaceAll(/--.*$/gm, '') : text.replaceAll(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, '');
  const found = [...(sql ? [] : bare.matchAll(inCode)), ...bare.matchAll(inSql)];
  return [...new Set(found.map(([way]) => way))];
}

async function files(folder: string, wanted: RegExp): Promise<string[]> {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && wanted.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}
