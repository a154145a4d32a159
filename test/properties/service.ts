import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Global,
  Module,
  type Abstract,
  type DynamicModule,
  type INestApplicationContext,
  type Type,
} from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import type { Job } from 'bullmq';
import { ApiModule } from '../../src/api/api.module.js';
import { Background } from '../../src/platform/background.js';
import { Clock } from '../../src/platform/clock.js';
import { Config, readConfig } from '../../src/platform/config.js';
import { Database } from '../../src/platform/database.js';
import { JobHandlers } from '../../src/platform/job-handlers.js';
import { JobRunner, type JobData } from '../../src/platform/job-runner.js';
import { Log } from '../../src/platform/log.js';
import { Mailer, type Mail } from '../../src/platform/mailer.js';
import { OutboxRelay } from '../../src/platform/outbox-relay.js';
import { Queue } from '../../src/platform/queue-connection.js';
import { VirusScanner } from '../../src/platform/virus-scanner.js';
import { PublishingJobs } from '../../src/publishing/index.js';
import { bundles, QueueSet, type Bundle, type QueuedRow } from '../../src/platform/queue-set.js';
import { environment } from '../support/service.js';
import { createTestDatabase } from '../support/test-database.js';

/** Stands still, but for a millisecond each time it is asked, so that nothing happens at the same instant as anything else. */
export class WalkClock extends Clock {
  constructor(private at: number) {
    super();
  }

  override now(): Date {
    this.at += 1;
    return new Date(this.at);
  }

  moveTo(at: number): void {
    if (at < this.at) throw new Error('The clock of a walk never goes back.');
    this.at = at;
  }
}

/** Relays when the walk says so: a wake-up is a hint, and here every one is lost. */
class DeafRelay extends OutboxRelay {
  override wake(): void {}
  override wakeAfter(): void {}
}

/** In place of BullMQ, which a walk would wait for: jobs in hand, to be delivered late, twice, in any order, or never. */
export class JobsInHand {
  private jobs: Bundle[] = [];

  async add(_queue: string, rows: QueuedRow[]): Promise<void> {
    this.jobs.push(...bundles(rows));
  }

  all(): never[] {
    return [];
  }

  take(): Bundle[] {
    return this.jobs.splice(0);
  }
}

/** In place of a mail server: takes everything, and remembers which messages it took. */
export class LetterBox {
  readonly taken: string[] = [];

  async send({ messageId }: Mail): Promise<void> {
    this.taken.push(messageId);
  }
}

/** The whole service below HTTP, on a fresh clone of the template, with a clock, a queue and a letter box of the walk's own. */
export class WalkService {
  readonly queue = new JobsInHand();
  readonly letters = new LetterBox();

  private constructor(
    readonly database: Database,
    readonly clock: WalkClock,
    readonly ownerUrl: string,
    private readonly app: { context?: INestApplicationContext },
    private readonly dataDir: string,
    private readonly drop: () => Promise<void>,
  ) {}

  static async start(at: number): Promise<WalkService> {
    const { url, drop } = await createTestDatabase();
    const dataDir = await mkdtemp(join(tmpdir(), 'imprimatur-walk-'));
    const config = readConfig({ ...environment(url, dataDir), DATABASE_POOL: '6' });
    const database = await new Database(config).connect();
    const service = new WalkService(database, new WalkClock(at), url, {}, dataDir, drop);
    service.app.context = await NestFactory.createApplicationContext(service.module(config), { logger: false });
    // What stands before any fact, as the first announcement after a start does.
    await service.get(PublishingJobs).payAll();
    return service;
  }

  get<T>(token: Type<T> | Abstract<T>): T {
    if (!this.app.context) throw new Error('The service has not started.');
    return this.app.context.get(token, { strict: false });
  }

  /** Delivers one job, as a worker of the queue would. */
  deliver({ name, outboxIds }: Bundle): Promise<void> {
    return this.get(JobRunner).run({ name, data: { outboxIds } } as Job<JobData>);
  }

  async stop(): Promise<void> {
    await this.app.context?.close();
    await this.database.source.destroy();
    await this.drop();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  private module(config: Config): DynamicModule {
    const inPlace = [
      { provide: Config, useValue: config },
      { provide: Database, useValue: this.database },
      { provide: Clock, useValue: this.clock },
      { provide: Queue, useValue: {} },
      { provide: QueueSet, useValue: this.queue },
      { provide: Mailer, useValue: this.letters },
      { provide: OutboxRelay, useClass: DeafRelay },
      { provide: Background, useValue: {} },
      Log,
      JobHandlers,
      JobRunner,
      VirusScanner,
    ];
    @Global()
    @Module({ imports: [DiscoveryModule], providers: inPlace, exports: inPlace })
    class Platform {}
    class Root {}
    return { module: Root, imports: [Platform, ApiModule] };
  }
}
