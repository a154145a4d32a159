import { Injectable } from '@nestjs/common';
import { UnrecoverableError, type Job } from 'bullmq';
import { Clock } from './clock.js';
import { Database } from './database.js';
import { faultPoint } from './fault-points.js';
import { JobHandlers, type Delivery } from './job-handlers.js';
import { Log } from './log.js';

export interface JobData {
  outboxId?: number;
}

/** What a queue's worker does with one job: asks the database whether it is still owed, then calls its handler. */
@Injectable()
export class JobRunner {
  constructor(
    private readonly database: Database,
    private readonly handlers: JobHandlers,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  async run(job: Job<JobData>): Promise<void> {
    const delivery = await this.deliveryOf(job);
    if (!delivery) return;
    faultPoint('before-effect', job.name);
    try {
      await this.handlers.for(job.name)(delivery);
    } catch (error) {
      await this.noteFailure(delivery, error);
      if (!(error instanceof UnrecoverableError))
        this.log.warn({ job: job.name, outboxId: delivery.outboxId, error }, 'job failed, will be tried again');
      throw error;
    }
    faultPoint('after-effect', job.name);
  }

  private async deliveryOf(job: Job<JobData>): Promise<Delivery | undefined> {
    const outboxId = job.data.outboxId;
    if (outboxId === undefined) return { outboxId: null, eventId: null, done: async () => undefined };
    const row = await this.database.first<{ event_id: number | null; done_at: Date | null }>(
      'select event_id, done_at from outbox where id = $1',
      [outboxId],
    );
    if (!row || row.done_at) return undefined;
    return {
      outboxId,
      eventId: row.event_id,
      done: async (tx) => {
        await tx.run(
          'update outbox set done_at = $2, dead_at = null, failure = null where id = $1 and done_at is null',
          [outboxId, this.clock.now()],
        );
      },
    };
  }

  private async noteFailure(delivery: Delivery, error: unknown): Promise<void> {
    if (delivery.outboxId === null) return;
    const { name = 'Error', message = String(error) } = (error ?? {}) as Partial<Error>;
    await this.database
      .run('update outbox set failure = $2 where id = $1', [delivery.outboxId, `${name}: ${message}`.slice(0, 500)])
      .catch(() => undefined);
  }
}
