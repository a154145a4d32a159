import type { ApplicationFacts, CurrentCheck } from '../../src/physicians/application-facts.js';
import type { MembershipFacts } from '../../src/physicians/membership-facts.js';
import { daysAgo, now } from './lifecycle-facts.js';
import type { Refusal } from './lifecycle-refusals.js';
import { checks, type ApplicationChange, type MembershipChange } from './physician-lifecycle-facts.js';

function refuse<F>(of: string | string[], code: string, when: Refusal<F>['when'], says: string): Refusal<F> {
  return { of: [of].flat(), code, when, says };
}
const ofFile = refuse<ApplicationFacts>;
const ofMember = refuse<MembershipFacts>;

const signs = ['application.approve', 'application.handOver'];
const decides = [...signs, 'application.decline'];
const holds = [...decides, 'application.ask', 'application.escalate', 'application.checkAgain'];
const notYetShown = 'Show your password again first.';
const twoPeople = 'This file takes two: escalate it, and let another verifier decide.';

/** Prepared by another, so that only what a case is about is missing. */
const prepared = { escalatedBy: 'otto' };

/** How a check stands that is not settled; `null` was never made. One alone overrides nothing, and only a fail is overridden. */
const unsettled: (Partial<CurrentCheck> | null)[] = [
  null,
  { outcome: 'review' },
  { outcome: 'error' },
  { outcome: 'skipped' },
  { outcome: 'skipped', resolution: 'resolved' },
  { outcome: 'fail' },
  { outcome: 'fail', resolution: 'resolved' },
  { outcome: 'fail', resolution: 'override-proposed' },
  { outcome: 'review', resolution: 'overridden' },
];

