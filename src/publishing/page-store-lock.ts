import { linkSync, statSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { codeOf, removeSync } from './page-store-disk.js';

const step = 5;

/**
 * Runs `act` while this process alone holds the lock, which is a link to a file of its own, `token`: making one
 * fails where there is one, and costs a third of creating a file. `act` is synchronous: nothing can stall this
 * process between taking the lock and letting go, short of the machine. A lock that one holder keeps for
 * `patience` milliseconds belonged to a process that was killed, and is taken over.
 */
export async function underLock<T>(lock: string, token: string, patience: number, act: () => T): Promise<T> {
  let holder = '';
  for (let waited = 0; !tryLock(lock, token); waited += step) {
    const now = birthOf(lock);
    if (now !== holder) waited = 0;
    holder = now;
    if (waited >= patience) removeSync(lock);
    else await pause(step);
  }
  try {
    return act();
  } finally {
    removeSync(lock);
  }
}

function tryLock(lock: string, token: string): boolean {
  try {
    linkSync(token, lock);
    return true;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    return false;
  }
}

/** Tells one lock from the next: the file system gives a freed inode number out again at once. */
function birthOf(lock: string): string {
  const stats = statSync(lock, { throwIfNoEntry: false });
  return stats === undefined ? '' : `${stats.ino} ${stats.ctimeMs}`;
}
