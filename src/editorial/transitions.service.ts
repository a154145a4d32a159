import { Injectable } from '@nestjs/common';
import { events, type EventName, type EventPayload, type PayloadValue } from '../events.js';
import { Guides } from '../guides/index.js';
import { leads, type Actor } from '../identity/index.js';
import { civilDate } from '../platform/civil-date.js';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { Database, type Tx } from '../platform/database.js';
import { Forbidden, Missing, Refused, type Reason } from '../platform/errors.js';
import { appendEvent, type ChainHead } from '../platform/event-store.js';
import { faultPoint } from '../platform/fault-points.js';
import { once, type Answer, type IdempotentRequest } from '../platform/idempotency.js';
import { decide, type Transition } from '../platform/lifecycle.js';
import { OutboxRelay } from '../platform/outbox-relay.js';
import type { Act, Effect, Outcome } from './act.js';
import { completeFacts } from './complete-facts.js';
import type { Facts, GuideFacts, Party, TransitionInput } from './facts.js';
import { guideEffects } from './guide-effects.js';
import { guideLifecycle } from './guide-lifecycle.js';
import { loadFacts, readSubject, type Moment, type Target } from './load-facts.js';
import { reviewEffects } from './review-effects.js';
import { reviewLifecycle } from './review-lifecycle.js';
import { revisionEffects } from './revision-effects.js';
import { revisionLifecycle } from './revision-lifecycle.js';

type Row = Transition<string, Party, Facts, EventName>;

/** The three nouns with a life here: their tables, effects, and what state they are in. */
const nouns = {
  revision: {
    table: revisionLifecycle as Record<string, Row>,
    effects: revisionEffects as Record<string, Effect<string>>,
    state: (f: Facts) => f.revision?.status ?? 'none',
  },
  guide: {
    table: guideLifecycle as Record<string, Row>,
    effects: guideEffects as Record<string, Effect<string>>,
    state: (f: Facts) => f.guide.status,
  },
  review: {
    table: reviewLifecycle as Record<string, Row>,
    effects: reviewEffects as Record<string, Effect<string>>,
    state: (f: Facts) => f.review?.status ?? 'none',
  },
};
export type Noun = keyof typeof nouns;

/** Transitions of a guide that confirm a proposal, and those that make one of the same name. */
const proposalOf: Record<string, string> = {
  withdraw: 'withdraw',
  proposeWithdrawal: 'withdraw',
  retire: 'withdraw',
  reinstate: 'reinstate',
  proposeReinstatement: 'reinstate',
  carryOver: 'carryOver',
  proposeCarryOver: 'carryOver',
  takeDown: 'takeDown',
  proposeTakeDown: 'takeDown',
  lift: 'lift',
  proposeLift: 'lift',
  revert: 'revert',
  proposeRevert: 'revert',
};

export interface Command {
  noun: Noun;
  id: string;
  name: string;
  input: TransitionInput;
  /** Null when the clock acts. */
  actor: Actor | null;
  requestId: string | null;
  idempotency?: IdempotentRequest | null;
  /** Called with the subject's version under its lock; throws where the client has seen another. */
  expected?: ((version: number) => void) | undefined;
}

export interface Done {
  event: EventName;
  eventId: number;
  guideId: string;
  moves: { kind: string; id: string; from: string | null; to: string }[];
  created: Record<string, string>;
  /** Sentences for a person; empty where nothing is amiss. */
  warnings: string[];
}

export interface Possible {
  name: string;
  /** What the transition takes beside its name, where the same one is listed more than once. */
  input?: { kind: 'ordinary' | 'minor' };
  label: string;
  allowed: boolean;
  reasons: Reason[];
}

/** The one place where a transition happens. */
@Injectable()
export class Transitions {
  constructor(
    private readonly database: Database,
    private readonly guides: Guides,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly relay: OutboxRelay,
  ) {}

  /** Carries out one transition, or throws {@link Refused} with every reason and changes nothing. */
  async perform(command: Command): Promise<Answer<Done>> {
    const moment = this.moment(command.actor, command.requestId);
    const answer = await this.database.transaction((tx) =>
      once(tx, command.idempotency ?? null, moment.now, async () => ({
        status: 201,
        body: await this.carryOut(tx, command, moment),
      })),
    );
    faultPoint('after-commit');
    if (!answer.replayed) this.relay.wakeAfter(answer.body.event);
    return answer;
  }

