import {
  applyReplacements,
  partHashes,
  readVersion,
  recordContributions,
  replaceDraft,
  takeVersion,
  type GuideContent,
} from '../guides/index.js';
import type { Move } from '../platform/event-store.js';
import { actorOf, moveGuide, type Act, type Outcome } from './act.js';
import type { GuideStatus, PublicationKind } from './facts.js';
import { openRevision } from './opening.js';
import { propose, settleProposal } from './proposals.js';
import { goLive, lastPrinted, recordPublication, stays, unscheduleAll } from './publish-steps.js';
import { cancelReviews, openReview, repointRecheck } from './review-steps.js';

/** Hours within which somebody else reads an urgent correction (design §4.2). */
export const secondReviewHours = 72;

/**
 * New words for the parts that the notice names, on the live text, at once. They make a contributor of whoever writes them, and a reviewer
 * is asked to read them afterwards. The dates of the review that stands do not move.
 */
export async function correctUrgently(act: Act): Promise<Outcome> {
  const { facts } = act;
  const revision = await openRevision(act, 'urgent');
  const version = await takeCorrection(act, revision.id);
  const number = await recordPublication(act, {
    kind: 'correction',
    versionId: version.id,
    revisionId: revision.id,
    ...(await lastPrinted(act)),
    notice: facts.input.notice?.trim() ?? '',
    sections: facts.changedParts,
  });
  const guide = await goLive(act, {
    kind: 'correction',
    version: { id: version.id, hash: version.hash, categorySlug: version.content.head.category },
    publication: number,
    lastReviewedOn: facts.guide.lastReviewedOn,
    dueOn: facts.guide.dueOn,
    carriedOver: facts.guide.carriedOver,
  });
  await repointRecheck(act, version.id);
  const unscheduled = await unscheduleAll(act);
  const review = await openReview(act, {
    kind: 'after-the-fact',
    revisionId: revision.id,
    versionId: version.id,
    decideBy: new Date(facts.now.getTime() + secondReviewHours * 3_600_000),
  });
  await act.tx.run(
    `update revision set status = 'published', submitted_version_id = $2, closed_at = $3, version = version + 1 where id = $1 and status = 'draft'`,
    [revision.id, version.id, facts.now],
  );
  const published: Move = { kind: 'revision', id: revision.id, from: 'draft', to: 'published' };
  return {
    moves: [revision.move, published, guide, ...unscheduled, ...review.moves],
    payload: publicationFact(number, 'correction', version, facts.guide.dueOn),
    created: { revisionId: revision.id, versionId: version.id, hash: version.hash, reviewId: review.id },
  };
}

async function takeCorrection(
  act: Act,
  revisionId: string,
): Promise<{ id: string; hash: string; content: GuideContent }> {
  const { tx, facts } = act;
  const { accountId } = actorOf(act);
  const live = await readVersion(tx, facts.guide.liveVersionId ?? '');
  const result = applyReplacements(live.content, facts.input.replacements ?? []);
  if ('problems' in result) throw new Error('The replacements were checked before the decision.');
  const hashes = partHashes(result.content);
  const moved = await replaceDraft(tx, revisionId, result.content, accountId, facts.now);
  await recordContributions(
    tx,
    { guideId: facts.guide.id, revisionId, accountId, at: facts.now },
    moved.map((key) => ({ key, hash: hashes[key] ?? '' })),
  );
  const version = await takeVersion(tx, {
    guideId: facts.guide.id,
    revisionId,
    kind: 'correction',
    content: result.content,
    baseVersionId: live.id,
    createdBy: accountId,
    at: facts.now,
  });
  return { ...version, content: result.content };
}

/** A box above the text, which does not move. */
export async function notice(act: Act, to: GuideStatus): Promise<Outcome> {
  const { notice: text, sourceTitle } = act.facts.input;
  return announce(act, to, {
    notice: text?.trim() ?? '',
    sourceTitle: sourceTitle?.trim() ?? '',
    sourceUrl: act.facts.address ?? '',
  });
}

export async function endNotice(act: Act, to: GuideStatus): Promise<Outcome> {
  return announce(act, to, { endsNumber: act.facts.input.publication ?? 0 });
}

type Said = Partial<
  Pick<Parameters<typeof recordPublication>[1], 'notice' | 'sourceTitle' | 'sourceUrl' | 'endsNumber'>
>;

async function announce(act: Act, to: GuideStatus, said: Said): Promise<Outcome> {
  const { guide } = act.facts;
  const number = await recordPublication(act, {
    kind: 'notice',
    versionId: guide.liveVersionId,
    ...(await lastPrinted(act)),
    ...said,
  });
  return {
    moves: [await moveGuide(act, to, { live_publication: number })],
    payload: publicationFact(number, 'notice', { id: guide.liveVersionId, hash: guide.liveHash }, guide.dueOn),
    created: { publication: String(number) },
  };
}

interface Reversal {
  versionId: string;
  notice: string;
}

/** What it would take away is part of what is proposed. A new proposal makes room for itself: a mistaken one holds nobody up. */
export async function proposeRevert(act: Act): Promise<Outcome> {
  const { earlier, input, guide, proposal } = act.facts;
  if (proposal) await settleProposal(act, 'overtaken');
  const { id: proposalId, hash } = await propose(act, 'revert', {
    versionId: earlier?.versionId,
    hash: earlier?.hash,
    insteadOf: guide.liveVersionId,
    notice: input.notice?.trim(),
  });
  return { moves: [stays(act)], payload: { proposalId, hash }, created: { proposalId, hash } };
}

/** The earlier text is public again, with the dates of its own review. Second reviews of what it replaces have lost their object. */
export async function revert(act: Act): Promise<Outcome> {
  const { facts, tx } = act;
  const { earlier } = facts;
  if (!earlier) throw new Error('A reversal needs the earlier text.');
  const { notice: words } = facts.proposal?.body as unknown as Reversal;
  await settleProposal(act, 'confirmed');
  const { versionId, reviewedBySignOffId, lastReviewedOn, dueOn } = earlier;
  const printed = { reviewedBySignOffId, lastReviewedOn, dueOn };
  const number = await recordPublication(act, {
    kind: 'revert',
    versionId,
    ...printed,
    notice: words,
    revertsTo: earlier.publication,
  });
  const version = await readVersion(tx, versionId);
  const guide = await goLive(act, {
    kind: 'revert',
    version: { id: versionId, hash: version.hash, categorySlug: version.content.head.category },
    publication: number,
    lastReviewedOn,
    dueOn,
  });
  await repointRecheck(act, versionId);
  const unscheduled = await unscheduleAll(act);
  const cancelled = await cancelReviews(act, { publishedAfter: earlier.publication }, 'overtaken');
  return {
    moves: [guide, ...unscheduled, ...cancelled],
    payload: publicationFact(number, 'revert', { id: versionId, hash: earlier.hash }, dueOn),
  };
}

function publicationFact(
  publication: number,
  kind: PublicationKind,
  version: { id: string | null; hash: string | null },
  dueOn: string | null,
): Outcome['payload'] {
  return { publication, kind, versionId: version.id, hash: version.hash, dueOn, leftOut: [] };
}
