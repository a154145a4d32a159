import { emptyParts, partHashes, readDraft, replaceDraft, takeVersion, type GuideContent } from '../guides/index.js';
import { actorOf, moveRevision, noApproval, revisionOf, type Act, type Effect, type Outcome } from './act.js';
import type { RevisionStatus } from './facts.js';
import { confirmMinor, minorBack, proposeMinor } from './minor-effects.js';
import { openRevision } from './opening.js';
import { publishApproved } from './publish-steps.js';
import { mergeOntoLive } from './rebase.js';
import type { RevisionTransition } from './revision-lifecycle.js';
import { cancelReviews, eligibleCount, openReview } from './review-steps.js';
import { acceptChanges, approve, approveWithChanges, requestChanges, signAgain } from './sign-effects.js';
import { licensesEndingBefore, noEligibleReviewer } from './warnings.js';

const noSchedule = { scheduled_for: null, scheduled_by: null };

async function submit(act: Act, to: RevisionStatus): Promise<Outcome> {
  const { tx, facts } = act;
  const revision = revisionOf(act);
  const { content } = await readDraft(tx, revision.id);
  const version = await takeVersion(tx, {
    guideId: facts.guide.id,
    revisionId: revision.id,
    kind: 'submission',
    content,
    baseVersionId: revision.baseVersionId,
    createdBy: actorOf(act).accountId,
    at: facts.now,
  });
  const reviewKind = facts.input.reviewKind ?? 'full';
  const before = await tx.first<{ id: string }>(
    `select assignee_id as id from review where revision_id = $1 and verdict = 'request-changes' order by decided_at desc limit 1`,
    [revision.id],
  );
  const review = await openReview(act, {
    kind: reviewKind,
    revisionId: revision.id,
    versionId: version.id,
    preferredId: before?.id ?? null,
  });
  const eligible = await eligibleCount(act, version.id);
  const move = await moveRevision(act, to, {
    submitted_version_id: version.id,
    submitted_by: actorOf(act).accountId,
    review_kind: reviewKind,
    ...noApproval,
  });
  return {
    moves: [move, ...review.moves],
    payload: {
      revisionId: revision.id,
      reviewId: review.id,
      versionId: version.id,
      hash: version.hash,
      reviewKind,
      eligible,
    },
    created: { reviewId: review.id, versionId: version.id, hash: version.hash },
    warnings: eligible === 0 ? [await noEligibleReviewer(act, version.id)] : [],
  };
}

async function recall(act: Act, to: RevisionStatus): Promise<Outcome> {
  const revision = revisionOf(act);
  const reviewId = act.facts.review?.id ?? null;
  const reviews = await cancelReviews(act, { revisionId: revision.id }, 'recalled');
  return { moves: [await moveRevision(act, to), ...reviews], payload: { revisionId: revision.id, reviewId } };
}

async function backToDraft(act: Act, to: RevisionStatus): Promise<Outcome> {
  const revision = revisionOf(act);
  return {
    moves: [await moveRevision(act, to, { ...noApproval, ...noSchedule })],
    payload: { revisionId: revision.id },
  };
}

async function publish(act: Act, to: RevisionStatus): Promise<Outcome> {
  const { publication } = act.facts;
  if (!publication) throw new Error('Publishing needs an approved version.');
  const done = await publishApproved(act, publication);
  const move = await moveRevision(act, to, { closed_at: act.facts.now, ...noSchedule });
  return {
    moves: [move, ...done.moves],
    payload: {
      publication: done.number,
      kind: publication.kind,
      versionId: done.versionId,
      hash: done.hash,
      dueOn: publication.dueOn,
      leftOut: done.leftOut,
    },
  };
}

async function schedule(act: Act, to: RevisionStatus): Promise<Outcome> {
  const revision = revisionOf(act);
  const at = act.facts.input.scheduledFor as Date;
  const move = await moveRevision(act, to, { scheduled_for: at, scheduled_by: actorOf(act).accountId });
  return {
    moves: [move],
    payload: { revisionId: revision.id, versionId: revision.approvedVersionId, scheduledFor: at.toISOString() },
    warnings: await licensesEndingBefore(act, at),
  };
}

