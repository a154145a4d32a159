import { createPostgresBackend, setDefaultBackendFactory, type ConnectionOptions } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import { queues } from '../jobs.js';
import type { Config } from './config.js';
import { runtimeRole } from './migrations.js';
import { isOutage } from './outage.js';

/** The one connection that every queue and worker of this process shares, and how to close it. */
export class Queue {
  backend: 'postgres' | 'redis';
  connection: ConnectionOptions;
  ping: () => Promise<void>;
  close: () => Promise<void>;
}

// Each worker pins one client for LISTEN; a pool no larger than that deadlocks silently.
const poolSize = queues.length + 8;

/** BullMQ on Redis when REDIS_URL is set, else on PostgreSQL. Must run before the first Queue or Worker is made. */
export function openQueueConnection(config: Config): Queue {
  return config.redisUrl ? onRedis(config.redisUrl) : onPostgres(config.databaseUrl);
}

function onRedis(url: string): Queue {
  const redis = new Redis(url, { maxRetriesPerRequest: null, connectionName: 'imprimatur' });
  redis.on('error', () => undefined);
  setDefaultBackendFactory();
  return {
    backend: 'redis',
    connection: redis,
    ping: () => redis.ping().then(() => undefined),
    close: () =>
      redis.quit().then(
        () => undefined,
        () => {
          redis.disconnect();
        },
      ),
  };
}

function onPostgres(url: string): Queue {
  setDefaultBackendFactory(createPostgresBackend);
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    application_name: 'imprimatur queue',
    options: `-c role=${runtimeRole} -c search_path=bullmq -c synchronous_commit=off`,
  });
  pool.setMaxListeners(100);
  pool.on('error', () => undefined);
  nameOutages(pool);
  return {
    backend: 'postgres',
    connection: pool,
    ping: () => pool.query('select 1').then(() => undefined),
    close: () => pool.end(),
  };
}

/**
 * Lets every outage look like a refused connection: that alone BullMQ waits out, in silence. All else it reports and tries again
 * at once, ten times a second and worker when idle, without any pause when not: while a server recovers, or a proxy stands before it.
 */
function nameOutages(pool: pg.Pool): void {
  const [query, connect] = [pool.query.bind(pool), pool.connect.bind(pool)] as unknown as Ask[];
  Object.assign(pool, {
    query: (...words: unknown[]) => query?.(...words)?.catch(named),
    // The pool itself passes a callback, and gets no promise.
    connect: (...words: unknown[]) => connect?.(...words)?.catch(named),
  });
}

type Ask = (...words: unknown[]) => Promise<unknown> | undefined;

function named(error: Error): never {
  if (!isOutage(error)) throw error;
  throw Object.assign(new Error(error.message, { cause: error }), { code: 'ECONNREFUSED' });
}
