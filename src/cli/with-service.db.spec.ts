import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { command, mustCommand } from '../../test/support/command.js';
import { environment } from '../../test/support/service.js';
import { createTestDatabase } from '../../test/support/test-database.js';
import { runningEmbeddedUrl } from '../platform/embedded-postgres-attach.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../platform/embedded-postgres.js';

const dataDir = mkdtempSync(join(tmpdir(), 'imprimatur-command-'));
chmodSync(dataDir, 0o755);
const env = { DATA_DIR: dataDir };
const admin = 'ada.roth@desk.example';
const add = ['user', 'add', admin, '--name', 'Ada Roth', '--admin'];
const typed = 'tidal-lantern-42-orchard\n';
let database: EmbeddedPostgres | undefined;

afterEach(() => database?.stop());
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

describe('A command on the embedded database', () => {
  it('starts it where nobody runs it, makes it ready, and stops it again', async () => {
    await mustCommand(env, add, typed);
    expect(await runningEmbeddedUrl(dataDir)).toBeNull();
    expect((await mustCommand(env, ['user', 'list'])).join('\n')).toContain(admin);
  }, 90_000);

  it('uses the one that a running service owns, and leaves it running', async () => {
    database = await startEmbeddedPostgres({ dataDir, settings: { fsync: 'off' } });
    expect((await mustCommand(env, ['user', 'list'])).join('\n')).toContain(admin);
    expect(await runningEmbeddedUrl(dataDir)).toBe(database.url);
  });

  it('brings it up to date with the word migrate, whoever runs it', async () => {
    expect(await mustCommand(env, ['migrate'])).toEqual(['The database is up to date.']);
    database = await startEmbeddedPostgres({ dataDir, settings: { fsync: 'off' } });
    expect(await mustCommand(env, ['migrate'])).toEqual(['The database is up to date.']);
  });
});

describe('A command in a folder whose demonstration is still being built', () => {
  it('does nothing, and says why', async () => {
    writeFileSync(join(dataDir, 'demo.json'), JSON.stringify({ state: 'building', password: 'amber' }));
    const { code, errors } = await command(env, ['sweep']);
    rmSync(join(dataDir, 'demo.json'));
    expect([code, errors]).toEqual([1, expect.stringContaining('is not complete')]);
  });
});

describe('A command beside workers', () => {
  it('hands what is owed to the queue, and works none of it', async () => {
    const cloned = await createTestDatabase();
    const client = new pg.Client({ connectionString: cloned.url });
    await client.connect();
    await client.query(`insert into outbox (job, created_at) values ('notifications.deliver', now())`);
    expect(await command(environment(cloned.url, dataDir), ['sweep'])).toMatchObject({ code: 0, errors: '' });
    const { rows } = await client.query('select sent_at is not null as sent, done_at is not null as done from outbox');
    await client.end();
    await cloned.drop();
    expect(rows).toEqual([{ sent: true, done: false }]);
  });
});
