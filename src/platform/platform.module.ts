import { BullModule } from '@nestjs/bullmq';
import { Global, Module, type DynamicModule } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { queues } from '../jobs.js';
import { Background } from './background.js';
import { Clock } from './clock.js';
import { Config } from './config.js';
import { Database } from './database.js';
import { JobHandlers } from './job-handlers.js';
import { JobRunner } from './job-runner.js';
import { Log } from './log.js';
import { Mailer } from './mailer.js';
import { OutboxRelay } from './outbox-relay.js';
import { Queue } from './queue-connection.js';
import { QueueSet } from './queue-set.js';
import { queueWorkers, Workers } from './queue-workers.js';
import { VirusScanner } from './virus-scanner.js';

/** What was opened before the application; closed by whoever opened it, after the workers have drained. */
export interface Resources {
  config: Config;
  database: Database;
  queue: Queue;
  clock?: Clock;
}

/** Config, database, outbox, queues, clock, log, mail. Knows no medicine. */
@Global()
@Module({})
export class PlatformModule {
  static forRoot(resources: Resources): DynamicModule {
    const { config, database, queue } = resources;
    const shared = [
      Clock,
      Config,
      Database,
      Queue,
      Log,
      Mailer,
      OutboxRelay,
      QueueSet,
      JobHandlers,
      Background,
      VirusScanner,
    ];
    return {
      module: PlatformModule,
      imports: [
        DiscoveryModule,
        BullModule.forRoot({ connection: queue.connection }),
        BullModule.registerQueue(...queues.map((name) => ({ name }))),
      ],
      providers: [
        { provide: Config, useValue: config },
        { provide: Database, useValue: database },
        { provide: Queue, useValue: queue },
        { provide: Clock, useValue: resources.clock ?? new Clock() },
        Log,
        Mailer,
        OutboxRelay,
        QueueSet,
        JobHandlers,
        JobRunner,
        Workers,
        Background,
        VirusScanner,
        ...(config.role === 'web' ? [] : queueWorkers),
      ],
      exports: shared,
    };
  }
}
