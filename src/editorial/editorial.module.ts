import { Module, type OnModuleInit } from '@nestjs/common';
import { Guides, ReaderReports, reportLifecycle, ReportLimits, reportStates } from '../guides/index.js';
import { IdentityModule } from '../identity/index.js';
import { checkLifecycle } from '../platform/lifecycle.js';
import { Editorial } from './editorial.service.js';
import { guideLifecycle, guideStates } from './guide-lifecycle.js';
import { reviewLifecycle, reviewStates } from './review-lifecycle.js';
import { revisionLifecycle, revisionStates } from './revision-lifecycle.js';
import { ScheduleJobs } from './schedules.jobs.js';
import { Transitions } from './transitions.service.js';

@Module({
  imports: [IdentityModule],
  providers: [Guides, ReaderReports, ReportLimits, Editorial, Transitions, ScheduleJobs],
  exports: [Guides, ReaderReports, ReportLimits, Editorial, Transitions, ScheduleJobs],
})
export class EditorialModule implements OnModuleInit {
  /** Start-up stops at a table with an unknown or unreachable state. */
  onModuleInit(): void {
    checkLifecycle('revision', revisionStates, [], revisionLifecycle);
    checkLifecycle('guide', guideStates, [], guideLifecycle);
    checkLifecycle('report', reportStates, [], reportLifecycle);
    checkLifecycle('review', reviewStates, [], reviewLifecycle);
  }
}
