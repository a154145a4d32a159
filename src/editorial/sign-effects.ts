import {
  addContributor,
  applyReplacements,
  partHashes,
  readVersion,
  recordContributions,
  replaceDraft,
  takeVersion,
  type GuideContent,
} from '../guides/index.js';
import { actorOf, moveRevision, noApproval, reviewOf, revisionOf, type Act, type Outcome } from './act.js';
import type { RevisionStatus } from './facts.js';
import { decideReview, openReview, signAndDecide } from './review-steps.js';

export async function requestChanges(act: Act, to: RevisionStatus): Promise<Outcome> {
  const review = await decideReview(act, 'request-changes');
  return {
    moves: [await moveRevision(act, to), review],
    payload: { revisionId: revisionOf(act).id, reviewId: reviewOf(act).id },
  };
}

export async function approve(act: Act, to: RevisionStatus): Promise<Outcome> {
  const review = reviewOf(act);
  const { signOffId, move } = await signAndDecide(act, 'approve');
  const revision = await moveRevision(act, to, {
    approved_version_id: review.versionId,
    approved_sign_off_id: signOffId,
  });
  return {
    moves: [revision, move],
    payload: {
      revisionId: revisionOf(act).id,
      reviewId: review.id,
      versionId: review.versionId,
      hash: review.versionHash,
      signOffId,
    },
    created: { signOffId },
  };
}

/** What the reviewer's exact replacements make of the version under review, frozen as a version of its own. */
export async function takeReplacement(
  act: Act,
  revisionId: string | null,
): Promise<{ id: string; hash: string; content: GuideContent }> {
  const review = reviewOf(act);
  const judged = await readVersion(act.tx, review.versionId);
  const result = applyReplacements(judged.content, act.facts.input.replacements ?? []);
  if ('problems' in result) throw new Error('The replacements were checked before the decision.');
  const version = await takeVersion(act.tx, {
    guideId: act.facts.guide.id,
    revisionId,
    kind: 'replacement',
    content: result.content,
    baseVersionId: judged.id,
    createdBy: null,
    at: act.facts.now,
  });
  return { ...version, content: result.content };
}

export async function approveWithChanges(act: Act, to: RevisionStatus): Promise<Outcome> {
  const revision = revisionOf(act);
  const version = await takeReplacement(act, revision.id);
  const { signOffId, move } = await signAndDecide(act, 'approve-with-changes', version);
  const moved = await moveRevision(act, to, { approved_version_id: version.id, approved_sign_off_id: signOffId });
  return {
    moves: [moved, move],
    payload: {
      revisionId: revision.id,
      reviewId: reviewOf(act).id,
      versionId: version.id,
      hash: version.hash,
      signOffId,
    },
    created: { versionId: version.id, hash: version.hash, signOffId },
  };
}

export async function acceptChanges(act: Act, to: RevisionStatus): Promise<Outcome> {
  const revision = revisionOf(act);
  const version = await readVersion(act.tx, revision.approvedVersionId ?? '');
  const moved = await replaceDraft(act.tx, revision.id, version.content, actorOf(act).accountId, act.facts.now);
  const hashes = partHashes(version.content);
  // The editor who accepts contributes, the reviewer who suggested does not.
  await recordContributions(
    act.tx,
    { guideId: act.facts.guide.id, revisionId: revision.id, accountId: actorOf(act).accountId, at: act.facts.now },
    moved.map((key) => ({ key, hash: hashes[key] ?? '' })),
  );
  await addContributor(act.tx, version.id, actorOf(act).accountId, moved);
  return {
    moves: [await moveRevision(act, to)],
    payload: { revisionId: revision.id, versionId: version.id, hash: version.hash },
  };
}

export async function signAgain(act: Act, to: RevisionStatus): Promise<Outcome> {
  const { tx } = act;
  const revision = revisionOf(act);
  const version = await readVersion(tx, revision.approvedVersionId ?? '');
  // One new signature cannot stand for several: then the whole text is judged anew.
  const several = (act.facts.publication?.signerIds.length ?? 0) > 1;
  const kind = several ? 'full' : (revision.reviewKind ?? 'full');
  const review = await openReview(act, { kind, revisionId: revision.id, versionId: version.id });
  const move = await moveRevision(act, to, { review_kind: kind, ...noApproval });
  return {
    moves: [move, ...review.moves],
    payload: { revisionId: revision.id, reviewId: review.id, versionId: version.id, hash: version.hash },
    created: { reviewId: review.id },
  };
}
