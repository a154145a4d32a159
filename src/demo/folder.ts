import { randomInt } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { Config } from '../platform/config.js';
import { startEmbeddedPostgres } from '../platform/embedded-postgres.js';
import { EmbeddedPostgresError } from '../platform/embedded-postgres-error.js';
import { demoDomain } from './people.js';

/** What the data folder says of its demonstration. */
export interface DemoRecord {
  /** `building` from before the first row until the last page: a start that finds it begins anew. */
  state: 'building' | 'complete';
  /** The one password of all demonstration logins. */
  password: string;
}

const words = (
  'amber birch cedar delta ember fjord grove harbor island juniper lagoon meadow north opal ' +
  'prairie quartz ridge saffron tundra umber valley willow yarrow zephyr'
).split(' ');

/** Words and digits, made anew for each data folder. */
export function newPassword(): string {
  const word = (): string => words[randomInt(words.length)] ?? 'amber';
  return `${word()}-${word()}-${word()}-${randomInt(1000, 10_000)}`;
}

export async function readDemoRecord({ dataDir }: Pick<Config, 'dataDir'>): Promise<DemoRecord | undefined> {
  const text = await readFile(recordIn(dataDir), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  });
  return text === undefined ? undefined : (JSON.parse(text) as DemoRecord);
}

/** On the disk when it returns: a power cut must not leave half a demonstration without its record. */
export async function writeDemoRecord({ dataDir }: Pick<Config, 'dataDir'>, record: DemoRecord): Promise<void> {
  const draft = `${recordIn(dataDir)}.new`;
  await mkdir(dataDir, { recursive: true });
  const file = await open(draft, 'w', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(record)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, recordIn(dataDir));
}

/**
 * Before the service starts on an embedded database: removes what a killed start left of a demonstration (its database, pages
 * and mail). Answers whether there was something. Throws, and removes nothing, when anybody else's account is in it.
 */
export async function clearUnfinishedDemo(config: Pick<Config, 'dataDir'>): Promise<boolean> {
  if ((await readDemoRecord(config))?.state !== 'building') return false;
  const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir });
  try {
    await dropDatabase(postgres.url, config.dataDir);
  } finally {
    await postgres.stop();
  }
  for (const name of ['pages', 'mail']) await rm(join(config.dataDir, name), { recursive: true, force: true });
  return true;
}

function recordIn(dataDir: string): string {
  return join(dataDir, 'demo.json');
}

async function dropDatabase(url: string, dataDir: string): Promise<void> {
  const strangers = await onConnection(url, countStrangers);
  if (strangers > 0) {
    throw new EmbeddedPostgresError(
      `${dataDir} holds an unfinished demonstration and ${strangers} account(s) that are not of it, so nothing was removed. ` +
        `Choose another DATA_DIR, or delete ${recordIn(dataDir)} to keep the database as it is.`,
    );
  }
  const maintenance = new URL(url);
  maintenance.pathname = '/postgres';
  const name = new URL(url).pathname.slice(1);
  await onConnection(maintenance.href, (client) => client.query(`drop database if exists ${name} with (force)`));
}

async function countStrangers(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ there: boolean }>(`select to_regclass('account') is not null as there`);
  if (!rows[0]?.there) return 0;
  const found = await client.query('select 1 from account where email not like $1', [`%@${demoDomain}`]);
  return found.rowCount ?? 0;
}

async function onConnection<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
