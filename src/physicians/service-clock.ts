import type { Tx } from '../platform/database.js';

/** What the clock of a file's service level leaves in its columns. The dates are reckoned in SQL alone. */
interface ClockColumns {
  service_days: number;
  /** Numeric, as text. */
  service_seconds: string;
  service_used: string;
  service_since: Date;
  /** Civil date. */
  due_on: string;
}

/** The file waits for nobody any more. */
export const clockStops = { due_on: null, service_since: null };

/** Starts the clock, or lets it go on with what is left of the service level; `anew` forgets what was used. */
export async function runClock(
  tx: Tx,
  { id, days, anew = false }: { id: string; days: number; anew?: boolean },
  at: Date,
  timeZone: string,
): Promise<ClockColumns> {
  return tx.one<ClockColumns>(
    `select days as service_days, seconds as service_seconds, used as service_used, since as service_since, due as due_on
       from service_clock($1, $2, $3, $4, $5)`,
    [id, days, anew, at, timeZone],
  );
}

/** Stops the clock while somebody else is waited for, and keeps what was used. */
export async function pauseClock(
  tx: Tx,
  id: string,
  at: Date,
  timeZone: string,
): Promise<typeof clockStops & { service_used: string }> {
  const { used } = await tx.one<{ used: string }>('select service_used_by($1, $2, $3) as used', [id, at, timeZone]);
  return { ...clockStops, service_used: used };
}
