import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { PostgresBinaries } from './embedded-postgres-binaries.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { giveTo, type PostgresIdentity } from './embedded-postgres-identity.js';

/** The superuser, and the name of the one database. */
export const ownerName = 'imprimatur';

/** One PostgreSQL data folder and how its server is run. Paths are absolute and free of symbolic links. */
export interface Cluster {
  dataDir: string;
  /** PostgreSQL's own files: `<dataDir>/postgres`. */
  dataFiles: string;
  logFile: string;
  binaries: PostgresBinaries;
  identity: PostgresIdentity;
  /** Server settings, as `postgres -c name=value` takes them. */
  settings: Record<string, string>;
}

/** Creates the data files unless they are there, and returns the owner's password, which stays the same ever after. */
export async function initializeCluster(cluster: Cluster, log: (line: string) => void): Promise<string> {
  const passwordFile = join(cluster.dataDir, 'postgres.password');
  const kept = await readFile(passwordFile, 'utf8').catch(() => undefined);
  if (await stat(join(cluster.dataFiles, 'PG_VERSION')).catch(() => undefined)) {
    if (kept) return kept;
    throw new EmbeddedPostgresError(`${passwordFile} is missing: put it back, or remove ${cluster.dataFiles} as well.`);
  }
  log(`Creating the embedded database in ${cluster.dataFiles}`);
  const password = kept ?? randomBytes(24).toString('hex');
  await writeFile(`${passwordFile}.new`, password, { mode: 0o600 });
  await rename(`${passwordFile}.new`, passwordFile);
  await giveTo(cluster.identity, passwordFile);
  await createDataFiles(cluster, passwordFile);
  return password;
}

/** Starts one of PostgreSQL's programs as the cluster's identity, without this process's environment. */
export function spawnPostgres({ identity, dataDir }: Cluster, command: string[], options: SpawnOptions): ChildProcess {
  const [program = '', ...words] = [...identity.prefix, ...command];
  const { PATH, SystemRoot } = process.env;
  // The environment may hold PG* variables that would bend the server, and secrets that it need not know.
  const env = { LC_ALL: 'C', ...(PATH && { PATH }), ...(SystemRoot && { SystemRoot }) };
  return spawn(program, words, { cwd: dataDir, ...options, ...identity.spawnAs, env });
}

async function createDataFiles(cluster: Cluster, passwordFile: string): Promise<void> {
  // Built aside and renamed, so that a start killed half-way leaves nothing that looks like a database.
  const draft = `${cluster.dataFiles}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  await giveTo(cluster.identity, draft);
  const complaint =
    (await initdb(cluster, draft, passwordFile, 'C.UTF-8')) && (await initdb(cluster, draft, passwordFile, 'C'));
  if (complaint) throw new EmbeddedPostgresError(`initdb could not create ${cluster.dataFiles}:\n${complaint}`);
  await rename(draft, cluster.dataFiles);
}

/** Runs initdb in the empty folder; returns what it printed when it failed. */
async function initdb(cluster: Cluster, folder: string, pwfile: string, ctype: string): Promise<string | undefined> {
  // The built-in locale is the same on every system; only the character classes still come from the system's C library.
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', `--lc-ctype=${ctype}`];
  const access = ['--auth=scram-sha-256', `--username=${ownerName}`, `--pwfile=${pwfile}`];
  const more = ['--encoding=UTF8', '--no-instructions', ...(cluster.settings['fsync'] === 'off' ? ['--no-sync'] : [])];
  const command = [cluster.binaries.initdb, '-D', folder, ...locale, ...access, ...more];
  const child = spawnPostgres(cluster, command, { stdio: ['ignore', 'pipe', 'pipe'] });
  const [output, errors, [code]] = await Promise.all([
    child.stdout ? text(child.stdout) : '',
    child.stderr ? text(child.stderr) : '',
    once(child, 'exit') as Promise<[number | null]>,
  ]);
  return code === 0 ? undefined : `${output}${errors}`.trim() || `exit code ${code}`;
}
