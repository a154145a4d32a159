/** Applications of physicians, their checks and decisions, membership. One credential register serves members and reviewers. */
export { applicationStates, declineReasons, lanes, type ApplicationInput } from './application-facts.js';
export { applicationLifecycle, type ApplicationTransition } from './application-lifecycle.js';
export { appealDays } from './application-guards.js';
export { Applications, type ApplicationDone, type PossibleForApplication } from './applications.service.js';
export type { Declared } from './check.js';
export { Claims } from './claims.service.js';
export { conflictCauses, Conflicts, type ConflictCause, type Declaration } from './conflicts.service.js';
export { declaredColumns, licensingStates, type Form } from './declared.js';
export { documentBytes, documentKinds, documentTypes, type DocumentKind } from './document-content.js';
export { Documents, type AddedDocument, type SentDocument } from './documents.service.js';
export { ExclusionList, type LoadReport } from './exclusion-list.js';
export { Intake, type ApplicantAnswer } from './intake.service.js';
export { humanChecks, serviceDaysOf, specialtyGroups } from './lanes.js';
export { LeieUnreachable, openLeie, publishedLeie } from './leie-source.js';
export { findingVerdicts, membershipStates, suspensionCauses } from './membership-facts.js';
export { membershipLifecycle } from './membership-lifecycle.js';
export { Memberships, type PossibleForMember } from './memberships.service.js';
export type { MembershipDone } from './move-membership.js';
export { MemberDesk, type MemberView } from './member-desk.service.js';
export { MonitoringJobs, type Monitored } from './monitoring.jobs.js';
export { endedStatuses, isOpenFile } from './open-file.js';
export type { OwnFile } from './own-file.js';
export type { OwnMembership } from './own-membership.js';
export {
  LicenseSource,
  lostLicenses,
  type LicenseAnswer,
  type LicenseEvidence,
  type LicenseHolder,
} from './license-source.js';
export { LookUps } from './look-up.service.js';
export { checkDigit, isNpi } from './npi.js';
export { PhysicianJobs } from './physicians.jobs.js';
export { PhysiciansModule } from './physicians.module.js';
export { ProofOfWork } from './proof-of-work.js';
export type { FoundCheck } from './source-checks.service.js';
export { Verification, type HumanResult } from './verification.service.js';
