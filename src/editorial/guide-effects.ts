import { readDraft, readVersion, takeVersion } from '../guides/index.js';
import { actorOf, moveGuide, moveRevision, revisionOf, type Act, type Effect, type Outcome } from './act.js';
import { draftToCarryOver } from './carry-over.js';
import type { GuideStatus } from './facts.js';
import type { GuideTransition } from './guide-lifecycle.js';
import { correctUrgently, endNotice, notice, proposeRevert, revert } from './correction-effects.js';
import { propose, settleProposal } from './proposals.js';
import { cancelReviews } from './review-steps.js';
import { lift, proposeLift, proposeTakeDown, takeDown } from './legal-effects.js';
import { goLive, lastPrinted, publishApproved, recordPublication, standDown, stays } from './publish-steps.js';

async function proposeCarryOver(act: Act): Promise<Outcome> {
  const { tx, facts } = act;
  const draft = await draftToCarryOver(tx, facts.guide.id);
  if (!draft || !facts.firstReview) throw new Error('Carrying over needs a text and a planned first review.');
  const { content } = await readDraft(tx, draft);
  const version = await takeVersion(tx, {
    guideId: facts.guide.id,
    revisionId: draft,
    kind: 'carry-over',
    content,
    baseVersionId: null,
    createdBy: actorOf(act).accountId,
    at: facts.now,
  });
  const { firstPublishedOn, claimedReview } = facts.input;
  const { plannedFor } = facts.firstReview;
  const proposal = await propose(act, 'carryOver', {
    revisionId: draft,
    versionId: version.id,
    hash: version.hash,
    firstPublishedOn,
    claimedReview: claimedReview ?? null,
    plannedFor,
  });
  return {
    moves: [stays(act)],
    payload: { proposalId: proposal.id, hash: proposal.hash },
    created: { proposalId: proposal.id, hash: proposal.hash, versionId: version.id, plannedFor },
  };
}

interface CarryOver {
  revisionId: string;
  versionId: string;
  hash: string;
  firstPublishedOn: string;
  plannedFor: string;
}

async function carryOver(act: Act): Promise<Outcome> {
  const { tx, facts } = act;
  const body = facts.proposal?.body as unknown as CarryOver;
  const version = await readVersion(tx, body.versionId);
  await settleProposal(act, 'confirmed');
  const number = await recordPublication(act, {
    kind: 'carried-over',
    versionId: version.id,
    reviewedBySignOffId: null,
    lastReviewedOn: null,
    dueOn: body.plannedFor,
  });
  const guide = await goLive(act, {
    kind: 'carried-over',
    version: { id: version.id, hash: version.hash, categorySlug: version.content.head.category },
    publication: number,
    lastReviewedOn: null,
    dueOn: body.plannedFor,
    carriedOver: true,
    firstPublishedAt: new Date(`${body.firstPublishedOn}T12:00:00Z`),
  });
  const closed = await tx.first<{ id: string; from: string }>(
    `with before as (select id, status from revision where id = $1)
     update revision r set status = 'discarded', closed_at = $2, scheduled_for = null, scheduled_by = null, version = r.version + 1 from before
      where r.id = before.id and r.status not in ('published', 'discarded') returning r.id, before.status as "from"`,
    [body.revisionId, facts.now],
  );
  const reviews = await cancelReviews(act, { revisionId: body.revisionId }, 'overtaken');
  return {
    moves: [
      guide,
      ...(closed ? [{ kind: 'revision' as const, id: closed.id, from: closed.from, to: 'discarded' }] : []),
      ...reviews,
    ],
    payload: { publication: number, versionId: version.id, hash: version.hash, plannedFor: body.plannedFor },
  };
}

async function hold(act: Act, to: GuideStatus): Promise<Outcome> {
  const { facts } = act;
  const number = await recordPublication(act, {
    kind: 'hold',
    versionId: facts.guide.liveVersionId,
    ...(await lastPrinted(act)),
  });
  const rest = await standDown(act, 'held');
  const guide = await moveGuide(act, to, {
    held_by: actorOf(act).accountId,
    held_at: facts.now,
    held_medical: facts.input.medical ?? false,
    live_publication: number,
  });
  return { moves: [guide, ...rest], payload: { publication: number } };
}

