import pg from 'pg';
import { password } from './cast.js';
import { child } from './child.js';
import { Client, openGround, quantiles, spawnService, type Ground, type Quantiles } from './harness.js';
import { fillLive } from './render.js';

const guides = Number(process.env['BENCH_DUE'] ?? 10_000);
const day = 86_400_000;

export interface DueFigures {
  guides: number;
  seconds: number;
  reminders: number;
  doubled: number;
  others: Quantiles;
}

/** (d) Guides that fall due all at once: every reminder recorded once, while other requests go on. */
export async function benchDue(): Promise<DueFigures> {
  const ground = await openGround();
  try {
    const email = await fillLive(ground, guides, new Date(Date.now() - 366 * day));
    const running = await spawnService(ground, 4803, { ROLE: 'web' });
    const client = await new Client(running.url).signIn(email, password);
    try {
      return await measure(ground, client);
    } finally {
      client.close();
      await running.stop();
    }
  } finally {
    await ground.close();
  }
}

async function measure(ground: Ground, client: Client): Promise<DueFigures> {
  let over = false;
  const samples: number[] = [];
  const asking = (async () => {
    while (!over) {
      const before = performance.now();
      await client.must('GET', '/api/v1/guides?sort=due&limit=20');
      samples.push(performance.now() - before);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  })();
  const { seconds } = await child<{ seconds: number }>('bench/sweep-child.ts', ground);
  over = true;
  await asking;
  return { guides, seconds, ...(await counts(ground)), others: quantiles(samples) };
}

async function counts(ground: Ground): Promise<{ reminders: number; doubled: number }> {
  const client = new pg.Client({ connectionString: ground.databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ reminders: number; doubled: number }>(
    `select count(*)::int as reminders, (select count(*)::int from (select 1 from reminder group by guide_id, due_on, threshold having count(*) > 1) d) as doubled from reminder`,
  );
  await client.end();
  return rows[0] ?? { reminders: 0, doubled: 0 };
}
