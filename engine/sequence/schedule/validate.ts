/** What the hours and days of a sequence must be before it is published. Each fault is a sentence for its author. */
import type { Delay, FrequencyCap, SendWindow, SequenceDefinition, Step } from '../definition';
import { DAY_MS, dayOfDate, MINUTE_MS, minutesOf } from './clock';
import { durationOf } from './delay';
import type { SendingHours } from './sending-days';
import { isOpenAt } from './windows';

const WEEK = Array.from({ length: 7 }, (_, day) => day * DAY_MS);
const LONGEST_SPREAD_DAYS = 7;
const LONGEST_CAP_DAYS = 365;

export function faultsOfTiming(definition: SequenceDefinition): string[] {
	const { windows = [], holidays = [], spread, frequencyCap } = definition;
	const faults = windows.flatMap(faultsOfWindow);
	if (faults.length === 0 && neverOpens(definition)) {
		faults.push('The windows are open at weekends only, and Business Days Only leaves weekends out, so nothing would ever be sent. Change one of them.');
	}
	for (const holiday of holidays) {
		if (dayOfDate(holiday) === null) faults.push(`The holiday "${holiday}" is no date. Write it like 2026-12-25.`);
	}
	if (spread) faults.push(...faultsOfDuration(spread, 'The random spread', LONGEST_SPREAD_DAYS));
	if (frequencyCap) faults.push(...faultsOfCap(frequencyCap));
	if (definition.catchUp !== undefined && !CATCH_UPS.includes(definition.catchUp)) {
		faults.push(`The choice "${String(definition.catchUp)}" under After Downtime or Pause is not known. Choose one from the list.`);
	}
	return faults;
}

const CATCH_UPS = ['send_all', 'latest_only', 'skip', 'spread'];

/** The faults of a step's time of day; `label` names the step. */
export function faultsOfTime({ at }: Step, label: string, definition: SequenceDefinition): string[] {
	if (at === undefined) return [];
	const minutes = minutesOf(at);
	if (minutes === null) return [`${label} has the time "${at}", which is no time of day. Write it from 00:00 to 23:59, like 09:30.`];
	if (faultsOfTiming(definition).length > 0) return [];
	const hours = { ...definition, holidays: [] };
	if (WEEK.some((day) => isOpenAt(day + (minutes * MINUTE_MS) % DAY_MS, hours, 'UTC'))) return [];
	return [`${label} is to be sent at ${at}, but no window is open then. Change the time or the windows.`];
}

/** Whether no hour of any week is open, as weekend windows together with business days are. */
export function neverOpens(hours: SendingHours): boolean {
	const always = { ...hours, holidays: [] };
	// An opening begins at midnight or with a window.
	const beginnings = [0, ...(hours.windows ?? []).map(({ from }) => (minutesOf(from) ?? 0) * MINUTE_MS)];
	return !WEEK.some((day) => beginnings.some((time) => isOpenAt(day + time, always, 'UTC')));
}

function faultsOfWindow({ days, from, to }: SendWindow, index: number): string[] {
	const label = `Window ${index + 1}`;
	const faults: string[] = [];
	for (const time of [from, to]) {
		if (minutesOf(time) === null) faults.push(`${label} has the time "${time}", which is no time of day. Write it from 00:00 to 24:00, like 09:00.`);
	}
	if (faults.length === 0 && minutesOf(from) === minutesOf(to)) {
		faults.push(`${label} opens and closes at ${from}, so it never opens. For the whole day write 00:00 to 24:00.`);
	}
	if (minutesOf(from) === 24 * 60) faults.push(`${label} begins at 24:00. Write 00:00 for the beginning of a day.`);
	if (days.length === 0) faults.push(`${label} has no day of the week, so it never opens. Choose at least one.`);
	if (days.some((day) => !Number.isInteger(day) || day < 1 || day > 7)) faults.push(`${label} has an unknown day of the week. Use 1 for Monday to 7 for Sunday.`);
	return faults;
}

function faultsOfCap({ messages, per }: FrequencyCap): string[] {
	const faults = faultsOfDuration(per, 'The frequency cap', LONGEST_CAP_DAYS);
	if (!Number.isInteger(messages) || messages < 1) {
		faults.push(`The frequency cap allows ${messages} messages. It must be a whole number of at least 1; to send nothing, unpublish the workflow.`);
	}
	if (faults.length === 0 && durationOf(per) === 0) faults.push('The frequency cap counts over no time at all. Say for how long, such as 1 day.');
	return faults;
}

const UNITS = ['seconds', 'minutes', 'hours', 'days'];

function faultsOfDuration(duration: Delay, label: string, longestDays: number): string[] {
	if (!UNITS.includes(duration.unit)) return [`${label} has the unknown unit "${duration.unit}". Use seconds, minutes, hours or days.`];
	if (!Number.isFinite(duration.amount)) return [`${label} is over a time that is no number.`];
	if (duration.amount < 0) return [`${label} is over a negative time (${duration.amount} ${duration.unit}).`];
	return durationOf(duration) > longestDays * DAY_MS ? [`${label} is over more than ${longestDays} days.`] : [];
}