// prettier-ignore
export const applicationRefusals: Refusal<ApplicationFacts>[] = [
  ofFile([...holds, 'application.claim'], 'concerned', { actor: { concerned: true } }, 'Nobody decides on themselves, a relative, or somebody they referred.'),
  ofFile('application.claim', 'skilled', { actor: { skilled: false } }, 'The file is of a state that you do not take files of.'),
  ofFile('application.claim', 'room', { actor: { claims: 5 } }, 'You hold 5 files: decide one or give one back first.'),
  ofFile('application.claim', 'another', { application: { decidedBy: 'vera' } }, 'Another person decides this one.'),
  ofFile('application.claim', 'another', { application: { escalatedBy: 'vera' } }, 'Another person decides this one.'),
  ofFile('application.claim', 'another', { application: { decidedBy: 'otto', escalatedBy: 'vera', appealed: true } }, 'Another person decides this one.'),
  ofFile(holds, 'lease', { application: { leaseUntil: now } }, 'Your time with this file is over: claim it again.'),
  ofFile(holds, 'lease', { application: { leaseUntil: daysAgo(1) } }, 'Your time with this file is over: claim it again.'),
  ofFile(holds, 'lease', { application: { leaseUntil: null } }, 'Your time with this file is over: claim it again.'),
  ofFile('application.escalate', 'once', { application: { escalatedBy: 'otto' } }, 'It was escalated before: decide it.'),
  ofFile('application.escalate', 'once', { application: { appealed: true, decidedBy: 'otto' } }, 'It was escalated before: decide it.'),
  ofFile(decides, 'second', { application: { lane: 'high', escalatedBy: null } }, twoPeople),
  ofFile(decides, 'second', { application: { lane: 'disputes', disputed: true, escalatedBy: null } }, twoPeople),
  ofFile(decides, 'second', { application: { contested: true, escalatedBy: null } }, twoPeople),
  ofFile(decides, 'second', { application: { escalatedBy: null }, checks: checks({ V04: { outcome: 'fail', resolution: 'overridden' } }) }, twoPeople),
  ofFile('application.decline', 'second', { checks: checks({ V04: { outcome: 'fail', resolution: 'override-proposed' } }) }, twoPeople),
  ...unsettled.map((V04) => ofFile(signs, 'checks', { application: prepared, checks: checks({ V04 }) }, 'Not settled: V04.')),
  ofFile('application.approve', 'checks', { checks: [] }, 'Not settled: V01, V02, V03, V04, V05, V06, V07, V08, V09, V10, V11, V13, V14, V15, V12.'),
  ofFile('application.approve', 'checks', { application: { hasBiography: true } }, 'Not settled: V16.'),
  ofFile('application.approve', 'checks', { checks: checks({ V11: { outcome: 'review' } }) }, 'Not settled: V11.'),
  ofFile('application.approve', 'checks', { checks: checks({ V12: null, V08: { outcome: 'review' } }) }, 'Not settled: V08, V12.'),
  ofFile(signs, 'fresh', { checks: checks({ V03: { ageInDays: 120.01 }, V10: { ageInDays: 200 } }) }, 'Older than 120 days: V03, V10. Check again.'),
  ofFile('application.approve', 'npi', { application: { npiTaken: true } }, 'Another file or member has this NPI.'),
  ofFile('application.approve', 'member', { application: { member: true } }, 'A member has this NPI: end that membership first.'),
  ofFile(signs, 'excluded', { application: { excluded: true } }, 'The number is on the federal exclusion list.'),
  ofFile(signs, 'valid', { checks: checks({ V08: { expired: true } }) }, 'Run out: V08. Check again.'),
  ofFile('application.route', 'checked', { checks: checks({ V04: null, V10: { outcome: 'error' } }) }, 'Not checked: V04, V10.'),
  ofFile('application.route', 'checked', { application: { hasBiography: true }, checks: checks({ V08: { outcome: 'error' } }) }, 'Not checked: V08, V16.'),
  ofFile('application.return', 'lease', { application: { leaseUntil: daysAgo(-1 / 1440) } }, 'Somebody holds it.'),
  ofFile('application.approve', 'member', { application: { ...prepared, lane: 'disputes', disputed: true, npiTaken: true, member: true } }, 'A member has this NPI: end that membership first.'),
  ofFile('application.approve', 'checks', { application: { touched: ['V04', 'V08'] }, checks: checks({ V04: null, V03: null }) }, 'Not settled: V04.'),
  ofFile('application.handOver', 'claimed', { application: { membership: 'suspended' } }, 'There is no membership under this NPI that could be handed over.'),
  ofFile('application.handOver', 'claimed', { application: { member: false } }, 'There is no membership under this NPI that could be handed over.'),
  ofFile('application.handOver', 'claimed', { application: { disputed: false } }, 'There is no membership under this NPI that could be handed over.'),
  ofFile('application.handOver', 'claimed', { application: { kind: 'change' } }, 'There is no membership under this NPI that could be handed over.'),
  ofFile('application.close', 'member', { application: { membership: 'suspended' } }, 'The membership goes on.'),
  ofFile(['application.expire', 'application.withdraw'], 'renewal', { application: { kind: 'recredentialing' } }, 'A renewal is answered, or ends with the membership.'),
  ofFile('application.answer', 'attested', { application: { kind: 'recredentialing' }, input: { attestedName: ' ' } }, 'Type your name to attest to it.'),
  ofFile(decides, 'authentication', { actor: { unproven: notYetShown } }, notYetShown),
  ofFile(['application.release', 'application.escalate', 'application.checkAgain'], 'reason', { input: { reason: ' ' } }, 'Give a reason.'),
  ofFile('application.decline', 'reason', { input: { declineReason: undefined } }, 'Choose the reason that the applicant is told.'),
  ofFile(['application.ask', 'application.decline', 'application.appeal'], 'message', { input: { message: '\n' } }, 'Write what the applicant is asked or told.'),
  ofFile('application.appeal', 'time', { application: { daysSinceDecision: 31 } }, 'An appeal is possible for 30 days after the decision.'),
  ofFile('application.appeal', 'time', { application: { daysSinceDecision: null } }, 'An appeal is possible for 30 days after the decision.'),
  ofFile('application.appeal', 'once', { application: { appealed: true } }, 'This decision was appealed before, and stands.'),
];

