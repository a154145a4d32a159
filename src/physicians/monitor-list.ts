import type { Database } from '../platform/database.js';
import { ExclusionListRefused, type ExclusionList } from './exclusion-list.js';
import { LeieUnreachable, openLeie } from './leie-source.js';
import type { Moment } from './load-membership.js';

// The list is replaced by the tenth of each month (`domain.md` C4). Tried once a day until the list that stands was loaded since then.
const due = `
  select extract(day from $1::date) >= 10
     and not exists (select 1 from exclusion_load l where l.status = 'accepted' and coalesce(l.last_modified, l.loaded_at) >= date_trunc('month', $1::date::timestamp))
     and not exists (select 1 from exclusion_load l where l.loaded_at > $2::timestamptz - interval '24 hours') as due`;

/**
 * Fetches the list of the month from where it is published. Answers 1 when it was replaced, 0 when nothing was due or nothing newer is
 * there. A list that is not fit or cannot be fetched leaves a row that says why, and the one that stands.
 */
export async function fetchListWhenDue(
  database: Database,
  exclusions: ExclusionList,
  url: string | undefined,
  { now, today }: Moment,
): Promise<number> {
  if (!url || !(await database.one<{ due: boolean }>(due, [today, now])).due) return 0;
  try {
    const { stream, from } = await openLeie(url);
    const { outcome } = await exclusions.load(stream, from);
    if (outcome === 'accepted') return 1;
    await note(database, url, now, 'The list published is the one that stands.');
    return 0;
  } catch (error) {
    if (error instanceof ExclusionListRefused) return 0;
    if (!(error instanceof LeieUnreachable)) throw error;
    await note(database, url, now, error.message);
    return 0;
  }
}

async function note(database: Database, url: string, now: Date, problem: string): Promise<void> {
  await database.run(`insert into exclusion_load (status, source, loaded_at, problem) values ('refused', $1, $2, $3)`, [
    url,
    now,
    problem,
  ]);
}
