/** The lifecycles of revision, guide and review, and the one place where a transition happens. */
export { EditorialModule } from './editorial.module.js';
export { Editorial } from './editorial.service.js';
export type { Facts, TransitionInput } from './facts.js';
export { guideLifecycle, guideStates } from './guide-lifecycle.js';
export { openRevisionStates, revisionLifecycle, revisionStates } from './revision-lifecycle.js';
export { reviewLifecycle, reviewStates } from './review-lifecycle.js';
export { lockGuide, readGuide } from './load-facts.js';
export type { NewGuide } from './new-guide.js';
export { openRechecks, type DueRecheck } from './recheck-opening.js';
export { ScheduleJobs, type ScheduleRound } from './schedules.jobs.js';
export { Transitions, type Command, type Done, type Noun, type Possible } from './transitions.service.js';
