import { Injectable } from '@nestjs/common';
import type { EventName, EventPayload } from '../events.js';
import { reauthenticationMissing, type Actor } from '../identity/index.js';
import { Clock } from '../platform/clock.js';
import { Database, type Tx } from '../platform/database.js';
import { Forbidden, Missing, Refused, type Reason } from '../platform/errors.js';
import { appendEvent, type ChainHead, type Move } from '../platform/event-store.js';
import { decide, type Transition } from '../platform/lifecycle.js';
import { OutboxRelay } from '../platform/outbox-relay.js';
import type { MembershipFacts, MembershipParty, MembershipStatus } from './membership-facts.js';
import { membershipLifecycle, type MembershipTransition } from './membership-lifecycle.js';

export interface MembershipCommand {
  id: string;
  name: string;
  input: MembershipFacts['input'];
  /** Null when the clock acts. */
  actor: Actor | null;
  requestId: string | null;
  expected?: ((version: number) => void) | undefined;
}

export interface MembershipDone {
  event: EventName;
  physicianId: string;
  moves: Move[];
}

type Row = Transition<MembershipStatus, MembershipParty, MembershipFacts, EventName>;
type Loaded = { facts: MembershipFacts; head: ChainHead };

/** The one place where a transition of a membership happens. */
@Injectable()
export class Memberships {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly relay: OutboxRelay,
  ) {}

  /** Carries out one transition, or throws {@link Refused} with every reason and changes nothing. */
  async perform(command: MembershipCommand): Promise<MembershipDone> {
    const done = await this.database.transaction((tx) => this.carryOut(tx, command));
    this.relay.wakeAfter(done.event);
    return done;
  }

  /** What this person may do now, and why not. */
  async possible(
    id: string,
    actor: Actor,
  ): Promise<{ name: string; label: string; allowed: boolean; reasons: Reason[] }[]> {
    return this.database.snapshot(async (tx) => {
      const { facts } = await this.load(tx, { id, actor, input: {} }, '');
      const offered = Object.entries(membershipLifecycle).filter(([, row]) =>
        row.by.some((party) => party !== 'clock'),
      );
      return offered.map(([name, row]) => {
        const decision = decide(row, facts.physician.status, new Set(actor.roles), facts, { input: false });
        return { name, label: row.label, allowed: decision.allowed, reasons: decision.allowed ? [] : decision.reasons };
      });
    });
  }

  private async carryOut(tx: Tx, command: MembershipCommand): Promise<MembershipDone> {
    const table = membershipLifecycle as Record<string, Row>;
    const row = Object.hasOwn(table, command.name) ? table[command.name] : undefined;
    if (!row || row.from === 'none') throw new Missing('transition');
    const { facts, head } = await this.load(tx, command, 'for no key update of p');
    command.expected?.(facts.physician.version);
    const to = decideOrThrow(row, facts, command.actor);
    const change = changes[command.name as MembershipTransition]?.(facts) ?? {};
    await move(tx, facts, to, change.set ?? {});
    if (change.standing) await recordStanding(tx, facts, change.standing);
    const moves: Move[] = [{ kind: 'physician', id: command.id, from: facts.physician.status, to }];
    await appendEvent(tx, head, {
      name: row.event,
      at: facts.now,
      actorId: command.actor?.accountId ?? null,
      requestId: command.requestId,
      note: [command.input.reason, command.input.evidence].filter(Boolean).join('\n') || undefined,
      moves,
      payload: (change.payload ?? {}) as EventPayload<typeof row.event>,
    });
    return { event: row.event, physicianId: command.id, moves };
  }

  private async load(
    tx: Tx,
    { id, actor, input }: Pick<MembershipCommand, 'id' | 'actor' | 'input'>,
    lock: '' | 'for no key update of p',
  ): Promise<Loaded> {
    const row = await tx.first<
      MembershipFacts['physician'] & { accountId: string | null; eventCount: number; headHash: string }
    >(
      `select p.id, p.status, p.suspension, p.suspended_by as "suspendedBy", p.version, p.account_id as "accountId",
              p.event_count as "eventCount", p.head_hash as "headHash" from physician p where p.id = $1 ${lock}`,
      [id],
    );
    if (!row) throw new Missing('physician');
    const { accountId, eventCount, headHash, ...physician } = row;
    const concerned = actor !== null && actor.accountId === accountId;
    const now = this.clock.now();
    const unproven = (actor && reauthenticationMissing(actor, now)?.message) ?? null;
    return {
      facts: { now, physician, actor: { id: actor?.accountId ?? null, unproven, concerned }, input },
      head: { kind: 'physician', id, eventCount, headHash },
    };
  }
}

function decideOrThrow(row: Row, facts: MembershipFacts, actor: Actor | null): MembershipStatus {
  const parties = new Set<MembershipParty>(actor ? actor.roles : ['clock']);
  const decision = decide(row, facts.physician.status, parties, facts);
  if (decision.allowed) return decision.to;
  if (decision.forbidden) throw new Forbidden(decision.reasons[0]?.message);
  throw new Refused(decision.reasons);
}

interface Change {
  set?: Record<string, unknown>;
  /** What the register of credentials says from now on. */
  standing?: 'verified' | 'administrative' | 'provisional' | 'adverse';
  payload?: Record<string, string | null>;
}

const noSuspension = { suspension: null, suspended_by: null };

const changes: Partial<Record<MembershipTransition, (facts: MembershipFacts) => Change>> = {
  suspend: ({ input, actor }) => ({
    set: { suspension: input.cause, suspended_by: actor.id },
    ...(input.cause && { standing: input.cause }),
    payload: { cause: input.cause ?? null },
  }),
  lift: ({ physician }) => ({ set: noSuspension, standing: 'verified', payload: { cause: physician.suspension } }),
  confirmAdverse: () => ({ set: { suspension: 'adverse' }, standing: 'adverse' }),
  terminate: () => ({ set: noSuspension }),
};

async function move(tx: Tx, { physician }: MembershipFacts, to: string, set: Record<string, unknown>): Promise<void> {
  const columns = Object.keys(set);
  const assignments = columns.map((column, index) => `, ${column} = $${index + 4}`).join('');
  const touched = await tx.run(
    `update physician set status = $3, version = version + 1${assignments} where id = $1 and status = $2`,
    [physician.id, physician.status, to, ...columns.map((column) => set[column])],
  );
  if (touched !== 1) throw new Error('The physician moved under its lock.');
}

/** Every credential of the member says so: whoever is suspended signs no reviews either. An expiry stays what it was. */
async function recordStanding(
  tx: Tx,
  { physician, now, input, actor }: MembershipFacts,
  standing: string,
): Promise<void> {
  await tx.run(
    `insert into credential_standing (credential_id, standing, effective_at, recorded_at, expires_on, verified_by, evidence)
     select c.id, $2, $3, $3, (select s.expires_on from credential_standing s where s.credential_id = c.id order by s.recorded_at desc, s.id desc limit 1), $4, $5
       from credential c where c.physician_id = $1`,
    [physician.id, standing, now, actor.id, input.evidence ?? input.reason ?? standing],
  );
}
