import { Global, Module, type Abstract, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { FreshnessModule } from '../../src/freshness/index.js';
import { Clock } from '../../src/platform/clock.js';
import { Config, readConfig } from '../../src/platform/config.js';
import { Database, type Tx } from '../../src/platform/database.js';
import { Log } from '../../src/platform/log.js';
import { Mailer } from '../../src/platform/mailer.js';
import { OutboxRelay } from '../../src/platform/outbox-relay.js';
import { QueueSet } from '../../src/platform/queue-set.js';
import { VirusScanner } from '../../src/platform/virus-scanner.js';
import { testTimeZone } from './build.js';
import { createTestDatabase } from './test-database.js';

/** The editorial part of the service over a database of its own, without queues: what it owes stays in the outbox. */
export class EditorialService {
  private constructor(
    private readonly app: INestApplicationContext,
    readonly database: Database,
    readonly clock: Clock,
    private readonly dropDatabase: () => Promise<void>,
  ) {}

  static async start(environment: Record<string, string> = {}): Promise<EditorialService> {
    const { url, drop } = await createTestDatabase();
    const fixed = { SECRET_KEY: Buffer.alloc(32, 7).toString('base64'), LOG_LEVEL: 'silent', DATABASE_URL: url };
    const config = readConfig({ ...fixed, PUBLISHER_TIME_ZONE: testTimeZone, ...environment });
    const database = await new Database(config).connect();
    const clock = new Clock();
    const app = await NestFactory.createApplicationContext(rootModule(config, database, clock), { logger: false });
    // A relay that was stopped sends nothing, so that no queue is needed.
    await app.get(OutboxRelay).beforeApplicationShutdown();
    return new EditorialService(app, database, clock, drop);
  }

  get<Service>(service: Type<Service> | Abstract<Service>): Service {
    return this.app.get(service, { strict: false });
  }

  /** Builds rows; the clock then stands at `at`, and runs on. */
  async build<Result>(at: Date, work: (tx: Tx) => Promise<Result>): Promise<Result> {
    this.clock.travelTo(at);
    return this.database.transaction(work);
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.database.source.destroy();
    await this.dropDatabase();
  }
}

function rootModule(config: Config, database: Database, clock: Clock): Type {
  const values = [
    { provide: Config, useValue: config },
    { provide: Database, useValue: database },
    { provide: Clock, useValue: clock },
  ];
  @Global()
  @Module({
    providers: [...values, Log, Mailer, QueueSet, OutboxRelay, VirusScanner],
    exports: [Config, Database, Clock, Log, Mailer, OutboxRelay, VirusScanner],
  })
  class Platform {}

  @Module({ imports: [Platform, FreshnessModule] })
  class Root {}
  return Root;
}
