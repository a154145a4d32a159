import pg from 'pg';
import type { Ground } from './harness.js';

/** Works on the ground's database as its owner. */
export async function asOwner<Result>(ground: Ground, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: ground.databaseUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
