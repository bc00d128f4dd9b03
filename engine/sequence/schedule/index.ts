/** When a step is due, and when a sequence sends. */
export { dueAfter, dueBefore, durationOf } from './delay';
export { startOfDay, timeOfDayBefore } from './exact-time';
export { dueAt, nextOpening, type StepTime, type Timing } from './schedule';
export { latestWithSpread, stagesOf, type ScheduleStage } from './stages';
export { isOpenAt } from './windows';
