import { civilDate } from '../platform/civil-date.js';
import { revisionOf, type Act } from './act.js';

/** Days for which a license that merely expired since the signature stands in no way of publishing. */
const graceDays = 30;

/** Why a review of this version waits in the queue: what a reviewer would have to be. */
export async function noEligibleReviewer({ tx, facts }: Act, versionId: string): Promise<string> {
  const { names } = await tx.one<{ names: string[] }>(
    `select array(select p.name from version_specialty s join specialty p on p.slug = s.specialty where s.version_id = $1 order by p.name) as names`,
    [versionId],
  );
  const specialty = names.join(' or ') || 'a specialty of it';
  return (
    'No reviewer is eligible, so the review waits in the queue: it needs one with a current license verified in ' +
    `${specialty} who reads ${facts.guide.language}, wrote none of it and declared no conflict.`
  );
}

interface EndingLicense {
  signer: string;
  /** The last civil day; null where the license lapsed without one. */
  endsOn: string | null;
  refused: boolean;
}

/** One sentence for each signer of the approved version who is licensed no more on the civil day of `at`, in any specialty they signed in. */
export async function licensesEndingBefore(act: Act, at: Date): Promise<string[]> {
  const { tx, facts } = act;
  const ending = await tx.rows<EndingLicense>(licensesEnding, [
    revisionOf(act).approvedSignOffId,
    revisionOf(act).id,
    facts.publication?.signerIds ?? [],
    facts.now,
    civilDate(at, act.timeZone),
    graceDays,
  ]);
  return ending.map(({ signer, endsOn, refused }) => {
    const ends = endsOn ? `ends on ${endsOn}, before the scheduled time` : 'has lapsed';
    return `The license of ${signer} ${ends}.${refused ? ` After ${graceDays} days without one the publication will be refused.` : ''}`;
  });
}

const licensesEnding = `
  with signed as (
    select distinct s.signer_id, s.printed_name, s.specialties from sign_off s join review w on w.id = s.review_id
     where s.id = $1 or (w.revision_id = $2 and s.signer_id = any ($3))
  )
  select a.printed_name as signer, max(st.expires_on) as "endsOn", coalesce(max(st.expires_on) < $5::date - $6::integer, false) as refused
    from signed a join credential c on c.account_id = a.signer_id and c.kind = 'license' and c.specialty = any (a.specialties)
   cross join lateral credential_standing_at(c.id, $4) st
   where not (signing_specialties(a.signer_id, $4, $5::date) && a.specialties)
   group by a.signer_id, a.printed_name order by a.printed_name`;
