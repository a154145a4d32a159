import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { processBirth } from './embedded-postgres-process.js';

/** Who owns the embedded database of a folder. `birth` guards against a reused process number. */
interface LockHolder {
  pid: number;
  birth: string;
  command: string;
}

/**
 * Takes the lock file at `path` for this process and returns the function that gives it back.
 * Throws {@link EmbeddedPostgresError} naming the holder while that process runs; a dead holder's lock is replaced.
 */
export async function takeLock(path: string): Promise<() => Promise<void>> {
  const mine = JSON.stringify(await thisProcess());
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, mine, { mode: 0o644 });
  try {
    // A link appears whole or not at all, so nobody ever reads half a lock.
    while (!(await linked(draft, path))) await clearStaleLock(path);
  } finally {
    await rm(draft, { force: true });
  }
  return async () => {
    if ((await textOf(path)) === mine) await rm(path, { force: true });
  };
}

/** Who holds the lock at `path` and still runs; nobody where it is free, or left by a process that is gone. */
export async function holderOf(path: string): Promise<LockHolder | undefined> {
  return holderIn(await textOf(path));
}

async function clearStaleLock(path: string): Promise<void> {
  const seen = await textOf(path);
  if (seen === undefined) return;
  const holder = await holderIn(seen);
  if (holder) {
    throw new EmbeddedPostgresError(
      `The embedded database is in use by process ${holder.pid} (${holder.command}), says ${path}. ` +
        'Stop that process, choose another folder, or set DATABASE_URL.',
    );
  }
  const aside = `${path}.${randomUUID()}`;
  if (!(await rename(path, aside).then(() => true, isMissing))) return;
  // Between the look and the rename another process may have replaced the stale lock with its own: give that one back.
  if ((await textOf(aside)) !== seen) await linked(aside, path);
  await rm(aside, { force: true });
}

async function holderIn(text: string | undefined): Promise<LockHolder | undefined> {
  if (!text) return undefined;
  const holder = JSON.parse(text) as LockHolder;
  return (await processBirth(holder.pid)) === holder.birth ? holder : undefined;
}

async function thisProcess(): Promise<LockHolder> {
  const birth = (await processBirth(process.pid)) ?? '';
  return { pid: process.pid, birth, command: process.argv.join(' ') };
}

async function linked(from: string, to: string): Promise<boolean> {
  return link(from, to).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false;
      throw error;
    },
  );
}

async function textOf(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    isMissing(error);
    return undefined;
  });
}

function isMissing(error: NodeJS.ErrnoException): false {
  if (error.code !== 'ENOENT') throw error;
  return false;
}
