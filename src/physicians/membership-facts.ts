import type { Role } from '../identity/index.js';

export const membershipStates = ['active', 'attention', 'suspended', 'terminated'] as const;
export type MembershipStatus = (typeof membershipStates)[number];

/**
 * Why somebody is suspended. `administrative`: something expired, one verifier lifts it on evidence. `provisional`: a finding that
 * two people confirm or clear. `adverse`: confirmed.
 */
export const suspensionCauses = ['administrative', 'provisional', 'adverse'] as const;
export type SuspensionCause = (typeof suspensionCauses)[number];

export type MembershipParty = Role | 'clock';

export interface MembershipFacts {
  now: Date;
  physician: {
    id: string;
    status: MembershipStatus;
    suspension: SuspensionCause | null;
    suspendedBy: string | null;
    version: number;
  };
  actor: { id: string | null; unproven: string | null; concerned: boolean };
  input: { reason?: string; cause?: SuspensionCause; evidence?: string };
}
