import { describe, expect, it } from '@jest/globals';
import { decide, type Decision, type Transition } from '../../src/platform/lifecycle.js';
import { changed } from './lifecycle-facts.js';
import type { Refusal } from './lifecycle-refusals.js';
import type { Row } from './lifecycle-tables.js';

/** A transition as the service has it. */
export type Built<Facts> = Transition<string, string, Facts, string>;

/** Lifecycles over the same facts, by noun: as the service has them, and as they were written by hand. */
export interface Matrix<Facts> {
  built: Record<string, { table: Record<string, Built<Facts>>; states: readonly string[] }>;
  expected: Record<string, Row[]>;
  states: Record<string, readonly string[]>;
  parties: readonly string[];
  /** Facts in which every guard of `noun.transition` passes. */
  passing: (transition: string) => Facts;
  /** The facts at which a state stands; what a table's own target function reads is set to match. */
  factsAt?: (noun: string, row: Row, state: string) => Facts;
}

export function transitionOf<Facts>({ built }: Pick<Matrix<Facts>, 'built'>, noun: string, name: string): Built<Facts> {
  const transition = built[noun]?.table[name];
  if (!transition) throw new Error(`There is no ${noun}.${name}.`);
  return transition;
}

/** Every lifecycle against its table: states, transitions, conditions, and each state × party. */
export function describeLifecycles<Facts>(matrix: Matrix<Facts>): void {
  const { built, expected, states } = matrix;
  describe.each(Object.keys(expected))('The %s lifecycle', (noun) => {
    const rows = expected[noun] ?? [];

    it('has the states of the design and no other', () => {
      expect([...(built[noun]?.states ?? [])]).toEqual(states[noun]);
    });

    it('has the transitions of the design and no other', () => {
      expect(Object.keys(built[noun]?.table ?? {})).toEqual(rows.map(({ name }) => name));
    });

    it.each(rows)('$name leads where the design says, asks what it says and leaves its fact', (row) => {
      const { from, to, by, guards, needs, event } = transitionOf(matrix, noun, row.name);
      const stated = {
        from: [from].flat(),
        to: [...to],
        by: [...by],
        guards: Object.keys(guards),
        needs: Object.keys(needs ?? {}),
        event,
      };
      const { name: _, stays: __, ...byHand } = row;
      expect(stated).toEqual(byHand);
    });

    it.each(rows)('$name is allowed in exactly its states, to exactly its people', (row) => {
      for (const state of ['none', ...(states[noun] ?? [])]) {
        for (const party of matrix.parties) {
          const found = decisionOf(matrix, noun, row, state, party);
          expect({ state, party, ...outcome(found) }).toEqual({ state, party, ...outcomeByHand(row, state, party) });
        }
      }
    });
  });
}

/** Every guard of every transition refuses at least once, alone, in its own words. To be called inside a `describe`. */
export function itRefuses<Facts>(matrix: Matrix<Facts>, refusals: readonly Refusal<Facts>[]): void {
  const cases = refusals.flatMap((refusal) => refusal.of.map((transition) => ({ ...refusal, transition })));

  it('is tried for every guard of every transition', () => {
    const wanted = Object.entries(matrix.expected).flatMap(([noun, rows]) =>
      rows.flatMap((row) => [...row.guards, ...row.needs].map((code) => `${noun}.${row.name} ${code}`)),
    );
    const tried = new Set(cases.map(({ transition, code }) => `${transition} ${code}`));
    expect([...tried].sort()).toEqual(wanted.sort());
  });

  it.each(cases)('of $transition over “$code” says: $says', ({ transition, code, when, says }) => {
    const [noun = '', name = ''] = transition.split('.');
    const row = matrix.expected[noun]?.find((each) => each.name === name);
    const found = decide(
      transitionOf(matrix, noun, name),
      row?.from[0] ?? '',
      new Set(row?.by),
      changed(matrix.passing(transition), when),
    );
    expect(found).toEqual({ allowed: false, forbidden: false, reasons: [{ code, message: says }] });
  });
}

function decisionOf<Facts>(
  matrix: Matrix<Facts>,
  noun: string,
  row: Row,
  state: string,
  party: string,
): Decision<string> {
  const facts = matrix.factsAt?.(noun, row, state) ?? matrix.passing(`${noun}.${row.name}`);
  return decide(transitionOf(matrix, noun, row.name), state, new Set([party]), facts);
}

type Outcome = { allowed: true; to: string } | { allowed: false; forbidden: boolean; codes: string[] };

function outcome(found: Decision<string>): Outcome {
  return found.allowed
    ? found
    : { allowed: false, forbidden: found.forbidden, codes: found.reasons.map(({ code }) => code) };
}

function outcomeByHand(row: Row, state: string, party: string): Outcome {
  if (!row.by.includes(party)) return { allowed: false, forbidden: true, codes: ['role'] };
  if (!row.from.includes(state)) return { allowed: false, forbidden: false, codes: ['state'] };
  return { allowed: true, to: row.stays ? state : (row.to[0] ?? '') };
}
