/** Recording what people buy. */
import type { Contact, ContactRef } from '../../contact/contact';

export interface ConversionRequest {
	contact: ContactRef;
	/** The user's own id of the purchase or booking: the same one counts once per account. */
	orderId: string;
	/** In the currency's main unit, up to three decimals; null when the conversion has no value. */
	value: number | null;
	/** ISO 4217, e.g. EUR; null without a value. */
	currency: string | null;
	/** The code that was used, or null. */
	coupon: string | null;
	/** When it happened, in UTC milliseconds. */
	at: number;
}

export interface RecordedConversion {
	/** known: this order had been recorded before, and nothing was written. */
	outcome: 'recorded' | 'known';
	id: string;
	contact: Contact;
	/** The run and step whose message led to it by the rules of its sequence; null when none did. */
	attributedTo: { enrollmentId: string; sequence: string; step: string | null } | null;
	/** Runs that it ended as converted. */
	endedEnrollments: Array<{ id: string; sequence: string }>;
}
