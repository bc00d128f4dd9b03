/**
 * Who a webhook is about. Since 2026 people can hide their number: then phone fields are missing (not empty)
 * and only Meta's business-scoped user id is there (Meta: business-scoped-user-ids).
 */
import { toE164 } from '../contact/phone';
import { firstText, isRecord, record, records, text, type JsonRecord } from './json-shape';
import type { EventContact } from './webhook-event';

/** Two letters of the country, a dot, and what Meta made up; also "US.ENT.…" of a parent company. */
const USER_ID = /^[A-Z]{2}\.[A-Za-z0-9.]{1,140}$/;
/** Longer texts are no phone numbers; it also keeps the phone parser away from them. */
const LONGEST_PHONE = 32;

/** The people a change of a webhook tells of, found by phone or user id in one step each. */
export class ContactBook {
	private readonly entries: JsonRecord[];
	private readonly byId = new Map<string, JsonRecord>();
	private readonly phones = new Map<string, string | undefined>();

	constructor(contacts: unknown) {
		this.entries = records(contacts);
		for (const entry of this.entries) {
			for (const id of [text(entry.wa_id), text(entry.user_id)]) {
				if (id !== '' && !this.byId.has(id)) this.byId.set(id, entry);
			}
		}
	}

	/**
	 * The person with these ids as far as the change names them: ids from the message itself come first, and
	 * the contact list adds the name and the other id. `count` is how many events the change holds: a message
	 * without any sender is taken for the only contact's when both are alone.
	 */
	find(phone: unknown, userId: unknown, count: number): EventContact {
		const ids = [text(phone), text(userId)].filter((id) => id !== '');
		const alone = count === 1 && this.entries.length === 1;
		const known = ids.map((id) => this.byId.get(id)).find(isRecord);
		const entry = known ?? (ids.length === 0 && alone ? this.entries[0] : {});
		return this.build([text(phone), text(entry.wa_id)], [text(userId), text(phone), text(entry.user_id)], entry);
	}

	private build(phones: string[], userIds: string[], entry: JsonRecord): EventContact {
		const contact: EventContact = {};
		const phone = phones.map((value) => this.phone(value)).find((value) => value !== undefined);
		const userId = userIds.find((value) => USER_ID.test(value));
		const profile = record(entry.profile);
		const name = firstText(profile.name, profile.username);
		if (phone !== undefined) contact.phone = phone;
		if (userId !== undefined) contact.userId = userId;
		if (name !== '') contact.name = name;
		return contact;
	}

	/** Meta writes phone numbers as digits without the plus. Remembered: a batch tells of few people many times. */
	private phone(value: string): string | undefined {
		if (value === '' || value.length > LONGEST_PHONE || !/^\+?[\d\s()-]+$/.test(value)) return undefined;
		if (!this.phones.has(value)) {
			const digits = value.replace(/\D/g, '');
			this.phones.set(value, toE164(`+${digits}`) ?? undefined);
		}
		return this.phones.get(value);
	}
}

/** False when a webhook names nobody at all: there is no one to keep it for. */
export function isSomebody(contact: EventContact): boolean {
	return contact.phone !== undefined || contact.userId !== undefined;
}
