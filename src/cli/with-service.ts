import type { INestApplicationContext } from '@nestjs/common';
import pg from 'pg';
import { readDemoRecord } from '../demo/index.js';
import { readConfig, type Config } from '../platform/config.js';
import { runningEmbeddedUrl } from '../platform/embedded-postgres-attach.js';
import { pendingMigrations } from '../platform/migrations.js';
import { startService } from '../service.js';
import { CommandFailed, type Terminal } from './terminal.js';

/**
 * The configuration of one command: the environment's, on the embedded database that already runs in DATA_DIR, if one does.
 * A command is a web process that does not listen: it works no queue, so it never takes a job from a worker.
 */
export async function commandConfig(env: Terminal['env']): Promise<Config> {
  const config = readConfig({ ...env, ROLE: 'all', LOG_LEVEL: env['LOG_LEVEL'] || 'error' });
  config.role = 'web';
  if (config.embedded) config.databaseUrl = (await runningEmbeddedUrl(config.dataDir)) ?? '';
  return config;
}

/** Starts what a command needs, the embedded database included where nobody runs it, does the work and stops all of it again. */
export async function withService<Result>(
  terminal: Terminal,
  work: (app: INestApplicationContext, config: Config) => Promise<Result>,
): Promise<Result> {
  const config = await commandConfig(terminal.env);
  if (config.embedded) await requireWholeDemo(config);
  if (config.databaseUrl !== '') await requireMigrated(config);
  const service = await startService(config, { listen: false });
  const interrupted = (): void => void service.stop().finally(() => process.exit(130));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    return await work(service.app, config);
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    await service.stop();
  }
}

/** While the demonstration is told its clock is in the past: whoever acted now would spoil it. */
async function requireWholeDemo(config: Config): Promise<void> {
  if ((await readDemoRecord(config))?.state !== 'building') return;
  throw new CommandFailed([
    `The demonstration in ${config.dataDir} is not complete: wait for the start that builds it, or start again.`,
  ]);
}

async function requireMigrated({ databaseUrl, embedded }: Config): Promise<void> {
  const missing = await lackingMigrations(databaseUrl);
  if (missing.length === 0) return;
  const advice = embedded
    ? 'The service that runs it is still starting, or older than this command.'
    : 'Run “imprimatur migrate” first.';
  throw new CommandFailed([`The database lacks ${missing.join(', ')}. ${advice}`]);
}

/** Names of the migrations that the database at `url` (the owner's connection) has not seen. */
async function lackingMigrations(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'imprimatur command' });
  await client.connect();
  try {
    return await pendingMigrations(async (sql) => (await client.query<{ name: string }>(sql)).rows);
  } catch (error) {
    const undefinedTable = '42P01';
    if ((error as { code?: string }).code !== undefinedTable) throw error;
    return await pendingMigrations(async () => []);
  } finally {
    await client.end();
  }
}
