import { readFileSync } from 'node:fs';
import { Clock } from '../src/platform/clock.js';
import { readConfig } from '../src/platform/config.js';
import { Database } from '../src/platform/database.js';
import { RelatedGuides } from '../src/publishing/index.js';
import { asOwner } from './owner.js';
import { Client, openGround, quantiles, spawnService, type Ground, type Quantiles } from './harness.js';
import { fillLibrary } from './search-library.js';
import { chance, commonWords, rareWord } from './search-texts.js';

const guides = Number(process.env['BENCH_LIBRARY'] ?? 50_000);
const asks = Number(process.env['BENCH_SEARCHES'] ?? 800);
const choices = 200;

export interface SearchFigures {
  guides: number;
  /** By connections: all kinds of searches mixed. */
  mixed: { connections: number; figures: Quantiles }[];
  /** On one connection, by kind. */
  kinds: Record<string, Quantiles>;
  /** Milliseconds of processor time a search of the mix: the service’s, and PostgreSQL’s. */
  work: { service: number; postgres: number };
  /** The choice of related guides for one guide. */
  related: Quantiles;
}

type Kind = (random: () => number) => string;

const some = (words: string[], random: () => number): string => words[Math.floor(random() * words.length)] ?? '';
const nouns = commonWords.slice(22);
const without = (word: string, at: number): string => word.slice(0, at) + word.slice(at + 1);

const kinds: Record<string, Kind> = {
  'a common word': (random) => some(nouns, random),
  'two common words': (random) => `${some(nouns, random)} ${some(nouns, random)}`,
  'a rare word': rareWord,
  'a rare and a common word': (random) => `${rareWord(random)} ${some(nouns, random)}`,
  'a mistyped word': (random) => without(rareWord(random), 4),
  'the beginning of a word': (random) => rareWord(random).slice(0, 7),
  'a synonym': () => 'grandmother ailment',
  'no hit': (random) => `qzx${Math.floor(random() * 1e6).toString(36)}wv`,
};

/** (j) Search over many guides, and the choice of related ones. */
export async function benchSearch(): Promise<SearchFigures> {
  const ground = await openGround();
  try {
    await fillLibrary(ground, guides);
    const running = await spawnService(ground, 4806, { ROLE: 'web', TRUST_PROXY: 'loopback' });
    const client = new Client(running.url);
    const byKind: SearchFigures['kinds'] = {};
    await ask(client, Object.values(kinds), 1, 80);
    for (const [name, kind] of Object.entries(kinds)) byKind[name] = await ask(client, [kind], 1, asks / 8);
    const mixed: SearchFigures['mixed'] = [];
    const before = await worked(ground, running.pid);
    for (const connections of [1, 4])
      mixed.push({ connections, figures: await ask(client, Object.values(kinds), connections, asks) });
    const after = await worked(ground, running.pid);
    const each = (from: number, to: number): number => (to - from) / (2 * asks);
    const work = { service: each(before.service, after.service), postgres: each(before.postgres, after.postgres) };
    client.close();
    await running.stop();
    return { guides, mixed, kinds: byKind, work, related: await chooseRelated(ground) };
  } finally {
    await ground.close();
  }
}

/** Every request comes from a network of its own, as readers do: one alone would meet the limit. */
async function ask(client: Client, mix: Kind[], connections: number, count: number): Promise<Quantiles> {
  const random = chance(connections);
  const samples: number[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let n = next++; n < count; n = next++) {
      const q = mix[n % mix.length]?.(random) ?? '';
      const from = { 'x-forwarded-for': `10.${n % 200}.${Math.floor(n / 200) % 200}.${connections}` };
      const before = performance.now();
      await client.must('GET', `/api/v1/search?q=${encodeURIComponent(q)}`, undefined, from);
      samples.push(performance.now() - before);
    }
  };
  await Promise.all(Array.from({ length: connections }, lane));
  return quantiles(samples);
}

async function chooseRelated(ground: Ground): Promise<Quantiles> {
  const database = await new Database(
    readConfig({
      DATABASE_URL: ground.databaseUrl,
      DATA_DIR: ground.dataDir,
      SECRET_KEY: Buffer.alloc(32, 9).toString('base64'),
    }),
  ).connect();
  const related = new RelatedGuides(database, new Clock());
  await database.run(
    `insert into related_debt (guide_id, cause) select id, 'neighbor' from guide where status = 'live' order by id limit $1`,
    [choices],
  );
  const samples: number[] = [];
  for (let before = performance.now(); (await related.chooseDue(1)) === 1; before = performance.now())
    samples.push(performance.now() - before);
  await database.source.destroy();
  return quantiles(samples);
}

/** Milliseconds of processor time so far: where others use the machine too, it tells more than the time that passed. */
async function worked(ground: Ground, service: number): Promise<SearchFigures['work']> {
  const backends = await asOwner(ground, async (client) => {
    const { rows } = await client.query<{ pid: number }>(
      `select pid from pg_stat_activity where application_name like 'imprimatur %'`,
    );
    return rows.map(({ pid }) => pid);
  });
  return {
    service: processorTime(service),
    postgres: backends.map(processorTime).reduce((sum, each) => sum + each, 0),
  };
}

function processorTime(pid: number): number {
  const [user = 0, system = 0] =
    readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ').slice(11, 13).map(Number) ?? [];
  return (user + system) * 10;
}
