import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Database, type Tx } from '../platform/database.js';
import { faultPoint } from '../platform/fault-points.js';
import { Handles, type Delivery } from '../platform/job-handlers.js';
import { OutboxRelay } from '../platform/outbox-relay.js';
import type { TransitionInput } from './facts.js';
import { lockGuide } from './load-facts.js';
import { proposalDays } from './proposals.js';
import { Transitions } from './transitions.service.js';

interface Due {
  id: string;
  guideId: string;
}

/** How many of each this round settled. */
export interface ScheduleRound {
  published: number;
  refused: number;
  minorsLapsed: number;
  proposalsLapsed: number;
}

// Each names what is due at $1, and with $2 asks it of one alone, again under the guide's lock.
const scheduled = `select id, guide_id as "guideId" from revision
  where status = 'scheduled' and scheduled_for <= $1 and ($2::uuid is null or id = $2) order by scheduled_for, id`;
const unconfirmedMinors = `select id, guide_id as "guideId" from revision
  where status = 'minor-proposed' and proposed_at <= $1::timestamptz - interval '${proposalDays} days' and ($2::uuid is null or id = $2)
  order by proposed_at, id`;
const lapsedProposals = `select id, subject_id as "guideId" from proposal
  where subject_kind = 'guide' and settled_at is null and lapses_at <= $1 and ($2::uuid is null or id = $2) order by lapses_at, id`;

/** What editors left to the clock: scheduled publications, and proposals that nobody confirmed. */
@Injectable()
export class ScheduleJobs {
  constructor(
    private readonly database: Database,
    private readonly transitions: Transitions,
    private readonly clock: Clock,
    private readonly relay: OutboxRelay,
  ) {}

  @Handles('editorial.fire-schedules')
  async fire(delivery: Delivery): Promise<void> {
    faultPoint('before-effect');
    await this.run();
    await this.database.transaction((tx) => delivery.done(tx));
  }

  /** One round, also for tests and the command line. One guide's failure stops no other; all failures are thrown at the end. */
  async run(): Promise<ScheduleRound> {
    const round: ScheduleRound = { published: 0, refused: 0, minorsLapsed: 0, proposalsLapsed: 0 };
    const failures: unknown[] = [];
    await this.settle(scheduled, failures, async (tx, id) => (round[await this.publish(tx, id)] += 1));
    await this.settle(unconfirmedMinors, failures, async (tx, id) => {
      await this.clockActs(tx, id, 'lapseMinor');
      round.minorsLapsed += 1;
    });
    await this.settle(lapsedProposals, failures, async (tx, id, now) => {
      await tx.run(`update proposal set settled_at = $2, outcome = 'lapsed' where id = $1`, [id, now]);
      round.proposalsLapsed += 1;
    });
    this.relay.wake();
    if (failures.length > 0) throw new AggregateError(failures, `${failures.length} scheduled act(s) failed.`);
    return round;
  }

  /** One transaction each: under the guide's lock it is asked again whether this is still due, since somebody may have acted. */
  private async settle(
    due: string,
    failures: unknown[],
    act: (tx: Tx, id: string, now: Date) => Promise<unknown>,
  ): Promise<void> {
    const now = this.clock.now();
    for (const { id, guideId } of await this.database.rows<Due>(due, [now, null])) {
      try {
        await this.database.transaction(async (tx) => {
          await lockGuide(tx, guideId);
          if (await tx.first<Due>(due, [now, id])) await act(tx, id, now);
          faultPoint('during-effect');
        });
      } catch (error) {
        failures.push(error);
      }
    }
  }

  /** A refusal clears the schedule and names the guards that refused; the live page stays, and it is not tried again. */
  private async publish(tx: Tx, id: string): Promise<'published' | 'refused'> {
    const reasons = await this.attempt(tx, id, 'fire', {});
    if (reasons.length === 0) return 'published';
    await this.clockActs(tx, id, 'failSchedule', { reasonClass: reasons.join(' ') });
    return 'refused';
  }

  private async clockActs(tx: Tx, id: string, name: string, input: TransitionInput = {}): Promise<void> {
    const reasons = await this.attempt(tx, id, name, input);
    if (reasons.length > 0) throw new Error(`The clock was refused ${name}: ${reasons.join(', ')}`);
  }

  /** Codes of the guards that refused; none when it is done. */
  private async attempt(tx: Tx, id: string, name: string, input: TransitionInput): Promise<string[]> {
    const command = { noun: 'revision', id, name, input, actor: null, requestId: null } as const;
    const outcome = await this.transitions.attempt(tx, command);
    return Array.isArray(outcome) ? outcome.map(({ code }) => code) : [];
  }
}
