import type { Guard } from '../platform/lifecycle.js';
import type { Facts, ReviewerFacts } from './facts.js';

type G = Guard<Facts>;
const minute = 60_000;
const freshAuthentication = 5 * minute;
const day = 86_400_000;
/** A schedule lies within a year. */
const longestSchedule = 366 * day;

const unless = (holds: boolean, sentence: string): string | undefined => (holds ? undefined : sentence);

/** What the input must bring. */
export const reasonGiven: G = ({ input }) => unless(Boolean(input.reason?.trim()), 'Say why.');

export const versionNamed: G = ({ input, review }) =>
  unless(
    !!review && input.versionId === review.versionId && input.hash === review.versionHash,
    'Name the version and its hash as you read them; they differ from what is under review.',
  );

export const conflictStated: G = ({ input }) => {
  if (!input.conflict) return 'State whether you have a conflict of interest: none, or disclosed.';
  const described = Boolean(input.conflictStatement?.trim());
  if (input.conflict === 'none')
    return unless(!described, 'A conflict that is described is disclosed, not none: say so, or describe none.');
  return unless(described, 'Describe the conflict that you disclose.');
};

export const freshlyAuthenticated: G = ({ actor, now }) => {
  if (actor.via === 'token') return 'A program cannot sign: sign in and show your password again.';
  const age = actor.reauthenticatedAt ? now.getTime() - actor.reauthenticatedAt.getTime() : Infinity;
  return unless(
    age >= 0 && age < freshAuthentication,
    'Show your password again: a signature needs it within five minutes.',
  );
};

/** What must hold of a person to judge one version. The first five are settled when it is assigned, all again when it is signed. */
export function unfitness(person: ReviewerFacts | null, specialties: readonly string[]): string | undefined {
  if (!person || person.disabled || !person.isReviewer) return 'Only an active medical reviewer can take this review.';
  if (person.contributed) return 'Who wrote part of this text cannot review it.';
  if (person.barred) return 'A conflict of interest was declared for this guide.';
  if (person.specialties.length === 0) return 'No license of the reviewer is verified and current now.';
  if (!person.specialties.some((slug) => specialties.includes(slug))) {
    return `The reviewer’s verified specialties (${person.specialties.join(', ')}) do not include one of: ${specialties.join(', ')}.`;
  }
  return unless(person.speaksLanguage, 'The reviewer does not read the language of this guide.');
}

export const fitToSign: G = ({ self, review }) => unfitness(self, review?.versionSpecialties ?? []);

export const anotherSigner: G = ({ review, actor }) =>
  unless(
    !review || !actor.id || !review.earlierSigners.includes(actor.id),
    'Another reviewer than the one who signed before must sign.',
  );

export const textOpened: G = ({ review }) =>
  unless(review?.opened === true, 'Open the text in this review before you decide.');

export const checklistComplete: G = ({ review }) => {
  if (!review) return undefined;
  if (review.checklist.unanswered.length > 0)
    return `Answer the checklist: ${review.checklist.unanswered.join(', ')} still open.`;
  return unless(
    review.checklist.blocking.length === 0,
    `The checklist answers ${review.checklist.blocking.join(', ')} with no: request changes.`,
  );
};

export const noOpenBlockingComment: G = ({ review }) =>
  unless(!review?.openBlockingComments, `${review?.openBlockingComments ?? 0} blocking comment(s) are still open.`);

export const blockingCommentHere: G = ({ review }) =>
  unless((review?.blockingCommentsHere ?? 0) > 0, 'Anchor at least one blocking comment to the text that must change.');

export const baseCurrent: G = ({ revision }) =>
  unless(revision?.baseCurrent !== false, 'The live page changed since this revision was opened: rebase first.');

export const baseOutdated: G = ({ revision }) =>
  unless(revision?.baseCurrent === false, 'The base is current: there is nothing to rebase.');

export const ordinary: G = ({ revision }) =>
  unless(revision?.kind === 'ordinary', 'Only an ordinary revision takes this way.');
export const minor: G = ({ revision }) => unless(revision?.kind === 'minor', 'Only a minor revision takes this way.');

