/** What a preview tells: one entry for everything that happens, for every step and for every end, in their order. */
import type { EnrollmentState } from '../sequence/enrollment';
import type { Reason } from '../sequence/reason';
import type { ScheduleStage } from '../sequence/schedule';
import type { Happening } from './plan';

export interface PreviewEntry {
	kind: 'event' | 'step' | 'end';
	/** UTC milliseconds; null for a step that never comes. */
	at: number | null;
	/** With a random spread: the latest that it may be. */
	latestAt?: number;
	/** The contact's time zone. */
	zone: string;
	sequence: string;
	step: string | null;
	outcome: StepResult | EventResult | EnrollmentState;
	reason: Reason | null;
	/** One or two sentences: why then, or why not. */
	why: string;
	/** The rules of the schedule that led to this time, in their order; empty where something else did. */
	timing: ScheduleStage[];
	/** Of a step that is put off: when it is due again. */
	putOffTo?: number;
	/** What was, or would have been, sent; empty for a step without a message of its own. */
	message?: string;
	/** Version of the message in an A/B test. */
	variant?: string;
}

/** done: the workflow does something else; answered: the awaited reply came. */
export type StepResult = 'sent' | 'done' | 'answered' | 'not_sent' | 'put_off';

export type EventResult = 'enrolled' | 'refused' | Happening['kind'];
