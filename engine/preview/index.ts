/** Sequences on a pretend clock, before anybody gets them. */
export type { PreviewEntry, StepResult } from './entry';
export { shortTime, timeWithYear } from './local-time';
export type { Happening, PretendEvent, PreviewPlan, PreviewWorld } from './plan';
export { preview } from './play';
export { changedContact, pretendContact, pretendId, pretendWorld, type PretendPerson } from './world';
