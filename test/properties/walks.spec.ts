import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { guideTransitions, reviewTransitions, revisionTransitions } from './model.js';
import type { Step } from './model/command.js';
import { Tally } from './tally.js';
import { chosenWalk, knownWalk, shortened, type Failure } from './walking.js';

const setting = (name: string, usual: number): number => Number(process.env[name] ?? usual);

/** WALKS, COMMANDS and SEED choose another run; WALK_PATH repeats the path that a failure left. */
const walks = setting('WALKS', 100);
const commands = setting('COMMANDS', 200);
const seed = setting('SEED', 20_260_302);
/** Walks at a time: some wait for the database while one thinks. */
const lanes = setting('LANES', 4);
/** Whether all walks prefer what is seldom, as those do that go on after the hundred. */
const seldom = setting('SELDOM', 0) > 0;
/** How long a failure is shortened, in milliseconds. */
const patience = setting('PATIENCE', 120_000);
/** Below this many steps a run need not come by every act. */
const enough = 10_000;

const tally = new Tally();

it('any walk of people, time and faults leads where the model leads, and every promise holds at every step', async () => {
  const path = process.env['WALK_PATH'];
  const failure = path ? await repeated(path) : await firstFailure();
  if (process.env['TALLY']) console.log(tally.table());
  expect(failure && describeFailure(await shortened(failure, tally, patience), failure)).toBeUndefined();
  if (!path && walks * commands >= enough) expect(tally.missing(everyAct())).toEqual([]);
}, 3_600_000);

async function firstFailure(): Promise<Failure | undefined> {
  let found: Failure | undefined;
  let next = 0;
  const lane = async (): Promise<void> => {
    while ((next < walks || goesOn(next)) && !found) {
      const walked = next++;
      found = (await chosenWalk(seed + walked, commands, tally, seldom || walked >= walks)) ?? found;
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return found;
}

/** What is seldom may not have come by yet: then there are further walks, at most as many again. */
function goesOn(walked: number): boolean {
  return walks * commands >= enough && walked < 2 * walks && tally.missing(everyAct()).length > 0;
}

function repeated(path: string): Promise<Failure | undefined> {
  const known = JSON.parse(readFileSync(path, 'utf8')) as { seed: number; path: Step[] };
  return knownWalk(known.seed, known.path, tally);
}

function everyAct(): string[] {
  return [
    ...revisionTransitions.map((name) => `revision.${name}`),
    ...guideTransitions.map((name) => `guide.${name}`),
    ...reviewTransitions.map((name) => `review.${name}`),
  ];
}

function describeFailure(short: Failure, { seed: own, path, problem }: Failure): string {
  const file = join(tmpdir(), `walk-${own}.json`);
  writeFileSync(file, JSON.stringify({ seed: own, path: short.path }, null, 1));
  return [
    problem,
    `after ${path.length} steps; of these ${short.path.length} lead to: ${short.problem}`,
    ...short.path.map((step) => JSON.stringify(step)),
    `Again: SEED=${own} WALKS=1 COMMANDS=${path.length}${own >= seed + walks ? ' SELDOM=1' : ''} npm run test:properties, or the short path: WALK_PATH=${file}`,
  ].join('\n');
}
