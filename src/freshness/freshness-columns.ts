/** Derived from the dates, never stored. */
export type Freshness = 'unreviewed' | 'current' | 'due-soon' | 'stale';

/** What {@link freshnessColumns} adds to a row. */
export interface FreshnessColumns {
  freshness: Freshness;
  /** A review of the whole guide waits or is at work. */
  underReview: boolean;
}

/**
 * Two columns for any query over guides. `guide` is the alias of the table and `today` the placeholder of the civil date, for
 * example `g` and `$1`: only our own code names them.
 */
export function freshnessColumns(guide: string, today: string): string {
  return `freshness(${guide}.last_reviewed_on, ${guide}.due_on, ${today}::date) as freshness,
    exists (select 1 from review w where w.guide_id = ${guide}.id and w.status in ('open', 'assigned') and w.kind in ('full', 'recheck')) as "underReview"`;
}
