/** What lists, pages and tests read. */
import type { Contact, ContactRef } from '../../contact/contact';
import type { Enrollment, EnrollmentState } from '../../sequence/enrollment';
import type { Reason } from '../../sequence/reason';
import type { SendState } from '../../whatsapp/send-state';

export interface EnrollmentFilter {
	sequence?: string;
	contact?: ContactRef;
	states?: EnrollmentState[];
}

/** `after` is the id of the last one already seen; the newest come first. */
export interface Page {
	limit: number;
	after?: string;
}

/** An enrollment with the names that people know it by. */
export interface EnrollmentView extends Enrollment {
	sequence: string;
	contact: Contact;
}

export interface TimelineEntry {
	at: number;
	/**
	 * enrolled, waited (no awaited reply came in time, so the step goes on), refused (why an enrollment was not begun), paused, resumed, moved (a person or a workflow changed what
	 * comes next), human (somebody answered from the phone app), conversion, step (how a due step ended, once each), retry (why it is tried again), held (nobody knows
	 * whether it went out), ended (with the step that was still to come), message,
	 * notice (a reaction and the like, which is nobody writing), consent,
	 * merged (another record turned out to be the same person), in_review (waits for a person's decision), reviewed (how that was decided), conversation (what became of their conversation at the desk)
	 */
	kind: string;
	sequence: string | null;
	step: string | null;
	reason: Reason | null;
	detail: string | null;
}

/** One send as lists and tests see it. */
export interface SendView {
	id: string;
	enrollmentId: string | null;
	step: string | null;
	label: string;
	state: SendState;
	wamid: string | null;
	error: string | null;
}
