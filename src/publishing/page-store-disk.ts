import { execFile } from 'node:child_process';
import {
  closeSync,
  fsync,
  futimesSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const flush = promisify(fsync);
/** Node's own thread pool has four threads; more tasks only wait in it. */
const parallel = 8;

/**
 * Writes a file that does not exist yet, and its folders. Leaves nothing behind when it fails (a full disk).
 * Only the flush is handed to another thread: for what stays in memory the way there and back costs four times the work.
 */
export async function writeNew(
  file: string,
  content: string | Buffer,
  how: { durable: boolean; mtime: number },
): Promise<void> {
  const descriptor = openNew(file);
  try {
    writeFileSync(descriptor, content);
    futimesSync(descriptor, how.mtime, how.mtime);
    if (how.durable) await flush(descriptor);
  } catch (error) {
    removeSync(file);
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

function openNew(file: string): number {
  try {
    return openSync(file, 'wx');
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    mkdirSync(dirname(file), { recursive: true });
    return openSync(file, 'wx');
  }
}

/** Gives `target` the inode of `source` in one step, whatever it was before; `temporary` is used up. */
export function placeLink(source: string, target: string, temporary: string): void {
  try {
    linkSync(source, temporary);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    mkdirSync(dirname(temporary), { recursive: true });
    linkSync(source, temporary);
  }
  try {
    renameSync(temporary, target);
  } finally {
    removeSync(temporary); // Renaming one link of an inode over another does nothing and leaves both.
  }
}

/** Removes a file that may not be there, without the price of an exception. */
export function removeSync(file: string): void {
  rmSync(file, { force: true });
}

export async function orNullIfMissing<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Makes renames and links in these folders survive a power cut. */
export async function syncFolders(folders: Iterable<string>): Promise<void> {
  // Windows opens no folder for this, and needs none.
  if (process.platform === 'win32') return;
  await syncPaths([...new Set(folders)]);
}

/** Flushes a few files or folders at once: a journal commit that one waits for serves them all. */
export function syncPaths(paths: readonly string[]): Promise<void> {
  return inParallel(paths, syncPath);
}

/**
 * Makes many written files survive a power cut. One `syncfs` (through `sync -f`) costs one journal commit for
 * all of them, where a thousand fsyncs cost hundreds and hold up the database on the same disk.
 */
export async function flushFiles(root: string, files: readonly string[]): Promise<void> {
  if (files.length === 0 || (await syncedWhole(root))) return;
  await syncPaths(files);
}

async function syncedWhole(root: string): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  try {
    await run('sync', ['-f', root]);
    return true;
  } catch {
    return false; // No such program, or an error that fsync will name with its file.
  }
}

async function syncPath(path: string): Promise<void> {
  // A folder for the web server's files exists only once it has held one.
  const handle = await orNullIfMissing(open(path, 'r'));
  if (handle === null) return;
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Runs `act` over all, a few at once; waits for every one, then throws the first failure. */
export async function inParallel<T>(
  all: readonly T[],
  act: (one: T) => Promise<void>,
  atATime = parallel,
): Promise<void> {
  let next = 0;
  const lane = async () => {
    for (let at = next++; at < all.length; at = next++) await act(all[at] as T);
  };
  const lanes = await Promise.allSettled(Array.from({ length: Math.min(atATime, all.length) }, lane));
  const failed = lanes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
}

export function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException | null)?.code;
}
