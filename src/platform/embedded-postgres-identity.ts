import { execFile } from 'node:child_process';
import type { Stats } from 'node:fs';
import { lchown, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';

const run = promisify(execFile);
const root = { uid: 0, gid: 0 };
const nobody = { uid: 65534, gid: 65534 };

/** Whom PostgreSQL runs as: PostgreSQL refuses root. */
export interface PostgresIdentity {
  /** Words put before the command. */
  prefix: string[];
  /** What the child process becomes; empty means: this user. */
  spawnAs: { uid?: number; gid?: number };
  /** Who must own the data files; `undefined` means: this user, who owns them already. */
  owner?: { uid: number; gid: number };
}

/**
 * An ordinary user runs PostgreSQL as itself. For root it is `nobody`; where `nobody` cannot enter one of the `folders`
 * but root as a file owner can, it is root seen as `nobody` from inside a user namespace (util-linux `unshare`).
 * Throws {@link EmbeddedPostgresError} naming the closed folder where neither works.
 */
export async function chooseIdentity(folders: string[]): Promise<PostgresIdentity> {
  if (process.getuid?.() !== 0) return { prefix: [], spawnAs: {} };
  const closed = await firstClosed(folders, nobody);
  if (!closed) return { prefix: [], spawnAs: nobody, owner: nobody };
  const namespace = ['unshare', '--user', `--map-user=${nobody.uid}`, `--map-group=${nobody.gid}`];
  if (!(await firstClosed(folders, root)) && (await works([...namespace, 'true']))) {
    return { prefix: namespace, spawnAs: {}, owner: root };
  }
  throw new EmbeddedPostgresError(
    `PostgreSQL refuses to run as root, and the user nobody, as which it would run, cannot enter ${closed}. ` +
      'Open that folder (chmod o+x), use another one, start as an ordinary user, or set DATABASE_URL.',
  );
}

/** Hands `folder` and all that is in it to the identity, unless it has them already. */
export async function giveTo(identity: PostgresIdentity, folder: string): Promise<void> {
  const { owner } = identity;
  if (!owner || (await stat(folder)).uid === owner.uid) return;
  const names = await readdir(folder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOTDIR') return [];
    throw error;
  });
  for (const name of names) await lchown(join(folder, name), owner.uid, owner.gid);
  // Last, so that an interrupted hand-over is seen and finished by the next start.
  await lchown(folder, owner.uid, owner.gid);
}

async function firstClosed(folders: string[], who: { uid: number; gid: number }): Promise<string | undefined> {
  for (const folder of folders) {
    for (let path = folder; ; path = dirname(path)) {
      if (!mayEnter(await stat(path), who)) return path;
      if (path === dirname(path)) break;
    }
  }
  return undefined;
}

/** The permission bits as they hold for a user without root's privileges. */
function mayEnter(folder: Stats, { uid, gid }: { uid: number; gid: number }): boolean {
  if (folder.uid === uid) return (folder.mode & 0o100) !== 0;
  if (folder.gid === gid) return (folder.mode & 0o010) !== 0;
  return (folder.mode & 0o001) !== 0;
}

async function works([program, ...words]: string[]): Promise<boolean> {
  return run(program ?? '', words).then(
    () => true,
    () => false,
  );
}