export const noneOpenOfKind: G = ({ openKinds, input }) =>
  unless(
    !openKinds.includes(input.kind ?? 'ordinary'),
    `This guide already has an open ${input.kind ?? 'ordinary'} revision.`,
  );

export const guideWorkable: G = ({ guide }) =>
  guide.status === 'legal'
    ? 'The guide was taken down for legal reasons.'
    : unless(guide.status !== 'archived', 'The guide is archived: restore it first.');

export const minorHasBase: G = ({ guide, input }) =>
  unless(input.kind !== 'minor' || guide.status === 'live', 'A minor change needs a live page to start from.');

export const lintClean: G = ({ lintErrors }) =>
  unless(lintErrors.length === 0, `The checks found: ${lintErrors.join(' ')}`);

export const blockingAnswered: G = ({ unansweredBlocking }) =>
  unless(unansweredBlocking === 0, `${unansweredBlocking} blocking comment(s) have no answer yet.`);

export const reviewKindChosen: G = ({ input, revision }) => {
  if (!input.reviewKind) return 'Choose the kind of review: full or changes.';
  return unless(
    input.reviewKind === 'full' || Boolean(revision?.signedVersionId),
    'A review of changes needs a signed version to rest on; there is none: choose full.',
  );
};

export const signedHashNamed: G = ({ input, publication }) =>
  unless(!!publication && input.hash === publication.hash, 'Name the hash that was signed.');

export const acceptedByAnother: G = ({ publication, actor }) =>
  unless(
    !publication?.approverId || publication.approverId !== actor.id,
    'Who signed these changes wrote them too: another editor must accept them.',
  );

/** Days after which a signature that was not yet published may be asked for again. */
const oldSignature = 90 * day;

export const lapsedOrOld: G = ({ publication, now }) =>
  unless(
    !!publication &&
      (publication.signerProblem !== null ||
        (publication.signedAt !== null && now.getTime() - publication.signedAt.getTime() > oldSignature)),
    'The signature still stands: no second one is needed.',
  );

/** Guards of publish. */
export const publishable: G = ({ guide }) =>
  unless(
    guide.status === 'unpublished' || guide.status === 'live' || guide.status === 'held',
    guide.status === 'withdrawn'
      ? 'A withdrawn guide comes back only by being reinstated.'
      : guide.status === 'legal'
        ? 'The guide was taken down for legal reasons.'
        : `The guide is ${guide.status}.`,
  );

export const notTheOnlySigner: G = ({ publication, actor }) =>
  unless(
    !publication || publication.signerIds.length !== 1 || publication.signerIds[0] !== actor.id,
    'Who signed it alone cannot publish it: another person must.',
  );

export const releasedByAnother: G = ({ guide, actor }) =>
  unless(
    guide.status !== 'held' || guide.heldBy !== actor.id,
    'Publishing releases the hold: another person than who set it must do it.',
  );

/** A hold with a medical reason ends through a reviewer: one who releases it, or one who signed since it was set. */
export const medicalHoldJudged: G = ({ guide, publication, self }) =>
  unless(
    guide.status !== 'held' ||
      !guide.heldMedical ||
      (publication?.signedAt ?? new Date(0)) > (guide.heldAt ?? new Date(0)) ||
      (self?.isReviewer === true && self.specialties.length > 0),
    'The hold has a medical reason: a medical reviewer must release it, or sign a text since.',
  );

export const hashesHold: G = ({ publication }) =>
  unless(publication?.hashesHold === true, 'The text is not the one that was signed.');

export const fullWhereNeeded: G = ({ guide, publication }) =>
  unless(
    !publication ||
      publication.kind === 'full' ||
      (guide.status !== 'unpublished' && guide.status !== 'withdrawn' && !guide.carriedOver),
    'Nothing of this guide was ever reviewed as a whole, or not since it was withdrawn: it needs a full review.',
  );

export const dueDateAhead: G = ({ publication, today }) =>
  unless(
    !publication?.dueOn || publication.dueOn >= today,
    `The review it would print was due on ${publication?.dueOn ?? ''}: it needs a full review.`,
  );

export const signersStand: G = ({ publication }) => publication?.signerProblem ?? undefined;

