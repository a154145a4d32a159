import { actorOf, moveReview, reviewOf, type Act, type Effect, type Outcome } from './act.js';
import type { ReviewStatus } from './facts.js';
import { propose } from './proposals.js';
import { goLive, recordPublication } from './publish-steps.js';
import { readVersion } from '../guides/index.js';
import type { Move } from '../platform/event-store.js';
import { openRevision } from './opening.js';
import { takeReplacement } from './sign-effects.js';
import type { ReviewTransition } from './review-lifecycle.js';
import { cancelReviews, decideReview, signAndDecide } from './review-steps.js';

async function assign(act: Act, to: ReviewStatus): Promise<Outcome> {
  const assigneeId = act.facts.input.assigneeId ?? '';
  const move = await moveReview(act, reviewOf(act), to, {
    assignee_id: assigneeId,
    assigned_at: act.facts.now,
    touched_at: act.facts.now,
  });
  return { moves: [move], payload: { reviewId: reviewOf(act).id, assigneeId } };
}

async function claim(act: Act, to: ReviewStatus): Promise<Outcome> {
  const assigneeId = actorOf(act).accountId;
  const move = await moveReview(act, reviewOf(act), to, {
    assignee_id: assigneeId,
    assigned_at: act.facts.now,
    touched_at: act.facts.now,
  });
  return { moves: [move], payload: { reviewId: reviewOf(act).id, assigneeId } };
}

async function reassign(act: Act, to: ReviewStatus): Promise<Outcome> {
  const outcome = await assign(act, to);
  return { ...outcome, payload: { ...outcome.payload, fromId: reviewOf(act).assigneeId } };
}

/** A reviewer who gives a review back over a conflict is barred from this guide; the statement is kept. */
async function giveBack(act: Act, to: ReviewStatus): Promise<Outcome> {
  const { facts, tx } = act;
  const review = reviewOf(act);
  if (facts.input.bars) {
    await tx.run('insert into bar (guide_id, account_id, reason, at) values ($1, $2, $3, $4) on conflict do nothing', [
      facts.guide.id,
      actorOf(act).accountId,
      facts.input.reason ?? '',
      facts.now,
    ]);
  }
  const move = await moveReview(act, review, to, { assignee_id: null, assigned_at: null, touched_at: facts.now });
  return {
    moves: [move],
    payload: { reviewId: review.id, assigneeId: review.assigneeId, conflict: facts.input.bars ?? false },
  };
}

/** The clock returns what nobody works on; the cause is in the input that the sweep gives. */
async function returnToQueue(act: Act, to: ReviewStatus): Promise<Outcome> {
  const review = reviewOf(act);
  const move = await moveReview(act, review, to, { assignee_id: null, assigned_at: null, touched_at: act.facts.now });
  return {
    moves: [move],
    payload: { reviewId: review.id, assigneeId: review.assigneeId, cause: act.facts.input.reasonClass ?? 'idle' },
  };
}

/** One screen, one signature: moves last reviewed and the due date, but not the text and not its modified date. */
async function keep(act: Act): Promise<Outcome> {
  const { tx, facts } = act;
  const review = reviewOf(act);
  const { signOffId, move } = await signAndDecide(act, 'keep');
  const { dueOn } = await tx.one<{ dueOn: string }>('select due_on($2::date, cadence_months($1)) as "dueOn"', [
    facts.guide.id,
    facts.today,
  ]);
  const version = await readVersion(tx, review.versionId);
  const printed = { reviewedBySignOffId: signOffId, lastReviewedOn: facts.today, dueOn };
  const number = await recordPublication(act, { kind: 'recheck', versionId: version.id, signOffId, ...printed });
  const guide = await goLive(act, {
    kind: 'recheck',
    version: { id: version.id, hash: version.hash, categorySlug: version.content.head.category },
    publication: number,
    lastReviewedOn: facts.today,
    dueOn,
  });
  const readings = await cancelReviews(act, { correctionsBefore: number }, 'superseded');
  return {
    moves: [move, guide, ...readings],
    payload: { reviewId: review.id, versionId: version.id, hash: version.hash, signOffId, publication: number, dueOn },
    created: { signOffId },
  };
}

