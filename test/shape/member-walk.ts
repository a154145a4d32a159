import type { MembershipFacts } from '../../src/physicians/membership-facts.js';
import { membershipLifecycle, type MembershipTransition } from '../../src/physicians/membership-lifecycle.js';
import { decide, type Decision } from '../../src/platform/lifecycle.js';
import type { Chance } from '../properties/chance.js';
import { daysAgo, now } from './lifecycle-facts.js';
import { passingMember } from './physician-lifecycle-facts.js';

type Member = MembershipFacts['physician'];
type Party = 'verifier' | 'member' | 'clock';

/** One step as it was tried, and what came of it. */
export interface TriedOnMember {
  name: MembershipTransition;
  from: string;
  facts: MembershipFacts;
  decision: Decision<string>;
  /** Who has said so far that what is open is to be cleared or confirmed, as the walk remembers it. */
  said: readonly string[];
}

const verifiers = ['vera', 'otto', 'mina'];
const names = Object.keys(membershipLifecycle) as MembershipTransition[];

/** One membership on its way: who acts and what is true is drawn, what a transition leaves behind is written here by hand. */
export class MemberWalk {
  state = 'none';
  private member: Member;
  /** Verifiers who vouched for what hides the member now, or asks for attention. */
  private said: string[] = [];

  constructor(private readonly chance: Chance) {
    this.member = passingMember('').physician;
  }

  /** Tries one transition by somebody; where it is allowed, it has happened afterwards. */
  step(): TriedOnMember {
    this.timePasses();
    const possible = names.filter((name) => [membershipLifecycle[name].from].flat().includes(this.state as 'active'));
    const lasting = possible.filter((name) => name !== 'leave' && name !== 'terminate');
    const some = this.chance.happens(0.95) && lasting.length > 0 ? lasting : names;
    const name = this.chance.of(some);
    const by = this.chance.of(membershipLifecycle[name].by) as Party;
    const actor = by === 'verifier' ? this.chance.of(verifiers) : null;
    const facts = this.factsFor(actor, by);
    const from = this.state;
    const decision = decide(membershipLifecycle[name], from as 'active', new Set([by]), facts);
    const said = [...this.said];
    if (decision.allowed) this.follow(name, decision.to, facts);
    return { name, from, facts, decision, said };
  }

  private timePasses(): void {
    const { chance, member } = this;
    if (chance.happens(0.05)) member.due = true;
    if (member.due && chance.happens(0.05)) member.overdue = true;
    if (member.due && chance.happens(0.2)) member.renewing = true;
    if (chance.happens(0.05)) member.unlicensed = true;
    if (chance.happens(0.05)) this.raise(1);
    if (chance.happens(0.05)) this.raise(1, 1);
    // A lease ends with the next business day.
    if (member.holderId && chance.happens(0.2)) member.leaseUntil = now;
    // A proposal lapses after seven days.
    if (chance.happens(0.1)) this.lapse();
  }

  /** A further alert: what was proposed of those before did not know of it. */
  private raise(alerts: number, nameMatches = 0): void {
    const { member } = this;
    if (member.suspension === null) this.lapse();
    member.alerts += alerts;
    member.nameMatches += nameMatches;
  }

  private lapse(): void {
    const { member } = this;
    if (!member.proposed) return;
    const { by } = member.proposed;
    member.proposed = null;
    if (by !== member.suspendedBy) this.said = this.said.filter((each) => each !== by);
  }

  private factsFor(actor: string | null, by: Party): MembershipFacts {
    const { chance } = this;
    const passing = passingMember('');
    return {
      ...passing,
      physician: { ...this.member },
      actor: {
        id: actor,
        unproven: by === 'verifier' && chance.happens(0.1) ? 'Show your password again first.' : null,
        concerned: by === 'verifier' && chance.happens(0.05),
        skilled: by !== 'verifier' || chance.happens(0.95),
        claims: chance.of([0, 1, 4, 5]),
      },
      input: {
        ...passing.input,
        cause: chance.of(['administrative', 'provisional'] as const),
        verdict: chance.of(['clear', 'adverse'] as const),
        expiresOn: chance.happens(0.8) ? '2027-03-01' : undefined,
      },
    };
  }

  /** What the service keeps of each transition, as the design has it (§4.5). */
  private follow(name: MembershipTransition, to: string, { actor, input }: MembershipFacts): void {
    const { member } = this;
    this.state = to;
    const untaken = { holderId: null, leaseUntil: null };
    const free = { ...untaken, suspension: null, suspendedBy: null, proposed: null, grounds: 0 };
    const left: Partial<Record<MembershipTransition, () => Partial<Member>>> = {
      flag: () => ({ alerts: member.alerts + 1 }),
      dismiss: () => ({ alerts: 0, nameMatches: 0, proposed: null }),
      suspend: () => ({
        suspension: input.cause ?? null,
        suspendedBy: actor.id,
        proposed: null,
        grounds: actor.id ? member.grounds : member.grounds + (this.chance.happens(0.5) ? 1 : 0),
      }),
      propose: () => ({ ...untaken, proposed: { verdict: input.verdict ?? 'clear', by: actor.id ?? '' } }),
      lift: () => ({
        ...free,
        ...(member.overdue ? { suspension: 'administrative' as const } : {}),
        unlicensed: false,
      }),
      restore: () => free,
      confirmAdverse: () => ({ ...untaken, suspension: 'adverse', proposed: null, alerts: 0, nameMatches: 0 }),
      renewLicense: () => ({ unlicensed: false }),
      recredential: () => ({ ...free, due: false, overdue: false, renewing: false, unlicensed: false }),
      take: () => ({ holderId: actor.id, leaseUntil: daysAgo(-1) }),
      giveBack: () => untaken,
      return: () => untaken,
      pause: () => ({ paused: true }),
      resume: () => ({ paused: false }),
    };
    // Whom nothing is asked of any more, nobody holds.
    const settled = ['attention', 'suspended'].includes(to) ? {} : untaken;
    this.member = { ...member, ...left[name]?.(), ...settled, status: to as Member['status'] };
    if (name === 'suspend') this.said = actor.id ? [actor.id] : [];
    if (name === 'propose' && actor.id) this.said = [...this.said, actor.id];
    if (this.member.suspension === null && this.member.proposed === null) this.said = [];
  }
}
