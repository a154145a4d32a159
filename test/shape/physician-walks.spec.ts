import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApplicationFacts } from '../../src/physicians/application-facts.js';
import { applicationLifecycle, type ApplicationTransition } from '../../src/physicians/application-lifecycle.js';
import { decide } from '../../src/platform/lifecycle.js';
import { Chance } from '../properties/chance.js';
import { mandatory, passingFile, withClaim } from './physician-lifecycle-facts.js';
import { parties, states } from './physician-lifecycle-tables.js';
import { ApplicationWalk, type Tried } from './physician-walk.js';

const firstSeed = 20_260_302;
const walks = 600;
const steps = 60;
const final = ['approved', 'withdrawn', 'expired'];

/** What is wrong with a decision by the file as it lay there, judged without the guards. */
function wrongDecision({ name, facts }: Tried): string[] {
  const { application, actor, now } = facts;
  const earlier = [application.escalatedBy, application.decidedBy].filter((id) => id !== null);
  const wrong: string[] = [];
  if (actor.id === null || actor.id !== application.holderId) wrong.push('not by the one who holds it');
  if (!application.leaseUntil || application.leaseUntil <= now) wrong.push('after the lease');
  if (actor.concerned) wrong.push('by one concerned');
  if (actor.unproven !== null) wrong.push('without a signature');
  if (earlier.includes(actor.id ?? '')) wrong.push('by one who prepared or decided it before');
  if (asksForTwo(facts) && earlier.length === 0) wrong.push('by one where two are asked for');
  if (name === 'decline') return wrong;
  const taken =
    name === 'approve' ? ofAnother(facts) : facts.application.member ? [] : ['of a number that no member has'];
  return [...wrong, ...wrongApproval(facts), ...taken];
}

function asksForTwo({ application, checks }: ApplicationFacts): boolean {
  return (
    ['high', 'disputes'].includes(application.lane ?? '') ||
    application.contested ||
    checks.some(({ resolution }) => resolution === 'overridden' || resolution === 'override-proposed')
  );
}

function wrongApproval({ application, checks }: ApplicationFacts): string[] {
  const all = application.claimsCertification ? withClaim : mandatory;
  const wanted = all.filter((id) => !application.touched || application.touched.some((each) => each === id));
  const open = wanted.filter((id) => {
    const check = checks.find(({ checkId }) => checkId === id);
    if (!check || check.ageInDays > 120 || check.expired) return true;
    if (check.outcome === 'fail') return check.resolution !== 'overridden';
    return check.outcome !== 'pass' && check.resolution !== 'resolved';
  });
  return [
    ...open.map((id) => `${id} is not settled and fresh`),
    ...(application.excluded ? ['of somebody excluded'] : []),
  ];
}

function ofAnother({ application }: ApplicationFacts): string[] {
  return [
    ...(application.member ? ['of a number that a member has'] : []),
    ...(application.npiTaken && !application.disputed ? ['of a number that another has'] : []),
  ];
}

describe('Any walk of an application', () => {
  const tried: (Tried & { seed: number })[] = [];
  const happened = (): (Tried & { seed: number; to: string })[] =>
    tried.flatMap((each) => (each.decision.allowed ? [{ ...each, to: each.decision.to }] : []));

  beforeAll(() => {
    for (let seed = firstSeed; seed < firstSeed + walks; seed += 1) {
      const walk = new ApplicationWalk(new Chance(seed));
      for (let step = 0; step < steps; step += 1) tried.push({ seed, ...walk.step() });
    }
  });

  it('comes by every state, and by nothing that is none', () => {
    expect(new Set(happened().map(({ to }) => to))).toEqual(new Set(states['application']));
  });

  it('comes by every transition, and by every refusal', () => {
    expect([...new Set(happened().map(({ name }) => name))].sort()).toEqual(Object.keys(applicationLifecycle).sort());
    const met = new Set(
      tried.flatMap(({ decision }) => (decision.allowed ? [] : decision.reasons)).map(({ code }) => code),
    );
    const guards = Object.values(applicationLifecycle).flatMap(({ guards }) => Object.keys(guards));
    expect(guards.filter((code) => !met.has(code))).toEqual([]);
  });

  it('is approved only on settled and fresh checks, and decided by nobody concerned, nor by one where two are asked for', () => {
    const decisions = happened().filter(({ name }) => ['approve', 'handOver', 'decline'].includes(name));
    expect(decisions.filter(({ facts }) => asksForTwo(facts)).length).toBeGreaterThan(20);
    expect(
      decisions.flatMap((each) => wrongDecision(each).map((wrong) => `seed ${each.seed}: ${each.name} ${wrong}`)),
    ).toEqual([]);
  });

  it('ends where it was approved, withdrawn or expired', () => {
    const after = happened().filter(({ from }) => final.includes(from));
    expect(tried.filter(({ from }) => final.includes(from)).length).toBeGreaterThan(1000);
    expect(after.map(({ seed, name, from }) => `seed ${seed}: ${name} from ${from}`)).toEqual([]);
  });

  it('is appealed at most once', () => {
    const appeals = happened().filter(({ name }) => name === 'appeal');
    expect(appeals.length).toBeGreaterThan(20);
    expect(new Set(appeals.map(({ seed }) => seed)).size).toBe(appeals.length);
  });
});

describe('The end of an application', () => {
  it.each(final)('%s has no way out for anybody', (state) => {
    for (const name of Object.keys(applicationLifecycle) as ApplicationTransition[]) {
      const found = decide(
        applicationLifecycle[name],
        state as 'approved',
        new Set(parties as 'clock'[]),
        passingFile(`application.${name}`),
      );
      expect({ name, ...found }).toMatchObject({ name, allowed: false, reasons: [{ code: 'state' }] });
    }
  });

  it('declined has one way out, an appeal', () => {
    const open = Object.entries(applicationLifecycle).filter(([, { from }]) => [from].flat().includes('declined'));
    expect(open.map(([name]) => name)).toEqual(['appeal']);
  });
});
