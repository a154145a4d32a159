import { Injectable } from '@nestjs/common';
import type { Actor } from '../identity/index.js';
import { civilDate } from '../platform/civil-date.js';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { Database, type Tx } from '../platform/database.js';
import { Refused, type Reason } from '../platform/errors.js';
import { once, type IdempotentRequest } from '../platform/idempotency.js';
import { decide } from '../platform/lifecycle.js';
import { OutboxRelay } from '../platform/outbox-relay.js';
import { leaseUntil } from './lease.js';
import { loadMembership, type Moment } from './load-membership.js';
import { membershipLifecycle } from './membership-lifecycle.js';
import { moveMembership, partiesOf, type MembershipCommand, type MembershipDone } from './move-membership.js';

export interface PossibleForMember {
  name: string;
  label: string;
  allowed: boolean;
  reasons: Reason[];
}

/** Transitions of memberships that people, members and the clock ask for. */
@Injectable()
export class Memberships {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly relay: OutboxRelay,
  ) {}

  /** Carries out one transition. Throws as {@link moveMembership}. */
  async perform(command: MembershipCommand): Promise<MembershipDone> {
    const done = await this.database.transaction((tx) => this.move(tx, command));
    this.relay.wakeAfter(done.event);
    return done;
  }

  /**
   * Takes the next member of the monitoring lane whom this verifier may settle: who is hidden provisionally before others, then what was
   * found first. Whoever asks at the same time gets another one. Throws {@link Refused} where there is none.
   */
  async takeNext(actor: Actor, idempotency: IdempotentRequest | null): Promise<MembershipDone> {
    const now = this.clock.now();
    const answer = await this.database.transaction((tx) =>
      once(tx, idempotency, now, async () => {
        await lockClaims(tx, actor);
        const next = await tx.first<{ id: string }>(nextInLane, [actor.accountId, now]);
        if (!next) throw new Refused([{ code: 'nothing', message: 'Nothing waits in the lane that you may take.' }]);
        const { requestId } = actor;
        const take = { id: next.id, name: 'take', input: {}, actor, by: 'person', requestId } as const;
        return { status: 201, body: await this.move(tx, take) };
      }),
    );
    if (!answer.replayed) this.relay.wakeAfter('physician.taken');
    return answer.body;
  }

  private async move(tx: Tx, command: MembershipCommand): Promise<MembershipDone> {
    const moment = this.moment();
    if (command.name !== 'take' || !command.actor) return moveMembership(tx, command, moment);
    await lockClaims(tx, command.actor);
    const holderId = command.actor.accountId;
    const until = await leaseUntil(tx, moment.today, this.config.publisher.timeZone);
    const payload = { holderId, leaseUntil: until.toISOString() };
    return moveMembership(
      tx,
      { ...command, change: { set: { holder_id: holderId, lease_until: until }, payload } },
      moment,
    );
  }

  /** What this person, or the member, may do now, and why not. */
  async possible(id: string, actor: Actor | null): Promise<PossibleForMember[]> {
    const by = actor ? 'person' : 'member';
    return this.database.snapshot(async (tx) => {
      const { facts } = await loadMembership(tx, { id, actor, input: {} }, this.moment());
      const offered = Object.entries(membershipLifecycle).filter(([, row]) =>
        row.by.some((party) => party !== 'clock' && (party === 'member') === (by === 'member')),
      );
      return offered.map(([name, row]) => {
        const decision = decide(row, facts.physician.status, partiesOf({ actor, by }), facts, { input: false });
        return { name, label: row.label, allowed: decision.allowed, reasons: decision.allowed ? [] : decision.reasons };
      });
    });
  }

  private moment(): Moment {
    const now = this.clock.now();
    return { now, today: civilDate(now, this.config.publisher.timeZone) };
  }
}

/** One person's claims come one after the other: five are counted over files and members. */
async function lockClaims(tx: Tx, { accountId }: Actor): Promise<void> {
  await tx.run('select 1 from account where id = $1 for no key update', [accountId]);
}

const nextInLane = `
  select p.id from physician p join monitoring_lane l on l.id = p.id
   where (l.holder_id is null or l.lease_until <= $2) and may_settle(p.id, $1)
   order by l.suspension is distinct from 'provisional', l.raised_at, p.id limit 1 for no key update of p skip locked`;
