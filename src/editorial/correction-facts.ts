import { applyReplacements, changedParts, readVersion, type Guides } from '../guides/index.js';
import type { Tx } from '../platform/database.js';
import type { EarlierFacts, Facts } from './facts.js';
import { newLintErrors } from './new-lint-errors.js';

/** What exact replacements would make of the live text, and in which of its parts. */
export async function correctionFacts(tx: Tx, _guides: Guides, facts: Facts): Promise<Partial<Facts>> {
  const { liveVersionId } = facts.guide;
  if (!liveVersionId || !facts.input.replacements) return {};
  const live = await readVersion(tx, liveVersionId);
  const result = applyReplacements(live.content, facts.input.replacements);
  if ('problems' in result) return { replacementProblems: result.problems };
  return {
    replacementProblems: newLintErrors(live.content, result.content),
    changedParts: changedParts(live.content, result.content).map(({ key }) => key),
  };
}

/** The notice that the input names, if it still stands on the page. */
export async function noticeFacts(tx: Tx, _guides: Guides, { guide, input }: Facts): Promise<Partial<Facts>> {
  const notice = await tx.first<{ by: string | null }>(
    `select q.published_by as "by" from publication q
      where q.guide_id = $1 and q.number = $2 and notice_stands(q)`,
    [guide.id, input.publication ?? null],
  );
  return { standingNotice: notice ?? null };
}

// The last publication that showed the version, with a review behind it, since the guide was last withdrawn: what came before that comes
// back through a review alone. No correction comes back that nobody signed. The due date follows today's cadence, as that of every live
// guide does.
const earlierQuery = `
  with shown as (
    select q.* from publication q
     where q.guide_id = $1 and q.version_id = $2 and q.kind <> 'hold' and q.reviewed_by_sign_off_id is not null
       and q.number > coalesce((select max(w.number) from publication w where w.guide_id = $1 and w.kind = 'withdrawal'), 0)
       and not holds_unread_correction($2)
     order by q.number desc limit 1
  ),
  signed as (
    select s.* from sign_off s, shown where s.id = shown.reviewed_by_sign_off_id
    union
    select s.* from basis_of($2) b join sign_off s on s.id = b.sign_off_id
  )
  select shown.number as publication, v.id as "versionId", v.hash, shown.reviewed_by_sign_off_id as "reviewedBySignOffId",
         shown.last_reviewed_on as "lastReviewedOn",
         due_on(shown.last_reviewed_on, coalesce(g.cadence_override, c.cadence_months)) as "dueOn",
         (select 'A license of ' || a.printed_name || ' is ' || case when st.standing = 'revoked' then 'revoked' else 'suspended' end || '.'
            from signed a join credential k on k.account_id = a.signer_id and k.kind = 'license'
           cross join lateral credential_standing_at(k.id, $3) st
           where st.standing not in ('verified', 'administrative') limit 1) as "signerProblem"
    from shown join version v on v.id = shown.version_id join guide g on g.id = $1 join category c on c.slug = v.category_slug`;

/** The text that a reversal puts back; nothing where that version was never public here, or no review stands behind it. */
export async function earlierFacts(tx: Tx, { guide, now }: Facts, versionId?: string): Promise<Partial<Facts>> {
  if (!versionId) return {};
  const earlier = await tx.first<EarlierFacts>(earlierQuery, [guide.id, versionId, now]);
  return { earlier: earlier ?? null };
}
