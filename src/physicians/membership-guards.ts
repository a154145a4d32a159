import { mostClaims } from './application-guards.js';
import type { Guard } from '../platform/lifecycle.js';
import type { MembershipFacts } from './membership-facts.js';

type G = Guard<MembershipFacts>;
const unless = (holds: boolean, sentence: string): string | undefined => (holds ? undefined : sentence);

const held = ({ physician, now }: MembershipFacts): boolean =>
  physician.holderId !== null && physician.leaseUntil !== null && physician.leaseUntil > now;

/** One looks into it at a time; the lane is no duty to take before acting. */
export const notElsewhere: G = (facts) =>
  unless(!held(facts) || facts.physician.holderId === facts.actor.id, 'Somebody else has taken it.');
export const untaken: G = (facts) => unless(!held(facts), 'It is taken.');
export const ownClaim: G = ({ physician, actor }) =>
  unless(physician.holderId !== null && physician.holderId === actor.id, 'You have not taken it.');
export const leaseOver: G = (facts) =>
  unless(facts.physician.holderId !== null && !held(facts), 'Nobody holds it longer than agreed.');
export const isSkilled: G = ({ actor }) =>
  unless(actor.skilled, 'The member is of a state that you do not take files of.');
export const hasRoom: G = ({ actor }) =>
  unless(actor.claims < mostClaims, `You hold ${mostClaims} files: decide one or give one back first.`);
export const somethingOpen: G = ({ physician }) =>
  unless(
    physician.suspension !== 'adverse' && physician.alerts + physician.grounds > 0,
    'Nothing is left to look into.',
  );

export const notConcerned: G = ({ actor }) =>
  unless(!actor.concerned, 'Nobody decides on themselves, a relative, or somebody they referred.');
export const reasonGiven: G = ({ input }) => unless((input.reason ?? '').trim() !== '', 'Give a reason.');
export const evidenceGiven: G = ({ input }) =>
  unless((input.evidence ?? '').trim() !== '', 'Say what primary source shows it, and where.');
export const causeGiven: G = ({ input }) =>
  unless(
    input.cause === 'administrative' || input.cause === 'provisional',
    'Say whether it is administrative or provisional.',
  );
export const verdictGiven: G = ({ physician, input }) => {
  if (input.verdict === undefined) return 'Say whether the finding is to be cleared or confirmed as adverse.';
  return unless(
    input.verdict === 'clear' || physician.suspension !== null,
    'Who is shown is suspended first: then two people confirm it.',
  );
};

/** Who is suspended already is suspended anew for something graver, or by the clock for a further finding, which ends a proposal. */
export const graver: G = ({ physician, input, actor }) =>
  unless(
    physician.status !== 'suspended' ||
      ((input.cause ?? 'provisional') === 'provisional' &&
        (physician.suspension === 'administrative' || (physician.suspension === 'provisional' && actor.id === null))),
    'The physician is suspended already.',
  );
export const provisional: G = ({ physician }) =>
  unless(physician.suspension === 'provisional', 'This is for a provisional suspension alone.');
export const liftable: G = ({ physician }) =>
  unless(physician.suspension !== 'adverse', 'A confirmed adverse cause is not lifted: the physician applies again.');

/** What takes two people: a suspension that is provisional, and a row of the exclusion list with the member's name. */
export const takesTwo: G = ({ physician }) =>
  unless(
    physician.suspension === 'provisional' || (physician.status === 'attention' && physician.nameMatches > 0),
    'This is for a provisional suspension, or for a match of the exclusion list by name.',
  );

const ownProposal = 'You proposed it: another verifier carries it out.';
const oneAlone = 'Two people settle this: one proposes it, another carries it out.';

/** False matches by name are common, and so is the wish that one were false. */
export const dismissedBySecond: G = ({ physician, actor }) => {
  if (physician.nameMatches === 0) return undefined;
  if (physician.proposed?.verdict !== 'clear') return oneAlone;
  return unless(physician.proposed.by !== actor.id, ownProposal);
};

/** A provisional finding takes two: who recorded or proposed, and another who confirms or clears. */
const bySecond =
  (verdict: 'clear' | 'adverse'): G =>
  ({ physician, actor }) => {
    if (physician.suspension !== 'provisional') return undefined;
    if (physician.proposed?.verdict === verdict) return unless(physician.proposed.by !== actor.id, ownProposal);
    if (physician.suspendedBy === null) return oneAlone;
    return unless(physician.suspendedBy !== actor.id, 'Another person confirms or clears what you recorded.');
  };
export const clearedBySecond = bySecond('clear');
export const confirmedBySecond = bySecond('adverse');

/** An expiry is healed by what is new, not by a word. */
export const licenseRenewed: G = ({ physician, input, today }) =>
  unless(
    !physician.unlicensed || (input.expiresOn !== undefined && input.expiresOn >= today),
    'No license holds today: say until when the renewed one does, as the board shows it.',
  );
export const expiryGiven: G = ({ input, today }) =>
  unless(input.expiresOn !== undefined && input.expiresOn >= today, 'Say until when the license holds.');
export const termRuns: G = ({ physician }) =>
  unless(
    !physician.overdue || physician.suspension === 'provisional',
    'The 36 months are over: the renewal is approved first.',
  );
export const causeDateSound: G = ({ input, today }) =>
  unless(input.causeOn === undefined || input.causeOn <= today, 'The cause lies in the past.');

export const termEnds: G = ({ physician }) => unless(physician.due, 'The renewal is not due yet.');
export const answered: G = ({ physician }) => unless(physician.renewing, 'The member has not sent the renewal yet.');
export const silenceOver: G = ({ physician }) =>
  unless(
    physician.suspension === 'administrative' && physician.grounds === 0 && !physician.overdue && !physician.unlicensed,
    'Something else stands against it.',
  );
/** A renewal heals what ran out, and nothing that was found. */
export const nothingFound: G = ({ physician }) =>
  unless(
    physician.suspension === null || physician.suspension === 'administrative',
    'A finding is open: confirm or clear it first.',
  );
export const authenticated: G = ({ actor }) => actor.unproven ?? undefined;

/** Ending a membership is no way around the second person. */
export const findingSettled: G = ({ physician }) =>
  unless(physician.suspension !== 'provisional', 'Confirm or clear the finding first.');
