import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { jobs, type JobName } from '../jobs.js';
import type { Tx } from './database.js';

/** One delivery of a job. The effect and `done(tx)` belong in one transaction: so each takes effect once. */
export interface Delivery {
  /** The outbox row, or null for a job that the scheduler woke. */
  outboxId: number | null;
  /** The fact that woke it, or null. */
  eventId: number | null;
  /**
   * Locks the row until the transaction ends; false where another delivery was done with it. For effects that leave the database,
   * such as mail: two deliveries of one row at the same moment would otherwise both have them.
   */
  claim(tx: Tx): Promise<boolean>;
  done(tx: Tx): Promise<void>;
}

export type JobHandler = (delivery: Delivery) => Promise<void>;

const handled = Symbol('imprimatur job');

/** Marks the one method that does a job. Loads what is true now and acts only if still due. */
export function Handles(name: JobName) {
  return <Method extends JobHandler>(
    _target: object,
    _key: string,
    descriptor: TypedPropertyDescriptor<Method>,
  ): void => {
    if (descriptor.value) Reflect.defineMetadata(handled, name, descriptor.value);
  };
}

/** Finds the handler of every job; start-up stops at a job without exactly one. */
@Injectable()
export class JobHandlers implements OnApplicationBootstrap {
  private readonly byName = new Map<JobName, JobHandler>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onApplicationBootstrap(): void {
    for (const { instance } of this.discovery.getProviders()) {
      if (instance && typeof instance === 'object') this.collect(instance as Record<string, unknown>);
    }
    const missing = (Object.keys(jobs) as JobName[]).filter((name) => !this.byName.has(name));
    if (missing.length > 0) throw new Error(`Jobs without a handler: ${missing.join(', ')}`);
  }

  for(name: string): JobHandler {
    const handler = this.byName.get(name as JobName);
    if (!handler) throw new Error(`No handler for job ${name}`);
    return handler;
  }

  private collect(instance: Record<string, unknown>): void {
    for (const key of this.scanner.getAllMethodNames(Object.getPrototypeOf(instance) as object)) {
      const method = instance[key];
      const name =
        typeof method === 'function' ? (Reflect.getMetadata(handled, method) as JobName | undefined) : undefined;
      if (!name) continue;
      if (!(name in jobs)) throw new Error(`${key} handles ${name}, which is not in jobs.ts`);
      if (this.byName.has(name)) throw new Error(`Two handlers for job ${name}`);
      this.byName.set(name, (method as JobHandler).bind(instance));
    }
  }
}
