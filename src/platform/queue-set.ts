import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { getQueueToken } from '@nestjs/bullmq';
import type { JobSchedulerJson, JobsOptions, Queue } from 'bullmq';
import { jobs, queues, type JobName, type QueueName } from '../jobs.js';
import { Clock } from './clock.js';
import type { JobData } from './job-runner.js';

/** One outbox row on its way: how often it was sent, this time included. */
export interface QueuedRow {
  name: JobName;
  outboxId: number;
  attempt: number;
}

/** What the queue is handed: one row that readers wait for, or several that may wait. */
export interface Bundle {
  name: JobName;
  /** Differs for every composition and every attempt: BullMQ silently ignores an id that it knows. */
  id: string;
  outboxIds: number[];
}

/** The outbox remembers what was done; a repeated add runs again and finds that. Keeping an hour of them doubled what a job costs. */
const keepCompleted = true;
const bundleSize = 50;
/** Up to here adding one by one is quicker: a bulk add makes temporary tables (8 ms against 1.3 ms, measured). */
const bulkFrom = 6;
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

  async add(name: QueueName, rows: readonly QueuedRow[]): Promise<void> {
    const queue = this.get(name);
    const added = bundles(rows).map((bundle) => ({
      name: bundle.name,
      data: { outboxIds: bundle.outboxIds },
      opts: { ...this.options(bundle.name), jobId: bundle.id },
    }));
    if (added.length >= bulkFrom) await queue.addBulk(added);
    else await Promise.all(added.map((job) => queue.add(job.name, job.data, job.opts)));
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

/** Rows of one job go together, each on its own where readers wait for it: a queued job costs more than most effects. */
export function bundles(rows: readonly QueuedRow[]): Bundle[] {
  const made: QueuedRow[][] = [];
  for (const row of rows) {
    const bundle = 'soon' in jobs[row.name] ? undefined : made.findLast(([first]) => first?.name === row.name);
    if (bundle && bundle.length < bundleSize) bundle.push(row);
    else made.push([row]);
  }
  return made.map((bundle) => ({
    name: (bundle[0] as QueuedRow).name,
    id: bundle.map(({ outboxId, attempt }) => `${outboxId}__${attempt}`).join('-'),
    outboxIds: bundle.map(({ outboxId }) => outboxId),
  }));
}

/** A scheduler makes its next job when the last one starts: where that one was lost, its next run lies ever further back. */
function keepsPeriod(scheduler: JobSchedulerJson | undefined, every: number, now: number): boolean {
  return scheduler?.every === every && (scheduler.next ?? 0) > now - 2 * every - 60_000;
}
