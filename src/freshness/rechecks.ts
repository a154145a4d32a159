import { openRechecks } from '../editorial/index.js';
import type { Database, Tx } from '../platform/database.js';
import { inBatches, type Batch, type Place } from './batches.js';
import { batchSize, type SweepMoment } from './sweep-moment.js';

/** Which guides `g` a recheck is opened of, in which order, and until when it is to be decided. $1 is today, $2 now, $3 the zone. */
interface Cause {
  due: string;
  on: string;
  decideBy: string;
}

const planned: Cause = {
  due: 'g.recheck_planned_on <= $1',
  on: 'g.recheck_planned_on',
  decideBy: '(g.due_on + 1)::timestamp at time zone $3',
};

// Signed since the day from which a confirmed adverse cause stands, public, and not signed as a whole by somebody else since. The recheck
// does not say why it was opened.
const adverse: Cause = {
  due: `g.id in (
    select s.guide_id from credential c cross join lateral credential_standing_at(c.id, $2) st
      join sign_off s on s.signer_id = c.account_id and s.signed_at >= st.effective_at
     where st.standing = 'adverse'
       and exists (select 1 from publication p where p.guide_id = s.guide_id and s.id in (p.sign_off_id, p.reviewed_by_sign_off_id))
       and not exists (
         select 1 from sign_off o join publication p on p.guide_id = o.guide_id and p.sign_off_id = o.id and p.kind in ('full', 'recheck')
          where o.guide_id = s.guide_id and o.signed_at > s.signed_at and o.signer_id <> s.signer_id))`,
  on: 'g.due_on',
  decideBy: 'least(g.due_on + 1, $1::date + 8)::timestamp at time zone $3',
};

/** Opens the rechecks whose planned day has come, at most one a guide. Answers how many. */
export const openDueRechecks = (database: Database, moment: SweepMoment): Promise<number> =>
  inBatches(database, (tx, after) => openBatch(tx, after, moment, planned));

/** Opens a recheck of every guide that rests on what somebody signed after an adverse cause arose. Answers how many. */
export const openAdverseRechecks = (database: Database, moment: SweepMoment): Promise<number> =>
  inBatches(database, (tx, after) => openBatch(tx, after, moment, adverse));

async function openBatch(tx: Tx, after: Place, moment: SweepMoment, { due, on, decideBy }: Cause): Promise<Batch> {
  const { now, today, timeZone } = moment;
  const which = `g.status = 'live' and not g.carried_over and ${due} and not recheck_barred(g.id)
    and $1::date is not null and $2::timestamptz is not null and $3::text is not null`;
  const locked = await tx.rows<Place>(
    `select g.id, ${on} as on from guide g where ${which} and (${on}, g.id) > ($4::date, $5::uuid)
      order by ${on}, g.id limit $6 for no key update of g skip locked`,
    [today, now, timeZone, after.on, after.id, batchSize],
  );
  // Asked again now that they are locked: the first statement may have seen reviews as they were before another worker's commit.
  const guides = await tx.rows<{ id: string; versionId: string; decideBy: Date; eventCount: number; headHash: string }>(
    `select g.id, g.live_version_id as "versionId", ${decideBy} as "decideBy", g.event_count as "eventCount", g.head_hash as "headHash"
       from guide g where g.id = any ($4) and ${which}`,
    [today, now, timeZone, locked.map(({ id }) => id)],
  );
  const rechecks = guides.map(({ versionId, decideBy: by, ...guide }) => ({
    head: { kind: 'guide' as const, ...guide },
    versionId,
    decideBy: by,
  }));
  await openRechecks(tx, rechecks, now);
  return { places: locked, settled: guides.length };
}