export const timeAhead: G = ({ input, now }) => {
  if (!input.scheduledFor || Number.isNaN(input.scheduledFor.getTime())) return 'Say when, as an instant with a zone.';
  const ahead = input.scheduledFor.getTime() - now.getTime();
  return unless(ahead > 0 && ahead < longestSchedule, 'The time must lie ahead, within a year.');
};

export const minorAllowed: G = ({ minorObjections }) =>
  minorObjections.length > 0 ? minorObjections.join(' ') : undefined;

export const minorNamed: G = ({ input, revision }) =>
  unless(
    !!revision && input.versionId === revision.submittedVersionId && input.hash === revision.submittedHash,
    'Name the version and its hash as they were proposed.',
  );

export const confirmedByAnother: G = ({ revision, actor }) =>
  unless(
    !!revision && revision.proposedBy !== actor.id && !revision.actorContributed,
    'Another editor who changed nothing in it must do this.',
  );

export const guideLive: G = ({ guide }) => unless(guide.status === 'live', 'The guide is not live.');

export const reasonIfSigned: G = (facts) => (facts.revision?.hasSignOff ? reasonGiven(facts) : undefined);

/** Reviews. */
export const selfFit: G = ({ self, review }) => unfitness(self, review?.versionSpecialties ?? []);
export const selfPresent: G = ({ self }) => unless(!self?.away, 'You are marked as away.');
export const selfHasRoom: G = ({ self }) =>
  unless(!self || self.load < self.capacity, 'You hold as many reviews this week as you take.');
export const assigneeFit: G = ({ assignee, review }) => unfitness(assignee, review?.versionSpecialties ?? []);
export const assigneePresent: G = ({ assignee }) => unless(!assignee?.away, 'That reviewer is away.');
export const assigneeHasRoom: G = ({ assignee }) =>
  unless(!assignee || assignee.load < assignee.capacity, 'That reviewer holds as many reviews this week as they take.');
export const assigneeNamed: G = ({ input }) => unless(Boolean(input.assigneeId), 'Name the reviewer.');
export const anotherAssignee: G = ({ input, review }) =>
  unless(input.assigneeId !== review?.assigneeId, 'That reviewer has it already.');

export const isRecheck: G = ({ review }) => unless(review?.kind === 'recheck', 'Only a recheck is decided this way.');
export const isAfterTheFact: G = ({ review }) =>
  unless(review?.kind === 'after-the-fact', 'Only a review after the fact is decided this way.');
export const liveIsJudged: G = ({ guide, review }) =>
  unless(guide.liveVersionId === review?.versionId, 'The live page has changed: the review points at older text.');
export const noOrdinaryOpen: G = ({ openKinds }) =>
  unless(!openKinds.includes('ordinary'), 'A revision is already open: decide “revise” instead.');
export const replacementsApply: G = ({ input, replacementProblems }) =>
  unless(
    Boolean(input.replacements?.length) && replacementProblems.length === 0,
    replacementProblems.join(' ') || 'List the exact replacements.',
  );

/** Guides. */
export const anotherThanHolder: G = ({ guide, actor }) =>
  unless(guide.heldBy !== actor.id, 'Another person than who set the hold must release it.');
export const reviewerIfMedical: G = ({ guide, self }) =>
  unless(
    !guide.heldMedical || (self?.isReviewer === true && self.specialties.length > 0),
    'The hold has a medical reason: a medical reviewer must release it.',
  );
export const proposalOpen: G = ({ proposal }) =>
  unless(proposal !== null, 'Nothing was proposed, or the proposal lapsed.');
export const noProposalOpen: G = ({ proposal }) =>
  unless(proposal === null, 'The same is already proposed and waits for another person.');
export const anotherThanProposer: G = ({ proposal, actor }) =>
  unless(!proposal || proposal.proposedBy !== actor.id, 'Another person than who proposed it must confirm it.');
export const proposalNamed: G = ({ proposal, input }) =>
  unless(!proposal || input.hash === proposal.hash, 'Name the hash of what was proposed.');
