import { lockGuide, type Transitions } from '../editorial/index.js';
import type { Database, Tx } from '../platform/database.js';
import type { Reader, SweepMoment } from './sweep-moment.js';

/** Working days without a sign of work after which a review goes back to the queue. */
const idleWorkingDays = 5;

/** Why the clock takes a review back from its assignee. */
export type ReturnCause = 'disabled' | 'not-a-reviewer' | 'credential' | 'away' | 'idle';

interface Returnable {
  id: string;
  guideId: string;
  cause: ReturnCause;
}

/**
 * Returns reviews whose assignee cannot or does not work on them. The cause is asked again under the guide's lock: who just
 * touched the review keeps it. Answers how many went back.
 */
export async function returnReviews(
  database: Database,
  transitions: Transitions,
  moment: SweepMoment,
): Promise<number> {
  let returned = 0;
  for (const { id, guideId } of await returnable(database, moment, null)) {
    const done = await database.transaction(async (tx) => {
      await lockGuide(tx, guideId);
      return returnReview(tx, transitions, moment, id);
    });
    if (done) returned += 1;
  }
  return returned;
}

/** Returns one review, within the caller's transaction and under its guide's lock, if there is a cause. Answers whether it went back. */
export async function returnReview(
  tx: Tx,
  transitions: Transitions,
  moment: SweepMoment,
  id: string,
): Promise<boolean> {
  const [still] = await returnable(tx, moment, id);
  if (!still) return false;
  const input = { reasonClass: still.cause };
  const command = { noun: 'review', id, name: 'return', input, actor: null, requestId: null } as const;
  return !Array.isArray(await transitions.attempt(tx, command));
}

function returnable(reader: Reader, { now, today, timeZone }: SweepMoment, id: string | null): Promise<Returnable[]> {
  return reader.rows<Returnable>(
    `select * from (
       select w.id, w.guide_id as "guideId", case
                when (f.facts ->> 'disabled')::boolean then 'disabled'
                when not (f.facts ->> 'isReviewer')::boolean then 'not-a-reviewer'
                when not exists (select 1 from version_specialty s where s.version_id = w.version_id and f.facts -> 'specialties' ? s.specialty)
                  then 'credential'
                when (f.facts ->> 'away')::boolean then 'away'
                when working_days_between(civil_date(coalesce(w.touched_at, w.assigned_at, w.opened_at), $3), $2) >= $4 then 'idle'
              end as cause
         from review w cross join lateral (select reviewer_facts(w.assignee_id, w.version_id, $1, $2) as facts) f
        where w.status = 'assigned' and ($5::uuid is null or w.id = $5)) r
      where cause is not null order by id`,
    [now, today, timeZone, idleWorkingDays, id],
  );
}
