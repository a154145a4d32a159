import type { Facts } from '../../src/editorial/facts.js';
import { daysAgo, minutesAgo, type Change, type Changes } from './lifecycle-facts.js';

/** One reason why a transition is refused: what differs, and the sentence that the person reads. */
export interface Refusal<F = Facts> {
  /** `noun.transition` of every row that has this guard. */
  of: string[];
  code: string;
  when: Changes<F>;
  says: string;
}

const signs = [
  'revision.approve',
  'revision.approveWithChanges',
  'review.keep',
  'review.keepWithChanges',
  'review.confirm',
];
const publishes = ['revision.publish', 'revision.schedule', 'revision.fire'];
const rechecks = ['review.keep', 'review.keepWithChanges', 'review.revise', 'review.retire'];
const confirms = [
  'guide.carryOver',
  'guide.withdraw',
  'guide.reinstate',
  'guide.takeDown',
  'guide.lift',
  'guide.revert',
];
const replaces = ['revision.approveWithChanges', 'review.keepWithChanges', 'guide.correctUrgently'];
const givesTo = ['review.assign', 'review.reassign'];
const reasoned = [
  'revision.declineChanges',
  'revision.reopen',
  'revision.refuseMinor',
  'revision.discard',
  'guide.hold',
  'guide.correctUrgently',
  'guide.endNotice',
  'guide.proposeRevert',
  'guide.proposeWithdrawal',
  'guide.proposeReinstatement',
  'guide.proposeTakeDown',
  'guide.proposeLift',
  'guide.archive',
  'review.release',
  'review.decline',
  'review.revise',
  'review.retire',
  'review.amend',
  'review.revert',
];

const refuse = (of: string | string[], code: string, when: Change, says: string): Refusal => ({
  of: [of].flat(),
  code,
  when,
  says,
});

/** Every person who cannot judge this text, as they sign, claim or are assigned. */
// prettier-ignore
const unfit: [change: object, says: string][] = [
  [{ isReviewer: false }, 'Only an active medical reviewer can take this review.'],
  [{ disabled: true }, 'Only an active medical reviewer can take this review.'],
  [{ contributed: true }, 'Who wrote part of this text cannot review it.'],
  [{ barred: true }, 'A conflict of interest was declared for this guide.'],
  [{ specialties: [] }, 'No license of the reviewer is verified and current now.'],
  [{ specialties: ['endocrinology'] }, 'The reviewer’s verified specialties (endocrinology) do not include one of: dermatology, plastic-surgery.'],
  [{ speaksLanguage: false }, 'The reviewer does not read the language of this guide.'],
];

// prettier-ignore
const signatures: Refusal[] = [
  ...unfit.map(([self, says]) => refuse([...signs, 'review.claim'], 'specialty', { self }, says)),
  refuse([...signs, 'review.claim'], 'specialty', { self: null }, 'Only an active medical reviewer can take this review.'),
  refuse(signs, 'signer', { actor: { id: 'ravi' } }, 'Another reviewer than the one who signed before must sign.'),
  refuse(signs, 'opened', { review: { opened: false } }, 'Open the text in this review before you decide.'),
  refuse(signs, 'checklist', { review: { checklist: { unanswered: [2, 9] } } }, 'Answer the checklist: 2, 9 still open.'),
  refuse(signs, 'checklist', { review: { checklist: { blocking: [5] } } }, 'The checklist answers 5 with no: request changes.'),
  refuse(signs, 'comments', { review: { openBlockingComments: 2 } }, '2 blocking comment(s) are still open.'),
  refuse(signs, 'version', { input: { hash: 'h0' } }, 'Name the version and its hash as you read them; they differ from what is under review.'),
  refuse(signs, 'version', { input: { versionId: 'v0' } }, 'Name the version and its hash as you read them; they differ from what is under review.'),
  refuse(signs, 'conflict', { input: { conflict: null } }, 'State whether you have a conflict of interest: none, or disclosed.'),
  refuse(signs, 'conflict', { input: { conflict: 'disclosed', conflictStatement: ' ' } }, 'Describe the conflict that you disclose.'),
  refuse(signs, 'authentication', { actor: { reauthenticatedAt: minutesAgo(5) } }, 'Show your password again: a signature needs it within five minutes.'),
  refuse(signs, 'authentication', { actor: { reauthenticatedAt: null } }, 'Show your password again: a signature needs it within five minutes.'),
  refuse(signs, 'authentication', { actor: { via: 'token' } }, 'A program cannot sign: sign in and show your password again.'),
  refuse(replaces, 'replacements', { input: { replacements: [] } }, 'List the exact replacements.'),
  refuse(replaces, 'replacements', { replacementProblems: ['“two” does not occur in lead.'] }, '“two” does not occur in lead.'),
];

