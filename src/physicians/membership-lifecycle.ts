import type { EventName } from '../events.js';
import type { Lifecycle } from '../platform/lifecycle.js';
import type { MembershipFacts, MembershipParty, MembershipStatus } from './membership-facts.js';
import * as g from './membership-guards.js';

export type MembershipTransition =
  | 'activate'
  | 'flag'
  | 'take'
  | 'giveBack'
  | 'return'
  | 'dismiss'
  | 'suspend'
  | 'propose'
  | 'lift'
  | 'restore'
  | 'confirmAdverse'
  | 'renewLicense'
  | 'fallDue'
  | 'renew'
  | 'recredential'
  | 'change'
  | 'claim'
  | 'pause'
  | 'resume'
  | 'leave'
  | 'terminate';

const shown = ['active', 'attention', 'recredential-due', 'recredentialing'] as const;
const standing = [...shown, 'paused'] as const;
const ending = [...standing, 'suspended'] as const;

/** Where a shown member stands. */
const awake = ({ physician }: MembershipFacts): (typeof shown)[number] => {
  if (physician.alerts > 0) return 'attention';
  if (physician.renewing) return 'recredentialing';
  return physician.due ? 'recredential-due' : 'active';
};
/** Where somebody stands whom nothing suspends: who paused before stays so. */
const home = (facts: MembershipFacts): (typeof standing)[number] => (facts.physician.paused ? 'paused' : awake(facts));
/** Without the alerts that are dismissed, or the term that is renewed. */
const calm = (facts: MembershipFacts): (typeof shown)[number] =>
  awake({ ...facts, physician: { ...facts.physician, alerts: 0 } });
const renewed = (facts: MembershipFacts): (typeof standing)[number] =>
  home({ ...facts, physician: { ...facts.physician, renewing: false, due: false } });
/** A finding that was cleared brings nobody past the end of their term. */
const cleared = (facts: MembershipFacts): (typeof ending)[number] =>
  facts.physician.overdue ? 'suspended' : home(facts);
const same = ({ physician }: MembershipFacts): MembershipStatus => physician.status;

/** The standing of a verified physician in the network. */
// prettier-ignore
export const membershipLifecycle: Lifecycle<MembershipStatus, MembershipParty, MembershipFacts, EventName, MembershipTransition> = {
  activate: { label: 'Become a member', from: 'none', to: ['active'], by: ['clock'], guards: {}, event: 'physician.activated' },
  flag: { label: 'Ask for attention', from: ['active', 'recredential-due', 'recredentialing'], to: ['attention'], by: ['verifier', 'clock'], guards: {}, needs: { reason: g.reasonGiven }, event: 'physician.flagged' },
  take: { label: 'Take what was found', from: ['attention', 'suspended'], to: ['attention', 'suspended'], target: same, by: ['verifier'], guards: { concerned: g.notConcerned, skilled: g.isSkilled, open: g.somethingOpen, taken: g.untaken, room: g.hasRoom }, event: 'physician.taken' },
  giveBack: { label: 'Give it back', from: ['attention', 'suspended'], to: ['attention', 'suspended'], target: same, by: ['verifier'], guards: { holder: g.ownClaim }, needs: { reason: g.reasonGiven }, event: 'physician.given-back' },
  return: { label: 'Return it to the lane', from: ['attention', 'suspended'], to: ['attention', 'suspended'], target: same, by: ['clock'], guards: { lease: g.leaseOver }, event: 'physician.returned' },
  dismiss: { label: 'Dismiss the alert', from: ['attention'], to: ['active', 'recredential-due', 'recredentialing'], target: calm, by: ['verifier'], guards: { concerned: g.notConcerned, elsewhere: g.notElsewhere, another: g.dismissedBySecond }, needs: { reason: g.reasonGiven, evidence: g.evidenceGiven }, event: 'physician.cleared' },
  suspend: { label: 'Suspend', from: ending, to: ['suspended'], by: ['verifier', 'clock'], guards: { concerned: g.notConcerned, graver: g.graver }, needs: { cause: g.causeGiven, reason: g.reasonGiven, authentication: g.authenticated }, event: 'physician.suspended' },
  propose: { label: 'Propose what becomes of the finding', from: ['suspended', 'attention'], to: ['suspended', 'attention'], target: same, by: ['verifier'], guards: { concerned: g.notConcerned, elsewhere: g.notElsewhere, cause: g.takesTwo }, needs: { verdict: g.verdictGiven, reason: g.reasonGiven, evidence: g.evidenceGiven, authentication: g.authenticated }, event: 'physician.finding-proposed' },
  lift: { label: 'Lift the suspension', from: ['suspended'], to: ending, target: cleared, by: ['verifier'], guards: { concerned: g.notConcerned, elsewhere: g.notElsewhere, cause: g.liftable, another: g.clearedBySecond, term: g.termRuns }, needs: { license: g.licenseRenewed, reason: g.reasonGiven, evidence: g.evidenceGiven, authentication: g.authenticated }, event: 'physician.reinstated' },
  restore: { label: 'Show again, as the silent source answered', from: ['suspended'], to: standing, target: home, by: ['clock'], guards: { silence: g.silenceOver }, event: 'physician.reinstated' },
  confirmAdverse: { label: 'Confirm the finding', from: ['suspended'], to: ['suspended'], by: ['verifier'], guards: { concerned: g.notConcerned, elsewhere: g.notElsewhere, cause: g.provisional, another: g.confirmedBySecond }, needs: { date: g.causeDateSound, reason: g.reasonGiven, evidence: g.evidenceGiven, authentication: g.authenticated }, event: 'physician.adverse-confirmed' },
  renewLicense: { label: 'Record the renewed license', from: standing, to: standing, target: same, by: ['verifier', 'clock'], guards: { concerned: g.notConcerned }, needs: { license: g.expiryGiven, evidence: g.evidenceGiven, authentication: g.authenticated }, event: 'physician.license-renewed' },
  fallDue: { label: 'Fall due for renewal', from: ['active'], to: ['recredential-due'], by: ['clock'], guards: { term: g.termEnds }, event: 'physician.recredential-due' },
  renew: { label: 'Send the renewal', from: ['recredential-due'], to: ['recredentialing'], by: ['clock'], guards: { answered: g.answered }, event: 'physician.recredentialing' },
  recredential: { label: 'Renew for 36 months', from: ending, to: standing, target: renewed, by: ['clock'], guards: { finding: g.nothingFound }, event: 'physician.recredentialed' },
  change: { label: 'Change what the profile says', from: ending, to: ending, target: same, by: ['clock'], guards: {}, event: 'physician.changed' },
  claim: { label: 'Hand the profile over', from: standing, to: standing, target: same, by: ['clock'], guards: {}, event: 'physician.claimed' },
  pause: { label: 'Pause', from: shown, to: ['paused'], by: ['member'], guards: {}, event: 'physician.paused' },
  resume: { label: 'Be shown again', from: ['paused'], to: shown, target: awake, by: ['member'], guards: {}, event: 'physician.resumed' },
  leave: { label: 'Leave', from: ending, to: ['terminated'], by: ['member'], guards: { finding: g.findingSettled }, event: 'physician.left' },
  terminate: { label: 'End the membership', from: ending, to: ['terminated'], by: ['verifier'], guards: { concerned: g.notConcerned, finding: g.findingSettled }, needs: { reason: g.reasonGiven, authentication: g.authenticated }, event: 'physician.terminated' },
};
