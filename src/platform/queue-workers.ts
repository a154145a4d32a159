import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Type } from '@nestjs/common';
import type { Job, WorkerOptions } from 'bullmq';
import { queues, type QueueName } from '../jobs.js';
import { JobRunner, type JobData } from './job-runner.js';

const concurrency: Record<QueueName, number> = {
  publishing: 4,
  editorial: 1,
  freshness: 1,
  notifications: 4,
  audit: 1,
};

// With BullMQ's defaults a killed worker's job came back after 60 s, and was given up after its second stall (measured).
const recovery: Partial<WorkerOptions> = {
  lockDuration: 10_000,
  stalledInterval: 4_000,
  maxStalledCount: 1_000_000,
  drainDelay: 5,
};

/** One worker a queue; each hands its jobs to the runner. */
export const queueWorkers: Type<WorkerHost>[] = queues.map((queue) => {
  @Processor(queue, { ...recovery, concurrency: concurrency[queue] })
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
