import { RateLimiterPostgres } from 'rate-limiter-flexible';
import type { Database } from '../platform/database.js';

/** A count that all processes share: at most `points` in `duration` seconds under each key. The caller keys names that are personal. */
export function postgresLimiter(
  { source }: Database,
  keyPrefix: string,
  points: number,
  duration: number,
): RateLimiterPostgres {
  const table = { storeClient: source, storeType: 'typeorm', tableName: 'rate_limit', tableCreated: true };
  return new RateLimiterPostgres({ ...table, keyPrefix, points, duration });
}
