import { v7 as uuidv7 } from 'uuid';
import { sign } from '../reviews/index.js';
import type { Move } from '../platform/event-store.js';
import { actorOf, moveReview, reviewOf, type Act } from './act.js';
import type { ReviewKind, ReviewStatus } from './facts.js';

interface NewReview {
  kind: ReviewKind;
  revisionId: string | null;
  versionId: string;
  decideBy?: Date | null;
  /** Who judged it before and may take it up again, where still eligible. */
  preferredId?: string | null;
}

/** Opens a review; a preferred reviewer who is still eligible, present and below their weekly capacity gets it at once. */
export async function openReview(act: Act, input: NewReview): Promise<{ id: string; moves: Move[] }> {
  const { tx, facts } = act;
  const id = uuidv7();
  const preferred = input.preferredId
    ? await tx.first<{ id: string }>(
        `select account_id as id from eligible_reviewers($1, $2, $3) where account_id = $4 and not (facts ->> 'away')::boolean
            and (facts ->> 'load')::int < (facts ->> 'capacity')::int`,
        [input.versionId, facts.now, facts.today, input.preferredId],
      )
    : undefined;
  await tx.run(
    `insert into review (id, guide_id, revision_id, version_id, kind, status, assignee_id, assigned_at, touched_at, opened_at, decide_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9, $10)`,
    [
      id,
      facts.guide.id,
      input.revisionId,
      input.versionId,
      input.kind,
      preferred ? 'assigned' : 'open',
      preferred?.id ?? null,
      preferred ? facts.now : null,
      facts.now,
      input.decideBy ?? null,
    ],
  );
  const opened: Move = { kind: 'review', id, from: null, to: 'open' };
  return { id, moves: preferred ? [opened, { kind: 'review', id, from: 'open', to: 'assigned' }] : [opened] };
}

/** How many could take a review of this version now. Nobody is a warning, not a refusal: it waits in the queue. */
export async function eligibleCount(act: Act, versionId: string): Promise<number> {
  const { n } = await act.tx.one<{ n: number }>('select count(*)::int as n from eligible_reviewers($1, $2, $3)', [
    versionId,
    act.facts.now,
    act.facts.today,
  ]);
  return n;
}

/** Which open reviews of guide `$1` lose their object; `$2` says of what, where that is not all of them. */
const withoutObject = {
  rechecks: `kind = 'recheck' and $2::text is null`,
  revisionId: 'revision_id = $2::text::uuid',
  /** Second readings of what was first published after that number. */
  publishedAfter: `kind = 'after-the-fact' and version_id in (
    select version_id from publication where guide_id = $1 group by version_id having min(number) > $2::text::integer)`,
  /** Second readings of corrections published before that number. */
  correctionsBefore: `kind = 'after-the-fact' and version_id in (
    select version_id from publication where guide_id = $1 and kind = 'correction' and number < $2::text::integer)`,
};

type WithoutObject =
  { rechecks: true } | { revisionId: string } | { publishedAfter: number } | { correctionsBefore: number };

/** Closes reviews of this guide that lost their object. */
export async function cancelReviews(act: Act, which: WithoutObject, cause: string): Promise<Move[]> {
  const [name, of] = Object.entries(which)[0] as [keyof typeof withoutObject, unknown];
  const rows = await act.tx.rows<{ id: string; was: ReviewStatus }>(
    `with these as (select id, status from review where guide_id = $1 and status in ('open', 'assigned') and ${withoutObject[name]})
     update review w set status = 'cancelled', cancel_reason = $3, version = w.version + 1 from these where these.id = w.id
     returning w.id, these.status as was`,
    [act.facts.guide.id, of === true ? null : String(of), cause],
  );
  return rows.map(({ id, was }) => ({ kind: 'review', id, from: was, to: 'cancelled' }));
}

/**
 * An open recheck of a guide whose live text moved on judges the new text; what was opened before must be opened again. Answers to the
 * checklist were about the old text: they count no longer, unless only minor changes came.
 */
export async function repointRecheck(act: Act, versionId: string, { minor = false } = {}): Promise<void> {
  if (minor) {
    await act.tx.run(
      `update review_answer a set version_id = $2 from review w where w.id = a.review_id and a.version_id = w.version_id
          and w.guide_id = $1 and w.kind = 'recheck' and w.status in ('open', 'assigned')`,
      [act.facts.guide.id, versionId],
    );
  }
  await act.tx.run(
    `update review set version_id = $2, version = version + 1 where guide_id = $1 and kind = 'recheck' and status in ('open', 'assigned')`,
    [act.facts.guide.id, versionId],
  );
}

type Verdict = Parameters<typeof sign>[1]['verdict'];

/** Signs the version under review, or the version that its replacements make of it, and decides the review. */
export async function signAndDecide(
  act: Act,
  verdict: Verdict,
  signed = { id: reviewOf(act).versionId, hash: reviewOf(act).versionHash },
): Promise<{ signOffId: string; move: Move }> {
  const { facts, tx } = act;
  const review = reviewOf(act);
  const signOffId = await sign(tx, {
    guideId: facts.guide.id,
    reviewId: review.id,
    versionId: signed.id,
    versionHash: signed.hash,
    restsOnVersionId: review.kind === 'changes' ? (facts.revision?.signedVersionId ?? null) : null,
    verdict,
    kind: review.kind,
    conflict: facts.input.conflict ?? 'none',
    conflictStatement: facts.input.conflictStatement ?? '',
    signer: actorOf(act),
    specialties: (facts.self?.specialties ?? []).filter((slug) => review.versionSpecialties.includes(slug)),
    at: facts.now,
    on: facts.today,
  });
  return { signOffId, move: await decideReview(act, verdict) };
}

export async function decideReview(act: Act, verdict: string): Promise<Move> {
  return moveReview(act, reviewOf(act), 'decided', { verdict, decided_at: act.facts.now, decided_on: act.facts.today });
}
