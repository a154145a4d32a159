import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from } from 'pg-copy-streams';
import { Tx, type Database } from '../platform/database.js';

/** Runs `copy … from stdin` on lines of COPY's text format. Answers how many rows it took. */
export type Copy = (statement: string, lines: AsyncIterable<string>) => Promise<number>;

/** A transaction in which COPY runs on the same connection as the statements. Commits what `work` did, or nothing of it. */
export async function copyingTransaction<Result>(
  database: Database,
  work: (tx: Tx, copy: Copy) => Promise<Result>,
): Promise<Result> {
  const runner = database.source.createQueryRunner();
  try {
    const client = (await runner.connect()) as pg.ClientBase;
    const copy: Copy = async (statement, lines) => {
      const target = client.query(from(statement));
      await pipeline(Readable.from(lines, { objectMode: false }), target);
      return target.rowCount;
    };
    await client.query('begin');
    try {
      const result = await work(new Tx(client), copy);
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      throw error;
    }
  } finally {
    await runner.release();
  }
}

/** Rows as COPY's text format, several at a time: a write for each is what takes long. */
export async function* copyLines(rows: AsyncIterable<readonly (string | number | null)[]>): AsyncGenerator<string> {
  let lines = '';
  for await (const row of rows) {
    lines += `${row.map(copyValue).join('\t')}\n`;
    if (lines.length < 64_000) continue;
    yield lines;
    lines = '';
  }
  if (lines !== '') yield lines;
}

const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function copyValue(value: string | number | null): string {
  return value === null ? '\\N' : String(value).replace(/[\\\t\n\r]/g, (sign) => escapes[sign] ?? sign);
}