async function unschedule(act: Act, to: RevisionStatus): Promise<Outcome> {
  return { moves: [await moveRevision(act, to, noSchedule)], payload: { revisionId: revisionOf(act).id } };
}

/** The codes are the guards that refused; the service puts them there before it calls. */
async function failSchedule(act: Act, to: RevisionStatus): Promise<Outcome> {
  return {
    moves: [await moveRevision(act, to, noSchedule)],
    payload: { revisionId: revisionOf(act).id, codes: act.facts.input.reasonClass?.split(' ') ?? [] },
  };
}

async function rebase(act: Act, to: RevisionStatus): Promise<Outcome> {
  const { tx, facts } = act;
  const revision = revisionOf(act);
  const merged = await mergeOntoLive(tx, revision, facts.guide, facts.input.resolutions ?? {});
  await keepAuthors(act, merged.content);
  await replaceDraft(tx, revision.id, merged.content, actorOf(act).accountId, facts.now);
  const reviews = await cancelReviews(act, { revisionId: revision.id }, 'overtaken');
  const move = await moveRevision(act, to, {
    base_version_id: facts.guide.liveVersionId,
    base_hash: facts.guide.liveHash,
    proposed_by: null,
    proposed_at: null,
    ...noApproval,
    ...noSchedule,
  });
  return { moves: [move, ...reviews], payload: { revisionId: revision.id, baseVersionId: facts.guide.liveVersionId } };
}

/** Words of the old base that are in the merged text though live has others: their authors stay contributors. */
async function keepAuthors(act: Act, merged: GuideContent): Promise<void> {
  const { facts, tx } = act;
  const { id, baseVersionId } = revisionOf(act);
  const hashes = Object.entries(partHashes(merged));
  await tx.run(
    `insert into contribution (guide_id, revision_id, part_key, part_hash, account_id, at)
     select $1, $2, m.key, m.hash, c.account_id, $3
       from version_contributor c
       join unnest($5::text[], $6::text[]) m (key, hash) on m.key = c.part_key
      where c.version_id = $4 and m.hash <> all ($7::text[])
        and not exists (select 1 from version_part p where p.version_id = $8 and p.key = m.key and p.hash = m.hash)
        and not exists (select 1 from contribution k where k.revision_id = $2 and k.part_key = m.key and k.account_id = c.account_id)`,
    [
      facts.guide.id,
      id,
      facts.now,
      baseVersionId,
      hashes.map(([key]) => key),
      hashes.map(([, hash]) => hash),
      emptyParts,
      facts.guide.liveVersionId,
    ],
  );
}

async function discard(act: Act, to: RevisionStatus): Promise<Outcome> {
  const revision = revisionOf(act);
  const reviews = await cancelReviews(act, { revisionId: revision.id }, 'discarded');
  return {
    moves: [await moveRevision(act, to, { closed_at: act.facts.now, ...noSchedule }), ...reviews],
    payload: { revisionId: revision.id },
  };
}

async function open(act: Act): Promise<Outcome> {
  const kind = act.facts.input.kind ?? 'ordinary';
  const { id, move, baseVersionId } = await openRevision(act, kind);
  return { moves: [move], payload: { revisionId: id, kind, baseVersionId }, created: { revisionId: id } };
}

/** What each transition of a revision writes, beside its fact. */
export const revisionEffects: Record<RevisionTransition, Effect<RevisionStatus>> = {
  open,
  submit,
  recall,
  requestChanges,
  approve,
  approveWithChanges,
  acceptChanges,
  declineChanges: backToDraft,
  reopen: backToDraft,
  signAgain,
  publish,
  schedule,
  unschedule,
  fire: publish,
  failSchedule,
  rebase,
  proposeMinor,
  confirmMinor,
  refuseMinor: minorBack,
  lapseMinor: minorBack,
  discard,
};
