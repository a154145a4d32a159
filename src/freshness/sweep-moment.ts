import type { Tx } from '../platform/database.js';

/** When a sweep happens: one instant for all its steps, and its civil date in the publisher's zone. */
export interface SweepMoment {
  now: Date;
  today: string;
  /** IANA name. */
  timeZone: string;
}

/** Guides in one transaction: so many are locked for well under a second, and the rest stay free. */
export const batchSize = 250;

/** What a list is read from: a transaction, or the pool where one statement is enough. */
export type Reader = Pick<Tx, 'rows'>;
