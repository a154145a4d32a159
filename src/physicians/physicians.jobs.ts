import { Injectable } from '@nestjs/common';
import type { EventName } from '../events.js';
import { Secrets } from '../identity/index.js';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { Database } from '../platform/database.js';
import { Refused } from '../platform/errors.js';
import { Handles, type Delivery } from '../platform/job-handlers.js';
import { OutboxRelay } from '../platform/outbox-relay.js';
import { Applications } from './applications.service.js';
import { Memberships } from './memberships.service.js';
import { CheckingJobs } from './checking.jobs.js';
import { deleteFreed, documentsFreed } from './document-deletion.js';
import { forgetFile } from './forgetting.js';
import { LetterJobs } from './letters.jobs.js';
import { recordQuestionReminders, recordServiceReminders } from './service-reminders.js';

/** Days after which an unanswered question ends the file, and an unconfirmed one is deleted. */
const answerDays = 30;
const unconfirmedDays = 7;

/** How much one round found to do. */
export interface PhysicianRound {
  checked: number;
  returned: number;
  expired: number;
  forgotten: number;
  /** Thresholds of service levels and questions that were recorded. */
  reminders: number;
}

/** What waits for time alone: silent sources, leases, service levels, unanswered questions, unconfirmed addresses. */
@Injectable()
export class PhysicianJobs {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly letters: LetterJobs,
    private readonly applications: Applications,
    private readonly memberships: Memberships,
    private readonly checking: CheckingJobs,
    private readonly relay: OutboxRelay,
    private readonly secrets: Secrets,
  ) {}

  @Handles('physicians.sweep')
  async sweep(delivery: Delivery): Promise<void> {
    await this.run();
    await this.database.transaction((tx) => delivery.done(tx));
  }

  /** One round, also for tests and the command line. One file's failure stops no other; all failures are thrown at the end. */
  async run(): Promise<PhysicianRound> {
    const failures: unknown[] = [];
    const round: PhysicianRound = { checked: 0, returned: 0, expired: 0, forgotten: 0, reminders: 0 };
    await this.each(
      `select id from application where status = 'checking' order by confirmed_at`,
      failures,
      async (id) => {
        if (await this.checking.checkFile(id)) round.checked += 1;
      },
    );
    await this.each(leasesOver, failures, async (id) => {
      round.returned += await this.clockActs(id, 'return');
    });
    await this.each(laneLeasesOver, failures, async (id) => {
      round.returned += await tried(this.memberships.perform({ id, ...byClock, name: 'return', input: {} }));
    });
    await this.each(unanswered, failures, async (id) => {
      round.expired += await this.clockActs(id, 'expire');
    });
    round.reminders += await this.remind(failures);
    await this.database.run('delete from application_secret where expires_at < $1', [this.clock.now()]);
    await this.each(documentsFreed, failures, (id) =>
      this.database.transaction((tx) => deleteFreed(tx, id, this.clock.now())),
    );
    await this.each(outlived, failures, async (id) => {
      round.forgotten += await this.database.transaction((tx) => forgetFile(tx, id, this.secrets, this.clock.now()));
    });
    if (round.expired + round.returned + round.checked > 0) this.relay.wake();
    if (failures.length > 0) throw new AggregateError(failures, `${failures.length} file(s) failed in the sweep.`);
    return round;
  }

  /** After what expires: nobody is reminded of a question that is over. */
  private async remind(failures: unknown[]): Promise<number> {
    const now = this.clock.now();
    const { timeZone } = this.config.publisher;
    const recorded = [
      () => recordServiceReminders(this.database, now, timeZone),
      () => recordQuestionReminders(this.database, now),
    ];
    let count = 0;
    for (const record of recorded)
      count += await record().catch((error: unknown) => {
        failures.push(error);
        return 0;
      });
    await this.letters.remindAll().catch((error: unknown) => failures.push(error));
    return count;
  }

  private async each(query: string, failures: unknown[], act: (id: string) => Promise<void>): Promise<void> {
    const parameters = query.includes('$1') ? [this.clock.now()] : [];
    for (const { id } of await this.database.rows<{ id: string }>(query, parameters))
      await act(id).catch((error: unknown) => failures.push(error));
  }

  /** Answers 1, or 0 where somebody was quicker. */
  private async clockActs(id: string, name: 'return' | 'expire'): Promise<number> {
    return tried(this.applications.perform({ id, name, ...byClock }));
  }
}

const byClock = { actor: null, by: 'clock', requestId: null } as const;

/** Answers 1, or 0 where the act was refused. */
async function tried(act: Promise<unknown>): Promise<number> {
  try {
    await act;
    return 1;
  } catch (error) {
    if (error instanceof Refused) return 0;
    throw error;
  }
}

const laneLeasesOver = 'select id from physician where lease_until <= $1 order by lease_until';

const leasesOver = `select id from application where status = 'in-review' and lease_until <= $1 order by lease_until`;
const unanswered = `select id from application
  where (status = 'needs-info' and kind <> 'recredentialing' and asked_at <= $1::timestamptz - interval '${answerDays} days')
     or (status = 'awaiting-email' and submitted_at <= $1::timestamptz - interval '${unconfirmedDays} days')`;
// What a file is about is kept no longer than the form says (`domain.md` C12): 90 days after it was withdrawn or expired, three years
// after it was declined, seven after the membership that it led to. Counted from the fact that ended it: others, as a link that anybody may
// ask for, come later.
const endedAt = (kind: 'application' | 'physician', ends: readonly EventName[]): string =>
  `(select max(e.at) from event e where e.subject_kind = '${kind}' and e.subject_id = ${kind}.id and e.name in ('${ends.join("', '")}'))`;
const closed = endedAt('application', ['application.withdrawn', 'application.closed', 'application.expired']);
const declined = endedAt('application', ['application.declined']);
const left = endedAt('physician', ['physician.left', 'physician.terminated']);
const outlived = `select id from application
  where npi <> '' and ((status in ('withdrawn', 'expired') and ${closed} < $1::timestamptz - interval '90 days')
     or (status = 'declined' and ${declined} < $1::timestamptz - interval '3 years')
     or (status = 'approved' and exists (select 1 from physician where physician.id = application.physician_id
           and physician.status = 'terminated' and ${left} < $1::timestamptz - interval '7 years')))`;
