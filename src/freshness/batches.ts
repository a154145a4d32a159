import type { Database, Tx } from '../platform/database.js';
import { faultPoint } from '../platform/fault-points.js';

/**
 * Works off what is due, one transaction a batch, until a batch finds nothing. `work` answers how many rows it settled; what it
 * settled no longer matches its query, so that a repeat, a late run or a second worker finds only the rest.
 */
export async function inBatches(database: Database, work: (tx: Tx) => Promise<number>): Promise<number> {
  let total = 0;
  for (let settled = 1; settled > 0; total += settled) {
    settled = await database.transaction(async (tx) => {
      const count = await work(tx);
      faultPoint('during-effect');
      return count;
    });
  }
  return total;
}
