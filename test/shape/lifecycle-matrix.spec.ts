import { describe, expect, it } from '@jest/globals';
import type { Facts } from '../../src/editorial/facts.js';
import { guideLifecycle, guideStates } from '../../src/editorial/guide-lifecycle.js';
import { reviewLifecycle, reviewStates } from '../../src/editorial/review-lifecycle.js';
import { revisionLifecycle, revisionStates } from '../../src/editorial/revision-lifecycle.js';
import { decide } from '../../src/platform/lifecycle.js';
import { changed, passing } from './lifecycle-facts.js';
import { describeLifecycles, itRefuses, transitionOf, type Built, type Matrix } from './lifecycle-matrix.js';
import { refusals } from './lifecycle-refusals.js';
import { expected, parties, states } from './lifecycle-tables.js';

type Table = Record<string, Built<Facts>>;
const matrix: Matrix<Facts> = {
  built: {
    revision: { table: revisionLifecycle as Table, states: revisionStates },
    guide: { table: guideLifecycle as Table, states: guideStates },
    review: { table: reviewLifecycle as Table, states: reviewStates },
  },
  expected,
  states,
  parties,
  passing,
  factsAt: (noun, row, state) => {
    const facts = passing(`${noun}.${row.name}`);
    return noun === 'guide' && row.stays ? changed(facts, { guide: { status: state as 'live' } }) : facts;
  },
};

describeLifecycles(matrix);

describe('A refusal', () => {
  itRefuses(matrix, refusals);

  it('names the roles that may, when somebody else asks', () => {
    const found = decide(
      transitionOf(matrix, 'revision', 'publish'),
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
      expect(decide(transitionOf(matrix, 'guide', 'restore'), 'archived', new Set(['lead']), facts)).toEqual({
        allowed: true,
        to: before,
      });
    }
  });
});
