import { Injectable } from '@nestjs/common';
import { UnrecoverableError, type Job } from 'bullmq';
import { Clock } from './clock.js';
import { Database } from './database.js';
import { faultPoint } from './fault-points.js';
import { JobHandlers, type Delivery } from './job-handlers.js';
import { Log } from './log.js';

export interface JobData {
  /** The rows that are owed; none when the scheduler woke the job. */
  outboxIds?: number[];
}

/** What a queue's worker does with one job: asks the database what of it is still owed, then calls its handler for each. */
@Injectable()
export class JobRunner {
  constructor(
    private readonly database: Database,
    private readonly handlers: JobHandlers,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** A row that fails stops no other of its bundle; then the job fails, and is tried again with what is left. */
  async run(job: Job<JobData>): Promise<void> {
    const failures: unknown[] = [];
    for (const delivery of await this.owed(job.data.outboxIds)) {
      await this.deliver(job.name, delivery).catch((error: unknown) => failures.push(error));
    }
    const retryable = failures.find((error) => !(error instanceof UnrecoverableError));
    if (failures.length > 0) throw retryable ?? failures[0];
  }

  private async deliver(name: string, delivery: Delivery): Promise<void> {
    faultPoint('before-effect', name);
    try {
      await this.handlers.for(name)(delivery);
    } catch (error) {
      await this.noteFailure(delivery, error);
      if (!(error instanceof UnrecoverableError))
        this.log.warn({ job: name, outboxId: delivery.outboxId, error }, 'job failed, will be tried again');
      throw error;
    }
    faultPoint('after-effect', name);
  }

  private async owed(outboxIds: readonly number[] | undefined): Promise<Delivery[]> {
    if (outboxIds === undefined) return [wokenByClock];
    const rows = await this.database.rows<{ id: number; event_id: number | null }>(
      'select id, event_id from outbox where id = any ($1) and done_at is null order by id',
      [outboxIds],
    );
    return rows.map(({ id, event_id: eventId }) => deliveryOf(id, eventId, this.clock));
  }

  private async noteFailure(delivery: Delivery, error: unknown): Promise<void> {
    if (delivery.outboxId === null) return;
    const { name = 'Error', message = String(error) } = (error ?? {}) as Partial<Error>;
    await this.database
      .run('update outbox set failure = $2 where id = $1', [delivery.outboxId, `${name}: ${message}`.slice(0, 500)])
      .catch(() => undefined);
  }
}

/** One delivery of the outbox row `outboxId`, which the fact `eventId` wrote. */
export function deliveryOf(outboxId: number, eventId: number | null, clock: Clock): Delivery {
  return {
    outboxId,
    eventId,
    claim: async (tx) => (await tx.first(claimed, [outboxId])) !== undefined,
    done: async (tx) => {
      await tx.run(settled, [outboxId, clock.now()]);
    },
  };
}

const wokenByClock: Delivery = { outboxId: null, eventId: null, claim: async () => true, done: async () => undefined };
// Waits: the relay holds the row too, until it has noted that it sent it.
const claimed = 'select 1 from outbox where id = $1 and done_at is null for update';
const settled = 'update outbox set done_at = $2, dead_at = null, failure = null where id = $1 and done_at is null';
