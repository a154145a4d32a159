import { Injectable } from '@nestjs/common';
import type { EventPayload } from '../events.js';
import type { Actor } from '../identity/index.js';
import { civilDate } from '../platform/civil-date.js';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { Database, type Tx } from '../platform/database.js';
import { Forbidden, Missing, Refused, type Reason } from '../platform/errors.js';
import { appendEvent, type Move } from '../platform/event-store.js';
import { once, type Answer, type IdempotentRequest } from '../platform/idempotency.js';
import { decide } from '../platform/lifecycle.js';
import { OutboxRelay } from '../platform/outbox-relay.js';
import { applicationEffects, type ApplicationOutcome } from './application-effects.js';
import type { ApplicationFacts, ApplicationInput, ApplicationParty, ApplicationStatus } from './application-facts.js';
import { applicationLifecycle, type ApplicationTransition } from './application-lifecycle.js';
import { loadApplication, type LoadedApplication } from './load-application.js';

export interface ApplicationCommand {
  id: string;
  name: ApplicationTransition;
  input?: ApplicationInput;
  /** A person of ours; null where the applicant or the clock acts. */
  actor: Actor | null;
  by: 'person' | 'applicant' | 'clock';
  requestId: string | null;
  idempotency?: IdempotentRequest | null;
  /** Called with the version under the lock; throws where the client has seen another. */
  expected?: ((version: number) => void) | undefined;
  /** What the caller brings along, under the lock: `confirm`, `route` and their like. */
  effect?: (loaded: LoadedApplication, tx: Tx) => Promise<ApplicationOutcome> | ApplicationOutcome;
}

export interface ApplicationDone {
  event: string;
  applicationId: string;
  moves: Move[];
  created: Record<string, string>;
}

export interface PossibleForApplication {
  name: string;
  label: string;
  allowed: boolean;
  reasons: Reason[];
}

/** The one place where a transition of an application happens. */
@Injectable()
export class Applications {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly relay: OutboxRelay,
  ) {}

  /** Carries out one transition, or throws {@link Refused} with every reason and changes nothing. */
  async perform(command: ApplicationCommand): Promise<Answer<ApplicationDone>> {
    const at = this.clock.now();
    const answer = await this.database.transaction((tx) =>
      once(tx, command.idempotency ?? null, at, async () => ({
        status: 201,
        body: await this.carryOut(tx, command, at),
      })),
    );
    if (!answer.replayed) this.relay.wakeAfter(applicationLifecycle[command.name].event);
    return answer;
  }

  /** What this person may do now, and why not. */
  async possible(id: string, actor: Actor): Promise<PossibleForApplication[]> {
    return this.database.snapshot(async (tx) => {
      const { facts } = await loadApplication(tx, id, actor, this.moment(this.clock.now()));
      const parties = partiesOf(facts, { actor, by: 'person' });
      const offered = Object.entries(applicationLifecycle).filter(([, row]) =>
        row.by.some((party) => party !== 'clock' && party !== 'applicant'),
      );
      return offered.map(([name, row]) => {
        const decision = decide(row, facts.application.status, parties, facts, { input: false });
        return { name, label: row.label, allowed: decision.allowed, reasons: decision.allowed ? [] : decision.reasons };
      });
    });
  }

  /** Inside a transaction of the caller's. Throws as {@link perform}. */
  async carryOut(tx: Tx, command: ApplicationCommand, at: Date): Promise<ApplicationDone> {
    const row = Object.hasOwn(applicationLifecycle, command.name) ? applicationLifecycle[command.name] : undefined;
    if (!row || row.from === 'none') throw new Missing('transition');
    const moment = this.moment(at);
    await lockBeside(tx, command);
    const loaded = await loadApplication(
      tx,
      command.id,
      command.actor,
      moment,
      command.input,
      'for no key update of a',
    );
    command.expected?.(loaded.facts.application.version);
    const to = decideOrThrow(command, loaded.facts);
    const outcome = await this.effect(tx, command, loaded, to, moment.today);
    await moveApplication(tx, loaded.facts, to, outcome.set ?? {});
    const from = loaded.facts.application.status;
    const moves: Move[] = [{ kind: 'application', id: command.id, from, to }];
    await appendEvent(tx, loaded.head, {
      name: row.event,
      at,
      actorId: command.actor?.accountId ?? null,
      requestId: command.requestId,
      note: command.input?.reason?.trim() || undefined,
      moves,
      payload: (outcome.payload ?? {}) as EventPayload<typeof row.event>,
    });
    await outcome.after?.();
    return { event: row.event, applicationId: command.id, moves, created: outcome.created ?? {} };
  }

  private async effect(
    tx: Tx,
    command: ApplicationCommand,
    loaded: LoadedApplication,
    to: ApplicationStatus,
    today: string,
  ): Promise<ApplicationOutcome> {
    if (command.effect) return command.effect(loaded, tx);
    const effect = (applicationEffects as Partial<Record<string, (typeof applicationEffects)['claim']>>)[command.name];
    if (!effect) throw new Missing('transition');
    const { actor, requestId } = command;
    return effect({ ...loaded, tx, actor, requestId, today, timeZone: this.config.publisher.timeZone }, to);
  }

  private moment(now: Date): { now: Date; today: string } {
    return { now, today: civilDate(now, this.config.publisher.timeZone) };
  }
}

