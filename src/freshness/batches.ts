import type { Database, Tx } from '../platform/database.js';
import { faultPoint } from '../platform/fault-points.js';

/** Where a batch ended: the civil date it is ordered by, then the guide's id. */
export interface Place {
  on: string;
  id: string;
}

/** The places that one batch looked at, and how many of them it settled. */
export interface Batch {
  places: Place[];
  settled: number;
}

const beginning: Place = { on: '-infinity', id: '00000000-0000-0000-0000-000000000000' };

/**
 * Works off what is due in order, one transaction a batch, each going on after the last, until one finds nothing. What is settled no
 * longer matches, and what somebody else has locked is passed over: a repeat, a late run or a second worker finds only the rest.
 * Answers how many were settled.
 */
export async function inBatches(database: Database, work: (tx: Tx, after: Place) => Promise<Batch>): Promise<number> {
  let total = 0;
  for (let after: Place | undefined = beginning; after;) {
    const place: Place = after;
    const batch = await database.transaction(async (tx) => {
      const done = await work(tx, place);
      faultPoint('during-effect');
      return done;
    });
    total += batch.settled;
    after = batch.places.at(-1);
  }
  return total;
}
