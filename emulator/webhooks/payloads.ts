import type { BusinessNumber } from '../account';
import type { Contact } from '../contacts';
import type { JsonObject } from '../json';
import type { Send, SendStatus } from '../sends';
import type { Change } from './sender';

/** One step of one send, waiting to be posted. */
export interface StatusUpdate {
	send: Send;
	status: Exclude<SendStatus, 'accepted'>;
	/** Milliseconds since the epoch. */
	at: number;
}

/** The two fields every message webhook opens with. */
export function metadataOf(number: BusinessNumber): JsonObject {
	return {
		messaging_product: 'whatsapp',
		metadata: { display_phone_number: number.displayPhoneNumber, phone_number_id: number.phoneNumberId },
	};
}

/**
 * `value.contacts[]`. Once a person has a username, the phone number is left out, not sent empty.
 * Source: D/business-scoped-user-ids
 */
export function contactOf(contact: Contact): JsonObject {
	return {
		profile: { name: contact.name, ...(contact.username ? { username: contact.username } : {}) },
		...(contact.username ? {} : { wa_id: contact.phone }),
		user_id: contact.userId,
	};
}

/**
 * Statuses as changes: those of one contact together, since `contacts[]` belongs to all of them. A `failed`
 * status travels without contacts. Source: D/webhooks/reference/messages/status
 */
export function statusChanges(number: BusinessNumber, updates: readonly StatusUpdate[]): Change[] {
	const groups: Array<{ contact: Contact; failed: boolean; statuses: JsonObject[] }> = [];
	for (const update of updates) {
		const failed = update.status === 'failed';
		const last = groups.find((group) => group.contact === update.send.contact && group.failed === failed);
		if (last) last.statuses.push(statusOf(update));
		else groups.push({ contact: update.send.contact, failed, statuses: [statusOf(update)] });
	}
	return groups.map(({ contact, failed, statuses }) => ({
		field: 'messages',
		value: { ...metadataOf(number), ...(failed ? {} : { contacts: [contactOf(contact)] }), statuses },
	}));
}

function statusOf({ send, status, at }: StatusUpdate): JsonObject {
	const priced = status === 'sent' || status === 'delivered';
	return {
		id: send.wamid,
		status,
		timestamp: String(Math.floor(at / 1_000)),
		...(send.contact.username ? {} : { recipient_id: send.contact.phone }),
		recipient_user_id: send.contact.userId,
		...(send.callbackData === undefined ? {} : { biz_opaque_callback_data: send.callbackData }),
		...(priced && send.freeEntryUntil !== undefined ? { conversation: conversationOf(send, send.freeEntryUntil) } : {}),
		...(priced ? { pricing: pricingOf(send) } : {}),
		...(status === 'failed' && send.failure ? { errors: [send.failure.toStatusError()] } : {}),
	};
}

/** Since v24 only messages within a free entry point carry a conversation. */
function conversationOf(send: Send, until: number): JsonObject {
	return {
		id: Buffer.from(send.contact.userId + until).toString('hex').slice(-32),
		expiration_timestamp: String(Math.floor(until / 1_000)),
		origin: { type: 'referral_conversion' },
	};
}

/** What the message costs. Source: D/pricing: only templates are billed, utility not within the window. */
function pricingOf(send: Send): JsonObject {
	if (send.freeEntryUntil !== undefined) {
		return { billable: false, pricing_model: 'PMP', type: 'free_entry_point', category: 'referral_conversion' };
	}
	const category = send.template?.category.toLowerCase() ?? 'service';
	const free = category === 'service' || (category === 'utility' && send.windowOpen);
	return { billable: !free, pricing_model: 'PMP', type: free ? 'free_customer_service' : 'regular', category };
}

/** A person stopped or resumed marketing in WhatsApp itself. Source: D/webhooks/reference/user_preferences */
export function preferenceChange(number: BusinessNumber, contact: Contact, value: 'stop' | 'resume', at: number): Change {
	return {
		field: 'user_preferences',
		value: {
			...metadataOf(number),
			contacts: [contactOf(contact)],
			user_preferences: [
				{
					...(contact.username ? {} : { wa_id: contact.phone }),
					user_id: contact.userId,
					detail: `User requested to ${value} marketing messages`,
					category: 'marketing_messages',
					value,
					timestamp: Math.floor(at / 1_000),
				},
			],
		},
	};
}
