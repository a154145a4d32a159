import type { EventName } from '../events.js';
import type { Lifecycle } from '../platform/lifecycle.js';
import type { Facts, GuideStatus, Party } from './facts.js';
import * as g from './guards.js';

export const guideStates = [
  'unpublished',
  'live',
  'held',
  'withdrawn',
  'archived',
  'legal',
] as const satisfies readonly GuideStatus[];

export type GuideTransition =
  | 'create'
  | 'proposeCarryOver'
  | 'carryOver'
  | 'hold'
  | 'release'
  | 'correctUrgently'
  | 'notice'
  | 'endNotice'
  | 'proposeRevert'
  | 'revert'
  | 'proposeWithdrawal'
  | 'withdraw'
  | 'proposeReinstatement'
  | 'reinstate'
  | 'proposeTakeDown'
  | 'takeDown'
  | 'proposeLift'
  | 'lift'
  | 'archive'
  | 'restore'
  | 'rename';

const same = ({ guide }: Facts): GuideStatus => guide.status;
const confirming = { proposal: g.proposalOpen, another: g.anotherThanProposer };
/** The earlier text was public, its review is not past due, and who signed it still could. */
const earlier = { version: g.earlierNamed, due: g.earlierStillDue, license: g.earlierSignersStand };
/** Without a proposal there is no text to speak of. */
const proposedEarlier = (facts: Facts): string | undefined => (facts.proposal ? g.earlierNamed(facts) : undefined);
/** One of the two who withdraw is the director. */
const directorAmongThem = (facts: Facts): string | undefined =>
  facts.proposal && !facts.proposal.proposerIsDirector && !facts.actorIsDirector
    ? 'One of the two must be the medical director.'
    : undefined;
/** One of the two is an admin, the other leads the category. */
const adminAndLead = (facts: Facts): string | undefined => {
  const { proposal } = facts;
  const both =
    proposal && ((proposal.proposerIsAdmin && facts.actorLeads) || (proposal.proposerLeads && facts.actorIsAdmin));
  return !proposal || both ? undefined : 'One of the two must be an admin, the other lead the category.';
};
const before = ({ guide }: Facts): GuideStatus => guide.statusBefore ?? 'live';

