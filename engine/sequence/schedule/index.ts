/** When a step is due, and when a sequence sends. */
export { dueAfter, durationOf } from './delay';
export { dueAt, nextOpening, type StepTime, type Timing } from './schedule';
export { latestWithSpread, stagesOf, type ScheduleStage } from './stages';
export { isOpenAt } from './windows';
