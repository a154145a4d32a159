import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { runMigrations } from 'bullmq';
import pg from 'pg';

/** Every migration, in order. Forward only; a file that has run is never edited: its checksum is compared at each start. */
const files = [
  '0001-platform.sql',
  '0002-identity.sql',
  '0003-guides.sql',
  '0004-reviews.sql',
  '0005-publishing.sql',
  '0006-freshness.sql',
  '0007-notifications.sql',
  '0008-invariants.sql',
  '0009-sign-in.sql',
  '0010-physicians.sql',
  '0011-exclusions.sql',
  '0012-documents.sql',
  '0013-sources.sql',
  '0014-queues.sql',
  '0015-monitoring.sql',
  '0016-specialty-lists.sql',
  '0017-letters-and-retention.sql',
  '0018-certifications.sql',
  '0019-owners-and-bars.sql',
  '0020-page-kinds.sql',
  '0021-search.sql',
  '0022-purges.sql',
  '0023-machine-readable.sql',
  '0024-reviewer-pages.sql',
  '0026-legal.sql',
  '0027-reports.sql',
  '0028-rendered-with.sql',
  '0029-monitoring-claims.sql',
  '0030-previews.sql',
  '0031-category-descriptions.sql',
  '0032-reviewers-shown.sql',
  '0033-name-matches.sql',
  '0034-pages-of-links.sql',
  '0035-search-words.sql',
  '0036-corrections.sql',
] as const;

/** Held while migrating, so that several processes may start at once. */
const migrationLock = 7_205_259_403;

/** The role every pool runs as: no UPDATE, DELETE or TRUNCATE on append-only tables. */
export const runtimeRole = 'imprimatur_app';

/**
 * Brings the database at `url` (the owner's connection) up to date, each file in a transaction of its own.
 * Creates the runtime role where it is missing. Throws when a file that already ran was changed since.
 */
export async function migrate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'imprimatur migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    await createRuntimeRole(client);
    await client.query(
      'create table if not exists migration (name text primary key, checksum text not null, ran_at timestamptz not null default now())',
    );
    const { rows } = await client.query<{ name: string; checksum: string }>('select name, checksum from migration');
    const ran = new Map(rows.map((row) => [row.name, row.checksum]));
    for (const name of files) await runOnce(client, name, ran.get(name));
    await migrateQueue(client);
  } finally {
    await client.end();
  }
}

/** Names of migrations that have not run yet. */
export async function pendingMigrations(query: (sql: string) => Promise<{ name: string }[]>): Promise<string[]> {
  const ran = new Set((await query('select name from migration')).map((row) => row.name));
  return files.filter((name) => !ran.has(name));
}

/** BullMQ's own tables. It asks for CREATE on the database even where its schema stands, so the owner runs it. */
async function migrateQueue(client: pg.Client): Promise<void> {
  await runMigrations(client, 'bullmq');
  await client.query(
    `grant all on all tables in schema bullmq to ${runtimeRole}; grant all on all sequences in schema bullmq to ${runtimeRole};
     grant all on all routines in schema bullmq to ${runtimeRole}`,
  );
}

async function createRuntimeRole(client: pg.Client): Promise<void> {
  await client.query(`do $$ begin
    if not exists (select from pg_roles where rolname = '${runtimeRole}') then
      begin create role ${runtimeRole} nologin; exception when duplicate_object or unique_violation then null; end;
    end if;
    if not pg_has_role(current_user, '${runtimeRole}', 'member') then execute format('grant ${runtimeRole} to %I', current_user); end if;
  end $$`);
  await client.query(`grant ${runtimeRole} to current_user`).catch(() => undefined);
}

async function runOnce(client: pg.Client, name: string, ranChecksum: string | undefined): Promise<void> {
  const sql = readFileSync(new URL(`../../migrations/${name}`, import.meta.url), 'utf8');
  const checksum = createHash('sha256').update(sql).digest('hex');
  if (ranChecksum === checksum) return;
  if (ranChecksum) throw new Error(`Migration ${name} was changed after it ran. Restore the file and add a new one.`);
  await client.query('begin');
  try {
    await client.query(sql);
    await client.query('insert into migration (name, checksum) values ($1, $2)', [name, checksum]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`Migration ${name} failed: ${(error as Error).message}`, { cause: error });
  }
}
