import type { EventName } from '../events.js';
import type { Lifecycle } from '../platform/lifecycle.js';
import type { MembershipFacts, MembershipParty, MembershipStatus } from './membership-facts.js';
import * as g from './membership-guards.js';

export type MembershipTransition =
  'activate' | 'flag' | 'dismiss' | 'suspend' | 'lift' | 'confirmAdverse' | 'terminate';

/** The standing of a verified physician in the network. */
// prettier-ignore
export const membershipLifecycle: Lifecycle<MembershipStatus, MembershipParty, MembershipFacts, EventName, MembershipTransition> = {
  activate: { label: 'Become a member', from: 'none', to: ['active'], by: ['clock'], guards: {}, event: 'physician.activated' },
  flag: { label: 'Ask for attention', from: ['active'], to: ['attention'], by: ['verifier', 'clock'], guards: {}, needs: { reason: g.reasonGiven }, event: 'physician.flagged' },
  dismiss: { label: 'Dismiss the alert', from: ['attention'], to: ['active'], by: ['verifier'], guards: { concerned: g.notConcerned }, needs: { reason: g.reasonGiven, evidence: g.evidenceGiven }, event: 'physician.cleared' },
  suspend: { label: 'Suspend', from: ['active', 'attention'], to: ['suspended'], by: ['verifier', 'clock'], guards: { concerned: g.notConcerned }, needs: { cause: g.causeGiven, reason: g.reasonGiven, authentication: g.authenticated }, event: 'physician.suspended' },
  lift: { label: 'Lift the suspension', from: ['suspended'], to: ['active'], by: ['verifier'], guards: { concerned: g.notConcerned, cause: g.liftable, another: g.another }, needs: { reason: g.reasonGiven, evidence: g.evidenceGiven, authentication: g.authenticated }, event: 'physician.reinstated' },
  confirmAdverse: { label: 'Confirm the finding', from: ['suspended'], to: ['suspended'], by: ['verifier'], guards: { concerned: g.notConcerned, cause: g.provisional, another: g.another }, needs: { reason: g.reasonGiven, evidence: g.evidenceGiven, authentication: g.authenticated }, event: 'physician.adverse-confirmed' },
  terminate: { label: 'End the membership', from: ['active', 'attention', 'suspended'], to: ['terminated'], by: ['verifier'], guards: { concerned: g.notConcerned, finding: g.findingSettled }, needs: { reason: g.reasonGiven, authentication: g.authenticated }, event: 'physician.terminated' },
};
