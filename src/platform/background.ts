import { Injectable, type OnApplicationBootstrap, type BeforeApplicationShutdown } from '@nestjs/common';
import { Config } from './config.js';
import { Database } from './database.js';
import { Log } from './log.js';
import { OutboxRelay } from './outbox-relay.js';
import { QueueSet } from './queue-set.js';

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
      const skew = await this.skewMilliseconds();
      if (Math.abs(skew) > toleratedSkewMilliseconds)
        this.log.error({ skew }, 'clock differs from the database, see doctor');
    } catch (error) {
      this.log.warn({ error }, 'background round failed, next minute tries again');
    }
  }

  /** How far this machine's clock is ahead of the database's, in milliseconds. */
  async skewMilliseconds(): Promise<number> {
    const before = performance.now();
    const { at } = await this.database.one<{ at: Date }>('select clock_timestamp() as at');
    const half = (performance.now() - before) / 2;
    return performance.timeOrigin + before + half - at.getTime();
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.timer);
  }
}