async function release(act: Act, to: GuideStatus): Promise<Outcome> {
  const { facts } = act;
  const number = await recordPublication(act, {
    kind: 'release',
    versionId: facts.guide.liveVersionId,
    ...(await lastPrinted(act)),
  });
  const guide = await moveGuide(act, to, {
    held_by: null,
    held_at: null,
    held_medical: false,
    live_publication: number,
  });
  return { moves: [guide], payload: { publication: number } };
}

async function proposeWithdrawal(act: Act): Promise<Outcome> {
  const { reasonClass, successorId } = act.facts.input;
  const proposal = await propose(act, 'withdraw', { reasonClass, successorId: successorId ?? null });
  return {
    moves: [stays(act)],
    payload: { proposalId: proposal.id, hash: proposal.hash },
    created: { proposalId: proposal.id, hash: proposal.hash },
  };
}

async function withdraw(act: Act, to: GuideStatus): Promise<Outcome> {
  const { facts } = act;
  const body = facts.proposal?.body as { reasonClass: string; successorId: string | null };
  await settleProposal(act, 'confirmed');
  const number = await recordPublication(act, {
    kind: 'withdrawal',
    versionId: facts.guide.liveVersionId,
    ...(await lastPrinted(act)),
    notice: body.reasonClass,
  });
  const rest = [
    ...(await standDown(act, 'withdrawn')),
    ...(await cancelReviews(act, { correctionsBefore: number }, 'withdrawn')),
  ];
  const guide = await moveGuide(act, to, {
    live_publication: number,
    notice: body.reasonClass,
    successor_id: body.successorId,
    gone_at: facts.now,
    held_by: null,
    held_at: null,
    held_medical: false,
  });
  return {
    moves: [guide, ...rest],
    payload: { publication: number, reasonClass: body.reasonClass, successorId: body.successorId },
  };
}

async function proposeReinstatement(act: Act): Promise<Outcome> {
  const revision = revisionOf(act);
  const proposal = await propose(act, 'reinstate', { revisionId: revision.id, versionId: revision.approvedVersionId });
  return {
    moves: [stays(act)],
    payload: { proposalId: proposal.id, hash: proposal.hash },
    created: { proposalId: proposal.id, hash: proposal.hash },
  };
}

async function reinstate(act: Act): Promise<Outcome> {
  const { publication } = act.facts;
  if (!publication) throw new Error('Reinstating needs an approved version.');
  await settleProposal(act, 'confirmed');
  const done = await publishApproved(act, publication);
  const revision = await moveRevision(act, 'published', { closed_at: act.facts.now });
  return {
    moves: [revision, ...done.moves],
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

async function archive(act: Act, to: GuideStatus): Promise<Outcome> {
  const { facts } = act;
  const rest = await standDown(act, 'archived');
  const successorId = facts.input.successorId ?? null;
  const guide = await moveGuide(act, to, {
    status_before: facts.guide.status,
    // A withdrawn page has been gone since it was withdrawn.
    ...(facts.guide.status === 'withdrawn' ? {} : { gone_at: facts.now }),
    ...(successorId ? { successor_id: successorId } : {}),
  });
  return { moves: [guide, ...rest], payload: { successorId } };
}

async function restore(act: Act, to: GuideStatus): Promise<Outcome> {
  return { moves: [await moveGuide(act, to, { status_before: null })], payload: {} };
}

async function rename(act: Act, to: GuideStatus): Promise<Outcome> {
  const { facts, tx, guides } = act;
  const slug = facts.input.slug ?? '';
  await guides.giveSlug(tx, facts.guide.id, slug, facts.now);
  const guide = await moveGuide(act, to, { slug });
  return { moves: [guide], payload: { from: facts.guide.slug, to: slug } };
}

/** What each transition of a guide writes, beside its fact. Creating one is in guide-creation.ts: there is nothing to lock yet. */
export const guideEffects: Record<Exclude<GuideTransition, 'create'>, Effect<GuideStatus>> = {
  proposeCarryOver,
  carryOver,
  hold,
  release,
  correctUrgently,
  notice,
  endNotice,
  proposeRevert,
  revert,
  proposeWithdrawal,
  withdraw,
  proposeReinstatement,
  reinstate,
  proposeTakeDown,
  takeDown,
  proposeLift,
  lift,
  archive,
  restore,
  rename,
};
