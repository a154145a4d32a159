import type { EventName } from '../events.js';
import type { Lifecycle } from '../platform/lifecycle.js';
import type { Facts, Party, RevisionStatus } from './facts.js';
import * as g from './guards.js';

export const revisionStates = [
  'draft',
  'in-review',
  'changes-requested',
  'changes-offered',
  'approved',
  'scheduled',
  'minor-proposed',
  'published',
  'discarded',
] as const satisfies readonly RevisionStatus[];

/** States in which a revision still has a life ahead. */
export const openRevisionStates = [
  'draft',
  'in-review',
  'changes-requested',
  'changes-offered',
  'approved',
  'scheduled',
  'minor-proposed',
] as const;

export type RevisionTransition =
  | 'open'
  | 'submit'
  | 'recall'
  | 'requestChanges'
  | 'approve'
  | 'approveWithChanges'
  | 'acceptChanges'
  | 'declineChanges'
  | 'reopen'
  | 'signAgain'
  | 'publish'
  | 'schedule'
  | 'unschedule'
  | 'fire'
  | 'failSchedule'
  | 'rebase'
  | 'proposeMinor'
  | 'confirmMinor'
  | 'refuseMinor'
  | 'lapseMinor'
  | 'discard';

/** What every signature needs, whatever it decides. */
export const judging = {
  specialty: g.fitToSign,
  signer: g.anotherSigner,
  opened: g.textOpened,
  checklist: g.checklistComplete,
  comments: g.noOpenBlockingComment,
};
/** What a signature needs that something is published on. */
export const signing = { ...judging, base: g.baseCurrent };
export const signature = {
  version: g.versionNamed,
  conflict: g.conflictStated,
  authentication: g.freshlyAuthenticated,
};

const publishing = {
  guide: g.publishable,
  signer: g.notTheOnlySigner,
  hold: g.releasedByAnother,
  medical: g.medicalHoldJudged,
  hash: g.hashesHold,
  base: g.baseCurrent,
  full: g.fullWhereNeeded,
  due: g.dueDateAhead,
  license: g.signersStand,
};

/** The life of a revision: one round of work on a guide. */
// prettier-ignore
export const revisionLifecycle: Lifecycle<RevisionStatus, Party, Facts, EventName, RevisionTransition> = {
  open: { label: 'Open a revision', from: 'none', to: ['draft'], by: ['editor'], guards: { guide: g.guideWorkable }, needs: { one: g.noneOpenOfKind, base: g.minorHasBase }, event: 'revision.opened' },
  submit: { label: 'Submit for review', from: ['draft', 'changes-requested'], to: ['in-review'], by: ['editor'], guards: { kind: g.ordinary, guide: g.guideWorkable, lint: g.lintClean, comments: g.blockingAnswered }, needs: { review: g.reviewKindChosen }, event: 'revision.submitted' },
  recall: { label: 'Recall', from: ['in-review'], to: ['draft'], by: ['submitter', 'owner', 'lead'], guards: {}, event: 'revision.recalled' },
  requestChanges: { label: 'Request changes', from: ['in-review'], to: ['changes-requested'], by: ['assignee'], guards: { comment: g.blockingCommentHere }, event: 'revision.changes-requested' },
  approve: { label: 'Approve and sign', from: ['in-review'], to: ['approved'], by: ['assignee'], guards: signing, needs: signature, event: 'revision.approved' },
  approveWithChanges: { label: 'Approve with changes', from: ['in-review'], to: ['changes-offered'], by: ['assignee'], guards: signing, needs: { ...signature, replacements: g.replacementsApply }, event: 'revision.approved-with-changes' },
  acceptChanges: { label: 'Accept the changes', from: ['changes-offered'], to: ['approved'], by: ['editor'], guards: { hash: g.hashesHold, another: g.acceptedByAnother }, needs: { named: g.signedHashNamed }, event: 'revision.changes-accepted' },
  declineChanges: { label: 'Decline the changes', from: ['changes-offered'], to: ['draft'], by: ['editor'], guards: {}, needs: { reason: g.reasonGiven }, event: 'revision.changes-declined' },
  reopen: { label: 'Reopen', from: ['approved', 'scheduled'], to: ['draft'], by: ['editor'], guards: {}, needs: { reason: g.reasonGiven }, event: 'revision.reopened' },
  signAgain: { label: 'Have it signed by another', from: ['approved'], to: ['in-review'], by: ['lead'], guards: { lapsed: g.lapsedOrOld }, event: 'revision.resubmitted' },
  publish: { label: 'Publish', from: ['approved'], to: ['published'], by: ['editor', 'lead'], guards: publishing, event: 'guide.published' },
  schedule: { label: 'Schedule', from: ['approved'], to: ['scheduled'], by: ['editor', 'lead'], guards: publishing, needs: { time: g.timeAhead }, event: 'revision.scheduled' },
  unschedule: { label: 'Unschedule', from: ['scheduled'], to: ['approved'], by: ['editor', 'lead'], guards: {}, event: 'revision.unscheduled' },
  fire: { label: 'Publish as scheduled', from: ['scheduled'], to: ['published'], by: ['clock'], guards: publishing, event: 'guide.published' },
  failSchedule: { label: 'Clear a schedule that was refused', from: ['scheduled'], to: ['approved'], by: ['clock'], guards: {}, event: 'revision.schedule-failed' },
  rebase: { label: 'Rebase', from: openRevisionStates, to: ['draft'], by: ['editor'], guards: { base: g.baseOutdated }, needs: { resolutions: ({ replacementProblems }) => replacementProblems.join(' ') || undefined }, event: 'revision.rebased' },
  proposeMinor: { label: 'Propose as minor', from: ['draft'], to: ['minor-proposed'], by: ['editor'], guards: { kind: g.minor, guide: g.guideLive, base: g.baseCurrent, allowed: g.minorAllowed }, event: 'revision.minor-proposed' },
  confirmMinor: { label: 'Confirm the minor change', from: ['minor-proposed'], to: ['published'], by: ['editor'], guards: { kind: g.minor, guide: g.guideLive, another: g.confirmedByAnother, base: g.baseCurrent }, needs: { named: g.minorNamed }, event: 'guide.published' },
  refuseMinor: { label: 'Refuse the minor change', from: ['minor-proposed'], to: ['draft'], by: ['editor'], guards: { another: g.confirmedByAnother }, needs: { reason: g.reasonGiven }, event: 'revision.minor-refused' },
  lapseMinor: { label: 'Let the minor change lapse', from: ['minor-proposed'], to: ['draft'], by: ['clock'], guards: {}, event: 'revision.minor-lapsed' },
  discard: { label: 'Discard', from: openRevisionStates, to: ['discarded'], by: ['editor'], guards: {}, needs: { reason: g.reasonIfSigned }, event: 'revision.discarded' },
};
