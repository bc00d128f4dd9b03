/** An enrollment as items show it. */
import type { IDataObject } from 'n8n-workflow';
import type { Enrollment } from '../../engine/sequence/enrollment';
import { explain } from '../../engine/sequence/reason';
import type { EnrollmentView } from '../../engine/store/contract';
import { contactItem } from '../shared/contact-item';

export { contactItem };

const iso = (instant: number | null): string | null => (instant === null ? null : new Date(instant).toISOString());

export function enrollmentItem(enrollment: Enrollment, sequence: string): IDataObject {
	return {
		id: enrollment.id,
		sequence,
		state: enrollment.state,
		reason: enrollment.reason,
		explanation: enrollment.reason ? explain(enrollment.reason) : null,
		...(enrollment.reasonDetail ? { rule: enrollment.reasonDetail } : {}),
		nextStep: enrollment.state === 'completed' ? null : enrollment.step,
		dueAt: iso(enrollment.dueAt),
		enrolledAt: iso(enrollment.enrolledAt),
		lastSentAt: iso(enrollment.lastSentAt),
		endedAt: iso(enrollment.endedAt),
		attempts: enrollment.attempts,
		reference: enrollment.reference,
		context: enrollment.context as IDataObject,
	};
}

export function viewItem(view: EnrollmentView): IDataObject {
	return { contact: contactItem(view.contact), enrollment: enrollmentItem(view, view.sequence) };
}
