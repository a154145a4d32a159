import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { Clock } from '../platform/clock.js';
import { civilDate } from '../platform/civil-date.js';
import { Config } from '../platform/config.js';
import { Database } from '../platform/database.js';
import { QueueSet } from '../platform/queue-set.js';

/** Seconds a count may be old: a scraper in a hurry costs one query, not many. */
const keptMilliseconds = 5000;

interface Counts {
  unsent: number;
  undone: number;
  dead: number;
  lag: number;
  debt: number;
  debtAge: number;
  overdue: number;
}

/** Prometheus figures: queue depth and age, outbox lag, page debt, overdue guides. */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();
  private readonly outbox = this.gauge('imprimatur_outbox_rows', 'Effects by state', ['state']);
  private readonly lag = this.gauge('imprimatur_outbox_lag_seconds', 'Age of the oldest effect that is not done');
  private readonly debt = this.gauge('imprimatur_page_debt_pages', 'Pages that the store owes');
  private readonly debtAge = this.gauge('imprimatur_page_debt_age_seconds', 'Age of the oldest page debt');
  private readonly overdue = this.gauge('imprimatur_guides_overdue', 'Live guides past their due date');
  private readonly depth = this.gauge('imprimatur_queue_jobs', 'Jobs by queue and state', ['queue', 'state']);
  private readonly age = this.gauge('imprimatur_queue_age_seconds', 'Age of the oldest waiting job', ['queue']);
  private readAt = 0;

  constructor(
    private readonly database: Database,
    private readonly queues: QueueSet,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {
    collectDefaultMetrics({ register: this.registry });
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  async text(): Promise<string> {
    const now = performance.now();
    if (this.readAt === 0 || now - this.readAt > keptMilliseconds) {
      this.readAt = now;
      await Promise.all([this.readDatabase(), this.readQueues()]);
    }
    return this.registry.metrics();
  }

  private async readDatabase(): Promise<void> {
    const at = this.clock.now();
    const counts = await this.database.one<Counts>(
      `select count(*) filter (where sent_at is null and dead_at is null)::int as unsent, count(*) filter (where sent_at is not null and dead_at is null)::int as undone,
              count(*) filter (where dead_at is not null)::int as dead, coalesce(extract(epoch from $1::timestamptz - min(created_at)), 0)::float as lag,
              (select count(distinct page_id)::int from page_debt) as debt, (select coalesce(extract(epoch from $1::timestamptz - min(at)), 0)::float from page_debt) as "debtAge",
              (select count(*)::int from guide where status = 'live' and due_on < $2) as overdue
         from outbox where done_at is null`,
      [at, civilDate(at, this.config.publisher.timeZone)],
    );
    for (const state of ['unsent', 'undone', 'dead'] as const) this.outbox.set({ state }, counts[state]);
    this.lag.set(counts.lag);
    this.debt.set(counts.debt);
    this.debtAge.set(counts.debtAge);
    this.overdue.set(counts.overdue);
  }

  private async readQueues(): Promise<void> {
    for (const queue of this.queues.all()) {
      const counts = await queue.getJobCounts('waiting', 'active', 'delayed', 'failed');
      for (const [state, count] of Object.entries(counts)) this.depth.set({ queue: queue.name, state }, count);
      const [oldest] = await queue.getJobs(['waiting'], 0, 0, true);
      this.age.set(
        { queue: queue.name },
        oldest ? Math.max(0, (performance.timeOrigin + performance.now() - oldest.timestamp) / 1000) : 0,
      );
    }
  }

  private gauge(name: string, help: string, labelNames: string[] = []): Gauge {
    return new Gauge({ name, help, labelNames, registers: [this.registry] });
  }
}
