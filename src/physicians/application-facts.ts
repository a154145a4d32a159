import type { Role } from '../identity/index.js';
import type { MembershipStatus } from './membership-facts.js';
import type { CheckId, CheckOutcome } from './check.js';

export const applicationStates = [
  'awaiting-email',
  'checking',
  'queued',
  'in-review',
  'needs-info',
  'escalated',
  'approved',
  'declined',
  'appealed',
  'withdrawn',
  'expired',
] as const;
export type ApplicationStatus = (typeof applicationStates)[number];

export const lanes = ['clean', 'standard', 'high', 'recredentialing', 'monitoring', 'disputes'] as const;
export type Lane = (typeof lanes)[number];

/** Who acts: a role, the applicant through their link, the one who holds the file, or the clock. */
export type ApplicationParty = Role | 'applicant' | 'holder' | 'clock';

/** Why an application is declined, as the applicant may be told (`domain.md` C8). */
export const declineReasons = [
  'npi-not-found',
  'npi-deactivated',
  'identity-not-confirmed',
  'license-not-found',
  'license-inactive',
  'license-restricted',
  'excluded-federal',
  'specialty-out-of-scope',
  'not-a-physician',
  'duplicate',
  'misrepresentation',
  'incomplete',
  'no-service-in-state',
  'policy-other',
] as const;
export type DeclineReason = (typeof declineReasons)[number];

/** The result of a check that counts now. */
export interface CurrentCheck {
  id: number;
  checkId: CheckId;
  outcome: CheckOutcome;
  /** The person who found it, where a person did. */
  foundBy: string | null;
  resolution: 'resolved' | 'override-proposed' | 'overridden' | null;
  /** Since it was found, with fractions. */
  ageInDays: number;
  /** What was found held until a day that is past. */
  expired: boolean;
}

export interface ApplicationInput {
  reason?: string;
  declineReason?: DeclineReason;
  /** Words for the applicant: a question, or a note with the decision. */
  message?: string;
  /** The member's typed name, which attests to a renewal. */
  attestedName?: string;
}

/** Everything that a guard reads. */
export interface ApplicationFacts {
  now: Date;
  application: {
    id: string;
    /** A first application, a renewal after 36 months, or a change that a member asked for. */
    kind: 'initial' | 'recredentialing' | 'change';
    memberId: string | null;
    status: ApplicationStatus;
    lane: Lane | null;
    holderId: string | null;
    leaseUntil: Date | null;
    escalatedBy: string | null;
    decidedBy: string | null;
    disputed: boolean;
    /** A decline of it was appealed. */
    appealed: boolean;
    /** The checks that read what the change is about; null where all are asked for. */
    touched: CheckId[] | null;
    /** The membership that this file is of, or that its number has, as it stands. */
    membership: MembershipStatus | null;
    /** A certification is claimed: V12 is asked for. */
    claimsCertification: boolean;
    /** There is a text for the profile: V16 is asked for. */
    hasBiography: boolean;
    /** Days since the decision, where there was one. */
    daysSinceDecision: number | null;
    /** Another confirmed, open, undisputed application or a member has this NPI. */
    npiTaken: boolean;
    /** An open dispute claims this NPI too; it is decided on its own. */
    contested: boolean;
    /** A member has this NPI: nobody takes over a membership, or gets around a suspension, by applying again. */
    member: boolean;
    /** The number is on the list that stands now, whatever was found before. */
    excluded: boolean;
    version: number;
  };
  actor: {
    id: string | null;
    /** Why a signature is not possible now; null right after the password was shown again. */
    unproven: string | null;
    /** Own file, a relative's, or one that they referred. */
    concerned: boolean;
    /** The state of the practice is among those whose files they may take. */
    skilled: boolean;
    /** Files they hold now, without those that wait for somebody else. */
    claims: number;
  };
  checks: CurrentCheck[];
  input: ApplicationInput;
}
