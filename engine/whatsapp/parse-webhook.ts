/**
 * Meta's webhook body as a list of events (https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks).
 * One POST may hold 1,000 updates for several numbers; whatever is malformed is passed over, and what stands
 * beside it is kept. Nothing here throws, and the work grows with the size of the body only.
 */
import { ContactBook, isSomebody } from './event-contact';
import { readMessage } from './inbound-message';
import { firstText, instant, isRecord, record, records, text, type JsonRecord } from './json-shape';
import { readStatus } from './message-status';
import type { MessageEvent, OtherEvent, PreferenceEvent, WebhookEvent } from './webhook-event';

/** One change of a webhook: a field and its value. */
interface Change {
	field: string;
	value: JsonRecord;
	/** Time to take for events that bring none. */
	at: number;
}

/**
 * Fields whose `messages` and `statuses` are live traffic. `standby` has it while another app holds the
 * conversation. Other fields use the same names for other things: `history` for old messages, `calls` for calls.
 */
const CONVERSATION = new Set(['messages', 'standby']);
/**
 * Notices of WhatsApp about a person (new number, changed identity). They come as messages, yet nobody wrote:
 * they must not count as a reply or open the 24-hour window.
 */
const NOTICE = 'system';

/**
 * The events of a webhook body that concern this business number. What belongs to another number of the same
 * business is left out; what belongs to no number (templates, account) is kept as `other`.
 *
 * @param body the parsed JSON, of any shape
 * @param phoneNumberId Meta's id of our number
 * @param receivedAt time for events without a timestamp, in milliseconds
 */
export function parseWebhook(body: unknown, phoneNumberId: string, receivedAt = 0): WebhookEvent[] {
	const events: WebhookEvent[] = [];
	for (const change of changesOf(body, phoneNumberId, receivedAt)) {
		for (const event of eventsOf(change)) events.push(event);
	}
	return events;
}

/** The message objects as Meta sent them, by wamid. */
export function rawMessages(body: unknown, phoneNumberId: string): Map<string, JsonRecord> {
	const found = new Map<string, JsonRecord>();
	for (const { field, value } of changesOf(body, phoneNumberId, 0)) {
		if (!CONVERSATION.has(field)) continue;
		for (const raw of records(value.messages)) found.set(text(raw.id), raw);
	}
	return found;
}

/** Ids of the numbers that changes of this field are about. */
export function numbersIn(body: unknown, field: string): Set<string> {
	const changes = records(record(body).entry).flatMap((entry) => records(entry.changes));
	const ids = changes.filter((change) => change.field === field).map((change) => text(record(record(change.value).metadata).phone_number_id));
	return new Set(ids.filter((id) => id !== ''));
}

function* changesOf(body: unknown, phoneNumberId: string, receivedAt: number): Generator<Change> {
	for (const entry of records(record(body).entry)) {
		const at = instant(entry.time) ?? receivedAt;
		for (const change of records(entry.changes)) {
			if (!isRecord(change.value)) continue;
			const field = firstText(change.field, entry.field) || 'messages';
			const value = unwrap(change.value);
			const owner = text(record(value.metadata).phone_number_id);
			if (owner === '' || owner === phoneNumberId) yield { field, value, at };
		}
	}
}

/** While another app holds the conversation, the same arrays come one level deeper. */
function unwrap(value: JsonRecord): JsonRecord {
	return isRecord(value.standby) ? { ...value, ...value.standby } : value;
}

function* eventsOf(change: Change): Generator<WebhookEvent> {
	const { field, value } = change;
	if (CONVERSATION.has(field)) {
		const people = new ContactBook(value.contacts);
		yield* messagesOf(change, people);
		const statuses = records(value.statuses);
		for (const raw of statuses) {
			const event = readStatus(raw, instant(raw.timestamp) ?? change.at, people, statuses.length);
			if (event !== null) yield event;
		}
		if (records(value.errors).length > 0) yield other(field, value);
	} else if (field === 'user_preferences') {
		yield* preferencesOf(change);
	} else {
		yield other(field, value);
	}
}

function* messagesOf({ value, at }: Change, people: ContactBook): Generator<MessageEvent | OtherEvent> {
	const messages = records(value.messages);
	for (const raw of messages) {
		const id = text(raw.id);
		const contact = people.find(raw.from, raw.from_user_id, messages.length);
		if (text(raw.type) === NOTICE) {
			yield other(NOTICE, raw);
		} else if (id !== '' && isSomebody(contact)) {
			// Without an id a redelivery could not be told from a new message; Meta always sends one.
			yield { kind: 'message', id, at: instant(raw.timestamp) ?? at, contact, message: readMessage(raw) };
		}
	}
}

function* preferencesOf(change: Change): Generator<PreferenceEvent | OtherEvent> {
	const people = new ContactBook(change.value.contacts);
	const preferences = records(change.value.user_preferences);
	for (const raw of preferences) {
		const contact = people.find(raw.wa_id, raw.user_id, preferences.length);
		const value = text(raw.value);
		if (value !== 'stop' && value !== 'resume') {
			// "signup" and whatever comes: not a switch, so the ledger of consent must not take it for one.
			yield other(change.field, { ...change.value, user_preferences: [raw] });
		} else if (isSomebody(contact)) {
			yield { kind: 'preference', at: instant(raw.timestamp) ?? change.at, contact, value };
		}
	}
}

function other(field: string, value: JsonRecord): OtherEvent {
	return { kind: 'other', field, value };
}
