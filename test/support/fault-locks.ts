import type { Database, Tx } from '../../src/platform/database.js';

/** Keeps a page from being rendered until it is let go. */
export function lockPage(database: Database, path: string): Promise<() => Promise<void>> {
  return keep(database, (tx) => tx.one('select id from page where path = $1 for no key update', [path]));
}

/** Puts everything in debt again, and keeps whoever wants to relay it waiting until it is let go. */
export function lockOutbox(database: Database): Promise<() => Promise<void>> {
  return keep(database, async (tx) => {
    await tx.run('lock table outbox in access exclusive mode');
    await tx.run('update outbox set sent_at = null where done_at is null');
  });
}

/** Whether somebody waits for what {@link lockOutbox} keeps. */
export async function waitsForOutbox(database: Database): Promise<boolean> {
  const { waits } = await database.one<{ waits: boolean }>(
    `select exists (select 1 from pg_locks where relation = 'outbox'::regclass and not granted) as waits`,
  );
  return waits;
}

/** Resolves once `take` has its locks; what it answers gives them back. */
async function keep(database: Database, take: (tx: Tx) => Promise<unknown>): Promise<() => Promise<void>> {
  let taken: () => void = () => undefined;
  let letGo: () => void = () => undefined;
  const holding = new Promise<void>((resolve) => (taken = resolve));
  const released = new Promise<void>((resolve) => (letGo = resolve));
  const ended = database.transaction(async (tx) => {
    await take(tx);
    taken();
    await released;
  });
  await Promise.race([holding, ended]);
  return () => {
    letGo();
    return ended;
  };
}
