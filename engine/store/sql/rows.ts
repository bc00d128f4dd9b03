/** Rows as the tables hold them, and the objects the engine works with. */
import type { Contact } from '../../contact/contact';
import type { Enrollment, EnrollmentState, Run } from '../../sequence/enrollment';
import type { Progress } from '../../sequence/lifecycle';
import type { Reason } from '../../sequence/reason';
import type { SendState } from '../../whatsapp/send-state';
import type { SendView } from '../contract';

export interface ContactRow {
	id: string;
	phone: string | null;
	user_id: string | null;
	name: string | null;
	time_zone: string | null;
	first_inbound_at: number | null;
	first_message_id: string | null;
	last_inbound_at: number | null;
	opted_out_by: string | null;
	consent_at: number | null;
	utility_out_by: string | null;
}

export const CONTACT_COLUMNS = 'id, phone, user_id, name, time_zone, first_inbound_at, first_message_id, last_inbound_at, opted_out_by, consent_at, utility_out_by';

export function toContact(row: ContactRow): Contact {
	return {
		id: row.id,
		phone: row.phone,
		userId: row.user_id,
		name: row.name,
		timeZone: row.time_zone,
		lastInboundAt: row.last_inbound_at,
		marketingAllowed: row.opted_out_by === null,
		utilityAllowed: row.utility_out_by === null,
	};
}

export interface EnrollmentRow {
	id: string;
	sequence_id: string;
	version: number;
	contact_id: string;
	state: string;
	reason: string | null;
	reason_detail: string | null;
	step: string | null;
	due_at: number | null;
	lease: string | null;
	lease_owner: string | null;
	available_at: number | null;
	attempts: number;
	last_lease: string | null;
	last_step: string | null;
	enrolled_at: number;
	enrolled_by: string | null;
	last_sent_at: number | null;
	replied_at: number | null;
	held_out: number;
	ended_at: number | null;
	ended_by: string | null;
	reference: string | null;
	context: string;
	paused_at: number | null;
	expires_at: number | null;
	cancelled_steps: string | null;
	chain_root: string | null;
	chain_depth: number;
	changed_at: number;
}

export const ENROLLMENT_COLUMNS =
	'id, sequence_id, version, contact_id, state, reason, reason_detail, step, due_at, lease, lease_owner, available_at, attempts, last_lease, last_step, enrolled_at, enrolled_by, last_sent_at, replied_at, held_out, ended_at, ended_by, reference, context, paused_at, expires_at, cancelled_steps, chain_root, chain_depth, changed_at';

export function toEnrollment(row: EnrollmentRow): Enrollment {
	return { ...toRun(row), context: JSON.parse(row.context) as Record<string, unknown> };
}

/** Where a run stands; its context is not read for that. */
export function toRun(row: EnrollmentRow): Run {
	return {
		id: row.id,
		sequenceId: row.sequence_id,
		version: row.version,
		contactId: row.contact_id,
		state: row.state as EnrollmentState,
		reason: row.reason as Reason | null,
		reasonDetail: row.reason_detail,
		step: row.step,
		dueAt: row.due_at,
		attempts: row.attempts,
		enrolledAt: row.enrolled_at,
		lastSentAt: row.last_sent_at,
		endedAt: row.ended_at,
		repliedAt: row.replied_at,
		heldOut: row.held_out === 1,
		reference: row.reference,
		pausedAt: row.paused_at,
		expiresAt: row.expires_at,
		cancelledSteps: row.cancelled_steps === null ? [] : (JSON.parse(row.cancelled_steps) as string[]),
	};
}

/** Writes where a run stands onto its row, in memory; lease and version are the caller's. */
export function place(row: EnrollmentRow, progress: Progress): void {
	row.state = progress.state;
	row.reason = progress.reason;
	row.step = progress.step;
	row.due_at = progress.dueAt;
	row.attempts = progress.attempts;
	row.last_sent_at = progress.lastSentAt;
	row.ended_at = progress.endedAt;
	row.paused_at = progress.pausedAt;
	row.expires_at = progress.expiresAt;
	row.cancelled_steps = progress.cancelledSteps.length === 0 ? null : JSON.stringify(progress.cancelledSteps);
}

export type { SendState };

export interface SendRow {
	id: string;
	contact_id: string;
	enrollment_id: string | null;
	sequence_id: string | null;
	step: string | null;
	node: string;
	label: string;
	state: SendState;
	posts: number;
	wamid: string | null;
	error_code: number | null;
	error: string | null;
	sending_at: number;
	accepted_at: number | null;
	sent_at: number | null;
	delivered_at: number | null;
	read_at: number | null;
	failed_at: number | null;
}

export const SEND_COLUMNS =
	'id, contact_id, enrollment_id, sequence_id, step, node, label, state, posts, wamid, error_code, error, sending_at, accepted_at, sent_at, delivered_at, read_at, failed_at';

export function toSendView(row: SendRow): SendView {
	return {
		id: row.id,
		enrollmentId: row.enrollment_id,
		step: row.step,
		label: row.label,
		state: row.state,
		wamid: row.wamid,
		error: row.error,
	};
}

/** `prefix.` before every column, for joins. */
export function columnsOf(columns: string, prefix: string): string {
	return columns
		.split(', ')
		.map((column) => `${prefix}.${column}`)
		.join(', ');
}
