import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { Chance } from './chance.js';
import { Choosing } from './choosing.js';
import type { Step } from './model/command.js';
import { Tally } from './tally.js';
import { Walk, prof } from './walk.js';

const setting = (name: string, usual: number): number => Number(process.env[name] ?? usual);

/** WALKS, COMMANDS and SEED set another run; a failure names those that repeat it. */
const walks = setting('WALKS', 100);
const commands = setting('COMMANDS', 200);
const seed = setting('SEED', 20_260_302);
/** Walks at a time: one waits for the database while the other thinks. */
const lanes = setting('LANES', 2);

/** Dates on which months end, clocks change, or a year begins. */
const starts = [
  '2026-03-02T15:00:00Z',
  '2026-08-31T03:50:00Z',
  '2027-11-30T23:00:00Z',
  '2028-02-29T14:00:00Z',
  '2026-10-31T12:00:00Z',
  '2026-12-31T20:00:00Z',
];

const tally = new Tally();

interface Failure {
  seed: number;
  at: number;
  step: Step | 'the end';
  problem: string;
  path: string;
}

it('any walk of people, time and faults leads where the model leads, and every promise holds at every step', async () => {
  const failures: Failure[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < walks && failures.length === 0) {
      const failure = await walk(seed + next++);
      if (failure) failures.push(failure);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  expect(failures.map(describeFailure)).toEqual([]);
  if (process.env['TALLY'])
    console.log(
      tally.table() +
        JSON.stringify(Object.fromEntries(Object.entries(prof).map(([k, v]) => [k, Math.round(v)])), null, 1),
    );
}, 3_600_000);

async function walk(own: number): Promise<Failure | undefined> {
  const chance = new Chance(own);
  const choosing = new Choosing(chance, chance.of([1, 2, 2, 3, 4, 20]));
  const walking = await Walk.start(Date.parse(chance.of(starts)), chance, tally);
  const path: Step[] = [];
  try {
    for (let at = 1; at <= commands; at += 1) {
      const step = choosing.step(walking.world);
      path.push(step);
      const problem = await walking.take(step).catch(told);
      if (problem) return await failureOf(own, at, step, problem, path);
    }
    const problem = await walking.end().catch(told);
    return problem ? await failureOf(own, commands, 'the end', problem, path) : undefined;
  } finally {
    await walking.stop();
  }
}

const told = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

async function failureOf(
  own: number,
  at: number,
  step: Failure['step'],
  problem: string,
  path: Step[],
): Promise<Failure> {
  const file = join(tmpdir(), `walk-${own}.json`);
  await writeFile(file, JSON.stringify(path, null, 1));
  return { seed: own, at, step, problem, path: file };
}

function describeFailure({ seed: own, at, step, problem, path }: Failure): string {
  return [
    `SEED=${own} WALKS=1 COMMANDS=${at} npm run test:properties`,
    `step ${at}: ${JSON.stringify(step)}`,
    problem,
    `the whole path: ${path}`,
  ].join('\n');
}
