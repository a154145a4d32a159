import type { EventName } from '../events.js';
import type { Lifecycle } from '../platform/lifecycle.js';
import * as g from './application-guards.js';
import type { ApplicationFacts, ApplicationParty, ApplicationStatus } from './application-facts.js';

export type ApplicationTransition =
  | 'apply'
  | 'confirm'
  | 'finishChecks'
  | 'route'
  | 'claim'
  | 'release'
  | 'return'
  | 'checkAgain'
  | 'ask'
  | 'answer'
  | 'expire'
  | 'escalate'
  | 'approve'
  | 'decline'
  | 'appeal'
  | 'withdraw'
  | 'renew'
  | 'change'
  | 'handOver'
  | 'close';

/** Where a file waits for a verifier: as an appeal, as prepared by another, or as new. */
const waiting = ['queued', 'escalated', 'appealed'] as const;
const place = ({ application }: ApplicationFacts): (typeof waiting)[number] =>
  application.appealed ? 'appealed' : application.escalatedBy !== null ? 'escalated' : 'queued';

const deciding = { concerned: g.notConcerned, lease: g.leaseLives, second: g.secondPerson };

/** A physician's request to be featured, from the form to the decision. */
// prettier-ignore
export const applicationLifecycle: Lifecycle<ApplicationStatus, ApplicationParty, ApplicationFacts, EventName, ApplicationTransition> = {
  apply: { label: 'Apply', from: 'none', to: ['awaiting-email'], by: ['applicant'], guards: {}, event: 'application.submitted' },
  confirm: { label: 'Confirm the address', from: ['awaiting-email'], to: ['checking'], by: ['applicant'], guards: {}, event: 'application.confirmed' },
  finishChecks: { label: 'Finish the checks', from: ['checking'], to: ['checking'], by: ['clock'], guards: {}, event: 'application.checked' },
  route: { label: 'Put into its queue', from: ['checking'], to: waiting, target: place, by: ['clock'], guards: { checked: g.automaticsFound }, event: 'application.routed' },
  claim: { label: 'Take it', from: waiting, to: ['in-review'], by: ['verifier'], guards: { concerned: g.notConcerned, skilled: g.isSkilled, room: g.hasRoom, another: g.anotherPerson }, event: 'application.claimed' },
  release: { label: 'Give it back', from: ['in-review'], to: waiting, target: place, by: ['holder'], guards: {}, needs: { reason: g.reasonGiven }, event: 'application.released' },
  return: { label: 'Return to the queue', from: ['in-review'], to: waiting, target: place, by: ['clock'], guards: { lease: g.leaseOver }, event: 'application.returned' },
  checkAgain: { label: 'Have it checked again', from: ['in-review'], to: ['checking'], by: ['holder'], guards: { concerned: g.notConcerned, lease: g.leaseLives }, needs: { reason: g.reasonGiven }, event: 'application.recheck-requested' },
  ask: { label: 'Ask the applicant', from: ['in-review'], to: ['needs-info'], by: ['holder'], guards: { concerned: g.notConcerned, lease: g.leaseLives }, needs: { message: g.messageGiven }, event: 'application.info-requested' },
  answer: { label: 'Answer', from: ['needs-info'], to: ['checking'], by: ['applicant'], guards: {}, needs: { attested: g.renewalAttested }, event: 'application.answered' },
  expire: { label: 'Expire unanswered', from: ['awaiting-email', 'needs-info'], to: ['expired'], by: ['clock'], guards: { renewal: g.noRenewal }, event: 'application.expired' },
  escalate: { label: 'Escalate to another verifier', from: ['in-review'], to: ['escalated'], by: ['holder'], guards: { concerned: g.notConcerned, lease: g.leaseLives, once: g.notEscalated }, needs: { reason: g.reasonGiven }, event: 'application.escalated' },
  approve: { label: 'Approve, and sign', from: ['in-review'], to: ['approved'], by: ['holder'], guards: { ...deciding, checks: g.checksSettled, fresh: g.evidenceFresh, valid: g.evidenceValid, npi: g.npiFree, member: g.noMember, excluded: g.notExcluded }, needs: { authentication: g.authenticated }, event: 'application.approved' },
  decline: { label: 'Decline, and sign', from: ['in-review'], to: ['declined'], by: ['holder'], guards: deciding, needs: { reason: g.declineReasonGiven, message: g.messageGiven, authentication: g.authenticated }, event: 'application.declined' },
  appeal: { label: 'Appeal', from: ['declined'], to: ['appealed'], by: ['applicant'], guards: { time: g.appealInTime, once: g.firstAppeal }, needs: { message: g.messageGiven }, event: 'application.appealed' },
  withdraw: { label: 'Withdraw', from: ['awaiting-email', 'checking', 'queued', 'in-review', 'needs-info', 'escalated', 'appealed'], to: ['withdrawn'], by: ['applicant'], guards: { renewal: g.noRenewal }, event: 'application.withdrawn' },
  renew: { label: 'Open a renewal', from: 'none', to: ['needs-info'], by: ['clock'], guards: {}, event: 'application.renewal-opened' },
  change: { label: 'Ask for a change', from: 'none', to: ['checking'], by: ['applicant'], guards: {}, event: 'application.change-requested' },
  handOver: { label: 'Hand the profile over, and sign', from: ['in-review'], to: ['approved'], by: ['holder'], guards: { ...deciding, checks: g.checksSettled, fresh: g.evidenceFresh, valid: g.evidenceValid, claimed: g.memberToClaim, excluded: g.notExcluded }, needs: { authentication: g.authenticated }, event: 'application.profile-handed-over' },
  close: { label: 'Close with the membership', from: ['checking', 'queued', 'in-review', 'needs-info', 'escalated', 'appealed'], to: ['withdrawn'], by: ['clock'], guards: { member: g.memberGone }, event: 'application.closed' },
};
