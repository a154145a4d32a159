import { takeSeal } from '../audit/index.js';
import { ScheduleJobs } from '../editorial/index.js';
import { FreshnessJobs } from '../freshness/index.js';
import { PasswordResets } from '../identity/index.js';
import { NotificationsJobs } from '../notifications/index.js';
import type { Clock } from '../platform/clock.js';
import { Database } from '../platform/database.js';
import { MonitoringJobs, PhysicianJobs } from '../physicians/index.js';
import { JobRunner } from '../platform/job-runner.js';
import { PublishingJobs } from '../publishing/index.js';
import type { Service } from '../service.js';

const dayMs = 86_400_000;
const hourMs = 3_600_000;
/** Morning and forenoon where the publisher is, in hours of UTC: sweeps first, then people. */
const sweepHour = 13.5;
const workHour = 15;

const owed = 'select job, id as "outboxId" from outbox where done_at is null and dead_at is null order by id';

/** The next civil day after $1 and before $2 on which the calendar asks for something. */
const nextDay = `
  select min(day) as day from (
    select g.due_on + t.days as day from guide g, reminder_threshold t where g.status = 'live'
    union all select due_on + 1 from guide where status = 'live'
    union all select due_on + 31 from guide where status = 'live'
    union all select recheck_planned_on from guide where status = 'live'
    union all select away_from from account
    union all select m.licensed_until - t.days from monitored_member m cross join (values (90), (60), (30)) t (days)
    union all select recredential_by - 120 from monitored_member
    union all select (a.asked_at + make_interval(days => t.days))::date + 1 from application a, question_threshold t where a.status = 'needs-info'
  ) asked where day > $1::date and day < $2::date`;

/** Takes the clock from the past to the present, and lets the sweeps see every day on which something is due. */
export class Timeline {
  private moved = 0;
  /** The midnight (UTC) at which the day of the demonstration began. */
  private readonly midnight: number;
  private readonly database: Database;

  constructor(
    private readonly service: Service,
    private readonly clock: Clock,
  ) {
    this.midnight = Math.floor(clock.now().getTime() / dayMs) * dayMs;
    this.database = service.app.get(Database);
  }

  /** The instant at which people work, so many days before the demonstration; negative days lie ahead. */
  instant(daysAgo: number): Date {
    return new Date(this.midnight - daysAgo * dayMs + workHour * hourMs);
  }

  /** The civil date, so many days before the demonstration. */
  date(daysAgo: number): string {
    return this.instant(daysAgo).toISOString().slice(0, 10);
  }

  /** Goes to the forenoon of that day, by way of the days on which something is due. Stays where it already is that day. */
  async goTo(daysAgo: number): Promise<void> {
    if (this.today() === this.date(daysAgo)) return;
    if (this.moved !== 0) await this.passDaysUntil(this.date(daysAgo - 1));
    await this.settle();
    this.travelTo(this.instant(daysAgo));
  }

  /** Lets a person take their time. */
  wait(minutes: number): void {
    this.travelBy(minutes * 60_000);
  }

  /** Back to the present: what was due meanwhile is done, and every page that is owed is rendered. */
  async comeBack(): Promise<void> {
    await this.passDaysUntil(new Date(this.midnight).toISOString().slice(0, 10));
    await this.settle();
    this.travelBy(-this.moved);
    await this.sweep();
    await this.service.app.get(PublishingJobs).payAll();
  }

  /** Does all that is owed at this moment of the story, without waiting for the queue to bring it. */
  async settle(): Promise<void> {
    await this.service.app.get(PasswordResets).settled();
    const runner = this.service.app.get(JobRunner);
    for (const { job, outboxId } of await this.database.rows<{ job: string; outboxId: number }>(owed))
      await runner.run({ name: job, data: { outboxIds: [outboxId] } } as Parameters<JobRunner['run']>[0]);
  }

  private async passDaysUntil(end: string): Promise<void> {
    for (;;) {
      const { day } = await this.database.one<{ day: string | null }>(nextDay, [this.today(), end]);
      if (!day) return;
      await this.sweepOn(day);
    }
  }

  private async sweepOn(day: string): Promise<void> {
    await this.settle();
    this.travelTo(new Date(Date.parse(day) + sweepHour * hourMs));
    await this.sweep();
  }

  /** What the schedulers do in a day, once. */
  private async sweep(): Promise<void> {
    const { app } = this.service;
    await app.get(ScheduleJobs).run();
    await app.get(FreshnessJobs).run();
    await app.get(PhysicianJobs).run();
    await app.get(MonitoringJobs).run();
    await this.settle();
    await app.get(NotificationsJobs).run();
    await takeSeal(this.database, this.clock.now());
  }

  private today(): string {
    return this.clock.now().toISOString().slice(0, 10);
  }

  private travelTo(at: Date): void {
    this.travelBy(at.getTime() - this.clock.now().getTime());
  }

  private travelBy(milliseconds: number): void {
    this.clock.travelBy(milliseconds);
    this.moved += milliseconds;
  }
}
