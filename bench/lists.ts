import { password } from './cast.js';
import { child } from './child.js';
import { Client, openGround, quantiles, spawnService, type Ground, type Quantiles } from './harness.js';
import { asOwner } from './owner.js';
import { fillLive } from './render.js';

const guides = Number(process.env['BENCH_GUIDES'] ?? 100_000);
const revisionsEach = 5;
const asks = 200;

export interface ListFigures {
  guides: number;
  revisions: number;
  lists: Record<string, Quantiles>;
  /** Seconds of a due sweep with nothing due, with a hundred, with a thousand. */
  sweeps: { due: number; seconds: number }[];
}

const paths = {
  'guides by creation': '/api/v1/guides?limit=50',
  'guides by due date': '/api/v1/guides?sort=due&limit=50',
  'live guides of a category': '/api/v1/guides?status=live&category=hair-restoration&limit=50',
  'revisions of a guide': '',
  'published revisions': '/api/v1/revisions?status=published&limit=50',
  'open reviews': '/api/v1/reviews?status=open&limit=50',
} as const;

/** (e) Lists over many guides, and a sweep whose cost follows what is due. */
export async function benchLists(): Promise<ListFigures> {
  const ground = await openGround();
  try {
    const email = await fillLive(ground, guides);
    const guideId = await addRevisions(ground);
    const running = await spawnService(ground, 4804, { ROLE: 'web' });
    const client = await new Client(running.url).signIn(email, password);
    const lists: ListFigures['lists'] = {};
    for (const [name, path] of Object.entries(paths))
      lists[name] = await ask(client, path || `/api/v1/revisions?guideId=${guideId}`);
    client.close();
    await running.stop();
    return { guides, revisions: guides * revisionsEach, lists, sweeps: await sweeps(ground) };
  } finally {
    await ground.close();
  }
}

async function ask(client: Client, path: string): Promise<Quantiles> {
  const samples: number[] = [];
  for (let n = 0; n < asks; n++) {
    const before = performance.now();
    await client.must('GET', path);
    samples.push(performance.now() - before);
  }
  return quantiles(samples.slice(5));
}

/** Five closed revisions a guide, each with a version of 1 kB. Answers one guide's id. */
async function addRevisions(ground: Ground): Promise<string> {
  return asOwner(ground, async (client) => {
    await client.query(
      `insert into revision (id, guide_id, kind, status, base_version_id, opened_at, closed_at, approved_version_id)
       select gen_random_uuid(), g.id, 'ordinary', 'published', g.live_version_id, g.created_at + make_interval(mins => n), g.created_at + make_interval(mins => n + 1), g.live_version_id
         from guide g, generate_series(1, $1) n`,
      [revisionsEach],
    );
    await client.query(
      `insert into version (id, guide_id, revision_id, number, kind, body, hash, created_at)
       select gen_random_uuid(), r.guide_id, r.id, 10 + row_number() over (partition by r.guide_id order by r.opened_at), 'submission',
              jsonb_build_object('head', jsonb_build_object('title', 'A guide', 'summary', 'About it', 'category', 'hair-restoration'), 'lead', jsonb_build_object('markdown', repeat('word ', 200))),
              encode(sha256(r.id::text::bytea), 'hex'), r.opened_at
         from revision r where r.approved_version_id is not null`,
    );
    await client.query('analyze');
    return (await client.query<{ id: string }>('select id from guide order by id limit 1')).rows[0]?.id ?? '';
  });
}

/** The first sweep plans every recheck of a new house; what is measured is a sweep on an ordinary day. */
async function sweeps(ground: Ground): Promise<ListFigures['sweeps']> {
  await child('bench/sweep-child.ts', ground);
  const figures: ListFigures['sweeps'] = [];
  for (const due of [0, 100, 1000]) {
    await asOwner(ground, (client) =>
      client.query(
        `update guide set due_on = current_date - 1, last_reviewed_on = current_date - 366 where id in (select id from guide where due_on > current_date order by id limit $1)`,
        [due],
      ),
    );
    const { seconds } = await child<{ seconds: number }>('bench/sweep-child.ts', ground);
    figures.push({ due, seconds });
  }
  return figures;
}