/** What is public of a guide. Publishing (revision: publish, fire, confirmMinor) moves it from unpublished, live or held to live. */
// prettier-ignore
export const guideLifecycle: Lifecycle<GuideStatus, Party, Facts, EventName, GuideTransition> = {
  create: { label: 'Create a guide', from: 'none', to: ['unpublished'], by: ['editor', 'admin'], guards: {}, needs: { slug: g.slugUsable }, event: 'guide.created' },
  proposeCarryOver: { label: 'Propose to carry over', from: ['unpublished'], to: ['unpublished'], by: ['admin'], guards: { cutOver: g.beforeCutOver, never: g.neverPublished, text: g.draftOpen, lint: g.lintClean, once: g.noProposalOpen }, needs: { plan: g.firstReviewPlanned }, event: 'guide.carry-over-proposed' },
  carryOver: { label: 'Carry over', from: ['unpublished'], to: ['live'], by: ['admin'], guards: { ...confirming, cutOver: g.beforeCutOver, never: g.neverPublished, lint: g.lintClean }, needs: { named: g.proposalNamed }, event: 'guide.carried-over' },
  hold: { label: 'Hold', from: ['live'], to: ['held'], by: ['editor', 'reviewer', 'safety', 'admin'], guards: {}, needs: { reason: g.reasonGiven }, event: 'guide.held' },
  release: { label: 'Release', from: ['held'], to: ['live'], by: ['editor', 'reviewer', 'safety', 'admin', 'lead', 'director'], guards: { another: g.anotherThanHolder, medical: g.reviewerIfMedical }, event: 'guide.released' },
  correctUrgently: { label: 'Correct now', from: ['live'], to: ['live'], by: ['safety'], guards: {}, needs: { reason: g.reasonGiven, notice: g.noticeGiven, replacements: g.replacementsApply, sections: g.changesNamed }, event: 'guide.published' },
  notice: { label: 'Put up a safety notice', from: ['live'], to: ['live'], by: ['safety'], guards: {}, needs: { notice: g.noticeGiven, source: g.sourceNamed }, event: 'guide.published' },
  endNotice: { label: 'Take a safety notice away', from: ['live'], to: ['live'], by: ['safety', 'director'], guards: {}, needs: { reason: g.reasonGiven, stands: g.noticeStands, another: g.anotherThanNotifier }, event: 'guide.published' },
  proposeRevert: { label: 'Propose to put an earlier text back', from: ['live'], to: ['live'], by: ['safety', 'editor', 'lead', 'director'], guards: {}, needs: { ...earlier, reason: g.reasonGiven, notice: g.noticeGiven }, event: 'guide.reversal-proposed' },
  revert: { label: 'Put an earlier text back', from: ['live'], to: ['live'], by: ['safety', 'editor', 'lead', 'director'], guards: { ...confirming, proposed: g.sameTextReplaced, ...earlier, version: proposedEarlier }, needs: { named: g.proposalNamed }, event: 'guide.published' },
  proposeWithdrawal: { label: 'Propose to withdraw', from: ['live', 'held'], to: ['live', 'held'], target: same, by: ['director', 'lead', 'editor', 'admin'], guards: { once: g.noProposalOpen }, needs: { reason: g.reasonGiven, class: g.reasonClassGiven, successor: g.successorUsable }, event: 'guide.withdrawal-proposed' },
  withdraw: { label: 'Withdraw', from: ['live', 'held'], to: ['withdrawn'], by: ['director', 'lead', 'editor', 'admin'], guards: { ...confirming, director: directorAmongThem }, needs: { named: g.proposalNamed }, event: 'guide.withdrawn' },
  proposeReinstatement: { label: 'Propose to reinstate', from: ['withdrawn'], to: ['withdrawn'], by: ['editor', 'lead', 'director'], guards: { once: g.noProposalOpen }, needs: { full: g.fullyApprovedNamed, renewed: g.openedSinceWithdrawal, reason: g.reasonGiven }, event: 'guide.reinstatement-proposed' },
  reinstate: { label: 'Reinstate', from: ['withdrawn'], to: ['live'], by: ['editor', 'lead', 'director'], guards: { ...confirming, proposed: g.proposedTextStands, full: g.fullyApprovedNamed, renewed: g.openedSinceWithdrawal, signer: g.notTheOnlySigner, hash: g.hashesHold, base: g.baseCurrent, due: g.dueDateAhead, license: g.signersStand }, needs: { named: g.proposalNamed }, event: 'guide.published' },
  proposeTakeDown: { label: 'Propose to take down', from: ['live', 'held'], to: ['live', 'held'], target: same, by: ['admin', 'lead'], guards: { once: g.noProposalOpen }, needs: { reason: g.reasonGiven, authority: g.authorityNamed }, event: 'guide.take-down-proposed' },
  takeDown: { label: 'Take down', from: ['live', 'held'], to: ['legal'], by: ['admin', 'lead'], guards: { ...confirming, both: adminAndLead }, needs: { named: g.proposalNamed }, event: 'guide.taken-down' },
  proposeLift: { label: 'Propose to lift the take-down', from: ['legal'], to: ['legal'], by: ['admin', 'lead'], guards: { once: g.noProposalOpen }, needs: { reason: g.reasonGiven }, event: 'guide.lift-proposed' },
  lift: { label: 'Lift the take-down', from: ['legal'], to: ['live', 'held'], target: before, by: ['admin', 'lead'], guards: { ...confirming, both: adminAndLead }, needs: { named: g.proposalNamed }, event: 'guide.lifted' },
  archive: { label: 'Archive', from: ['unpublished', 'withdrawn'], to: ['archived'], by: ['lead'], guards: {}, needs: { reason: g.reasonGiven, successor: g.successorUsable }, event: 'guide.archived' },
  restore: { label: 'Restore', from: ['archived'], to: ['unpublished', 'withdrawn'], target: ({ guide }) => guide.statusBefore ?? 'unpublished', by: ['lead'], guards: {}, event: 'guide.restored' },
  rename: { label: 'Rename', from: guideStates, to: guideStates, target: same, by: ['editor'], guards: {}, needs: { slug: g.slugUsable }, event: 'guide.renamed' },
};
