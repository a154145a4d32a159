import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { EventName } from '../events.js';
import { isUrgent, jobs, queues, type JobName, type QueueName } from '../jobs.js';
import { Clock } from './clock.js';
import { Database, type Tx } from './database.js';
import { faultPoint } from './fault-points.js';
import { Log } from './log.js';
import { QueueSet } from './queue-set.js';

interface OutboxRow {
  id: number;
  job: JobName;
  attempt: number;
}

const batch = 200;
const pollMilliseconds = 1000;
const laterMilliseconds = 250;
const resendAfter = '2 minutes';
const allJobs = Object.keys(jobs) as JobName[];
const soonJobs = allJobs.filter((name) => 'soon' in jobs[name]);
/** Sends of one outbox row before it is declared dead and an alert is due. */
export const deadAfterSends = 12;

/**
 * Hands what is owed to the queue: unsent rows under a row lock, added, then marked sent. A crash in between repeats the add;
 * the job id absorbs it while the job is kept, and the handler's `done` absorbs the rest.
 */
@Injectable()
export class OutboxRelay implements BeforeApplicationShutdown {
  private running: Promise<void> | undefined;
  private again: readonly JobName[] | undefined;
  private timer: NodeJS.Timeout | undefined;
  private later: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly database: Database,
    private readonly queues: QueueSet,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Starts the one-second poll, the relay's safety net. */
  start(): void {
    this.timer = setInterval(() => this.wake(), pollMilliseconds);
    this.timer.unref();
  }

  /** After a fact was committed: what readers wait for at once, the rest together with what else comes in a moment. */
  wakeAfter(event: EventName): void {
    if (this.stopped) return;
    this.later ??= setTimeout(() => this.wake(), laterMilliseconds).unref();
    if (isUrgent(event)) this.run(soonJobs);
  }

  /** Relays everything soon; called by whoever owes much at once, and by the poll. */
  wake(): void {
    clearTimeout(this.later);
    this.later = undefined;
    this.run(allJobs);
  }

  /** One round at a time; wake-ups meanwhile are coalesced into the next. */
  private run(names: readonly JobName[]): void {
    if (this.stopped) return;
    if (this.running) {
      this.again = this.again === allJobs ? allJobs : names;
      return;
    }
    this.running = this.drain(names)
      .then(() => undefined)
      .catch((error: unknown) => this.log.warn({ error }, 'relay could not run, next poll tries again'))
      .finally(() => {
        const again = this.again;
        this.running = this.again = undefined;
        if (again) this.run(again);
      });
  }

  /** Relays until nothing is unsent, or this process is to stop. Answers how many rows it sent. */
  async drain(names: readonly JobName[] = allJobs): Promise<number> {
    let sent = 0;
    for (let count = batch; count === batch && !this.stopped; sent += count) count = await this.relayBatch(names);
    return sent;
  }

  /**
   * The sweep over the debt itself: what was sent and is not done goes out again under its next id, since a repeated id of a
   * failed job is silently ignored; after {@link deadAfterSends} it is declared dead.
   */
  async resendForgotten(): Promise<number> {
    const now = this.clock.now();
    const dead = await this.database.rows<{ id: number; job: string }>(
      `update outbox set dead_at = $1 where done_at is null and dead_at is null and attempt >= $2
          and sent_at < $1::timestamptz - $3::interval returning id, job`,
      [now, deadAfterSends, resendAfter],
    );
    for (const row of dead) this.log.error({ outboxId: row.id, job: row.job }, 'effect given up: see the outbox');
    const forgotten = await this.database.run(
      `update outbox set sent_at = null where done_at is null and dead_at is null and sent_at < $1::timestamptz - $2::interval`,
      [now, resendAfter],
    );
    if (forgotten > 0) this.wake();
    return forgotten;
  }

  // Before the queues close: an add to a closed queue never ends (BullMQ on PostgreSQL), and its rows would stay locked.
  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    clearTimeout(this.later);
    await this.running;
  }

  private relayBatch(names: readonly JobName[]): Promise<number> {
    return this.database.transaction(async (tx) => {
      const rows = await tx.rows<OutboxRow>(
        `select id, job, attempt from outbox where sent_at is null and done_at is null and dead_at is null and job = any ($2)
          order by id limit $1 for update skip locked`,
        [batch, names],
      );
      if (rows.length === 0) return 0;
      faultPoint('relay-before-add');
      await Promise.all(queues.map((queue) => this.addTo(queue, rows)));
      faultPoint('relay-after-add');
      await this.markSent(tx, rows);
      return rows.length;
    });
  }

  private async addTo(queue: QueueName, rows: OutboxRow[]): Promise<void> {
    const mine = rows.filter((row) => jobs[row.job].queue === queue);
    if (mine.length > 0)
      await this.queues.add(
        queue,
        mine.map((row) => ({ name: row.job, outboxId: row.id, attempt: row.attempt + 1 })),
      );
  }

  private async markSent(tx: Tx, rows: OutboxRow[]): Promise<void> {
    // Lost in a crash, it is sent again, and absorbed: nothing to wait for the disk for.
    await tx.run('set local synchronous_commit = off');
    await tx.run('update outbox set sent_at = $2, attempt = attempt + 1 where id = any ($1)', [
      rows.map((row) => row.id),
      this.clock.now(),
    ]);
  }
}
