import { type ChildProcess, execFile } from 'node:child_process';
import { once } from 'node:events';
import { type FileHandle, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Cluster, spawnPostgres } from './embedded-postgres-cluster.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { giveTo } from './embedded-postgres-identity.js';
import { holdsWithin, processBirth, processCommand } from './embedded-postgres-process.js';

/** A running server: the process number of its postmaster and its TCP port on 127.0.0.1. */
export interface Postmaster {
  pid: number;
  port: number;
  /** Whether an earlier owner, now dead, started it. */
  adopted: boolean;
}

/** Crash recovery replays up to a gigabyte of log before it accepts connections. */
const startLimitMs = 600_000;
const stopLimitMs = 30_000;
/** How long hindrances that pass are waited out: a port just taken, memory that a killed server has not released yet. */
const retryLimitMs = 20_000;
const passingHindrance =
  /could not bind|could not create any TCP\/IP|pre-existing shared memory|lock file .* already exists/;
const largestLogBytes = 4_000_000;

/**
 * Adopts the server that runs on these data files, or starts one at a port from `choosePort`; resolves once it accepts
 * connections. The caller holds the folder's lock. Throws {@link EmbeddedPostgresError} with the server's own words.
 */
export async function bringUp(cluster: Cluster, choosePort: () => Promise<number> = freePort): Promise<Postmaster> {
  const end = performance.now() + retryLimitMs;
  for (;;) {
    const adopted = await adopt(cluster);
    if (adopted) return adopted;
    const started = await launch(cluster, await choosePort());
    if (typeof started !== 'string') return started;
    if (!passingHindrance.test(started) || performance.now() > end) {
      throw new EmbeddedPostgresError(`PostgreSQL does not start (see ${cluster.logFile}):\n${started}`);
    }
    await pause(50);
  }
}

/** Disconnects every client and stops the server; resolves when its process is gone. */
export async function shutDown(cluster: Cluster, pid: number): Promise<void> {
  const gone = async () => !(await isPostmaster(cluster.dataFiles, pid));
  if (await gone()) return;
  if (process.platform === 'win32') {
    await promisify(execFile)(cluster.binaries.pgCtl, ['stop', '-m', 'fast', '-w', '-D', cluster.dataFiles]);
    return;
  }
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
    if (await holdsWithin(stopLimitMs, gone)) return;
  }
  throw new EmbeddedPostgresError(`PostgreSQL (process ${pid}) does not stop; the next start adopts it.`);
}

/** A TCP port of 127.0.0.1 that nobody listens on at this moment. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

/** The process that serves these data files at this moment, as `postmaster.pid` tells and the process itself confirms. */
export async function findPostmaster({ dataFiles }: Pick<Cluster, 'dataFiles'>): Promise<PidFile | undefined> {
  const found = await readPidFile(dataFiles);
  return found && (await isPostmaster(dataFiles, found.pid)) ? found : undefined;
}

async function adopt(cluster: Cluster): Promise<Postmaster | undefined> {
  let found = await findPostmaster(cluster);
  await holdsWithin(startLimitMs, async () => {
    if (!found || found.status === 'ready') return true;
    found = await findPostmaster(cluster);
    return false;
  });
  return found?.status === 'ready' ? { pid: found.pid, port: found.port, adopted: true } : undefined;
}

/** Returns the running server, or what it logged before it gave up. */
async function launch(cluster: Cluster, port: number): Promise<Postmaster | string> {
  await giveTo(cluster.identity, cluster.dataFiles);
  await disownPidFile(cluster);
  const log = await openLog(cluster.logFile);
  const { size } = await log.stat();
  const child = spawnServer(cluster, port, log.fd);
  await once(child, 'spawn').finally(() => log.close());
  const { pid = 0 } = child;
  const exited = () => child.exitCode !== null || child.signalCode !== null;
  const ready = async () => {
    const state = await readPidFile(cluster.dataFiles);
    return state?.pid === pid && state.status === 'ready';
  };
  await holdsWithin(startLimitMs, async () => exited() || (await ready()));
  if (!exited()) return { pid, port, adopted: false };
  return (await readFile(cluster.logFile)).subarray(size).toString().trim() || 'It ended without a word.';
}

function spawnServer(cluster: Cluster, port: number, logFd: number): ChildProcess {
  const settings = Object.entries({ ...cluster.settings, port }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const command = [cluster.binaries.postgres, '-D', cluster.dataFiles, ...settings];
  // A session of its own: Ctrl-C in our terminal must not stop the database while we still drain.
  const child = spawnPostgres(cluster, command, { detached: true, stdio: ['ignore', logFd, logFd] });
  child.unref();
  return child;
}

interface PidFile {
  pid: number;
  port: number;
  status: string;
}

/** `postmaster.pid`, line by line: process, folder, start, port, socket folder, address, shared memory, status. */
async function readPidFile(dataFiles: string): Promise<PidFile | undefined> {
  const lines = (await readFile(join(dataFiles, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  if (!lines[0]) return undefined;
  return { pid: Number(lines[0]), port: Number(lines[3]), status: lines[7]?.trim() ?? '' };
}

async function isPostmaster(dataFiles: string, pid: number): Promise<boolean> {
  if (!(await processBirth(pid))) return false;
  const command = await processCommand(pid);
  return command === undefined || command.includes(dataFiles);
}

/**
 * After a crash the file may name a process that is now somebody else, at which PostgreSQL refuses to start. Our own number,
 * its parent's, it passes over. The file is not removed: by its line on shared memory PostgreSQL sees whether children of
 * the dead server still write. An empty one, which a power cut leaves, says nothing and would be refused, too.
 */
async function disownPidFile({ dataFiles, identity }: Cluster): Promise<void> {
  const path = join(dataFiles, 'postmaster.pid');
  const [stale, ...rest] = (await readFile(path, 'utf8').catch(() => '')).split('\n');
  if (!stale) return rm(path, { force: true });
  const draft = `${path}.new`;
  await writeFile(draft, [process.pid, ...rest].join('\n'));
  await giveTo(identity, draft);
  await rename(draft, path);
}

async function openLog(path: string): Promise<FileHandle> {
  const size = (await stat(path).catch(() => undefined))?.size ?? 0;
  if (size > largestLogBytes) await rename(path, `${path}.1`);
  return open(path, 'a', 0o600);
}
