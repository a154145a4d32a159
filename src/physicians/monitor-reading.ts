import type { Database } from '../platform/database.js';
import type { Moment } from './load-membership.js';
import { SourceTrouble } from './outside-source.js';

/** So many silent answers in a row end a round: the source is down, and is asked again later. */
const patience = 3;

/**
 * Reads members one after the other; a silent source leaves a row that says so and is relied on for nothing. One member's failure stops
 * no other; all failures are thrown at the end. Answers how many were read.
 */
export async function readEach<Member extends { id: string }>(
  database: Database,
  source: 'registry' | 'license',
  due: readonly Member[],
  read: (member: Member) => Promise<unknown>,
  { now }: Moment,
): Promise<number> {
  let done = 0;
  let silent = 0;
  const failures: unknown[] = [];
  for (const member of due) {
    if (silent >= patience) break;
    try {
      await read(member);
      done += 1;
      silent = 0;
    } catch (error) {
      if (!(error instanceof SourceTrouble)) {
        failures.push(error);
        continue;
      }
      silent += 1;
      await database.run(
        `insert into monitoring_reading (physician_id, source, outcome, reasons, at) values ($1, $2, 'error', $3, $4)`,
        [member.id, source, [error.message], now],
      );
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} member(s) could not be read.`);
  return done;
}

/** When a member `p` was read last from a source: an answer since the decision, and a silence; joined as `good` and `bad`. */
export const lastReadings = (source: 'registry' | 'license'): string => `
    left join lateral (select r.at from monitoring_reading r
                        where r.physician_id = p.id and r.source = '${source}' and r.outcome <> 'error' order by r.id desc limit 1) good on true
    left join lateral (select r.at from monitoring_reading r
                        where r.physician_id = p.id and r.source = '${source}' and r.outcome = 'error' order by r.id desc limit 1) bad on true`;

/** $1 is now, $2 the days between two readings, $3 how many at most. An hour passes before a silent source is asked again. */
export const whoIsDue = `
   where p.status <> 'terminated'
     and coalesce(good.at, p.decided_on::timestamptz) <= $1::timestamptz - make_interval(days => $2)
     and (bad.at is null or bad.at <= $1::timestamptz - interval '1 hour')
   order by coalesce(good.at, p.decided_on::timestamptz), p.id limit $3`;
