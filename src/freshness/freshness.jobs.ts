import { Injectable } from '@nestjs/common';
import { Transitions } from '../editorial/index.js';
import { ReaderReports } from '../guides/index.js';
import { civilDate } from '../platform/civil-date.js';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { Database, type Tx } from '../platform/database.js';
import { faultPoint } from '../platform/fault-points.js';
import { Handles, type Delivery } from '../platform/job-handlers.js';
import { OutboxRelay } from '../platform/outbox-relay.js';
import { oweFigures, owePagesByDate } from './page-dates.js';
import { planRechecks } from './planning.js';
import { openAdverseRechecks, openDueRechecks } from './rechecks.js';
import { recordReminders } from './reminders.js';
import { returnReview, returnReviews } from './returns.js';
import { raiseStale } from './stale-guides.js';
import type { SweepMoment } from './sweep-moment.js';

/** How many guides, reviews, pages or reports each step settled. */
export type Swept = Record<
  'stale' | 'pages' | 'returned' | 'planned' | 'opened' | 'reopened' | 'reminded' | 'forgotten',
  number
>;

/** What the calendar asks for. Each step asks the database what is due now: late, twice or by two workers at once is the same. */
@Injectable()
export class FreshnessJobs {
  constructor(
    private readonly database: Database,
    private readonly transitions: Transitions,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly relay: OutboxRelay,
    private readonly reports: ReaderReports,
  ) {}

  @Handles('freshness.sweep')
  async sweep(delivery: Delivery): Promise<void> {
    faultPoint('before-effect');
    await this.run();
    await this.database.transaction((tx) => delivery.done(tx));
  }

  /** One round, also for tests and the command line. A step that fails stops none of the others; all failures are thrown at the end. */
  async run(): Promise<Swept> {
    const swept: Swept = {
      stale: 0,
      pages: 0,
      returned: 0,
      planned: 0,
      opened: 0,
      reopened: 0,
      reminded: 0,
      forgotten: 0,
    };
    const failures: unknown[] = [];
    for (const [name, step] of this.steps()) {
      try {
        swept[name] = await step();
      } catch (error) {
        failures.push(error);
      }
    }
    this.relay.wake();
    if (failures.length > 0) throw new AggregateError(failures, `The sweep failed in ${failures.length} step(s).`);
    return swept;
  }

  /** Returns those of these reviews that their assignee can work on no longer, within the caller's transaction: it holds their guides' locks. */
  async returnNow(tx: Tx, reviewIds: readonly string[]): Promise<void> {
    for (const id of reviewIds) await returnReview(tx, this.transitions, this.moment(), id);
  }

  // Readers first; what nobody works on is returned before reminders ask whether somebody is at it.
  private steps(): [keyof Swept, () => Promise<number>][] {
    const moment = this.moment();
    return [
      ['stale', () => raiseStale(this.database, moment)],
      ['pages', () => this.owePages(moment)],
      ['returned', () => returnReviews(this.database, this.transitions, moment)],
      ['planned', () => planRechecks(this.database, moment)],
      ['opened', () => openDueRechecks(this.database, moment)],
      ['reopened', () => openAdverseRechecks(this.database, moment)],
      ['reminded', () => recordReminders(this.database, moment)],
      ['forgotten', () => this.reports.forget(moment.now)],
    ];
  }

  private async owePages(moment: SweepMoment): Promise<number> {
    await oweFigures(this.database, moment);
    return owePagesByDate(this.database, moment, this.config.publisher);
  }

  private moment(): SweepMoment {
    const now = this.clock.now();
    const { timeZone } = this.config.publisher;
    return { now, today: civilDate(now, timeZone), timeZone };
  }
}