  /**
   * Carries out several transitions of guides in one transaction, all or none: throws {@link Refused} with the reasons of every guide, each
   * under its slug. Guides are locked in the order of their ids, so that two such acts cannot wait for each other.
   */
  async performAll(
    commands: readonly Omit<Command, 'idempotency' | 'expected'>[],
    idempotency: IdempotentRequest | null,
  ): Promise<Answer<{ items: Done[] }>> {
    const ordered = commands.toSorted((one, other) => (one.id < other.id ? -1 : 1));
    const answer = await this.database.transaction((tx) =>
      once(tx, idempotency, this.clock.now(), async () => ({ status: 201, body: await this.carryOutAll(tx, ordered) })),
    );
    faultPoint('after-commit');
    if (!answer.replayed) for (const { event } of answer.body.items) this.relay.wakeAfter(event);
    return answer;
  }

  private async carryOutAll(tx: Tx, commands: readonly Command[]): Promise<{ items: Done[] }> {
    const items: Done[] = [];
    const against: Reason[] = [];
    for (const command of commands) {
      const done = await this.attempt(tx, command);
      if (!Array.isArray(done)) items.push(done);
      else {
        const { guide } = await readSubject(tx, command.noun, command.id);
        against.push(...done.map(({ code, message }) => ({ code, message: `${guide.slug}: ${message}` })));
      }
    }
    if (against.length > 0) throw new Refused(against);
    return { items };
  }

  /** What this person may do now, and why not: the same tables, without the needs of an input. */
  async possible(noun: Noun, id: string, actor: Actor): Promise<Possible[]> {
    return this.database.snapshot(async (tx) => {
      const moment = this.moment(actor, null);
      const { guide, target } = await readSubject(tx, noun, id);
      const offered = Object.entries(nouns[noun].table).filter(
        ([, row]) => row.from !== 'none' && !row.by.every((party) => party === 'clock'),
      );
      const common = await loadFacts(tx, guide, target, moment, {}, null);
      const list: Possible[] = noun === 'guide' ? this.openings(common, actor) : [];
      for (const [name, row] of offered) {
        const facts = proposalOf[name]
          ? await this.facts(tx, guide, target, moment, {}, noun, name)
          : await completeFacts(tx, this.guides, noun, name, common);
        const decision = decide(row, nouns[noun].state(facts), this.parties(facts, actor), facts, { input: false });
        list.push({
          name,
          label: row.label,
          allowed: decision.allowed,
          reasons: decision.allowed ? [] : decision.reasons,
        });
      }
      return list;
    });
  }

  /** Opening a revision is offered with its guide, since there is no revision yet to ask. */
  private openings(facts: Facts, actor: Actor): Possible[] {
    const row = revisionLifecycle.open as Row;
    return (['ordinary', 'minor'] as const).map((kind) => {
      const decision = decide(row, 'none', this.parties(facts, actor), { ...facts, input: { kind } });
      const reasons = decision.allowed ? [] : decision.reasons;
      return { name: 'open', input: { kind }, label: row.label, allowed: decision.allowed, reasons };
    });
  }

  /** Inside a transaction of the caller's: for sweeps that do several. Answers what happened, or the reasons against it. */
  async attempt(tx: Tx, command: Command): Promise<Done | Reason[]> {
    try {
      return await this.carryOut(tx, command, this.moment(command.actor, command.requestId));
    } catch (error) {
      if (error instanceof Refused) return error.reasons;
      throw error;
    }
  }

  private async carryOut(tx: Tx, command: Command, moment: Moment): Promise<Done> {
    const { table, effects } = nouns[command.noun];
    const row = Object.hasOwn(table, command.name) ? table[command.name] : undefined;
    const effect = Object.hasOwn(effects, command.name) ? effects[command.name] : undefined;
    if (!row || !effect || (command.actor && row.by.every((party) => party === 'clock')))
      throw new Missing('transition');
    const noun = row.from === 'none' ? 'guide' : command.noun;
    const { guide, head, target } = await readSubject(tx, noun, command.id, 'for no key update');
    const facts = await this.facts(tx, guide, target, moment, command.input, command.noun, command.name);
    if (row.from !== 'none') command.expected?.(facts[command.noun]?.version ?? 0);
    const to = this.decideOrThrow(row, command.noun, facts, command.actor);
    const act: Act = { tx, facts, actor: command.actor, guides: this.guides, timeZone: this.config.publisher.timeZone };
    return this.record(tx, head, moment, command, row.event, await effect(act, to));
  }

