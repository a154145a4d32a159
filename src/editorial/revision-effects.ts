import { v7 as uuidv7 } from 'uuid';
import {
  addContributor,
  applyReplacements,
  emptyContent,
  fillDraft,
  partHashes,
  readDraft,
  readVersion,
  recordContributions,
  replaceDraft,
  takeVersion,
  type GuideContent,
} from '../guides/index.js';
import type { Move } from '../platform/event-store.js';
import { actorOf, moveRevision, reviewOf, revisionOf, type Act, type Effect, type Outcome } from './act.js';
import type { RevisionKind, RevisionStatus } from './facts.js';
import { goLive, lastPrinted, publishApproved, recordPublication } from './publish-steps.js';
import { mergeOntoLive } from './rebase.js';
import type { RevisionTransition } from './revision-lifecycle.js';
import {
  cancelReviews,
  decideReview,
  eligibleCount,
  openReview,
  repointRecheck,
  signAndDecide,
} from './review-steps.js';

const noApproval = { approved_version_id: null, approved_sign_off_id: null };
const noSchedule = { scheduled_for: null, scheduled_by: null };
/** One published minor change in twenty is read by a reviewer afterwards, chosen by its hash. */
const sampledOneIn = 20;
const sampleDays = 14;

/** Opens a revision on the live text, or on an empty one, and fills its parts. */
export async function openRevision(
  act: Act,
  kind: RevisionKind,
  content?: GuideContent,
): Promise<{ id: string; move: Move; baseVersionId: string | null }> {
  const { tx, facts } = act;
  const id = uuidv7();
  const baseVersionId = facts.guide.liveVersionId;
  const text = content ?? (baseVersionId ? (await readVersion(tx, baseVersionId)).content : await blankContent(act));
  await tx.run(
    `insert into revision (id, guide_id, kind, base_version_id, base_hash, opened_by, opened_at) values ($1, $2, $3, $4, $5, $6, $7)`,
    [id, facts.guide.id, kind, baseVersionId, facts.guide.liveHash, act.actor?.accountId ?? null, facts.now],
  );
  await fillDraft(tx, id, text, facts.now);
  return { id, move: { kind: 'revision', id, from: null, to: 'draft' }, baseVersionId };
}

async function blankContent({ tx, facts }: Act): Promise<GuideContent> {
  const { slug } = await tx.one<{ slug: string }>('select slug from category where id = $1', [facts.guide.categoryId]);
  return emptyContent({ title: '', summary: '', category: slug, specialties: [] });
}

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
      eligible: await eligibleCount(act, version.id),
    },
    created: { reviewId: review.id, versionId: version.id, hash: version.hash },
  };
}

async function recall(act: Act, to: RevisionStatus): Promise<Outcome> {
  const revision = revisionOf(act);
  const reviewId = act.facts.review?.id ?? null;
  const reviews = await cancelReviews(act, { revisionId: revision.id }, 'recalled');
  return { moves: [await moveRevision(act, to), ...reviews], payload: { revisionId: revision.id, reviewId } };
}

async function requestChanges(act: Act, to: RevisionStatus): Promise<Outcome> {
  const review = await decideReview(act, 'request-changes');
  return {
    moves: [await moveRevision(act, to), review],
    payload: { revisionId: revisionOf(act).id, reviewId: reviewOf(act).id },
  };
}

async function approve(act: Act, to: RevisionStatus): Promise<Outcome> {
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

async function approveWithChanges(act: Act, to: RevisionStatus): Promise<Outcome> {
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

async function acceptChanges(act: Act, to: RevisionStatus): Promise<Outcome> {
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

async function backToDraft(act: Act, to: RevisionStatus): Promise<Outcome> {
  const revision = revisionOf(act);
  return {
    moves: [await moveRevision(act, to, { ...noApproval, ...noSchedule })],
    payload: { revisionId: revision.id },
  };
}

async function signAgain(act: Act, to: RevisionStatus): Promise<Outcome> {
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
  await replaceDraft(tx, revision.id, merged.content, actorOf(act).accountId, facts.now);
  const reviews = await cancelReviews(act, { revisionId: revision.id }, 'overtaken');
  const move = await moveRevision(act, to, {
    base_version_id: facts.guide.liveVersionId,
    base_hash: facts.guide.liveHash,
    ...noApproval,
    ...noSchedule,
  });
  return { moves: [move, ...reviews], payload: { revisionId: revision.id, baseVersionId: facts.guide.liveVersionId } };
}

async function proposeMinor(act: Act, to: RevisionStatus): Promise<Outcome> {
  const { tx, facts } = act;
  const revision = revisionOf(act);
  const { content } = await readDraft(tx, revision.id);
  const version = await takeVersion(tx, {
    guideId: facts.guide.id,
    revisionId: revision.id,
    kind: 'minor',
    content,
    baseVersionId: facts.guide.liveVersionId,
    createdBy: actorOf(act).accountId,
    at: facts.now,
  });
  const move = await moveRevision(act, to, {
    submitted_version_id: version.id,
    proposed_by: actorOf(act).accountId,
    proposed_at: facts.now,
  });
  return {
    moves: [move],
    payload: { revisionId: revision.id, versionId: version.id, hash: version.hash },
    created: { versionId: version.id, hash: version.hash },
  };
}

async function confirmMinor(act: Act, to: RevisionStatus): Promise<Outcome> {
  const { tx, facts } = act;
  const version = await readVersion(tx, revisionOf(act).submittedVersionId ?? '');
  const printed = await lastPrinted(act);
  const number = await recordPublication(act, {
    kind: 'minor',
    versionId: version.id,
    revisionId: revisionOf(act).id,
    ...printed,
  });
  const guide = await goLive(act, {
    kind: 'minor',
    version: { id: version.id, hash: version.hash, categorySlug: version.content.head.category },
    publication: number,
    lastReviewedOn: facts.guide.lastReviewedOn,
    dueOn: facts.guide.dueOn,
    carriedOver: facts.guide.carriedOver,
  });
  await repointRecheck(act, version.id);
  const sample =
    Number.parseInt(version.hash.slice(0, 8), 16) % sampledOneIn === 0 && !facts.guide.carriedOver
      ? await openReview(act, {
          kind: 'after-the-fact',
          revisionId: revisionOf(act).id,
          versionId: version.id,
          decideBy: new Date(facts.now.getTime() + sampleDays * 86_400_000),
        })
      : undefined;
  const move = await moveRevision(act, to, { closed_at: facts.now });
  return {
    moves: [move, guide, ...(sample?.moves ?? [])],
    payload: {
      publication: number,
      kind: 'minor',
      versionId: version.id,
      hash: version.hash,
      dueOn: facts.guide.dueOn,
      leftOut: [],
    },
  };
}

async function minorBack(act: Act, to: RevisionStatus): Promise<Outcome> {
  const move = await moveRevision(act, to, { proposed_by: null, proposed_at: null });
  return { moves: [move], payload: { revisionId: revisionOf(act).id } };
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
