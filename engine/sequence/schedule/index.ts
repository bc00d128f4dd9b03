/** When a step is due, and when a sequence sends. */
export { dueAfter, durationOf } from './delay';
export { dueAt, nextOpening, type StepTime, type Timing } from './schedule';
export { isOpenAt } from './windows';
