import type { INestApplicationContext } from '@nestjs/common';
import { verifyHistory } from '../audit/index.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database.js';
import { inspectTwice, PageStore, StoreScan } from '../publishing/index.js';
import { ill, well, type Check, type Verdict } from './verdict.js';

const shown = 3;

/** Every promise that can be asked of the database, the page store and the history. */
export async function deepChecks(app: INestApplicationContext): Promise<Check[]> {
  const views = await app
    .get(Database)
    .rows<{ name: string }>("select viewname as name from pg_views where schemaname = 'invariants' order by 1");
  return [
    ...views.map(({ name }) => ({ name: `promise ${name.replaceAll('_', '-')}`, look: () => promise(app, name) })),
    { name: 'pages as the facts say', look: () => pages(app.get(StoreScan)) },
    { name: 'page store in itself', look: () => storeInItself(app.get(PageStore)) },
    { name: 'history', look: () => history(app.get(Database)) },
  ];
}

/** The view names nobody: its rows hold ids, dates and numbers. */
async function promise(app: INestApplicationContext, view: string): Promise<Verdict> {
  const offending = await app.get(Database).transaction(async (tx) => {
    await tx.rows(`select set_config('imprimatur.now', $1, true)`, [app.get(Clock).now().toISOString()]);
    return tx.rows<Record<string, unknown>>(`select * from invariants.${view}`);
  });
  return nothingIn(offending.map((row) => JSON.stringify(row)));
}

async function pages(scan: StoreScan): Promise<Verdict> {
  return nothingIn((await scan.offences()).map(({ path, problem }) => `${path} ${problem}`));
}

async function storeInItself(store: PageStore): Promise<Verdict> {
  return nothingIn((await inspectTwice(store)).map(({ path, offence }) => `${path}: ${offence}`));
}

async function history(database: Database): Promise<Verdict> {
  const found: string[] = [];
  const { events, seals } = await verifyHistory(database, ({ subject, number, message }) =>
    found.push(`${subject ? `${subject.kind} ${subject.id}` : 'seal'} ${number ?? ''}: ${message}`),
  );
  return found.length > 0 ? nothingIn(found) : well(`${events} events and ${seals} seals hold`);
}

function nothingIn(found: string[]): Verdict {
  if (found.length === 0) return well('holds');
  const more = found.length > shown ? `, and ${found.length - shown} more` : '';
  return ill(`${found.slice(0, shown).join(', ')}${more}`);
}
