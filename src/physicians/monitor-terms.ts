import type { Database } from '../platform/database.js';
import { ignoreRefusal, raiseRunOut, termsOver } from './monitor-expiries.js';
import type { Moment } from './load-membership.js';
import { openMemberFile } from './open-member-file.js';
import { moveMembership } from './move-membership.js';
import { isOpenFile } from './open-file.js';

/** What a renewal asks of the member. */
const renewalWords =
  'Your membership is renewed every 36 months. Please look through what we hold about you, put right what has changed, and type your name to attest to it.';

async function each(
  database: Database,
  query: string,
  parameters: unknown[],
  act: (id: string) => Promise<unknown>,
): Promise<number> {
  let done = 0;
  for (const { id } of await database.rows<{ id: string }>(query, parameters))
    done += await act(id).then(() => 1, ignoreRefusal);
  return done;
}

/** Members whose term ends within 120 days fall due. Answers how many. */
export function termsFallDue(database: Database, moment: Moment): Promise<number> {
  const query = `select m.id from monitored_member m where m.status = 'active' and m.recredential_by - 120 <= $1::date order by m.id`;
  return each(database, query, [moment.today], (id) =>
    database.transaction((tx) =>
      moveMembership(tx, { id, name: 'fallDue', input: {}, actor: null, by: 'clock', requestId: null }, moment),
    ),
  );
}

/** Every member who is due has a file to renew with; after one that was declined, another once that is lifted. Answers how many were opened. */
export function openRenewals(database: Database, moment: Moment): Promise<number> {
  const query = `
    select m.id from monitored_member m
     where m.recredential_by - 120 <= $1::date
       and (m.suspension is null or m.suspension = 'administrative')
       and exists (select 1 from application a where a.physician_id = m.id and a.status = 'approved')
       and not exists (select 1 from application a where a.member_id = m.id
         and (${isOpenFile('a')}
           or exists (select 1 from physician_finding f where f.physician_id = m.id and f.kind = 'renewal-declined'
             and f.key = a.id::text and f.settled_at is null)))
     order by m.id`;
  const wanted = { kind: 'recredentialing' as const, fields: {}, words: renewalWords, requestId: null };
  return each(database, query, [moment.today], (id) =>
    database.transaction(async (tx) => {
      await tx.run('select 1 from physician where id = $1 for no key update', [id]);
      await openMemberFile(tx, id, wanted, moment);
    }),
  );
}

/** Past 36 months nobody is shown. Answers how many were hidden. */
export const raiseTermsOver = (database: Database, moment: Moment): Promise<number> =>
  raiseRunOut(database, termsOver, moment);

/** What somebody asked for as a member ends with the membership. Answers how many files `close` ended. */
export function closeFilesOfFormerMembers(
  database: Database,
  close: (id: string) => Promise<unknown>,
): Promise<number> {
  const query = `
    select a.id from application a join physician p on p.id = a.member_id
     where p.status = 'terminated' and ${isOpenFile('a')} order by a.id`;
  return each(database, query, [], close);
}
