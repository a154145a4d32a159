import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database.js';
import { Handles, type Delivery } from '../platform/job-handlers.js';
import { takeSeal } from './seal.js';

@Injectable()
export class AuditJobs {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  @Handles('audit.seal')
  async seal(delivery: Delivery): Promise<void> {
    await takeSeal(this.database, this.clock.now());
    await this.database.transaction((tx) => delivery.done(tx));
  }
}