const lifts = ['physician.lift', 'physician.confirmAdverse'];
const settles = [...lifts, 'physician.propose'];
const decidesOnMember = ['physician.suspend', ...settles, 'physician.terminate'];
const evident = ['physician.dismiss', ...settles, 'physician.renewLicense'];
const alone = 'This is for a provisional suspension alone.';
const ofTwo = 'This is for a provisional suspension, or for a match of the exclusion list by name.';
const takesTwo = 'Two people settle this: one proposes it, another carries it out.';
const ownProposal = 'You proposed it: another verifier carries it out.';

// prettier-ignore
export const membershipRefusals: Refusal<MembershipFacts>[] = [
  ofMember([...decidesOnMember, 'physician.dismiss', 'physician.renewLicense', 'physician.take'], 'concerned', { actor: { concerned: true } }, 'Nobody decides on themselves, a relative, or somebody they referred.'),
  ofMember(['physician.dismiss', ...settles], 'elsewhere', { physician: { holderId: 'otto', leaseUntil: daysAgo(-1) } }, 'Somebody else has taken it.'),
  ofMember('physician.take', 'taken', { physician: { holderId: 'otto', leaseUntil: daysAgo(-1) } }, 'It is taken.'),
  ofMember('physician.take', 'taken', { physician: { holderId: 'vera', leaseUntil: daysAgo(-1 / 1440) } }, 'It is taken.'),
  ofMember('physician.take', 'skilled', { actor: { skilled: false } }, 'The member is of a state that you do not take files of.'),
  ofMember('physician.take', 'room', { actor: { claims: 5 } }, 'You hold 5 files: decide one or give one back first.'),
  ofMember('physician.take', 'open', { physician: { alerts: 0 } }, 'Nothing is left to look into.'),
  ofMember('physician.take', 'open', { physician: { status: 'suspended', suspension: 'adverse', grounds: 1 } }, 'Nothing is left to look into.'),
  ofMember('physician.giveBack', 'holder', { physician: { holderId: null } }, 'You have not taken it.'),
  ofMember('physician.giveBack', 'holder', { physician: { holderId: 'otto' } }, 'You have not taken it.'),
  ofMember('physician.return', 'lease', { physician: { leaseUntil: daysAgo(-1 / 1440) } }, 'Nobody holds it longer than agreed.'),
  ofMember('physician.return', 'lease', { physician: { holderId: null } }, 'Nobody holds it longer than agreed.'),
  ofMember(['physician.flag', 'physician.giveBack', 'physician.dismiss', ...decidesOnMember], 'reason', { input: { reason: '' } }, 'Give a reason.'),
  ofMember(evident, 'evidence', { input: { evidence: ' ' } }, 'Say what primary source shows it, and where.'),
  ofMember('physician.suspend', 'cause', { input: { cause: 'adverse' } }, 'Say whether it is administrative or provisional.'),
  ofMember('physician.suspend', 'cause', { input: { cause: undefined } }, 'Say whether it is administrative or provisional.'),
  ofMember('physician.lift', 'cause', { physician: { suspension: 'adverse' } }, 'A confirmed adverse cause is not lifted: the physician applies again.'),
  ofMember('physician.confirmAdverse', 'cause', { physician: { suspension: 'administrative' } }, alone),
  ofMember('physician.confirmAdverse', 'cause', { physician: { suspension: 'adverse' } }, alone),
  ofMember('physician.propose', 'cause', { physician: { suspension: 'administrative' } }, ofTwo),
  ofMember('physician.propose', 'cause', { physician: { suspension: 'adverse' } }, ofTwo),
  ofMember('physician.propose', 'cause', { physician: { status: 'attention', suspension: null, suspendedBy: null, alerts: 1 } }, ofTwo),
  ofMember('physician.propose', 'verdict', { physician: { status: 'attention', suspension: null, suspendedBy: null, alerts: 1, nameMatches: 1 }, input: { verdict: 'adverse' } }, 'Who is shown is suspended first: then two people confirm it.'),
  ofMember('physician.dismiss', 'another', { physician: { alerts: 1, nameMatches: 1 } }, takesTwo),
  ofMember('physician.dismiss', 'another', { physician: { alerts: 2, nameMatches: 1, proposed: { verdict: 'clear', by: 'vera' } } }, ownProposal),
  ofMember('physician.suspend', 'graver', { physician: { status: 'suspended', suspension: 'provisional' } }, 'The physician is suspended already.'),
  ofMember('physician.suspend', 'graver', { physician: { status: 'suspended', suspension: 'adverse' } }, 'The physician is suspended already.'),
  ofMember('physician.suspend', 'graver', { physician: { status: 'suspended', suspension: 'administrative' }, input: { cause: 'administrative' } }, 'The physician is suspended already.'),
  ofMember('physician.propose', 'verdict', { input: { verdict: undefined } }, 'Say whether the finding is to be cleared or confirmed as adverse.'),
  ofMember(lifts, 'another', { physician: { suspendedBy: null } }, takesTwo),
  ofMember('physician.lift', 'another', { physician: { suspendedBy: null, proposed: { verdict: 'adverse', by: 'otto' } } }, takesTwo),
  ofMember('physician.lift', 'another', { physician: { suspendedBy: null, proposed: { verdict: 'clear', by: 'vera' } } }, ownProposal),
  ofMember('physician.confirmAdverse', 'another', { physician: { suspendedBy: null, proposed: { verdict: 'adverse', by: 'vera' } } }, ownProposal),
  ofMember('physician.lift', 'term', { physician: { suspension: 'administrative', overdue: true } }, 'The 36 months are over: the renewal is approved first.'),
  ofMember('physician.lift', 'license', { physician: { unlicensed: true }, input: { expiresOn: undefined } }, 'No license holds today: say until when the renewed one does, as the board shows it.'),
  ofMember('physician.lift', 'license', { physician: { unlicensed: true }, input: { expiresOn: '2026-03-01' } }, 'No license holds today: say until when the renewed one does, as the board shows it.'),
  ofMember('physician.renewLicense', 'license', { input: { expiresOn: '2026-03-01' } }, 'Say until when the license holds.'),
  ofMember('physician.confirmAdverse', 'date', { input: { causeOn: '2026-03-03' } }, 'The cause lies in the past.'),
  ofMember('physician.restore', 'silence', { physician: { grounds: 1 } }, 'Something else stands against it.'),
  ofMember('physician.restore', 'silence', { physician: { suspension: 'provisional' } }, 'Something else stands against it.'),
  ofMember('physician.restore', 'silence', { physician: { unlicensed: true } }, 'Something else stands against it.'),
  ofMember('physician.restore', 'silence', { physician: { overdue: true } }, 'Something else stands against it.'),
  ofMember('physician.fallDue', 'term', { physician: { due: false } }, 'The renewal is not due yet.'),
  ofMember('physician.renew', 'answered', { physician: { renewing: false } }, 'The member has not sent the renewal yet.'),
  ofMember('physician.recredential', 'finding', { physician: { status: 'suspended', suspension: 'provisional' } }, 'A finding is open: confirm or clear it first.'),
  ofMember('physician.recredential', 'finding', { physician: { status: 'suspended', suspension: 'adverse' } }, 'A finding is open: confirm or clear it first.'),
  ofMember(lifts, 'another', { physician: { suspendedBy: 'vera' } }, 'Another person confirms or clears what you recorded.'),
  ofMember(['physician.terminate', 'physician.leave'], 'finding', { physician: { status: 'suspended', suspension: 'provisional', suspendedBy: 'otto' } }, 'Confirm or clear the finding first.'),
  ofMember([...decidesOnMember, 'physician.renewLicense'], 'authentication', { actor: { unproven: notYetShown } }, notYetShown),
];