// prettier-ignore
const revisions: Refusal[] = [
  refuse(['revision.open', 'revision.submit'], 'guide', { guide: { status: 'archived' } }, 'The guide is archived: restore it first.'),
  refuse(['revision.open', 'revision.submit'], 'guide', { guide: { status: 'legal' } }, 'The guide was taken down for legal reasons.'),
  refuse('revision.open', 'one', { openKinds: ['ordinary'] }, 'This guide already has an open ordinary revision.'),
  refuse('revision.open', 'base', { input: { kind: 'minor' }, guide: { status: 'held' } }, 'A minor change needs a live page to start from.'),
  refuse('revision.submit', 'kind', { revision: { kind: 'minor' } }, 'Only an ordinary revision takes this way.'),
  refuse('revision.submit', 'lint', { lintErrors: ['L4: [^x] is cited and not listed.'] }, 'The checks found: L4: [^x] is cited and not listed.'),
  refuse('revision.submit', 'comments', { unansweredBlocking: 3 }, '3 blocking comment(s) have no answer yet.'),
  refuse('revision.submit', 'review', { input: { reviewKind: null } }, 'Choose the kind of review: full or changes.'),
  refuse('revision.submit', 'review', { input: { reviewKind: 'changes' }, revision: { signedVersionId: null } }, 'A review of changes needs a signed version to rest on; there is none: choose full.'),
  refuse('revision.requestChanges', 'comment', { review: { blockingCommentsHere: 0 } }, 'Anchor at least one blocking comment to the text that must change.'),
  refuse('revision.acceptChanges', 'hash', { publication: { hashesHold: false } }, 'The text is not the one that was signed.'),
  refuse('revision.acceptChanges', 'another', { actor: { id: 'ravi' } }, 'Who signed these changes wrote them too: another editor must accept them.'),
  refuse('revision.acceptChanges', 'named', { input: { hash: 'h0' } }, 'Name the hash that was signed.'),
  refuse('revision.signAgain', 'lapsed', { publication: { signerProblem: null, signedAt: daysAgo(90) } }, 'The signature still stands: no second one is needed.'),
  refuse('revision.schedule', 'time', { input: { scheduledFor: minutesAgo(0) } }, 'The time must lie ahead, within a year.'),
  refuse('revision.schedule', 'time', { input: { scheduledFor: daysAgo(-367) } }, 'The time must lie ahead, within a year.'),
  refuse('revision.schedule', 'time', { input: { scheduledFor: null } }, 'Say when, as an instant with a zone.'),
  refuse('revision.rebase', 'base', { revision: { baseCurrent: true } }, 'The base is current: there is nothing to rebase.'),
  refuse('revision.rebase', 'resolutions', { replacementProblems: ['Both sides changed lead: choose “mine” or “live” for each.'] }, 'Both sides changed lead: choose “mine” or “live” for each.'),
  refuse(['revision.proposeMinor', 'revision.confirmMinor'], 'kind', { revision: { kind: 'ordinary' } }, 'Only a minor revision takes this way.'),
  refuse(['revision.proposeMinor', 'revision.confirmMinor'], 'guide', { guide: { status: 'held' } }, 'The guide is not live.'),
  refuse('revision.proposeMinor', 'allowed', { minorObjections: ['lead: “two” → “three” touches a number.'] }, 'lead: “two” → “three” touches a number.'),
  refuse(['revision.confirmMinor', 'revision.refuseMinor'], 'another', { actor: { id: 'otto' } }, 'Another editor who changed nothing in it must do this.'),
  refuse(['revision.confirmMinor', 'revision.refuseMinor'], 'another', { revision: { actorContributed: true } }, 'Another editor who changed nothing in it must do this.'),
  refuse('revision.confirmMinor', 'named', { input: { hash: 'h0' } }, 'Name the version and its hash as they were proposed.'),
  refuse([...signs.filter((name) => name !== 'review.confirm'), ...publishes, 'revision.proposeMinor', 'revision.confirmMinor', 'guide.reinstate'], 'base', { revision: { baseCurrent: false } }, 'The live page changed since this revision was opened: rebase first.'),
];

