import type { ApplicationFacts, CurrentCheck } from '../../src/physicians/application-facts.js';
import { applicationLifecycle, type ApplicationTransition } from '../../src/physicians/application-lifecycle.js';
import { decide, type Decision } from '../../src/platform/lifecycle.js';
import type { Chance } from '../properties/chance.js';
import { checks, passingFile, withClaim } from './physician-lifecycle-facts.js';

type File = ApplicationFacts['application'];
type Party = 'applicant' | 'clock' | 'verifier' | 'holder';

/** One step as it was tried, and what came of it. */
export interface Tried {
  name: ApplicationTransition;
  from: string;
  facts: ApplicationFacts;
  decision: Decision<string>;
}

const verifiers = ['vera', 'otto', 'mina', 'paul'];
const names = Object.keys(applicationLifecycle) as ApplicationTransition[];
const hour = 3_600_000;

/** One application on its way: who acts and what is true is drawn, what a transition leaves behind is written here by hand. */
export class ApplicationWalk {
  state = 'none';
  private file: File;
  private now: Date;
  private decidedAt: Date | null = null;
  private readonly concerned = new Set<string>();

  constructor(private readonly chance: Chance) {
    const { now, application } = passingFile();
    this.now = now;
    const claimsCertification = chance.happens(0.5);
    this.file = { ...application, lane: null, holderId: null, leaseUntil: null, claimsCertification };
    for (const person of verifiers) if (chance.happens(0.15)) this.concerned.add(person);
  }

  /** Tries one transition by somebody; where it is allowed, it has happened afterwards. */
  step(): Tried {
    this.timePasses();
    const name = this.chosen();
    const who = this.chance.happens(0.9) ? this.fitting(name) : this.anybody();
    const facts = this.factsFor(who.id);
    const from = this.state;
    const decision = decide(applicationLifecycle[name], from as 'queued' | 'none', who.parties, facts);
    if (decision.allowed) this.follow(name, decision.to, facts);
    return { name, from, facts, decision };
  }

  /** Mostly what the state has a way out by, sometimes anything. */
  private chosen(): ApplicationTransition {
    const possible = names.filter((name) => [applicationLifecycle[name].from].flat().includes(this.state as 'queued'));
    const ending = ['withdraw', 'expire', 'close'];
    const lasting = possible.filter((name) => !ending.includes(name));
    if (this.chance.happens(0.1) || possible.length === 0) return this.chance.of(names);
    return this.chance.of(lasting.length > 0 && this.chance.happens(0.97) ? lasting : possible);
  }

  private anybody(): { id: string | null; parties: Set<Party> } {
    return this.chance.happens(0.3)
      ? { id: null, parties: new Set([this.chance.of(['applicant', 'clock'] as const)]) }
      : this.verifier(this.chance.of(verifiers));
  }

  private fitting(name: ApplicationTransition): { id: string | null; parties: Set<Party> } {
    const by = this.chance.of(applicationLifecycle[name].by);
    if (by === 'applicant' || by === 'clock') return { id: null, parties: new Set([by]) };
    return this.verifier(by === 'holder' && this.file.holderId ? this.file.holderId : this.chance.of(verifiers));
  }

  private verifier(id: string): { id: string; parties: Set<Party> } {
    return { id, parties: new Set<Party>(id === this.file.holderId ? ['verifier', 'holder'] : ['verifier']) };
  }

  private timePasses(): void {
    const hours = this.chance.weighted([[12, 1] as const, [3, 20] as const, [1, 24 * 12] as const]);
    this.now = new Date(this.now.getTime() + hours * hour);
    if (this.chance.happens(0.02)) this.concerned.add(this.chance.of(verifiers));
  }

  private factsFor(id: string | null): ApplicationFacts {
    const { chance, now } = this;
    const daysSinceDecision = this.decidedAt && Math.floor((now.getTime() - this.decidedAt.getTime()) / (24 * hour));
    return {
      ...passingFile(),
      now,
      application: {
        ...this.file,
        daysSinceDecision,
        npiTaken: this.file.disputed || chance.happens(0.05),
        contested: !this.file.disputed && chance.happens(0.05),
        member: this.file.kind === 'initial' && chance.happens(this.file.disputed ? 0.5 : 0.05),
        membership: chance.of(['active', 'suspended', 'terminated', null] as const),
        touched: this.file.kind === 'change' ? ['V04', 'V08', 'V09', 'V10'] : null,
        excluded: chance.happens(0.05),
      },
      actor: {
        id,
        unproven: chance.happens(0.1) ? 'Show your password again first.' : null,
        concerned: id !== null && this.concerned.has(id),
        skilled: chance.happens(0.9),
        claims: chance.below(7),
      },
      checks: this.drawnChecks(),
      input: { ...passingFile().input, attestedName: chance.happens(0.9) ? 'Ada Quillfeather' : '' },
    };
  }

  /** Sound, or with one or two that are not; whether each is settled is drawn too. */
  private drawnChecks(): CurrentCheck[] {
    if (this.chance.happens(0.4)) return checks();
    const odd = this.chance.shuffled(withClaim).slice(0, 1 + this.chance.below(2));
    return checks(Object.fromEntries(odd.map((id) => [id, this.chance.happens(0.15) ? null : this.drawnCheck()])));
  }

  private drawnCheck(): Partial<CurrentCheck> {
    return {
      outcome: this.chance.of(['pass', 'review', 'fail', 'error'] as const),
      resolution: this.chance.of([null, 'resolved', 'override-proposed', 'overridden'] as const),
      ageInDays: this.chance.of([0, 60, 119, 120, 120.5, 400]),
      expired: this.chance.happens(0.05),
    };
  }

  /** What the service keeps of each transition, as `domain.md` C8 and C10 have it. */
  private follow(name: ApplicationTransition, to: string, { actor }: ApplicationFacts): void {
    const { file, now, chance } = this;
    this.state = to;
    const handedBack = { holderId: null, leaseUntil: null };
    const left: Partial<Record<ApplicationTransition, Partial<File>>> = {
      renew: { kind: 'recredentialing', memberId: 'physician' },
      change: { kind: 'change', memberId: 'physician' },
      confirm: { disputed: chance.happens(0.15) },
      route: { lane: file.disputed ? 'disputes' : chance.of(['clean', 'standard', 'high'] as const) },
      claim: { holderId: actor.id, leaseUntil: new Date(now.getTime() + 48 * hour) },
      release: handedBack,
      return: handedBack,
      checkAgain: handedBack,
      ask: handedBack,
      withdraw: handedBack,
      escalate: { ...handedBack, escalatedBy: actor.id },
      approve: { ...handedBack, decidedBy: actor.id },
      handOver: { ...handedBack, decidedBy: actor.id },
      close: handedBack,
      decline: { ...handedBack, decidedBy: actor.id },
      appeal: { appealed: true, lane: file.disputed ? 'disputes' : 'high' },
    };
    this.file = { ...file, ...left[name] };
    if (name === 'approve' || name === 'decline') this.decidedAt = now;
  }
}
