import type { Tx } from '../platform/database.js';

/** A claim that begins on this civil day lasts until the end of the next business day, in the publisher's zone (`domain.md` C10). */
export async function leaseUntil(tx: Tx, today: string, timeZone: string): Promise<Date> {
  const { until } = await tx.one<{ until: Date }>(
    `select (business_days_after($1, 1) + 1)::timestamp at time zone $2 as until`,
    [today, timeZone],
  );
  return until;
}
