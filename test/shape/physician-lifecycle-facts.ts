import type { ApplicationFacts, CurrentCheck } from '../../src/physicians/application-facts.js';
import type { MembershipFacts } from '../../src/physicians/membership-facts.js';
import { changed, daysAgo, now, type Changes } from './lifecycle-facts.js';

export type ApplicationChange = Changes<ApplicationFacts>;
export type MembershipChange = Changes<MembershipFacts>;

/** What a file has to show (`domain.md`, amendment to C8), V11 unless it was skipped; the last one only where a certification is claimed. */
// prettier-ignore
export const mandatory = ['V01', 'V02', 'V03', 'V04', 'V05', 'V06', 'V07', 'V08', 'V09', 'V10', 'V11', 'V13', 'V14', 'V15'];
export const withClaim = [...mandatory, 'V12'];

/** A file with every check passed yesterday, but for those that a case names; `null` leaves one out. */
export function checks(but: Record<string, Partial<CurrentCheck> | null> = {}): CurrentCheck[] {
  const further = Object.keys(but).filter((checkId) => !withClaim.includes(checkId));
  return [...withClaim, ...further]
    .filter((checkId) => but[checkId] !== null)
    .map((checkId, index) => ({
      id: index + 1,
      checkId: checkId as CurrentCheck['checkId'],
      outcome: 'pass',
      resolution: null,
      foundBy: null,
      ageInDays: 1,
      expired: false,
      ...but[checkId],
    }));
}

/** A file that `vera` holds and may decide alone: every guard of every transition passes; of `return`, when her time is over. */
export function passingFile(transition = ''): ApplicationFacts {
  return changed(commonFile(transition), ownFile[transition] ?? {});
}

/** Where a transition asks for other facts than the common ones. */
const ownFile: Record<string, ApplicationChange> = {
  'application.handOver': {
    application: {
      disputed: true,
      lane: 'disputes',
      member: true,
      npiTaken: true,
      membership: 'active',
      escalatedBy: 'otto',
    },
  },
  'application.close': { application: { kind: 'change', memberId: 'physician', membership: 'terminated' } },
};

function commonFile(transition: string): ApplicationFacts {
  return {
    now,
    application: {
      id: 'application',
      kind: 'initial',
      memberId: null,
      touched: null,
      membership: null,
      status: 'in-review',
      lane: 'standard',
      holderId: 'vera',
      leaseUntil: transition === 'application.return' ? now : daysAgo(-1),
      escalatedBy: null,
      decidedBy: null,
      disputed: false,
      appealed: false,
      claimsCertification: true,
      hasBiography: false,
      daysSinceDecision: 10,
      npiTaken: false,
      contested: false,
      member: false,
      excluded: false,
      version: 1,
    },
    actor: { id: 'vera', unproven: null, concerned: false, skilled: true, claims: 1 },
    checks: checks(),
    input: {
      reason: 'The name differs from the register.',
      declineReason: 'license-inactive',
      message: 'Your license ended in January.',
      attestedName: 'Ada Quillfeather',
    },
  };
}

/** A member about whom `vera` decides. */
function member(): MembershipFacts {
  return {
    now,
    today: '2026-03-02',
    physician: {
      id: 'physician',
      status: 'active',
      suspension: null,
      suspendedBy: null,
      proposed: null,
      alerts: 0,
      nameMatches: 0,
      grounds: 0,
      due: false,
      overdue: false,
      renewing: false,
      paused: false,
      unlicensed: false,
      holderId: null,
      leaseUntil: null,
      version: 1,
    },
    actor: { id: 'vera', unproven: null, concerned: false, skilled: true, claims: 1 },
    input: {
      reason: 'The board lists a consent order.',
      cause: 'provisional',
      evidence: 'Board of New York, order 555-0101, read today.',
      verdict: 'clear',
      expiresOn: '2027-03-01',
      causeOn: '2026-02-01',
    },
  };
}

const recorded: MembershipChange = {
  physician: { status: 'suspended', suspension: 'provisional', suspendedBy: 'otto' },
};
/** Where a transition asks for other facts than the common ones. */
const own: Record<string, MembershipChange> = {
  'physician.lift': recorded,
  'physician.propose': recorded,
  'physician.confirmAdverse': recorded,
  'physician.take': { physician: { status: 'attention', alerts: 1 } },
  'physician.giveBack': { physician: { status: 'attention', holderId: 'vera', leaseUntil: daysAgo(-1) } },
  'physician.return': { physician: { status: 'attention', holderId: 'otto', leaseUntil: now } },
  'physician.fallDue': { physician: { due: true } },
  'physician.renew': { physician: { status: 'recredential-due', due: true, renewing: true } },
  'physician.restore': { physician: { status: 'suspended', suspension: 'administrative' } },
};

/** Facts in which every guard of this transition of a membership passes. */
export function passingMember(transition: string): MembershipFacts {
  return changed(member(), own[transition] ?? {});
}
