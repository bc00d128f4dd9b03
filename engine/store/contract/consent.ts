/** What contacts wish to get, who said so, and when. */
import type { ConsentCategory, ConsentSource } from '../../contact/consent';
import type { Contact, ContactRef } from '../../contact/contact';

/** Consent that a person or a list tells of, in place of the contact. */
export interface ConsentRequest {
	contact: ContactRef;
	/** stop: no more of these messages; start: they are welcome again. */
	change: 'stop' | 'start';
	categories: ConsentCategory[];
	source: Extract<ConsentSource, 'manual' | 'import'>;
	/** Where it can be looked up: a form, a call, a file. Empty only for a stop that somebody records by hand. */
	proof: string;
	/** wamid of the message that said so, where there is one. */
	messageId: string | null;
	/** When the contact said it, UTC milliseconds. */
	at: number;
}

/** Whether messages of a category may be sent, and who decided that last. */
export interface ConsentState {
	allowed: boolean;
	source: ConsentSource | null;
	/** UTC milliseconds; null when nothing was ever said. */
	at: number | null;
}

export interface ContactConsent {
	contact: Contact;
	marketing: ConsentState;
	utility: ConsentState;
}

export interface RecordedConsent extends ContactConsent {
	/** False when it was so before, or when a stricter word holds. */
	changed: boolean;
}

/** One line of the ledger. */
export interface ConsentEntry {
	at: number;
	category: ConsentCategory;
	change: 'stop' | 'start';
	source: ConsentSource;
	messageId: string | null;
	proof: string | null;
}
