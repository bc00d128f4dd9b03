/** Replies that a step waits for (Step.waitForReply): they end the wait, not the run. */
import { findStep } from '../../../sequence/definition';
import type { EnrollmentRow } from '../../sql/rows';
import type { Sequence } from '../../sql/sequences';
import { MESSAGE_SECOND_MS } from '../runs/end-enrollments';

/** The run stands at a step that waits for a reply. */
export function awaitsReply({ state, step }: EnrollmentRow, sequence: Sequence | undefined): boolean {
	if (!sequence || state !== 'active' || step === null) return false;
	const current = findStep(sequence.definition, step);
	return current?.enabled === true && current.waitForReply === true;
}

/** Whether a message written at this instant was written since the wait began. */
export function isAnswerTo(at: number, { last_sent_at, enrolled_at }: EnrollmentRow): boolean {
	return at + MESSAGE_SECOND_MS >= (last_sent_at ?? enrolled_at);
}

/** People answer in several messages: what they write before the next one of ours belongs to the awaited answer. */
export function isStillAnswering({ replied_at, last_sent_at }: EnrollmentRow): boolean {
	return replied_at !== null && replied_at === last_sent_at;
}