// prettier-ignore
const publishing: Refusal[] = [
  refuse(publishes, 'guide', { guide: { status: 'withdrawn' } }, 'A withdrawn guide comes back only by being reinstated.'),
  refuse(publishes, 'guide', { guide: { status: 'archived' } }, 'The guide is archived.'),
  refuse(publishes, 'guide', { guide: { status: 'legal' } }, 'The guide was taken down for legal reasons.'),
  refuse([...publishes, 'guide.reinstate'], 'signer', { actor: { id: 'rosa' } }, 'Who signed it alone cannot publish it: another person must.'),
  refuse(publishes, 'medical', { guide: { status: 'held', heldBy: 'otto', heldMedical: true, heldAt: new Date('2099-12-01T00:00:00Z') }, self: { isReviewer: false } }, 'The hold has a medical reason: a medical reviewer must release it, or sign a text since.'),
  refuse(publishes, 'hold', { guide: { status: 'held', heldBy: 'edda' } }, 'Publishing releases the hold: another person than who set it must do it.'),
  refuse([...publishes, 'guide.reinstate'], 'hash', { publication: { hashesHold: false } }, 'The text is not the one that was signed.'),
  ...[{ status: 'unpublished' as const }, { carriedOver: true }].map((guide) => refuse(publishes, 'full', { guide, publication: { kind: 'changes' } }, 'Nothing of this guide was ever reviewed as a whole, or not since it was withdrawn: it needs a full review.')),
  refuse([...publishes, 'guide.reinstate'], 'due', { publication: { dueOn: '2026-03-01' } }, 'The review it would print was due on 2026-03-01: it needs a full review.'),
  refuse([...publishes, 'guide.reinstate'], 'license', { publication: { signerProblem: 'A license of Rosa Delgado is revoked.' } }, 'A license of Rosa Delgado is revoked.'),
];

// prettier-ignore
const guides: Refusal[] = [
  refuse(['guide.create', 'guide.rename'], 'slug', { slugProblems: ['The slug “melasma” belongs to another guide, or did.'] }, 'The slug “melasma” belongs to another guide, or did.'),
  refuse(['guide.proposeCarryOver', 'guide.carryOver'], 'cutOver', { cutOverOn: '2026-03-01' }, 'Carrying over ended on 2026-03-01.'),
  refuse(['guide.proposeCarryOver', 'guide.carryOver'], 'never', { guide: { firstPublishedAt: '2026-01-05T15:00:00Z' } }, 'Only a page that was never published here is carried over.'),
  refuse('guide.proposeCarryOver', 'text', { openKinds: [] }, 'There is no text: open a revision and fill it first.'),
  refuse(['guide.proposeCarryOver', 'guide.carryOver'], 'lint', { lintErrors: ['There is no category “hairs”.'] }, 'The checks found: There is no category “hairs”.'),
  refuse('guide.proposeCarryOver', 'plan', { firstReview: { plannedFor: '2026-03-02' } }, 'Its first review is planned for a day after today, 2027-09-02 at the latest.'),
  refuse('guide.proposeCarryOver', 'plan', { firstReview: { plannedFor: '2027-09-03' } }, 'Its first review is planned for a day after today, 2027-09-02 at the latest.'),
  refuse('guide.proposeCarryOver', 'plan', { input: { firstPublishedOn: '2026-03-03' } }, 'Say when it was first published: a day up to today.'),
  refuse(['guide.proposeWithdrawal', 'guide.archive', 'review.retire'], 'successor', { successorProblem: 'A guide does not succeed itself.' }, 'A guide does not succeed itself.'),
  refuse('guide.reinstate', 'proposed', { proposal: { body: { versionId: 'v1' } } }, 'Another text was approved since this was proposed: propose it anew.'),
  refuse('guide.proposeCarryOver', 'plan', { input: { firstPublishedOn: null } }, 'Say when it was first published: a day up to today.'),
  refuse('guide.release', 'another', { guide: { heldBy: 'edda' } }, 'Another person than who set the hold must release it.'),
  refuse('guide.release', 'medical', { guide: { heldMedical: true }, self: { isReviewer: false } }, 'The hold has a medical reason: a medical reviewer must release it.'),
  refuse('guide.release', 'medical', { guide: { heldMedical: true }, self: { specialties: [] } }, 'The hold has a medical reason: a medical reviewer must release it.'),
  refuse(['guide.proposeCarryOver', 'guide.proposeWithdrawal', 'guide.proposeReinstatement', 'guide.proposeTakeDown', 'guide.proposeLift', 'review.retire'], 'once', { proposal: { id: 'p', proposedBy: 'otto', hash: 'h2' } }, 'The same is already proposed and waits for another person.'),
  refuse(confirms, 'proposal', { proposal: null }, 'Nothing was proposed, or the proposal lapsed.'),
  refuse(confirms, 'another', { proposal: { proposedBy: 'edda' } }, 'Another person than who proposed it must confirm it.'),
  refuse(confirms, 'named', { proposal: { hash: 'h9' } }, 'Name the hash of what was proposed.'),
  refuse('guide.withdraw', 'director', { actorIsDirector: false }, 'One of the two must be the medical director.'),
  refuse(['guide.takeDown', 'guide.lift'], 'both', { actorLeads: false }, 'One of the two must be an admin, the other lead the category.'),
  refuse(['guide.takeDown', 'guide.lift'], 'both', { actorIsAdmin: true, actorLeads: false }, 'One of the two must be an admin, the other lead the category.'),
  refuse(['guide.takeDown', 'guide.lift'], 'both', { proposal: { proposerIsAdmin: false, proposerLeads: true } }, 'One of the two must be an admin, the other lead the category.'),
  refuse('guide.proposeTakeDown', 'authority', { address: null }, 'Name who demands it by an https address, at most 500 characters long.'),
  refuse(['guide.proposeReinstatement', 'guide.reinstate'], 'renewed', { revision: { openedSinceGone: false } }, 'It was opened before the guide was withdrawn: coming back takes a new revision, reviewed in full.'),
  refuse(['guide.proposeReinstatement', 'guide.reinstate'], 'full', { publication: { kind: 'changes' } }, 'Name an approved revision that was reviewed in full.'),
  refuse(['guide.proposeReinstatement', 'guide.reinstate'], 'full', { revision: { status: 'draft' } }, 'Name an approved revision that was reviewed in full.'),
  refuse(['guide.proposeWithdrawal', 'review.retire'], 'class', { input: { reasonClass: null } }, 'Choose the class of the reason.'),
  refuse(['guide.correctUrgently', 'guide.notice', 'guide.proposeRevert'], 'notice', { input: { notice: ' ' } }, 'Say what readers are to be told.'),
  refuse('guide.notice', 'source', { input: { sourceTitle: ' ' } }, 'Name the source: its title, and its https address of at most 500 characters.'),
  refuse('guide.notice', 'source', { address: null }, 'Name the source: its title, and its https address of at most 500 characters.'),
  refuse('guide.correctUrgently', 'sections', { input: { sections: [] } }, 'It changes lead, which the notice does not name.'),
  refuse('guide.correctUrgently', 'sections', { input: { sections: ['lead', 'faq'] } }, 'It changes nothing in faq, which the notice names.'),
  refuse('guide.correctUrgently', 'sections', { input: { sections: ['faq'] } }, 'It changes lead, which the notice does not name. It changes nothing in faq, which the notice names.'),
  refuse('guide.endNotice', 'stands', { standingNotice: null }, 'Name the publication of a notice that still stands on the page.'),
  refuse('guide.endNotice', 'another', { standingNotice: { by: 'edda' } }, 'Another person than who put the notice up must take it away.'),
  refuse('guide.revert', 'proposed', { proposal: { body: { insteadOf: 'v0' } } }, 'Another text is public than when this was proposed: propose it anew.'),
  refuse(['guide.proposeRevert', 'guide.revert'], 'version', { earlier: null }, 'Name a version of this guide that was public before, is not now, and stands on a review.'),
  refuse(['guide.proposeRevert', 'guide.revert'], 'version', { earlier: { hash: 'h1' } }, 'Name a version of this guide that was public before, is not now, and stands on a review.'),
  refuse(['guide.proposeRevert', 'guide.revert'], 'due', { earlier: { dueOn: '2026-03-01' } }, 'The review of that text was due on 2026-03-01.'),
  refuse(['guide.proposeRevert', 'guide.revert'], 'license', { earlier: { signerProblem: 'A license of Rosa Delgado is revoked.' } }, 'A license of Rosa Delgado is revoked.'),
  refuse(reasoned, 'reason', { input: { reason: ' ' } }, 'Say why.'),
];