/** The signed replacements are offered in a revision of the live text, which an editor accepts or declines. */
async function keepWithChanges(act: Act): Promise<Outcome> {
  const { tx } = act;
  const review = reviewOf(act);
  const judged = await takeReplacement(act, null);
  const revision = await openRevision(act, 'ordinary');
  const { signOffId, move } = await signAndDecide(act, 'keep-with-changes', judged);
  await tx.run(
    `update revision set status = 'changes-offered', approved_version_id = $2, approved_sign_off_id = $3, version = version + 1 where id = $1 and status = 'draft'`,
    [revision.id, judged.id, signOffId],
  );
  const offered: Move = { kind: 'revision', id: revision.id, from: 'draft', to: 'changes-offered' };
  return {
    moves: [move, revision.move, offered],
    payload: { reviewId: review.id, revisionId: revision.id, versionId: judged.id, hash: judged.hash, signOffId },
    created: { revisionId: revision.id, versionId: judged.id, hash: judged.hash, signOffId },
  };
}

/** Opens a revision, or attaches to the one that is open. */
async function needsRevision(act: Act, verdict: 'revise' | 'amend' | 'revert'): Promise<Outcome> {
  const decided = await decideReview(act, verdict);
  const existing = await act.tx.first<{ id: string }>(
    `select id from revision where guide_id = $1 and kind = 'ordinary' and status not in ('published', 'discarded')`,
    [act.facts.guide.id],
  );
  const opened = existing ? undefined : await openRevision(act, 'ordinary');
  const revisionId = existing?.id ?? opened?.id ?? '';
  return {
    moves: [decided, ...(opened ? [opened.move] : [])],
    payload: { reviewId: reviewOf(act).id, revisionId },
    created: { revisionId },
  };
}

async function retire(act: Act): Promise<Outcome> {
  const { reasonClass, successorId } = act.facts.input;
  const decided = await decideReview(act, 'retire');
  const proposal = await propose(act, 'withdraw', { reasonClass, successorId: successorId ?? null });
  return {
    moves: [decided],
    payload: { reviewId: reviewOf(act).id, proposalId: proposal.id },
    created: { proposalId: proposal.id, hash: proposal.hash },
  };
}

async function confirm(act: Act): Promise<Outcome> {
  const review = reviewOf(act);
  const { signOffId, move } = await signAndDecide(act, 'confirm');
  return {
    moves: [move, ...(await readWithIt(act))],
    payload: { reviewId: review.id, versionId: review.versionId, hash: review.versionHash, signOffId },
    created: { signOffId },
  };
}

/** Whoever confirms a correction has read those beneath it, which are in the same text. */
async function readWithIt(act: Act): Promise<Move[]> {
  const correction = await act.tx.first<{ number: number }>(
    `select number from publication where guide_id = $1 and version_id = $2 and kind = 'correction'`,
    [act.facts.guide.id, reviewOf(act).versionId],
  );
  return correction ? cancelReviews(act, { correctionsBefore: correction.number }, 'superseded') : [];
}

async function cancel(act: Act, to: ReviewStatus): Promise<Outcome> {
  const review = reviewOf(act);
  const cause = act.facts.input.reasonClass ?? 'overtaken';
  return {
    moves: [await moveReview(act, review, to, { cancel_reason: cause })],
    payload: { reviewId: review.id, cause },
  };
}

/** What each transition of a review writes, beside its fact. The clock's `open` is in recheck-opening.ts. */
export const reviewEffects: Record<Exclude<ReviewTransition, 'open'>, Effect<ReviewStatus>> = {
  assign,
  claim,
  release: giveBack,
  decline: giveBack,
  reassign,
  return: returnToQueue,
  keep,
  keepWithChanges,
  revise: (act) => needsRevision(act, 'revise'),
  retire,
  confirm,
  amend: (act) => needsRevision(act, 'amend'),
  revert: (act) => needsRevision(act, 'revert'),
  cancel,
};
