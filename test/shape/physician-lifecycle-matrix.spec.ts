import { describe, expect, it } from '@jest/globals';
import { applicationStates, type ApplicationFacts } from '../../src/physicians/application-facts.js';
import { applicationLifecycle } from '../../src/physicians/application-lifecycle.js';
import { membershipStates, type MembershipFacts } from '../../src/physicians/membership-facts.js';
import { membershipLifecycle } from '../../src/physicians/membership-lifecycle.js';
import { decide } from '../../src/platform/lifecycle.js';
import { changed } from './lifecycle-facts.js';
import { describeLifecycles, itRefuses, transitionOf, type Built, type Matrix } from './lifecycle-matrix.js';
import { passingFile, passingMember } from './physician-lifecycle-facts.js';
import {
  applicationJustEnough,
  applicationRefusals,
  membershipJustEnough,
  membershipRefusals,
} from './physician-lifecycle-refusals.js';
import { expected, parties, states } from './physician-lifecycle-tables.js';

const applications: Matrix<ApplicationFacts> = {
  built: {
    application: {
      table: applicationLifecycle as Record<string, Built<ApplicationFacts>>,
      states: applicationStates,
    },
  },
  expected: { application: expected.application },
  states,
  parties,
  passing: passingFile,
};
const memberships: Matrix<MembershipFacts> = {
  built: {
    physician: { table: membershipLifecycle as Record<string, Built<MembershipFacts>>, states: membershipStates },
  },
  expected: { physician: expected.physician },
  states,
  parties,
  passing: passingMember,
};

describeLifecycles(applications);
describeLifecycles(memberships);

describe('A refusal about an application', () => {
  itRefuses(applications, applicationRefusals);

  it('carries every reason at once, and leaves out what an input would have to say where none was given', () => {
    const facts = changed(passingFile(), {
      application: { lane: 'high', leaseUntil: null },
      actor: { concerned: true, unproven: 'Show your password again first.' },
    });
    const asked = (input: boolean): string[] => {
      const found = decide(applicationLifecycle.approve, 'in-review', new Set(['holder']), facts, { input });
      return found.allowed ? [] : found.reasons.map(({ code }) => code);
    };
    expect(asked(true)).toEqual(['concerned', 'lease', 'second', 'authentication']);
    expect(asked(false)).toEqual(['concerned', 'lease', 'second']);
  });
});

describe('A refusal about a member', () => {
  itRefuses(memberships, membershipRefusals);
});

describe('It is just enough', () => {
  it.each(applicationJustEnough)('for $of: $what', ({ of, when }) => {
    expect(reached(applications, of, changed(passingFile(of), when))).toMatchObject({ allowed: true });
  });

  it.each(membershipJustEnough)('for $of: $what', ({ of, when }) => {
    expect(reached(memberships, of, changed(passingMember(of), when))).toMatchObject({ allowed: true });
  });
});

function reached<Facts>(matrix: Matrix<Facts>, of: string, facts: Facts) {
  const [noun = '', name = ''] = of.split('.');
  const row = matrix.expected[noun]?.find((each) => each.name === name);
  return decide(transitionOf(matrix, noun, name), row?.from[0] ?? '', new Set(row?.by), facts);
}

describe('A file that waits again', () => {
  const waits = [
    { as: 'queued', what: 'new', application: {} },
    { as: 'escalated', what: 'one that another prepared', application: { escalatedBy: 'otto' } },
    { as: 'appealed', what: 'an appeal', application: { appealed: true, decidedBy: 'otto' } },
    {
      as: 'appealed',
      what: 'an appeal, whoever prepared it',
      application: { appealed: true, decidedBy: 'mina', escalatedBy: 'otto' },
    },
  ];

  it.each(waits)('is $as if it is $what', ({ as, application }) => {
    for (const name of ['route', 'release', 'return']) {
      const facts = changed(passingFile(`application.${name}`), { application });
      expect(reached(applications, `application.${name}`, facts)).toEqual({ allowed: true, to: as });
    }
  });
});
