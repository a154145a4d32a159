import { Chance } from './chance.js';
import { Choosing } from './choosing.js';
import type { Step } from './model/command.js';
import type { World } from './model/state.js';
import type { Tally } from './tally.js';
import { Walk } from './walk.js';

/** Dates on which months end, clocks change, or a year begins. */
const starts = [
  '2026-03-02T15:00:00Z',
  '2026-08-31T03:50:00Z',
  '2027-11-30T23:00:00Z',
  '2028-02-29T14:00:00Z',
  '2026-10-31T12:00:00Z',
  '2026-12-31T20:00:00Z',
];

export interface Failure {
  seed: number;
  problem: string;
  /** Everything that was done, the failing step last. */
  path: Step[];
}

/** One walk of so many steps, chosen as it goes; `seldom` prefers what the others seldom come by. */
export function chosenWalk(seed: number, commands: number, tally: Tally, seldom = false): Promise<Failure | undefined> {
  const chance = new Chance(seed);
  const choosing = new Choosing(chance, chance.of([1, 2, 2, 3, 4, 20]), seldom);
  return walk(seed, chance, (world, at) => (at < commands ? choosing.step(world) : undefined), tally, false);
}

/** The same walk along a path that is known; steps about what no longer comes to be are passed over. */
export function knownWalk(seed: number, path: readonly Step[], tally: Tally): Promise<Failure | undefined> {
  const chance = new Chance(seed);
  chance.below(1);
  return walk(seed, chance, (_world, at) => path[at], tally, true);
}

async function walk(
  seed: number,
  chance: Chance,
  next: (world: World, at: number) => Step | undefined,
  tally: Tally,
  knownPath: boolean,
): Promise<Failure | undefined> {
  const walking = await Walk.start(Date.parse(chance.of(starts)), chance, tally);
  const path: Step[] = [];
  try {
    for (let step = next(walking.world, 0); step; step = next(walking.world, path.length)) {
      path.push(step);
      const problem = await walking.take(step, knownPath).catch(told);
      if (problem) return { seed, problem, path };
    }
    const problem = await walking.end().catch(told);
    return problem ? { seed, problem, path } : undefined;
  } finally {
    await walking.stop();
  }
}

const told = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

/** Leaves out what a failure does not need, in ever smaller pieces, as long as patience lasts. */
export async function shortened(failure: Failure, tally: Tally, patienceMilliseconds: number): Promise<Failure> {
  const end = performance.now() + patienceMilliseconds;
  let shortest = failure;
  for (let size = Math.ceil(failure.path.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let from = 0; from < shortest.path.length && performance.now() < end;) {
      const without = [...shortest.path.slice(0, from), ...shortest.path.slice(from + size)];
      const again = await knownWalk(failure.seed, without, tally);
      if (again) shortest = again;
      else from += size;
    }
  }
  return shortest;
}
