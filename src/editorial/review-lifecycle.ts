import type { EventName } from '../events.js';
import type { Lifecycle } from '../platform/lifecycle.js';
import type { Facts, Party, ReviewStatus } from './facts.js';
import * as g from './guards.js';
import { judging, signature, signing } from './revision-lifecycle.js';

export const reviewStates = ['open', 'assigned', 'decided', 'cancelled'] as const satisfies readonly ReviewStatus[];

export type ReviewTransition =
  | 'open'
  | 'assign'
  | 'claim'
  | 'release'
  | 'decline'
  | 'reassign'
  | 'return'
  | 'keep'
  | 'keepWithChanges'
  | 'revise'
  | 'retire'
  | 'confirm'
  | 'amend'
  | 'revert'
  | 'cancel';

const fit = { specialty: g.assigneeFit, present: g.assigneePresent, room: g.assigneeHasRoom };
const recheck = { kind: g.isRecheck, live: g.liveIsJudged };
const afterwards = { kind: g.isAfterTheFact };

/** One request for medical judgement. On a revision it is decided by approve, approveWithChanges or requestChanges of the revision. */
// prettier-ignore
export const reviewLifecycle: Lifecycle<ReviewStatus, Party, Facts, EventName, ReviewTransition> = {
  open: { label: 'Open a review', from: 'none', to: ['open'], by: ['clock'], guards: {}, event: 'review.opened' },
  assign: { label: 'Assign', from: ['open'], to: ['assigned'], by: ['lead'], guards: {}, needs: { named: g.assigneeNamed, ...fit }, event: 'review.assigned' },
  claim: { label: 'Take it', from: ['open'], to: ['assigned'], by: ['reviewer'], guards: { specialty: g.selfFit, present: g.selfPresent, room: g.selfHasRoom }, event: 'review.claimed' },
  release: { label: 'Give it back', from: ['assigned'], to: ['open'], by: ['assignee'], guards: {}, needs: { reason: g.reasonGiven }, event: 'review.released' },
  decline: { label: 'Decline', from: ['assigned'], to: ['open'], by: ['assignee'], guards: {}, needs: { reason: g.reasonGiven }, event: 'review.declined' },
  reassign: { label: 'Reassign', from: ['assigned'], to: ['assigned'], by: ['lead'], guards: {}, needs: { named: g.assigneeNamed, another: g.anotherAssignee, ...fit }, event: 'review.reassigned' },
  return: { label: 'Return to the queue', from: ['assigned'], to: ['open'], by: ['clock'], guards: {}, event: 'review.returned' },
  keep: { label: 'Keep as it is, and sign', from: ['assigned'], to: ['decided'], by: ['assignee'], guards: { ...recheck, ...signing }, needs: signature, event: 'review.kept' },
  keepWithChanges: { label: 'Keep with changes, and sign', from: ['assigned'], to: ['decided'], by: ['assignee'], guards: { ...recheck, ...signing, one: g.noOrdinaryOpen }, needs: { ...signature, replacements: g.replacementsApply }, event: 'review.kept-with-changes' },
  revise: { label: 'Needs revision', from: ['assigned'], to: ['decided'], by: ['assignee'], guards: recheck, needs: { reason: g.reasonGiven }, event: 'review.revised' },
  retire: { label: 'Propose to retire', from: ['assigned'], to: ['decided'], by: ['assignee'], guards: { ...recheck, once: g.noProposalOpen }, needs: { reason: g.reasonGiven, class: g.reasonClassGiven, successor: g.successorUsable }, event: 'review.retirement-proposed' },
  confirm: { label: 'Confirm, and sign', from: ['assigned'], to: ['decided'], by: ['assignee'], guards: { ...afterwards, ...judging }, needs: signature, event: 'review.confirmed' },
  amend: { label: 'Ask for an amendment', from: ['assigned'], to: ['decided'], by: ['assignee'], guards: afterwards, needs: { reason: g.reasonGiven }, event: 'review.amended' },
  revert: { label: 'Ask for a reversal', from: ['assigned'], to: ['decided'], by: ['assignee'], guards: afterwards, needs: { reason: g.reasonGiven }, event: 'review.reverted' },
  cancel: { label: 'Cancel', from: ['open', 'assigned'], to: ['cancelled'], by: ['clock'], guards: {}, event: 'review.cancelled' },
};
