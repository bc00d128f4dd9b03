/** A person as one business number knows them. Times are UTC instants in milliseconds. */
export interface Contact {
	id: string;
	/** E.164 with the plus, e.g. +491701234567; null for people who hide their number. */
	phone: string | null;
	/** Meta's business-scoped user id, e.g. US.13491208655302741918 (Meta: business-scoped-user-ids). */
	userId: string | null;
	name: string | null;
	/** IANA zone, or null when unknown. */
	timeZone: string | null;
	/** Last message of the contact to us; the 24-hour window runs from it. */
	lastInboundAt: number | null;
	/** False once the contact has opted out of marketing. */
	marketingAllowed: boolean;
	/** False once the contact wants no order updates, reminders and the like either. */
	utilityAllowed: boolean;
}

/** What an item or a webhook says of a person: any known id, or the means to find one. */
export interface ContactRef {
	id?: string;
	phone?: string;
	userId?: string;
	name?: string;
	/** IANA zone, checked by whoever asks people for it (time-zone.ts, isZone). */
	timeZone?: string;
}

/** Meta's customer service window: 24 hours from the last user message (Meta: messages/send-messages). */
export const WINDOW_MS = 24 * 60 * 60 * 1000;

/** The instant at which the window closes, or null when the contact never wrote. */
export function windowEnd(contact: Pick<Contact, 'lastInboundAt'>): number | null {
	return contact.lastInboundAt === null ? null : contact.lastInboundAt + WINDOW_MS;
}

export function isWindowOpen(contact: Pick<Contact, 'lastInboundAt'>, now: number): boolean {
	const end = windowEnd(contact);
	return end !== null && now < end;
}