// prettier-ignore
const reviews: Refusal[] = [
  ...unfit.map(([assignee, says]) => refuse(givesTo, 'specialty', { assignee }, says)),
  refuse('review.claim', 'present', { self: { away: true } }, 'You are marked as away.'),
  refuse('review.claim', 'room', { self: { load: 5 } }, 'You hold as many reviews this week as you take.'),
  refuse(givesTo, 'present', { assignee: { away: true } }, 'That reviewer is away.'),
  refuse(givesTo, 'room', { assignee: { load: 5 } }, 'That reviewer holds as many reviews this week as they take.'),
  refuse(givesTo, 'named', { input: { assigneeId: null } }, 'Name the reviewer.'),
  refuse('review.reassign', 'another', { input: { assigneeId: 'rosa' } }, 'That reviewer has it already.'),
  refuse(rechecks, 'kind', { review: { kind: 'full' } }, 'Only a recheck is decided this way.'),
  refuse(rechecks, 'live', { guide: { liveVersionId: 'v3' } }, 'The live page has changed: the review points at older text.'),
  refuse('review.keepWithChanges', 'one', { openKinds: ['ordinary'] }, 'A revision is already open: decide “revise” instead.'),
  refuse(['review.confirm', 'review.amend', 'review.revert'], 'kind', { review: { kind: 'recheck' } }, 'Only a review after the fact is decided this way.'),
];

export const refusals: Refusal[] = [...signatures, ...revisions, ...publishing, ...guides, ...reviews];
