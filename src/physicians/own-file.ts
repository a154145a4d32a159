import type { Tx } from '../platform/database.js';
import type { Declared } from './check.js';
import { declaredColumns } from './declared.js';

/** One file, as its owner may take it away. Points and other people's files stay out of it: they would tell how to get around a check. */
export interface OwnFile {
  kind: string;
  status: string;
  submittedAt: string;
  confirmedAt: string | null;
  declared: Declared;
  attestedName: string;
  question: string | null;
  answer: string | null;
  /** What each check that counts found, from which source, when. */
  checks: { check: string; outcome: string; source: string; at: string; expiresOn: string | null }[];
  decisions: { verdict: string; reason: string | null; note: string; signedAt: string }[];
  /** What was sent, or saved by a verifier: not the documents themselves. Sizes in bytes. */
  documents: { kind: string; bytes: number; sentBy: 'applicant' | 'verifier'; at: string; deletedAt: string | null }[];
  history: { fact: string; at: string }[];
}

const query = `
  select a.kind, a.status, a.submitted_at as "submittedAt", a.confirmed_at as "confirmedAt", ${declaredColumns} as declared,
         a.attested_name as "attestedName", a.asked as question, a.answer,
         coalesce((select json_agg(json_build_object('check', k.check_id, 'outcome', k.outcome, 'source', k.source, 'at', k.at,
             'expiresOn', k.expires_on) order by k.check_id)
           from application_check k join current_check c on c.id = k.id
          where k.application_id = a.id and k.check_id not in ('V02', 'V15')), '[]') as checks,
         coalesce((select json_agg(json_build_object('verdict', d.verdict, 'reason', d.reason, 'note', d.note, 'signedAt', d.signed_at) order by d.signed_at)
           from application_decision d where d.application_id = a.id), '[]') as decisions,
         coalesce((select json_agg(json_build_object('kind', o.kind, 'bytes', o.bytes,
             'sentBy', case when o.uploaded_by is null then 'applicant' else 'verifier' end, 'at', o.uploaded_at, 'deletedAt', o.deleted_at) order by o.number)
           from application_document o where o.application_id = a.id), '[]') as documents,
         coalesce((select json_agg(json_build_object('fact', e.name, 'at', e.at) order by e.number)
           from event e where e.subject_kind = 'application' and e.subject_id = a.id), '[]') as history
    from application a
    join application own on own.id = $1 and (a.id = own.id
      or (a.email = own.email and coalesce(a.physician_id, a.member_id) = coalesce(own.physician_id, own.member_id)))
   where a.email <> ''
   order by a.submitted_at`;

/** Every file of whoever owns this one, of the same person and address. */
export function ownFile(tx: Tx, applicationId: string): Promise<OwnFile[]> {
  return tx.rows<OwnFile>(query, [applicationId]);
}
