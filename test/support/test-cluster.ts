import { chmod, mkdtemp, readdir, rm, stat, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startEmbeddedPostgres } from '../../src/platform/embedded-postgres.js';
import { takeLock } from '../../src/platform/embedded-postgres-lock.js';
import { holdsWithin } from '../../src/platform/embedded-postgres-process.js';
import { findPostmaster } from '../../src/platform/embedded-postgres-server.js';
import { migrate } from '../../src/platform/migrations.js';
import { onAdminConnection, templateName, urlOfDatabase } from './test-database.js';

/** The database server of one test run. */
export interface TestCluster {
  /** A connection that may create databases. */
  adminUrl: string;
  stop(): Promise<void>;
}

const prefix = 'imprimatur-test-';
/** Half a thousand clones and the write-ahead log. */
const roomBytes = 6_000_000_000;
const dayMs = 24 * 60 * 60 * 1000;

/** Nothing in it outlives the run, so nothing is flushed to the disk. */
const throwaway = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '300',
  max_wal_size: '512MB',
};

/**
 * Starts a database server for this test run, or uses the one at `externalUrl`, and migrates the template that
 * `createTestDatabase` clones. Clears away what killed runs left behind.
 */
export async function startTestCluster(externalUrl: string | undefined): Promise<TestCluster> {
  const cluster = externalUrl ? { adminUrl: externalUrl, stop: async () => undefined } : await startThrowaway();
  try {
    await createTemplate(cluster.adminUrl);
  } catch (error) {
    await cluster.stop();
    throw error;
  }
  return cluster;
}

async function startThrowaway(): Promise<TestCluster> {
  const dataDir = await mkdtemp(join(await roomyFolder(), prefix));
  // mkdtemp closes the folder to others; as root the server runs as nobody.
  await chmod(dataDir, 0o755);
  const { url, stop } = await startEmbeddedPostgres({ dataDir, settings: throwaway });
  await clearLeftovers(dataDir);
  return {
    adminUrl: url,
    stop: async () => {
      await stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function createTemplate(adminUrl: string): Promise<void> {
  await onAdminConnection(adminUrl, async (client) => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [templateName]);
    if (rowCount) await client.query(`alter database ${templateName} is_template false`);
    await client.query(`drop database if exists ${templateName} with (force)`);
    await client.query(`create database ${templateName} template template0`);
    await migrate(urlOfDatabase(adminUrl, templateName));
    // A template with a guest cannot be cloned, so nobody is let in any more.
    await client.query(`alter database ${templateName} with is_template true allow_connections false`);
  });
}

/** Memory where the machine has plenty: there a clone costs 20 ms however busy the disk is. */
async function roomyFolder(): Promise<string> {
  const memory = await statfs('/dev/shm').catch(() => undefined);
  return memory && memory.bavail * memory.bsize > roomBytes ? '/dev/shm' : tmpdir();
}

/** A run that was killed leaves its server running and its folder lying about. */
async function clearLeftovers(ownDir: string): Promise<void> {
  const { mtimeMs: newest } = await stat(ownDir);
  for (const shelf of new Set([tmpdir(), dirname(ownDir)])) {
    for (const name of await readdir(shelf)) {
      const folder = join(shelf, name);
      if (name.startsWith(prefix) && folder !== ownDir) await clearLeftover(folder, newest - dayMs);
    }
  }
}

async function clearLeftover(folder: string, abandonedBefore: number): Promise<void> {
  const lock = join(folder, 'postgres.lock');
  const lockedAt = await stat(lock).catch(() => undefined);
  const made = await stat(folder).catch(() => undefined);
  // Without a lock, a young folder may belong to a run that is just starting.
  if (!made || (!lockedAt && made.mtimeMs > abandonedBefore)) return;
  const taken = await takeLock(lock).catch(() => undefined);
  if (!taken) return;
  const cluster = { dataFiles: join(folder, 'postgres') };
  const orphan = await findPostmaster(cluster);
  if (orphan) process.kill(orphan.pid, 'SIGQUIT');
  await holdsWithin(10_000, async () => !(await findPostmaster(cluster)));
  await rm(folder, { recursive: true, force: true });
}
