import { Processor, WorkerHost } from '@nestjs/bullmq';
import { Injectable, type Type } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { Job, Worker, WorkerOptions } from 'bullmq';
import { queues, type QueueName } from '../jobs.js';
import { Config } from './config.js';
import { JobRunner, type JobData } from './job-runner.js';
import { Log } from './log.js';

const concurrency: Record<QueueName, number> = {
  publishing: 4,
  editorial: 1,
  freshness: 1,
  physicians: 2,
  notifications: 4,
  audit: 1,
};

// With BullMQ's defaults a killed worker's job came back after 60 s and was given up after its second stall, and a worker slept
// 15 s before it looked whether the database was back (measured). Back within lock + interval: 11 s.
const recovery: Partial<WorkerOptions> = {
  lockDuration: 8000,
  stalledInterval: 3000,
  maxStalledCount: 1_000_000,
  runRetryDelay: 1000,
  drainDelay: 5,
};

/** One worker a queue; each hands its jobs to the runner. None runs before {@link Workers.start}. */
export const queueWorkers: Type<WorkerHost>[] = queues.map((queue) => {
  @Processor(queue, { ...recovery, concurrency: concurrency[queue], autorun: false })
  class QueueWorker extends WorkerHost {
    constructor(private readonly runner: JobRunner) {
      super();
    }

    process(job: Job<JobData>): Promise<void> {
      return this.runner.run(job);
    }
  }
  Object.defineProperty(QueueWorker, 'name', { value: `${queue}QueueWorker` });
  return QueueWorker;
});

/** Why the workers of a process rest: its clock is wrong, or a story is told that does their work itself. */
export type PauseCause = 'clock' | 'story';

/** The workers of this process, all at once; none in a web process. */
@Injectable()
export class Workers {
  private readonly pausedFor = new Set<PauseCause>();

  constructor(
    private readonly moduleRef: ModuleRef,
    private readonly config: Config,
    private readonly log: Log,
  ) {}

  /** From here on they take jobs: not before the handlers are known and the clock is judged. */
  async start(): Promise<void> {
    for (const worker of this.all()) {
      worker.on('error', (error) => this.log.warn({ queue: worker.name, error }, 'worker'));
      // What BullMQ finds out while it connects it remembers for ever, a refusal too: then this process had better not start.
      await worker.waitUntilReady();
      void worker.run().catch((error: unknown) => this.log.error({ queue: worker.name, error }, 'worker ended'));
    }
  }

  /** Takes no more jobs until every cause of a pause is over; resolves when what runs is finished. */
  async pause(cause: PauseCause): Promise<void> {
    this.pausedFor.add(cause);
    await Promise.all(this.all().map((worker) => worker.pause()));
  }

  async resume(cause: PauseCause): Promise<void> {
    if (!this.pausedFor.delete(cause) || this.pausedFor.size > 0) return;
    await Promise.all(this.all().map((worker) => worker.resume()));
  }

  private all(): Worker[] {
    if (this.config.role === 'web') return [];
    return queueWorkers.map((type) => this.moduleRef.get(type).worker);
  }
}
