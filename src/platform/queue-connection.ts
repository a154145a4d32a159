import { createPostgresBackend, setDefaultBackendFactory, type ConnectionOptions } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import { queues } from '../jobs.js';
import type { Config } from './config.js';
import { runtimeRole } from './migrations.js';

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
    options: `-c role=${runtimeRole} -c search_path=bullmq`,
  });
  pool.setMaxListeners(100);
  pool.on('error', () => undefined);
  return {
    backend: 'postgres',
    connection: pool,
    ping: () => pool.query('select 1').then(() => undefined),
    close: () => pool.end(),
  };
}
