import { v7 as uuidv7 } from 'uuid';
import type { Actor } from '../identity/index.js';
import type { Tx } from '../platform/database.js';

export interface Signature {
  guideId: string;
  reviewId: string;
  versionId: string;
  versionHash: string;
  restsOnVersionId: string | null;
  verdict: 'approve' | 'approve-with-changes' | 'keep' | 'keep-with-changes' | 'confirm';
  kind: 'full' | 'changes' | 'recheck' | 'after-the-fact';
  conflict: 'none' | 'disclosed';
  conflictStatement: string;
  signer: Actor;
  specialties: string[];
  at: Date;
  /** The civil date in the publisher's zone. */
  on: string;
}

/** The printed meaning of a signature (after 21 CFR 11.50). */
export const meaning = 'medically reviewed';

/** What the signer declares, printed with the signature. Includes consent to be named. */
export function statementOf(signature: Pick<Signature, 'kind' | 'verdict'>): string {
  const scope = signature.kind === 'changes' ? 'the changed parts of this guide' : 'the whole of this guide';
  const how = signature.verdict.endsWith('with-changes') ? ' with exactly the replacements that I listed' : '';
  return `I have read ${scope} and approve it${how} as medically accurate and balanced on this date. I agree to be named as its reviewer.`;
}

/**
 * Writes a signed decision: whose, on which hash, part by part, with the signer's credentials as recorded now. A `changes` signature
 * covers the parts that differ from the version it rests on; every other covers them all.
 */
export async function sign(tx: Tx, signature: Signature): Promise<string> {
  const id = uuidv7();
  const { signer } = signature;
  await tx.run(
    `with standing as (
       select coalesce(jsonb_agg(jsonb_build_object('credentialId', c.id, 'kind', c.kind, 'specialty', c.specialty, 'authority', c.authority,
                'region', c.region, 'standing', s.standing, 'checkedAt', s.recorded_at, 'expiresOn', s.expires_on, 'standingId', s.id) order by c.id), '[]') as snapshot
         from credential c cross join lateral credential_standing_at(c.id, $15) s where c.account_id = $11
     ), signed as (
       insert into sign_off (id, guide_id, review_id, version_id, version_hash, rests_on_version_id, verdict, kind, meaning, statement, conflict,
         conflict_statement, signer_id, printed_name, post_nominals, credentials, specialties, signed_at, signed_on, reauthenticated_at, auth_method)
       select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $16, $17, $11, $12, $13, standing.snapshot, $14, $15, $18, $19, $20 from standing
       returning id, version_id
     )
     insert into sign_off_part (sign_off_id, key, hash)
     select signed.id, p.key, p.hash from signed join version_part p on p.version_id = signed.version_id
       left join version_part r on r.version_id = $6 and r.key = p.key
      where $8 <> 'changes' or r.hash is distinct from p.hash`,
    [
      id,
      signature.guideId,
      signature.reviewId,
      signature.versionId,
      signature.versionHash,
      signature.restsOnVersionId,
      signature.verdict,
      signature.kind,
      meaning,
      statementOf(signature),
      signer.accountId,
      signer.name,
      signer.postNominals,
      signature.specialties,
      signature.at,
      signature.conflict,
      signature.conflictStatement,
      signature.on,
      signer.reauthenticatedAt,
      signer.method,
    ],
  );
  return id;
}
