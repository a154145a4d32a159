import { expect } from '@jest/globals';
import type { Database } from '../../src/platform/database.js';

/** The offending rows of every `invariants.*` view at an instant, by view; empty when all promises hold. */
export function offences(database: Database, at: Date): Promise<Record<string, unknown[]>> {
  return database.transaction(async (tx) => {
    await tx.run(`select set_config('imprimatur.now', $1, true)`, [at.toISOString()]);
    const views = await tx.rows<{ name: string }>(
      `select table_name as name from information_schema.views where table_schema = 'invariants' order by 1`,
    );
    if (views.length === 0) throw new Error('There are no invariants to check.');
    const found: Record<string, unknown[]> = {};
    for (const { name } of views) {
      const rows = await tx.rows(`select * from invariants.${name} limit 20`);
      if (rows.length > 0) found[name] = rows;
    }
    return found;
  });
}

/** Fails with the offending rows unless all promises hold at `at`. */
export async function expectInvariants(database: Database, at: Date): Promise<void> {
  expect(await offences(database, at)).toEqual({});
}
