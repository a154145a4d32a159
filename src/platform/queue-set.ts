import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { getQueueToken } from '@nestjs/bullmq';
import type { JobSchedulerJson, JobsOptions, Queue } from 'bullmq';
import { jobs, queues, type JobName, type QueueName } from '../jobs.js';
import { Clock } from './clock.js';
import type { JobData } from './job-runner.js';

export interface QueuedJob {
  name: JobName;
  outboxId: number;
  attempt: number;
}

/** Finished jobs are kept an hour: long enough to absorb a repeated add. */
const keepCompleted = { age: 3600, count: 2000 };
const keepFailed = { age: 86_400, count: 2000 };

/** The queues of this process. Nobody but the relay and the schedulers adds to them. */
@Injectable()
export class QueueSet {
  constructor(
    private readonly moduleRef: ModuleRef,
    private readonly clock: Clock,
  ) {}

  get(queue: QueueName): Queue<JobData> {
    return this.moduleRef.get<Queue<JobData>>(getQueueToken(queue), { strict: false });
  }

  all(): Queue<JobData>[] {
    return queues.map((queue) => this.get(queue));
  }

  async add(queue: QueueName, queued: QueuedJob[]): Promise<void> {
    await this.get(queue).addBulk(
      queued.map(({ name, outboxId, attempt }) => ({
        name,
        data: { outboxId },
        opts: { ...this.options(name), jobId: `${outboxId}__${attempt}` },
      })),
    );
  }

  /** Makes sure that every periodic job has its scheduler and keeps its period, also after the queue was wiped. */
  async ensureSchedulers(): Promise<void> {
    for (const [name, spec] of Object.entries(jobs) as [JobName, (typeof jobs)[JobName]][]) {
      if (!('everySeconds' in spec)) continue;
      const queue = this.get(spec.queue);
      const every = spec.everySeconds * 1000;
      if (keepsPeriod(await queue.getJobScheduler(name), every, this.clock.machine())) continue;
      await queue.upsertJobScheduler(name, { every }, { name, data: {}, opts: this.options(name) });
    }
  }

  private options(name: JobName): JobsOptions {
    return {
      attempts: jobs[name].tries,
      backoff: { type: 'exponential', delay: 500 },
      removeOnComplete: keepCompleted,
      removeOnFail: keepFailed,
    };
  }
}

/** A scheduler makes its next job when the last one starts: where that one was lost, its next run lies ever further back. */
function keepsPeriod(scheduler: JobSchedulerJson | undefined, every: number, now: number): boolean {
  return scheduler?.every === every && (scheduler.next ?? 0) > now - 2 * every - 60_000;
}