/** What is just enough: one step further is among the refusals. */
interface Enough<Change> {
  of: string;
  what: string;
  when: Change;
}

// prettier-ignore
export const applicationJustEnough: Enough<ApplicationChange>[] = [
  { of: 'application.claim', what: 'a fifth file', when: { actor: { claims: 4 } } },
  { of: 'application.claim', what: 'an appeal against what others prepared and decided', when: { application: { appealed: true, escalatedBy: 'otto', decidedBy: 'mina' } } },
  { of: 'application.approve', what: 'the last minute of the lease', when: { application: { leaseUntil: daysAgo(-1 / 1440) } } },
  { of: 'application.approve', what: 'evidence of 120 days', when: { checks: checks({ V03: { ageInDays: 120 } }) } },
  { of: 'application.approve', what: 'a review and a silent source that one person resolved', when: { checks: checks({ V06: { outcome: 'review', resolution: 'resolved' }, V03: { outcome: 'error', resolution: 'resolved' } }) } },
  { of: 'application.approve', what: 'a fail that two overrode, in a file that another prepared', when: { application: prepared, checks: checks({ V04: { outcome: 'fail', resolution: 'overridden' } }) } },
  { of: 'application.approve', what: 'a list that was not asked, however long ago', when: { checks: checks({ V11: { outcome: 'skipped', ageInDays: 200 } }) } },
  { of: 'application.approve', what: 'a biography that was checked', when: { application: { hasBiography: true }, checks: checks({ V16: {} }) } },
  { of: 'application.approve', what: 'payments by industry, which inform and never count', when: { checks: checks({ V17: { outcome: 'fail', ageInDays: 400, expired: true } }) } },
  { of: 'application.approve', what: 'no certification, and none claimed', when: { application: { claimsCertification: false }, checks: checks({ V12: null }) } },
  { of: 'application.approve', what: 'the high lane, prepared by another', when: { application: { ...prepared, lane: 'high' } } },
  { of: 'application.approve', what: 'an appeal, which is another person’s anyway', when: { application: { lane: 'high', appealed: true, decidedBy: 'otto' } } },
  { of: 'application.approve', what: 'a disputed number that two gave to this applicant', when: { application: { ...prepared, lane: 'disputes', disputed: true, npiTaken: true } } },
  { of: 'application.approve', what: 'a number that a stranger disputes, in a file that another prepared', when: { application: { ...prepared, contested: true } } },
  { of: 'application.decline', what: 'checks that are open, old or wrong', when: { application: prepared, checks: checks({ V01: null, V03: { ageInDays: 121 }, V04: { outcome: 'fail' } }) } },
  { of: 'application.appeal', what: 'the thirtieth day', when: { application: { daysSinceDecision: 30 } } },
];

