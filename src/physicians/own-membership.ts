import type { Tx } from '../platform/database.js';

/** A membership, as its owner may take it away. What was found is left out, and why: it may be wrong, and is told once it is settled. */
export interface OwnMembership {
  status: string;
  /** Civil dates. */
  memberSince: string;
  renewBy: string;
  /** Null for whoever is a member no more. */
  licensedUntil: string | null;
  profile: { path: string; name: string; postNominals: string; biography: string; certification: string };
  /** With the last day of each, where it is known. */
  licenses: { state: string | null; authority: string; number: string; lastDay: string | null }[];
  /** `until` is null while it lasts. */
  pauses: { from: string; until: string | null }[];
  /** When which source was read again: `clear`, `found` or, where it did not answer, `error`. */
  readings: { source: string; at: string; outcome: string }[];
}

/** The membership of whoever owns application `$1`: who confirmed the address of its last approved file; a profile that was handed over has another owner. */
export const ownedMembership = `
  select p.id from application a join physician p on p.id in (a.physician_id, a.member_id)
   where a.id = $1 and a.email = (select l.email from application l where l.physician_id = p.id and l.status = 'approved'
     order by l.decided_at desc limit 1)`;

const query = `
  select p.status, p.member_since as "memberSince", recredential_by(p.decided_on) as "renewBy", m.licensed_until as "licensedUntil",
         json_build_object('path', '/physicians/' || p.slug, 'name', p.given_name || ' ' || p.family_name, 'postNominals', p.post_nominals,
           'biography', p.biography, 'certification', p.certification) as profile,
         coalesce((select json_agg(json_build_object('state', c.region, 'authority', c.authority, 'number', c.number, 'lastDay',
             (select s.expires_on from credential_standing s where s.credential_id = c.id order by s.recorded_at desc, s.id desc limit 1))
             order by c.region, c.number)
           from credential c where c.kind = 'license' and (c.physician_id = p.id or c.account_id = p.account_id)), '[]') as licenses,
         coalesce((select json_agg(json_build_object('from', e.at, 'until',
             (select min(n.at) from event n where n.subject_kind = 'physician' and n.subject_id = p.id and n.number > e.number
               and n.name in ('physician.resumed', 'physician.left', 'physician.terminated'))) order by e.number)
           from event e where e.subject_kind = 'physician' and e.subject_id = p.id and e.name = 'physician.paused'), '[]') as pauses,
         coalesce((select json_agg(json_build_object('source', r.source, 'at', r.at, 'outcome', r.outcome) order by r.id)
           from monitoring_reading r where r.physician_id = p.id), '[]') as readings
    from physician p left join monitored_member m on m.id = p.id
   where p.id = (${ownedMembership})`;

/** Null where this application led to no membership, or its owner has it no more. */
export async function ownMembership(tx: Tx, applicationId: string): Promise<OwnMembership | null> {
  return (await tx.first<OwnMembership>(query, [applicationId])) ?? null;
}
