import { Injectable } from '@nestjs/common';
import type { Actor } from '../identity/index.js';
import { civilDate } from '../platform/civil-date.js';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { Database } from '../platform/database.js';
import type { Reason } from '../platform/errors.js';
import { decide } from '../platform/lifecycle.js';
import { OutboxRelay } from '../platform/outbox-relay.js';
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
    const done = await this.database.transaction((tx) => moveMembership(tx, command, this.moment()));
    this.relay.wakeAfter(done.event);
    return done;
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
