import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { locateBinaries } from './embedded-postgres-binaries.js';
import { chooseIdentity } from './embedded-postgres-identity.js';
import { holdsWithin } from './embedded-postgres-process.js';
import { bringUp, findPostmaster, shutDown } from './embedded-postgres-server.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.js';

const dataDir = mkdtempSync(join(tmpdir(), 'imprimatur-embedded-'));
chmodSync(dataDir, 0o755);
const dataFiles = join(dataDir, 'postgres');
const pidFile = join(dataFiles, 'postmaster.pid');
const log = join(dataDir, 'postgres.log');
const settings = { fsync: 'off' };
const children: ChildProcess[] = [];
let database: EmbeddedPostgres | undefined;

afterEach(async () => {
  for (const child of children.splice(0)) await killed(child);
  await database?.stop();
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

describe('The embedded database', () => {
  it('is created at the first start and found again at the next, with the same password', async () => {
    const first = (database = await startEmbeddedPostgres({ dataDir, settings }));
    await query(first.url, "create table note as select 'kept'::text as body, lower('É') as lowered");
    await first.stop();
    const again = (database = await startEmbeddedPostgres({ dataDir, settings }));
    expect(await query(again.url, 'select * from note')).toEqual([{ body: 'kept', lowered: 'é' }]);
    expect(new URL(again.url).password).toBe(new URL(first.url).password);
    expect([first.adopted, again.adopted]).toEqual([false, false]);
  });

  it('asks for the password', async () => {
    database = await startEmbeddedPostgres({ dataDir, settings });
    const stranger = new URL(database.url);
    stranger.password = 'guess';
    await expect(query(stranger.href, 'select 1')).rejects.toThrow('password authentication failed');
  });

  it('has one owner: a second start is refused and names the first', async () => {
    const owner = await startOwner();
    const second = startEmbeddedPostgres({ dataDir, settings });
    await expect(second).rejects.toThrow(`in use by process ${owner.pid} (`);
    await expect(second).rejects.toHaveProperty('name', 'EmbeddedPostgresError');
    expect(await query(owner.url, 'select 1 as up')).toEqual([{ up: 1 }]);
  });

  it('refuses a second start within the same process, too', async () => {
    database = await startEmbeddedPostgres({ dataDir, settings });
    await expect(startEmbeddedPostgres({ dataDir, settings })).rejects.toThrow(`in use by process ${process.pid} (`);
  });

  it('goes on when its owner is killed, and the next start adopts and later stops it', async () => {
    const owner = await startOwner();
    const before = await findPostmaster({ dataFiles });
    await query(owner.url, 'create table survived ()');
    await killed(owner.child);

    database = await startEmbeddedPostgres({ dataDir, settings });
    expect(database).toMatchObject({ adopted: true, url: owner.url });
    expect(await findPostmaster({ dataFiles })).toEqual(before);
    await database.stop();
    expect(await findPostmaster({ dataFiles })).toBeUndefined();
  });

  it('stays up while its owner drains after Ctrl-C, which reaches the whole process group', async () => {
    const owner = await startOwner();
    process.kill(-owner.pid, 'SIGINT');
    expect(await owner.nextLine()).toBe('drained');
    await owner.exit;
    expect(await findPostmaster({ dataFiles })).toBeUndefined();
  });

  it('starts again after its server was killed, once the last client process of that server is gone', async () => {
    database = await startEmbeddedPostgres({ dataDir, settings });
    const guest = new pg.Client({ connectionString: database.url });
    guest.on('error', () => undefined);
    await guest.connect();
    await guest.query('create table committed ()');
    const { rows } = await guest.query<{ pid: number }>('select pg_backend_pid() as pid');
    const backend = rows[0]?.pid ?? 0;
    process.kill(backend, 'SIGSTOP');
    process.kill((await findPostmaster({ dataFiles }))?.pid ?? 0, 'SIGKILL');
    await database.stop();

    const start = startEmbeddedPostgres({ dataDir, settings });
    expect(await holdsWithin(10_000, async () => readFileSync(log, 'utf8').includes('shared memory block'))).toBe(true);
    process.kill(backend, 'SIGCONT');
    database = await start;
    expect(database.adopted).toBe(false);
    expect(await query(database.url, 'select count(*)::int from committed')).toEqual([{ count: 0 }]);
  });
});

describe('After a crash of the whole machine', () => {
  it('a lock whose process number now belongs to somebody else is void', async () => {
    writeFileSync(
      join(dataDir, 'postgres.lock'),
      JSON.stringify({ pid: process.ppid, birth: 'long ago', command: 'gone' }),
    );
    database = await startEmbeddedPostgres({ dataDir, settings });
    expect(await query(database.url, 'select 1 as up')).toEqual([{ up: 1 }]);
  });

  it.each([
    ['names a dead process', () => spawnSync('true').pid],
    ['is empty', () => undefined],
  ])('a pid file that %s does not hinder the start', async (_, pid) => {
    await leavePidFile(pid());
    database = await startEmbeddedPostgres({ dataDir, settings });
    expect(database.adopted).toBe(false);
  });

  it('a pid file that names a process which is now somebody else does not hinder the start', async () => {
    const { spawnAs } = await chooseIdentity([dataDir]);
    const stranger = spawn('sleep', ['60'], spawnAs);
    children.push(stranger);
    await leavePidFile(stranger.pid);
    database = await startEmbeddedPostgres({ dataDir, settings });
    expect(database.adopted).toBe(false);
    expect(stranger.exitCode).toBeNull();
  });
});

it('takes another port when somebody took the first one meanwhile', async () => {
  const [squatter, spare] = [createServer().listen(0, '127.0.0.1'), createServer().listen(0, '127.0.0.1')];
  await Promise.all([once(squatter, 'listening'), once(spare, 'listening')]);
  const [taken, free] = [squatter, spare].map((server) => (server.address() as AddressInfo).port);
  await once(spare.close(), 'close');
  const binaries = await locateBinaries();
  const identity = await chooseIdentity([dataDir, binaries.folder]);
  const local = { ...settings, listen_addresses: '127.0.0.1', unix_socket_directories: '' };
  const cluster = { dataDir, dataFiles, logFile: log, binaries, identity, settings: local };
  const ports = [taken, free];
  const server = await bringUp(cluster, async () => ports.shift() ?? 0);
  await shutDown(cluster, server.pid);
  squatter.close();
  expect(server.port).toBe(free);
});

/** A second process that owns the database; on SIGINT it works on for a while, says so, and stops it. */
async function startOwner() {
  const program = `
    import pg from 'pg';
    import { startEmbeddedPostgres } from '${new URL('./embedded-postgres.ts', import.meta.url).href}';
    const database = await startEmbeddedPostgres({ dataDir: process.argv[1], settings: { fsync: 'off' } });
    process.once('SIGINT', async () => {
      const client = new pg.Client({ connectionString: database.url });
      await client.connect();
      await client.query('create table drained as select from pg_sleep(0.2)');
      await client.end();
      console.log('drained');
      await database.stop();
      process.exit();
    });
    setInterval(() => undefined, 60_000);
    console.log(database.url);`;
  const hooks = new URL('../../test/support/typescript-hooks.mjs', import.meta.url).href;
  const words = ['--import', hooks, '--input-type=module', '-e', program, dataDir];
  const child = spawn(process.execPath, words, { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async () => String((await lines.next()).value);
  const exit = once(child, 'exit');
  return { child, pid: child.pid ?? 0, url: await nextLine(), nextLine, exit };
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

/** What a machine leaves that lost its power: the pid file of a server that no longer runs. */
async function leavePidFile(pid: number | undefined): Promise<void> {
  const running = await startEmbeddedPostgres({ dataDir, settings });
  const [, ...rest] = readFileSync(pidFile, 'utf8').split('\n');
  await running.stop();
  writeFileSync(pidFile, pid ? [pid, ...rest].join('\n') : '');
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as unknown[];
  } finally {
    await client.end();
  }
}
