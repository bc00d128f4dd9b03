import { userIdOf } from './ids';

/** How long a customer's message keeps the service window open. Source: D/messages/send-messages */
export const SERVICE_WINDOW_MS = 24 * 60 * 60 * 1_000;
/** How long a reply to an ad's message keeps everything free. Source: D/pricing (free entry points) */
export const FREE_ENTRY_POINT_MS = 72 * 60 * 60 * 1_000;

/** A person with WhatsApp, as the emulator's operator set them up. */
export interface Contact {
	/** Digits with country code. */
	phone: string;
	userId: string;
	name: string;
	/** Set once the person has taken a username: Meta then leaves the phone number out of webhooks. */
	username?: string;
	/** Stopped marketing messages in WhatsApp itself: marketing fails with 131050. */
	marketingStopped: boolean;
	/** Not on WhatsApp, or has blocked the business: everything fails with 131026. */
	unreachable: boolean;
	noReadReceipts: boolean;
	/** When the last message that opens the service window came in. */
	lastInboundAt?: number;
	/** When a message with an ad's referral came in; the business has 24 h to answer it. */
	referralAt?: number;
	freeEntryUntil?: number;
}

export type ContactSettings = Partial<Omit<Contact, 'phone' | 'lastInboundAt' | 'username'>> & {
	/** `null` takes the username away again. */
	username?: string | null;
	/** `null` closes the service window. */
	lastInboundAt?: number | null;
};

/** Keeps only the digits: `+1 (650) 555-1234` and `16505551234` are one number. */
export function digitsOf(phone: string): string {
	return phone.replace(/\D/g, '');
}

/** Everyone who has written, been written to, or been set up through the control path. */
export class ContactBook {
	private readonly byPhone = new Map<string, Contact>();
	private readonly byUserId = new Map<string, Contact>();

	constructor(private readonly now: () => number) {}

	/** The contact with that number, made on first mention. */
	withPhone(phone: string): Contact {
		const digits = digitsOf(phone);
		const known = this.byPhone.get(digits);
		if (known) return known;
		const contact: Contact = {
			phone: digits,
			userId: userIdOf(digits),
			name: 'Contact ' + digits.slice(-4),
			marketingStopped: false,
			unreachable: false,
			noReadReceipts: false,
		};
		this.byPhone.set(digits, contact);
		this.byUserId.set(contact.userId, contact);
		return contact;
	}

	withUserId(userId: string): Contact | undefined {
		return this.byUserId.get(userId);
	}

	/** Applies what the operator asked for and answers the contact. */
	change(phone: string, settings: ContactSettings): Contact {
		const contact = this.withPhone(phone);
		const { userId, username, lastInboundAt, ...rest } = settings;
		Object.assign(contact, rest);
		if (userId !== undefined && userId !== contact.userId) {
			this.byUserId.delete(contact.userId);
			contact.userId = userId;
			this.byUserId.set(userId, contact);
		}
		if (username !== undefined) contact.username = username ?? undefined;
		if (lastInboundAt !== undefined) contact.lastInboundAt = lastInboundAt ?? undefined;
		return contact;
	}

	/** Notes a message that opens the service window. */
	wrote(contact: Contact, fromAd: boolean): void {
		contact.lastInboundAt = this.now();
		if (fromAd) contact.referralAt = this.now();
	}

	/** Notes a send: the first answer to an ad's message opens the free entry point. */
	wasAnswered(contact: Contact): void {
		if (contact.referralAt === undefined) return;
		if (this.now() - contact.referralAt < SERVICE_WINDOW_MS) contact.freeEntryUntil = this.now() + FREE_ENTRY_POINT_MS;
		contact.referralAt = undefined;
	}

	windowOpen(contact: Contact): boolean {
		return contact.lastInboundAt !== undefined && this.now() - contact.lastInboundAt < SERVICE_WINDOW_MS;
	}

	freeEntryOpen(contact: Contact): boolean {
		return contact.freeEntryUntil !== undefined && this.now() < contact.freeEntryUntil;
	}

	all(): Contact[] {
		return [...this.byPhone.values()];
	}

	reset(): void {
		this.byPhone.clear();
		this.byUserId.clear();
	}
}