  private decideOrThrow(row: Row, noun: Noun, facts: Facts, actor: Actor | null): string {
    const decision = decide(
      row,
      row.from === 'none' ? 'none' : nouns[noun].state(facts),
      this.parties(facts, actor),
      facts,
    );
    if (decision.allowed) return decision.to;
    if (decision.forbidden) throw new Forbidden(decision.reasons[0]?.message);
    throw new Refused(decision.reasons);
  }

  /** One fact for one transition, naming every state it moved. */
  private async record(
    tx: Tx,
    head: ChainHead,
    moment: Moment,
    command: Command,
    event: EventName,
    outcome: Outcome,
  ): Promise<Done> {
    const name = outcome.event ?? event;
    const eventId = await appendEvent(tx, head, {
      name,
      at: moment.now,
      actorId: moment.actor?.accountId ?? null,
      requestId: moment.requestId,
      note: command.input.reason?.trim() || undefined,
      moves: outcome.moves,
      payload: checkedPayload(name, outcome.payload),
    });
    const { moves, created = {}, warnings = [] } = outcome;
    return { event: name, eventId, guideId: head.id, moves, created, warnings };
  }

  private async facts(
    tx: Tx,
    guide: GuideFacts,
    target: Target,
    moment: Moment,
    input: TransitionInput,
    noun: Noun,
    name: string,
  ): Promise<Facts> {
    const withRevision = await this.reinstated(tx, guide, name, input, target);
    const facts = await loadFacts(tx, guide, withRevision, moment, input, proposalOf[name] ?? null);
    return completeFacts(tx, this.guides, noun, name, facts);
  }

  /** The revision that a reinstatement is about: named when proposing, and the proposed one alone when confirming. */
  private async reinstated(
    tx: Tx,
    guide: GuideFacts,
    name: string,
    input: TransitionInput,
    target: Target,
  ): Promise<Target> {
    if (name === 'proposeReinstatement') return { ...target, revisionId: input.revisionId ?? null };
    if (name !== 'reinstate') return target;
    const row = await tx.first<{ id: string | null }>(
      `select body ->> 'revisionId' as id from proposal where subject_id = $1 and name = 'reinstate' and settled_at is null`,
      [guide.id],
    );
    return { ...target, revisionId: row?.id ?? null };
  }

  /** A person's roles, and what they are to this very guide, revision or review, which lasts no longer than the role. Without an actor, the clock. */
  private parties(facts: Facts, actor: Actor | null): ReadonlySet<Party> {
    if (!actor) return new Set<Party>(['clock']);
    const parties = new Set<Party>(actor.roles);
    if (!leads(actor, facts.guide.categoryId)) parties.delete('lead');
    if (facts.guide.ownerId === actor.accountId && actor.roles.has('editor')) parties.add('owner');
    if (facts.revision?.submittedBy === actor.accountId && actor.roles.has('editor')) parties.add('submitter');
    if (facts.review?.assigneeId === actor.accountId && actor.roles.has('reviewer')) parties.add('assignee');
    return parties;
  }

  private moment(actor: Actor | null, requestId: string | null): Moment {
    const now = this.clock.now();
    return {
      now,
      today: civilDate(now, this.config.publisher.timeZone),
      cutOverOn: this.config.cutOverOn ?? null,
      carryOverMonths: this.config.carryOverWindowMonths,
      actor,
      requestId,
    };
  }
}

function checkedPayload(name: EventName, payload: Record<string, PayloadValue>): EventPayload<EventName> {
  const declared: readonly string[] = events[name].payload;
  const wrong = [
    ...declared.filter((key) => !(key in payload)),
    ...Object.keys(payload).filter((key) => !declared.includes(key)),
  ];
  if (wrong.length > 0) throw new Error(`${name} carries ${wrong.join(', ')} against events.ts`);
  return payload as EventPayload<EventName>;
}
