import { Module } from '@nestjs/common';
import { EditorialModule } from '../editorial/index.js';
import { CapacityForecast } from './capacity-forecast.js';
import { FreshnessJobs } from './freshness.jobs.js';

/** Due dates, planned rechecks, reminders. Needs the platform module beside it. */
@Module({
  imports: [EditorialModule],
  providers: [FreshnessJobs, CapacityForecast],
  exports: [FreshnessJobs, CapacityForecast],
})
export class FreshnessModule {}