// prettier-ignore
export const membershipJustEnough: Enough<MembershipChange>[] = [
  { of: 'physician.suspend', what: 'an administrative cause', when: { input: { cause: 'administrative' } } },
  { of: 'physician.lift', what: 'a finding of the clock that another proposed to clear', when: { physician: { suspendedBy: null, proposed: { verdict: 'clear', by: 'otto' } } } },
  { of: 'physician.confirmAdverse', what: 'a finding of the clock that another proposed to confirm', when: { physician: { suspendedBy: null, proposed: { verdict: 'adverse', by: 'otto' } } } },
  { of: 'physician.suspend', what: 'a finding against who is suspended for an expiry', when: { physician: { status: 'suspended', suspension: 'administrative' } } },
  { of: 'physician.suspend', what: 'a further finding of the clock while one is settled', when: { physician: { status: 'suspended', suspension: 'provisional', suspendedBy: 'otto' }, actor: { id: null } } },
  { of: 'physician.lift', what: 'a finding that was cleared after the term', when: { physician: { overdue: true } } },
  { of: 'physician.lift', what: 'an expiry that was renewed', when: { physician: { suspension: 'administrative', unlicensed: true } } },
  { of: 'physician.lift', what: 'an administrative cause, by who recorded it', when: { physician: { suspension: 'administrative', suspendedBy: 'vera' } } },
];
