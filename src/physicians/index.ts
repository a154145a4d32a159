/** Applications of physicians, their checks and decisions, membership. One credential register serves members and reviewers. */
export { applicationStates, declineReasons, lanes, type ApplicationInput } from './application-facts.js';
export { applicationLifecycle, type ApplicationTransition } from './application-lifecycle.js';
export { appealDays } from './application-guards.js';
export { Applications, type ApplicationDone, type PossibleForApplication } from './applications.service.js';
export type { Declared } from './check.js';
export type { Form } from './declared.js';
export { ExclusionList, type LoadReport } from './exclusion-list.js';
export { Intake } from './intake.service.js';
export { humanChecks } from './lanes.js';
export { LeieUnreachable, openLeie, publishedLeie } from './leie-source.js';
export { membershipStates, suspensionCauses } from './membership-facts.js';
export { membershipLifecycle } from './membership-lifecycle.js';
export { Memberships, type MembershipDone } from './memberships.service.js';
export { PhysicianJobs } from './physicians.jobs.js';
export { PhysiciansModule } from './physicians.module.js';
export { ProofOfWork } from './proof-of-work.js';
export { Verification, type HumanResult } from './verification.service.js';
