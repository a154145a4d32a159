import { Injectable, type OnApplicationBootstrap, type BeforeApplicationShutdown } from '@nestjs/common';
import { Clock } from './clock.js';
import { Config } from './config.js';
import { Database } from './database.js';
import { Log } from './log.js';
import { OutboxRelay } from './outbox-relay.js';
import { QueueSet } from './queue-set.js';
import { Workers } from './queue-workers.js';

const minute = 60_000;
/** BullMQ judges locks by each worker's own clock: beyond this a worker would take a healthy worker's job (measured). */
export const toleratedSkewMilliseconds = 2000;

/** What a working process does beside its queues: relays, sends forgotten debts again, keeps schedulers alive, watches its clock. */
@Injectable()
export class Background implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly relay: OutboxRelay,
    private readonly queues: QueueSet,
    private readonly workers: Workers,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    for (const queue of this.queues.all()) queue.on('error', (error) => this.log.warn({ error }, 'queue'));
    if (this.config.role === 'web') return;
    const skew = await this.skewMilliseconds();
    if (Math.abs(skew) > toleratedSkewMilliseconds) {
      throw new Error(
        `This machine's clock differs from the database's by ${Math.round(skew)} ms. Set it right: locks of jobs depend on it.`,
      );
    }
    await this.queues.ensureSchedulers();
    await this.workers.start();
    this.relay.start();
    this.relay.wake();
    this.timer = setInterval(() => void this.tick(), minute);
    this.timer.unref();
  }

  /** One round of the minute's duties; also called by tests and the CLI. */
  async tick(): Promise<void> {
    try {
      await this.relay.resendForgotten();
      await this.queues.ensureSchedulers();
      await this.workInTime();
    } catch (error) {
      this.log.warn({ error }, 'background round failed, next minute tries again');
    }
  }

  /**
   * How far this machine's clock is ahead of the database's, in milliseconds; 0 while the database's answer lies between question
   * and answer, so that a slow answer is never taken for a wrong clock.
   */
  async skewMilliseconds(): Promise<number> {
    const asked = this.clock.machine();
    const { at } = await this.database.one<{ at: Date }>('select clock_timestamp() as at');
    const answered = this.clock.machine();
    return Math.max(asked - at.getTime(), 0) + Math.min(answered - at.getTime(), 0);
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** A clock that went wrong stops the workers here, and these alone, until it is right again. */
  private async workInTime(): Promise<void> {
    const skew = await this.skewMilliseconds();
    if (Math.abs(skew) <= toleratedSkewMilliseconds) return this.workers.resume('clock');
    this.log.error({ skew }, 'clock differs from the database, workers pause until it is right: see doctor');
    return this.workers.pause('clock');
  }
}
