import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { runningEmbeddedUrl } from './embedded-postgres-attach.js';
import { takeLock } from './embedded-postgres-lock.js';
import { startEmbeddedPostgres } from './embedded-postgres.js';

const dataDir = mkdtempSync(join(tmpdir(), 'imprimatur-attach-'));
chmodSync(dataDir, 0o755);
const lock = join(dataDir, 'postgres.lock');
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

describe('Whoever asks for a running embedded database', () => {
  it('is told of none where there is no folder, or nothing in it', async () => {
    expect(await runningEmbeddedUrl(join(dataDir, 'absent'))).toBeNull();
    expect(await runningEmbeddedUrl(dataDir)).toBeNull();
  });

  it('gets the connection of the one that is owned, and of none once it has stopped', async () => {
    const database = await startEmbeddedPostgres({ dataDir, settings: { fsync: 'off' } });
    const url = await runningEmbeddedUrl(dataDir);
    expect(url).toBe(database.url);
    const client = new pg.Client({ connectionString: url ?? '' });
    await client.connect();
    expect((await client.query('select current_database() as name')).rows).toEqual([{ name: 'imprimatur' }]);
    await client.end();
    await database.stop();
    expect(await runningEmbeddedUrl(dataDir)).toBeNull();
  });

  it('waits for an owner that has no server yet, and is told of none when it gives up', async () => {
    const giveBack = await takeLock(lock);
    let settled = false;
    const asked = runningEmbeddedUrl(dataDir).finally(() => (settled = true));
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(settled).toBe(false);
    await giveBack();
    expect(await asked).toBeNull();
  });

  it('is told of none where the owner is gone: the server, if it lives, is for the next start to adopt', async () => {
    writeFileSync(lock, JSON.stringify({ pid: process.pid, birth: 'long ago', command: 'gone' }));
    expect(await runningEmbeddedUrl(dataDir)).toBeNull();
  });
});
