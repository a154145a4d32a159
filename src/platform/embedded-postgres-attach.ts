import { readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { ownerName } from './embedded-postgres-cluster.js';
import { holderOf } from './embedded-postgres-lock.js';
import { holdsWithin } from './embedded-postgres-process.js';
import { findPostmaster } from './embedded-postgres-server.js';

/** An owner that is just starting creates its database, or replays its log. */
const patienceMs = 30_000;

/**
 * The connection of the embedded database in `dataDir` (the database owner's) while another process, or this one, runs it;
 * null where nobody does: then `startEmbeddedPostgres` is for you. Waits for an owner that is still starting, and answers
 * null when its server does not come up: the start then names that owner.
 */
export async function runningEmbeddedUrl(dataDir: string): Promise<string | null> {
  const folder = await realpath(dataDir).catch(() => undefined);
  if (!folder) return null;
  let url: string | null = null;
  await holdsWithin(patienceMs, async () => {
    if (!(await holderOf(join(folder, 'postgres.lock')))) return true;
    url = await urlOf(folder);
    return url !== null;
  });
  return url;
}

async function urlOf(folder: string): Promise<string | null> {
  const server = await findPostmaster({ dataFiles: join(folder, 'postgres') });
  if (server?.status !== 'ready') return null;
  const password = await readFile(join(folder, 'postgres.password'), 'utf8');
  return `postgresql://${ownerName}:${password}@127.0.0.1:${server.port}/${ownerName}`;
}
