/** Due dates, reminders, the stale sweep, levelling of rechecks. Moves no text; opens rechecks through editorial. */
export { CapacityForecast, type CapacityWeek, type Load } from './capacity-forecast.js';
export { reviewsNobodyCanTake, undecidedHolds, type ReviewNobodyCanTake, type UndecidedHold } from './escalations.js';
export { freshnessColumns, type Freshness, type FreshnessColumns } from './freshness-columns.js';
export { FreshnessJobs, type Swept } from './freshness.jobs.js';
export { FreshnessModule } from './freshness.module.js';