export const reasonClassGiven: G = ({ input }) => unless(Boolean(input.reasonClass), 'Choose the class of the reason.');
export const authorityNamed: G = ({ address }) =>
  unless(address !== null, 'Name who demands it by an https address, at most 500 characters long.');
/** What readers are told: one paragraph, as it is printed. */
export const noticeGiven: G = ({ input }) => unless(Boolean(input.notice?.trim()), 'Say what readers are to be told.');
export const sourceNamed: G = ({ input, address }) =>
  unless(
    Boolean(input.sourceTitle?.trim()) && address !== null,
    'Name the source: its title, and its https address of at most 500 characters.',
  );
/** Design §4.2: an urgent correction changes the sections that its notice names, and no other. */
export const changesNamed: G = ({ changedParts, input }) => {
  const named = new Set(input.sections ?? []);
  const silent = changedParts.filter((part) => !named.has(part));
  const idle = [...named].filter((part) => !changedParts.includes(part));
  const sentences = [
    ...(silent.length > 0 ? [`It changes ${silent.join(', ')}, which the notice does not name.`] : []),
    ...(idle.length > 0 ? [`It changes nothing in ${idle.join(', ')}, which the notice names.`] : []),
  ];
  return sentences.join(' ') || undefined;
};
export const noticeStands: G = ({ standingNotice }) =>
  unless(standingNotice !== null, 'Name the publication of a notice that still stands on the page.');
export const anotherThanNotifier: G = ({ standingNotice, actor }) =>
  unless(
    standingNotice === null || standingNotice.by !== actor.id,
    'Another person than who put the notice up must take it away.',
  );
export const earlierNamed: G = ({ earlier, guide }) =>
  unless(
    earlier !== null && earlier.hash !== guide.liveHash,
    'Name a version of this guide that was public before, is not now, and stands on a review.',
  );
export const sameTextReplaced: G = ({ proposal, guide }) =>
  unless(
    !proposal || proposal.body['insteadOf'] === guide.liveVersionId,
    'Another text is public than when this was proposed: propose it anew.',
  );
export const earlierStillDue: G = ({ earlier, today }) =>
  unless(!earlier || earlier.dueOn >= today, `The review of that text was due on ${earlier?.dueOn ?? ''}.`);
export const earlierSignersStand: G = ({ earlier }) => earlier?.signerProblem ?? undefined;
export const beforeCutOver: G = ({ cutOverOn, today }) =>
  unless(!cutOverOn || today <= cutOverOn, `Carrying over ended on ${cutOverOn ?? ''}.`);
export const neverPublished: G = ({ guide }) =>
  unless(
    guide.firstPublishedAt === null && guide.liveVersionId === null,
    'Only a page that was never published here is carried over.',
  );
export const draftOpen: G = ({ openKinds }) =>
  unless(openKinds.includes('ordinary'), 'There is no text: open a revision and fill it first.');
export const firstReviewPlanned: G = ({ input, today, firstReview }) => {
  if (!input.firstPublishedOn || input.firstPublishedOn > today)
    return 'Say when it was first published: a day up to today.';
  return unless(
    !firstReview || (firstReview.plannedFor > today && firstReview.plannedFor <= firstReview.latest),
    `Its first review is planned for a day after today, ${firstReview?.latest ?? ''} at the latest.`,
  );
};
export const slugUsable: G = ({ slugProblems }) => (slugProblems.length > 0 ? slugProblems.join(' ') : undefined);
export const successorUsable: G = ({ successorProblem }) => successorProblem ?? undefined;
export const proposedTextStands: G = ({ proposal, revision }) =>
  unless(
    !proposal || !revision || proposal.body['versionId'] === revision.approvedVersionId,
    'Another text was approved since this was proposed: propose it anew.',
  );
/** Design §4.2: a withdrawn guide comes back through a full review of a new revision alone. */
export const openedSinceWithdrawal: G = ({ revision }) =>
  unless(
    revision?.openedSinceGone !== false,
    'It was opened before the guide was withdrawn: coming back takes a new revision, reviewed in full.',
  );

export const fullyApprovedNamed: G = ({ revision, publication }) =>
  unless(
    revision?.status === 'approved' && publication?.kind === 'full',
    'Name an approved revision that was reviewed in full.',
  );
