import { describe, expect, it } from '@jest/globals';
import type { Facts } from '../../src/editorial/facts.js';
import { guideLifecycle, guideStates } from '../../src/editorial/guide-lifecycle.js';
import { reviewLifecycle, reviewStates } from '../../src/editorial/review-lifecycle.js';
import { revisionLifecycle, revisionStates } from '../../src/editorial/revision-lifecycle.js';
import { decide, type Decision, type Transition } from '../../src/platform/lifecycle.js';
import { changed, passing } from './lifecycle-facts.js';
import { refusals } from './lifecycle-refusals.js';
import { expected, parties, states, type Row } from './lifecycle-tables.js';

type Built = Transition<string, string, Facts, string>;
const built: Record<string, { table: Record<string, Built>; states: readonly string[] }> = {
  revision: { table: revisionLifecycle as Record<string, Built>, states: revisionStates },
  guide: { table: guideLifecycle as Record<string, Built>, states: guideStates },
  review: { table: reviewLifecycle as Record<string, Built>, states: reviewStates },
};

const tableOf = (noun: string): Record<string, Built> => built[noun]?.table ?? {};
const transitionOf = (noun: string, name: string): Built => {
  const transition = tableOf(noun)[name];
  if (!transition) throw new Error(`There is no ${noun}.${name}.`);
  return transition;
};

/** The facts at which a state stands; what a table's own target function reads is set to match. */
function factsAt(noun: string, row: Row, state: string): Facts {
  const facts = passing(`${noun}.${row.name}`);
  return noun === 'guide' && row.stays ? changed(facts, { guide: { status: state as 'live' } }) : facts;
}

function decision(noun: string, row: Row, state: string, party: string): Decision<string> {
  return decide(transitionOf(noun, row.name), state, new Set([party]), factsAt(noun, row, state));
}

describe.each(Object.keys(expected))('The lifecycle of a %s', (noun) => {
  const rows = expected[noun] ?? [];

  it('has the states of the design and no other', () => {
    expect([...(built[noun]?.states ?? [])]).toEqual(states[noun]);
  });

  it('has the transitions of the design and no other', () => {
    expect(Object.keys(tableOf(noun))).toEqual(rows.map(({ name }) => name));
  });

  it.each(rows)('$name leads where the design says, asks what it says and leaves its fact', (row) => {
    const { from, to, by, guards, needs, event } = transitionOf(noun, row.name);
    expect({
      from: [from].flat(),
      to: [...to],
      by: [...by],
      guards: Object.keys(guards),
      needs: Object.keys(needs ?? {}),
      event,
    }).toEqual({
      from: row.from,
      to: row.to,
      by: row.by,
      guards: row.guards,
      needs: row.needs,
      event: row.event,
    });
  });

  it.each(rows)('$name is allowed in exactly its states, to exactly its people', (row) => {
    for (const state of ['none', ...(states[noun] ?? [])]) {
      for (const party of parties) {
        const found = decision(noun, row, state, party);
        expect({ state, party, ...outcome(found) }).toEqual({ state, party, ...outcomeByHand(row, state, party) });
      }
    }
  });
});

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

describe('A refusal', () => {
  const cases = refusals.flatMap((refusal) => refusal.of.map((transition) => ({ ...refusal, transition })));

  it('is tried for every guard of every transition', () => {
    const wanted = Object.entries(expected).flatMap(([noun, rows]) =>
      rows.flatMap((row) => [...row.guards, ...row.needs].map((code) => `${noun}.${row.name} ${code}`)),
    );
    const tried = new Set(cases.map(({ transition, code }) => `${transition} ${code}`));
    expect([...tried].sort()).toEqual(wanted.sort());
  });

  it.each(cases)('of $transition over “$code” says: $says', ({ transition, code, when, says }) => {
    const [noun = '', name = ''] = transition.split('.');
    const row = expected[noun]?.find((each) => each.name === name);
    const found = decide(
      transitionOf(noun, name),
      row?.from[0] ?? '',
      new Set(row?.by),
      changed(passing(transition), when),
    );
    expect(found).toEqual({ allowed: false, forbidden: false, reasons: [{ code, message: says }] });
  });

  it('names the roles that may, when somebody else asks', () => {
    const found = decide(
      transitionOf('revision', 'publish'),
      'approved',
      new Set(['reviewer']),
      passing('revision.publish'),
    );
    expect(found).toEqual({
      allowed: false,
      forbidden: true,
      reasons: [{ code: 'role', message: '“Publish” is for: editor, lead.' }],
    });
  });

  it('of a restored guide does not happen: it returns to the state it came from', () => {
    for (const before of ['unpublished', 'withdrawn'] as const) {
      const facts = changed(passing('guide.restore'), { guide: { status: 'archived', statusBefore: before } });
      expect(decide(transitionOf('guide', 'restore'), 'archived', new Set(['lead']), facts)).toEqual({
        allowed: true,
        to: before,
      });
    }
  });
});
