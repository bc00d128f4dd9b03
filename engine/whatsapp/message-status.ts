/** What became of a message we sent (https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/reference/messages/status). */
import type { ContactBook } from './event-contact';
import { firstText, record, records, text, type JsonRecord } from './json-shape';
import type { MetaError, SendStatus, StatusEvent } from './webhook-event';

/** Voice messages are `played` after they were read; for us both mean that it was seen. */
const STATUSES = new Map<string, SendStatus>([
	['sent', 'sent'],
	['delivered', 'delivered'],
	['read', 'read'],
	['played', 'read'],
	['failed', 'failed'],
]);

/** Null for a status that says nothing of a send (warning, deleted, call states) or that names no message. */
export function readStatus(raw: JsonRecord, at: number, people: ContactBook, count: number): StatusEvent | null {
	const id = text(raw.id);
	const status = STATUSES.get(text(raw.status));
	if (id === '' || status === undefined) return null;
	// In groups recipient_id is the group; the person is the participant. The ids of parent companies, which
	// Meta spells in two ways (parent_recipient_user_id, recipient_parent_user_id), name no contact of ours.
	const phone = firstText(raw.recipient_participant_id, raw.recipient_type === 'group' ? '' : raw.recipient_id);
	const userId = firstText(raw.recipient_participant_user_id, raw.recipient_user_id);
	const event: StatusEvent = { kind: 'status', id, status, at, contact: people.find(phone, userId, count) };
	const callbackData = text(raw.biz_opaque_callback_data);
	const error = readError(raw.errors);
	if (callbackData !== '') event.callbackData = callbackData;
	if (error !== null) event.error = error;
	return event;
}

/** The first of Meta's errors, with its details when they say more than the title. */
export function readError(errors: unknown): MetaError | null {
	const [raw] = records(errors);
	if (raw === undefined) return null;
	const code = Number(raw.code);
	const title = firstText(raw.title, raw.message);
	const details = text(record(raw.error_data).details);
	const parts = [title, details === title ? '' : details].filter((part) => part !== '');
	return { code: Number.isFinite(code) ? code : 0, text: parts.join(': ') };
}
