/** How a step came to its time: every rule of the schedule that moved it, in their order, by the schedule itself. */
import { minutesOf } from './clock';
import { dueAfter, durationOf } from './delay';
import { dueAt, type StepTime } from './schedule';
import { isAlwaysOpen, openingFrom } from './windows';

export interface ScheduleStage {
	/** delay: the step's own wait; exact_time: its time of day; hours: windows, business days and holidays. */
	rule: 'delay' | 'exact_time' | 'hours';
	/** Where the rule put it, in UTC milliseconds. */
	at: number;
}

/** The delay, and each rule that moved the step further. The last instant is that of dueAt without the spread. */
export function stagesOf({ timing, ...step }: StepTime): ScheduleStage[] {
	const hours = { ...timing, spread: undefined };
	const delay: ScheduleStage = { rule: 'delay', at: dueAfter(step.anchor, step.step.delay, step.zone) };
	const timed = step.step.at === undefined || minutesOf(step.step.at) === null ? delay.at : dueAt({ ...step, timing: {} });
	const open = dueAt({ ...step, timing: hours });
	const stages = [delay];
	// A time of day that no window allows is refused when a sequence is published, and passed over where it is there.
	if (timed > delay.at && timed <= open) stages.push({ rule: 'exact_time', at: timed });
	if (open > stages.at(-1)!.at) stages.push({ rule: 'hours', at: open });
	return stages;
}

/** The last instant to which a spread may put off a step that is due at `from`. */
export function latestWithSpread(from: number, timing: StepTime['timing'], zone: string): number {
	if (!timing.spread) return from;
	const end = isAlwaysOpen(timing) ? Infinity : (openingFrom(from, timing, zone)?.end ?? Infinity);
	return Math.min(from + durationOf(timing.spread), end);
}