function partiesOf(
  { application }: ApplicationFacts,
  { actor, by }: Pick<ApplicationCommand, 'actor' | 'by'>,
): ReadonlySet<ApplicationParty> {
  if (by !== 'person' || !actor) return new Set<ApplicationParty>(by === 'person' ? [] : [by]);
  const parties = new Set<ApplicationParty>(actor.roles);
  if (application.holderId === actor.accountId && actor.roles.has('verifier')) parties.add('holder');
  return parties;
}

function decideOrThrow(command: ApplicationCommand, facts: ApplicationFacts): ApplicationStatus {
  const row = applicationLifecycle[command.name];
  const { status } = facts.application;
  const decision = decide(row, status, partiesOf(facts, command), facts);
  if (decision.allowed) return decision.to;
  // Whoever comes second has lost the file with the first decision: that, and no missing right, is what stands in the way.
  if (decision.forbidden && command.actor?.roles.has('verifier') && row.by.includes('holder')) {
    const asHolder = decide(row, status, new Set<ApplicationParty>(['holder']), facts);
    const moved = asHolder.allowed ? [] : asHolder.reasons.filter(({ code }) => code === 'state');
    if (moved.length > 0) throw new Refused(moved);
  }
  if (decision.forbidden) throw new Forbidden(decision.reasons[0]?.message);
  throw new Refused(decision.reasons);
}

/** Compare-and-set on the status that was decided upon. `set` names columns; only our own code does, never a request. */
async function moveApplication(
  tx: Tx,
  { application }: ApplicationFacts,
  to: ApplicationStatus,
  set: Record<string, unknown>,
): Promise<void> {
  const columns = Object.keys(set);
  const assignments = columns.map((column, index) => `, ${column} = $${index + 4}`).join('');
  const touched = await tx.run(
    `update application set status = $3, version = version + 1${assignments} where id = $1 and status = $2`,
    [application.id, application.status, to, ...columns.map((column) => set[column])],
  );
  if (touched !== 1) throw new Error('The application moved under its lock.');
}

/** What is counted over several files is counted one at a time: who has a number, and how many files a verifier holds. */
async function lockBeside(tx: Tx, { id, name, actor }: ApplicationCommand): Promise<void> {
  if (name === 'confirm' || name === 'appeal' || name === 'approve' || name === 'handOver')
    await tx.run('select pg_advisory_xact_lock(hashtextextended(npi, 0)) from application where id = $1', [id]);
  if (name === 'claim' && actor)
    await tx.run('select 1 from account where id = $1 for no key update', [actor.accountId]);
}
