import { Injectable } from '@nestjs/common';
import { civilDate } from '../platform/civil-date.js';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { Database } from '../platform/database.js';
import { Handles, type Delivery } from '../platform/job-handlers.js';
import { OutboxRelay } from '../platform/outbox-relay.js';
import { Applications } from './applications.service.js';
import { ExclusionList } from './exclusion-list.js';
import type { Moment } from './load-membership.js';
import { MemberLetters } from './member-letters.js';
import { joinExclusions } from './monitor-exclusions.js';
import { fetchListWhenDue } from './monitor-list.js';
import { MonitorLicenses } from './monitor-licenses.js';
import { MonitorRegistry } from './monitor-registry.js';
import { closeFilesOfFormerMembers, openRenewals, raiseTermsOver, termsFallDue } from './monitor-terms.js';
import { raiseExpired, raiseSilent, recordExpiryReminders, restoreAfterSilence } from './monitor-expiries.js';

/** How many members each step concerned. */
export type Monitored = Record<
  | 'list'
  | 'excluded'
  | 'read'
  | 'licenses'
  | 'expired'
  | 'silent'
  | 'restored'
  | 'due'
  | 'renewals'
  | 'overdue'
  | 'closed'
  | 'reminded'
  | 'told',
  number
>;

/** Watches members for as long as they are members. Each step asks the database what is due: late, twice or by two workers is the same. */
@Injectable()
export class MonitoringJobs {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly relay: OutboxRelay,
    private readonly exclusions: ExclusionList,
    private readonly registry: MonitorRegistry,
    private readonly licenses: MonitorLicenses,
    private readonly letters: MemberLetters,
    private readonly applications: Applications,
  ) {}

  @Handles('physicians.monitor')
  async monitor(delivery: Delivery): Promise<void> {
    await this.run();
    await this.database.transaction((tx) => delivery.done(tx));
  }

  /** One round, also for tests and the command line. A step that fails stops none of the others; all failures are thrown at the end. */
  async run(): Promise<Monitored> {
    const counts: Partial<Monitored> = {};
    const failures: unknown[] = [];
    for (const [name, step] of this.steps()) {
      try {
        counts[name] = await step();
      } catch (error) {
        counts[name] = 0;
        failures.push(error);
      }
    }
    this.relay.wake();
    if (failures.length > 0) throw new AggregateError(failures, `Monitoring failed in ${failures.length} step(s).`);
    return counts as Monitored;
  }

  /** The exclusion list was replaced: who is on it is hidden now, not at the next round. Answers how many it concerned. */
  joinExclusionsNow(): Promise<number> {
    return joinExclusions(this.database, this.moment()).finally(() => {
      this.relay.wake();
    });
  }

  // What hides comes first; what was silent is asked before anybody suffers from its silence.
  private steps(): [keyof Monitored, () => Promise<number>][] {
    const { database } = this;
    const moment = this.moment();
    const list = this.config.leieUrl;
    return [
      ['list', () => fetchListWhenDue(database, this.exclusions, list, moment)],
      ['excluded', () => joinExclusions(database, moment)],
      ['expired', () => raiseExpired(database, moment)],
      ['read', () => this.registry.readDue(moment)],
      ['licenses', () => this.licenses.readDue(moment)],
      ['silent', () => raiseSilent(database, moment)],
      ['overdue', () => raiseTermsOver(database, moment)],
      ['restored', () => restoreAfterSilence(database, moment)],
      ['due', () => termsFallDue(database, moment)],
      ['renewals', () => openRenewals(database, moment)],
      ['closed', () => closeFilesOfFormerMembers(database, (id) => this.close(id))],
      ['reminded', () => recordExpiryReminders(database, moment)],
      ['told', () => this.letters.tellDue(moment)],
    ];
  }

  private close(id: string): Promise<unknown> {
    return this.applications.perform({ id, name: 'close', actor: null, by: 'clock', requestId: null });
  }

  private moment(): Moment {
    const now = this.clock.now();
    return { now, today: civilDate(now, this.config.publisher.timeZone) };
  }
}
