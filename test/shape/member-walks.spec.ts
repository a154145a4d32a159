import { beforeAll, describe, expect, it } from '@jest/globals';
import { membershipLifecycle } from '../../src/physicians/membership-lifecycle.js';
import { Chance } from '../properties/chance.js';
import { MemberWalk, type TriedOnMember } from './member-walk.js';
import { states } from './physician-lifecycle-tables.js';

const firstSeed = 20_261_122;
const walks = 800;
const steps = 60;
const shown = ['active', 'attention', 'recredential-due', 'recredentialing'];

type Happened = TriedOnMember & { seed: number; to: string };

describe('Any walk of a membership', () => {
  const tried: (TriedOnMember & { seed: number })[] = [];
  const happened = (): Happened[] =>
    tried.flatMap((each) => (each.decision.allowed ? [{ ...each, to: each.decision.to }] : []));
  const told = ({ seed, name, from, to }: Happened): string => `seed ${seed}: ${name} from ${from} to ${to}`;

  beforeAll(() => {
    for (let seed = firstSeed; seed < firstSeed + walks; seed += 1) {
      const walk = new MemberWalk(new Chance(seed));
      for (let step = 0; step < steps; step += 1) tried.push({ seed, ...walk.step() });
    }
  });

  it('comes by every state, every transition and every refusal', () => {
    expect(new Set(happened().map(({ to }) => to))).toEqual(new Set(states['physician']));
    expect([...new Set(happened().map(({ name }) => name))].sort()).toEqual(Object.keys(membershipLifecycle).sort());
    const met = new Set(
      tried.flatMap(({ decision }) => (decision.allowed ? [] : decision.reasons)).map(({ code }) => code),
    );
    const guards = Object.values(membershipLifecycle).flatMap((row) => Object.keys(row.guards));
    expect(guards.filter((code) => !met.has(code))).toEqual([]);
  });

  it('clears or confirms a provisional finding by two people alone, neither of them concerned', () => {
    const settled = happened().filter(
      ({ name, facts }) => ['lift', 'confirmAdverse'].includes(name) && facts.physician.suspension === 'provisional',
    );
    expect(settled.length).toBeGreaterThan(50);
    const wrong = settled.filter(({ facts, said }) => {
      const people = new Set([...said, facts.actor.id]);
      return people.size < 2 || people.has(null) || facts.actor.concerned || facts.actor.unproven !== null;
    });
    expect(wrong.map(told)).toEqual([]);
  });

  it('dismisses a match by name by two people alone', () => {
    const dismissed = happened().filter(({ name, facts }) => name === 'dismiss' && facts.physician.nameMatches > 0);
    expect(dismissed.length).toBeGreaterThan(10);
    const wrong = dismissed.filter(({ facts, said }) => !said.some((each) => each !== facts.actor.id));
    expect(wrong.map(told)).toEqual([]);
  });

  it('leaves what one verifier has taken to them, and counts nobody as holding more than five', () => {
    const live = ({ facts: { physician, now } }: Happened): boolean =>
      physician.holderId !== null && physician.leaseUntil !== null && physician.leaseUntil > now;
    const settling = ['dismiss', 'propose', 'lift', 'confirmAdverse'];
    const taken = happened().filter((each) => live(each));
    expect(taken.filter(({ name }) => settling.includes(name)).length).toBeGreaterThan(20);
    const elsewhere = taken.filter(
      ({ name, facts }) => settling.includes(name) && facts.physician.holderId !== facts.actor.id,
    );
    expect(elsewhere.map(told)).toEqual([]);
    expect(taken.filter(({ name }) => name === 'take').map(told)).toEqual([]);
    expect(taken.filter(({ from }) => from !== 'attention' && from !== 'suspended').map(told)).toEqual([]);
    const takes = happened().filter(({ name }) => name === 'take');
    expect(takes.filter(({ facts }) => facts.actor.claims >= 5).map(told)).toEqual([]);
  });

  it('shows nobody again whose cause was confirmed, whose term is over, or who has no license', () => {
    const back = happened().filter(
      ({ from, to, name }) => from === 'suspended' && shown.includes(to) && name !== 'recredential',
    );
    expect(back.length).toBeGreaterThan(100);
    const wrong = back.filter(
      ({ facts: { physician, input }, name }) =>
        physician.suspension === 'adverse' ||
        physician.overdue ||
        (physician.unlicensed && (name === 'restore' || input.expiresOn === undefined)),
    );
    expect(wrong.map(told)).toEqual([]);
  });

  it('shows nobody who paused before they resume', () => {
    const wrong = happened().filter(
      ({ facts, to, name }) => facts.physician.paused && shown.includes(to) && !['resume', 'activate'].includes(name),
    );
    expect(wrong.map(told)).toEqual([]);
  });

  it('is never shown again by the clock while something was found', () => {
    const restored = happened().filter(({ name }) => name === 'restore');
    expect(restored.length).toBeGreaterThan(10);
    expect(restored.filter(({ facts }) => facts.physician.grounds > 0).map(told)).toEqual([]);
  });

  it('is not ended while a finding is open, and has no way back from its end', () => {
    const ended = happened().filter(({ to }) => to === 'terminated');
    expect(ended.filter(({ facts }) => facts.physician.suspension === 'provisional').map(told)).toEqual([]);
    expect(
      happened()
        .filter(({ from }) => from === 'terminated')
        .map(told),
    ).toEqual([]);
  });
});
