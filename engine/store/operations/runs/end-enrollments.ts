/** Ends enrollments for a reason that is not a step's own: a reply, an opt-out, a removal, a restart. */
import { end, type Progress } from '../../../sequence/lifecycle';
import type { Reason } from '../../../sequence/reason';
import { writeProgress } from '../../sql/write-enrollments';
import { toRun, type EnrollmentRow } from '../../sql/rows';
import type { Scope } from '../../sql/scope';
import { addTimeline } from '../../sql/timeline';

/** Meta's message times are whole seconds: one written in the second of an enrollment came after it, for all we know. */
export const MESSAGE_SECOND_MS = 999;

/** Whether something said at `at` was said when the run had begun. */
export function saidSince(at: number, enrollment: Pick<EnrollmentRow, 'enrolled_at'>): boolean {
	return at + MESSAGE_SECOND_MS >= enrollment.enrolled_at;
}

export interface Ending {
	enrollment: EnrollmentRow;
	reason: Reason;
	/** The rule of a guard that ended it. */
	detail?: string;
	/** wamid of the message that ended it. */
	messageId?: string;
	/** exited unless it is said otherwise. */
	state?: 'exited' | 'converted';
	/** When it ended, in UTC milliseconds; now unless it is said otherwise. */
	at?: number;
}

/** Ends them now, whether or not somebody holds their step: a holder's next write is refused. */
export async function endEnrollments(scope: Scope, endings: Ending[]): Promise<Progress[]> {
	if (endings.length === 0) return [];
	const writes = endings.map(({ enrollment, reason, detail, messageId, state = 'exited', at = scope.now }) => ({
		enrollment,
		progress: end(toRun(enrollment), state, reason, at),
		version: enrollment.version,
		...(messageId ? { endedBy: messageId } : {}),
		...(detail ? { reasonDetail: detail } : {}),
	}));
	await writeProgress(scope, writes);
	await addTimeline(
		scope,
		endings.map(({ enrollment, reason, detail }) => ({
			contactId: enrollment.contact_id,
			enrollmentId: enrollment.id,
			sequenceId: enrollment.sequence_id,
			kind: 'ended',
			step: enrollment.step,
			reason,
			detail: detail ?? null,
		})),
	);
	return writes.map((write) => write.progress);
}
