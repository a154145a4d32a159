import type { Role } from '../identity/index.js';

export const membershipStates = [
  'active',
  'attention',
  'suspended',
  'recredential-due',
  'recredentialing',
  'paused',
  'terminated',
] as const;
export type MembershipStatus = (typeof membershipStates)[number];

/**
 * Why somebody is suspended. `administrative`: something expired, one verifier lifts it on evidence. `provisional`: a finding that
 * two people confirm or clear. `adverse`: confirmed.
 */
export const suspensionCauses = ['administrative', 'provisional', 'adverse'] as const;
export type SuspensionCause = (typeof suspensionCauses)[number];

/** What one person proposes and another carries out. */
export const findingVerdicts = ['clear', 'adverse'] as const;
export type FindingVerdict = (typeof findingVerdicts)[number];

/** A role, the member themself, or the clock. */
export type MembershipParty = Role | 'member' | 'clock';

export interface MembershipInput {
  reason?: string | undefined;
  cause?: SuspensionCause | undefined;
  evidence?: string | undefined;
  verdict?: FindingVerdict | undefined;
  /** Civil date: until when the license holds that was looked up again. */
  expiresOn?: string | undefined;
  /** Civil date from which the cause of an adverse finding stands; what was signed since is read again. */
  causeOn?: string | undefined;
}

export interface MembershipFacts {
  now: Date;
  /** Civil date in the publisher's zone. */
  today: string;
  physician: {
    id: string;
    status: MembershipStatus;
    suspension: SuspensionCause | null;
    suspendedBy: string | null;
    /** A proposal on a finding that takes two people: of the last seven days, and younger than every alert. */
    proposed: { verdict: FindingVerdict; by: string } | null;
    /** Findings that ask for attention and are not settled. */
    alerts: number;
    /** Those of them that are rows of the exclusion list with the member's name. */
    nameMatches: number;
    /** Unsettled findings that hide, but for a source of ours that was silent. */
    grounds: number;
    /** The 120 days before the membership's term ends have begun. */
    due: boolean;
    /** The term is over. */
    overdue: boolean;
    /** They have sent what a renewal asks for. */
    renewing: boolean;
    /** They paused, and have not resumed. */
    paused: boolean;
    /** No license of theirs holds on this day. */
    unlicensed: boolean;
    /** The verifier who has taken what was found, and until when. */
    holderId: string | null;
    leaseUntil: Date | null;
    version: number;
  };
  actor: {
    id: string | null;
    unproven: string | null;
    concerned: boolean;
    /** They take files of the member's state. */
    skilled: boolean;
    /** Files and members that they hold. */
    claims: number;
  };
  input: MembershipInput;
}
