import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { quantiles, type Quantiles } from './harness.js';

const run = promisify(execFile);
const mostOutput = 256 * 1024 * 1024;

/** One address of a server on this machine, and who serves it. */
export interface Target {
  port: number;
  path: string;
  headers: Record<string, string>;
  /** Processes whose time is counted. */
  pids: readonly number[];
}

/** What one round of a closed loop showed. */
export interface Round {
  perSecond: number;
  milliseconds: Quantiles;
  /** Processor time of the servers a request. */
  serverMilliseconds: number;
  /** How much of one processor the generator of the load took: near 1 it is what was measured. */
  ownShare: number;
}

/** As many headers as a browser sends. */
export const browserHeaders = {
  connection: 'keep-alive',
  'upgrade-insecure-requests': '1',
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8',
  'sec-fetch-site': 'none',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
  'accept-encoding': 'gzip, deflate, br, zstd',
  'accept-language': 'en-US,en;q=0.9',
};

/** Drives one server for so many seconds, from a process of its own. */
export async function drive(target: Target, connections: number, seconds: number): Promise<Round> {
  const wish = JSON.stringify({ ...target, connections, seconds });
  const { stdout } = await run(process.execPath, ['bench/load-child.mjs', wish], { maxBuffer: mostOutput });
  const { samples, ...round } = JSON.parse(stdout) as Omit<Round, 'milliseconds'> & { samples: number[] };
  return { ...round, milliseconds: quantiles(samples) };
}

/** Two servers in turn. */
export interface Compared {
  ours: Round;
  bare: Round;
  /** Of requests a second, the median over the pairs of rounds. */
  share: number;
  /** The same of requests a second of the servers' processor time. */
  workShare: number;
}

/** Drives both in turn, after one round each that does not count; the figures are medians over the rounds. */
export async function compare(ours: Target, bare: Target, load: Load): Promise<Compared> {
  const pairs: { ours: Round; bare: Round }[] = [];
  for (let round = 0; round <= load.rounds; round++) {
    const first = await drive(round % 2 ? bare : ours, load.connections, load.seconds);
    const second = await drive(round % 2 ? ours : bare, load.connections, load.seconds);
    if (round > 0) pairs.push(round % 2 ? { ours: second, bare: first } : { ours: first, bare: second });
  }
  return {
    ours: middle(pairs.map((pair) => pair.ours)),
    bare: middle(pairs.map((pair) => pair.bare)),
    share: median(pairs.map((pair) => pair.ours.perSecond / pair.bare.perSecond)),
    workShare: median(pairs.map((pair) => pair.bare.serverMilliseconds / pair.ours.serverMilliseconds)),
  };
}

export interface Load {
  connections: number;
  rounds: number;
  seconds: number;
}

function middle(rounds: Round[]): Round {
  const of = (pick: (round: Round) => number): number => median(rounds.map(pick));
  return {
    perSecond: of((round) => round.perSecond),
    serverMilliseconds: of((round) => round.serverMilliseconds),
    ownShare: of((round) => round.ownShare),
    milliseconds: {
      n: rounds.reduce((sum, { milliseconds }) => sum + milliseconds.n, 0),
      p50: of(({ milliseconds }) => milliseconds.p50),
      p95: of(({ milliseconds }) => milliseconds.p95),
      p99: of(({ milliseconds }) => milliseconds.p99),
      max: Math.max(...rounds.map(({ milliseconds }) => milliseconds.max)),
    },
  };
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? (sorted[half] ?? 0) : ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2;
}
