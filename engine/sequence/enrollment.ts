/** Enrollment: one run of one contact through one sequence. */
import type { Reason } from './reason';

export const LIVE_STATES = ['active', 'paused', 'in_review'] as const;
export const ENDED_STATES = ['completed', 'converted', 'exited', 'failed'] as const;

export type EnrollmentState = (typeof LIVE_STATES)[number] | (typeof ENDED_STATES)[number];

/** All times are UTC instants in milliseconds since 1970. */
export interface Enrollment {
	id: string;
	sequenceId: string;
	/** Version of the definition under which it was last scheduled. */
	version: number;
	contactId: string;
	state: EnrollmentState;
	/** Why it is where it is: a reason code (see reason.ts), or null while all goes well. */
	reason: Reason | null;
	/** What makes the reason clear: the name of the guard's rule that ended it. */
	reasonDetail?: string | null;
	/** Name of the step that comes next; of one that ended early, the step that would have come. */
	step: string | null;
	/** When that step is due; null when nothing is due (ended, or held because a send is unconfirmed). */
	dueAt: number | null;
	attempts: number;
	enrolledAt: number;
	lastSentAt: number | null;
	endedAt: number | null;
	/** When the latest awaited reply came (Step.waitForReply); equal to `lastSentAt` as long as nothing was sent since. */
	repliedAt?: number | null;
	/** They get nothing, for comparison (SequenceDefinition.holdOut). */
	heldOut?: boolean;
	/** The user's own key of this run (cart id, order id), or null. */
	reference: string | null;
	/** JSON object that the enrolling item brought along. */
	context: Record<string, unknown>;
	/** Since when it is paused, or null. */
	pausedAt: number | null;
	/** When it ends because the contact stayed silent, or null. */
	expiresAt: number | null;
	/** Names of steps that this run leaves out. */
	cancelledSteps: readonly string[];
}

/** All of a run but what its item brought along. */
export type Run = Omit<Enrollment, 'context'>;

export function isLive(state: EnrollmentState): boolean {
	return (LIVE_STATES as readonly string[]).includes(state);
}
