/** Why a step comes when it comes, in a sentence, from what the schedule says of it. */
import type { Step } from '../sequence/definition';
import { explain, type Reason } from '../sequence/reason';
import type { ScheduleStage } from '../sequence/schedule';
import { shortTime } from './local-time';

/** Reasons by which a step waits for another time than its own. */
const PUT_OFF: ReadonlySet<Reason> = new Set(['outside_window', 'capped', 'catching_up', 'rescheduled', 'held_back_by_meta', 'rate_limited', 'meta_unavailable', 'credential_refused', 'template_missing', 'execution_failed', 'sequence_paused']);

export interface StepCase {
	step: Step;
	/** The instant it happened. */
	at: number;
	/** When it was due. */
	dueAt: number;
	/** The date that it counts from, or null. */
	date: number | null;
	/** What its wait counts from otherwise. */
	from: 'enrollment' | 'message' | 'reply';
	/** Why it waited for another time than its own, or null. */
	putOff: Reason | null;
	timing: ScheduleStage[];
	zone: string;
}

export function isPutOff(reason: Reason | null): reason is Reason {
	return reason !== null && PUT_OFF.has(reason);
}

export function whyThen(one: StepCase): string {
	const late = one.at > one.dueAt ? ` It was due on ${shortTime(one.dueAt, one.zone)}, when nothing could be sent.` : '';
	if (one.putOff) return `It had to wait. ${explain(one.putOff)}${late}`;
	return `${startWithCapital(waitOf(one))}${one.timing.map(moveOf(one)).join('')}.${late}`;
}

const FROM = { enrollment: 'the enrollment', message: 'the last message', reply: 'the reply' };

function waitOf({ step: { delay, waitForReply, countsFrom }, date, from, timing, zone }: StepCase): string {
	const { amount, unit } = delay;
	if (countsFrom && date !== null) {
		const counted = amount === 0 ? 'at' : `${longOf(amount, unit)} ${countsFrom.side}`;
		return `${counted} "${countsFrom.field}", ${shortTime(date, zone)}`;
	}
	if (amount === 0 && timing.length > 1) return 'no wait';
	if (amount === 0) return from === 'enrollment' ? 'at once' : `at once after ${FROM[from]}`;
	const long = longOf(amount, unit);
	return waitForReply ? `no reply within ${long} after ${FROM[from]}` : `${long} after ${FROM[from]}`;
}

const longOf = (amount: number, unit: string): string => `${amount} ${amount === 1 ? unit.slice(0, -1) : unit}`;

const moveOf = ({ step, zone }: StepCase) => ({ rule, at }: ScheduleStage): string => {
	switch (rule) {
		case 'delay':
			return '';
		case 'exact_time':
			return `, then at ${step.at ?? ''}`;
		case 'hours':
			return `, then the sending hours open on ${shortTime(at, zone)}`;
	}
};

const startWithCapital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
