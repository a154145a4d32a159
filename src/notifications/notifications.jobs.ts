import { Injectable } from '@nestjs/common';
import { civilDate } from '../platform/civil-date.js';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { Database } from '../platform/database.js';
import { Handles, type Delivery } from '../platform/job-handlers.js';
import { tellOfApplication } from './application-notices.js';
import { digestHour, Digests } from './digests.js';
import { tellEndingLicenses, tellFindings, tellOldExclusionList, tellReviewersToCheck } from './member-problems.js';
import { OutgoingMail } from './outgoing-mail.js';
import type { Moment } from './parties.js';
import { tellReminders } from './reminders.js';
import { tellServiceReminders } from './service-reminders.js';
import {
  tellHastySigning,
  tellUndecidedCorrections,
  tellUndecidedHolds,
  tellUntakenReviews,
} from './standing-problems.js';
import { tellOfEvent } from './telling.js';

@Injectable()
export class NotificationsJobs {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly mail: OutgoingMail,
    private readonly digests: Digests,
  ) {}

  /** The effect is the rows; sending them comes after, and its failures are the sweep's. */
  @Handles('notifications.deliver')
  async deliver(delivery: Delivery): Promise<void> {
    const { eventId } = delivery;
    const waiting = await this.database.transaction(async (tx) => {
      const told = eventId === null ? 0 : await tellOfEvent(tx, eventId, this.moment());
      if (eventId !== null) await tellOfApplication(tx, eventId, this.moment());
      await delivery.done(tx);
      return told;
    });
    await this.mail.send(eventId, waiting);
  }

  @Handles('notifications.sweep')
  async sweep(delivery: Delivery): Promise<void> {
    await this.run();
    await this.database.transaction((tx) => delivery.done(tx));
  }

  /** One round, also for tests and the command line. A step that fails stops none of the others; all failures are thrown at the end. */
  async run(): Promise<void> {
    const failures: unknown[] = [];
    for (const step of this.steps(this.moment())) await step().catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw new AggregateError(failures, `The sweep failed in ${failures.length} step(s).`);
  }

  // What is told comes before the digest that lists it.
  private steps(moment: Moment): (() => Promise<void>)[] {
    const daily = [() => tellUntakenReviews(this.database, moment), () => this.digests.make(moment)];
    return [
      () => tellReminders(this.database, moment),
      () => tellServiceReminders(this.database, moment),
      () => tellFindings(this.database, moment),
      () => tellEndingLicenses(this.database, moment),
      () => tellReviewersToCheck(this.database, moment),
      () => tellOldExclusionList(this.database, moment),
      () => tellUndecidedHolds(this.database, moment),
      () => tellUndecidedCorrections(this.database, moment),
      () => tellHastySigning(this.database, moment),
      () => this.mail.send(),
      ...(this.hour(moment.now) >= digestHour ? daily : []),
      () => this.digests.send(),
    ];
  }

  private moment(): Moment {
    const now = this.clock.now();
    return { now, today: civilDate(now, this.config.publisher.timeZone) };
  }

  private hour(now: Date): number {
    const { timeZone } = this.config.publisher;
    return Number(new Intl.DateTimeFormat('en', { timeZone, hour: 'numeric', hourCycle: 'h23' }).format(now));
  }
}
