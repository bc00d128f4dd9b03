/** Pretended events in words. */
import type { Happening } from './plan';

export function wordsOf(event: Happening): string {
	switch (event.kind) {
		case 'reply':
			return `The contact writes "${event.text}".`;
		case 'opt_out':
			return 'The contact opts out of marketing messages.';
		case 'opt_in':
			return 'The contact allows marketing messages again.';
		case 'conversion':
			return event.coupon ? `The contact buys, with the coupon ${event.coupon}.` : 'The contact buys.';
		case 'human_reply':
			return 'Somebody answers the contact from the phone app.';
		case 'number_change':
			return 'The contact has a new phone number.';
		case 'undeliverable':
			return 'From now on WhatsApp cannot deliver to the contact.';
		case 'pause_contact':
			return 'The run of the contact is paused.';
		case 'resume_contact':
			return 'The run of the contact is resumed.';
		case 'pause_sequence':
			return 'The sequence is paused.';
		case 'resume_sequence':
			return 'The sequence is resumed.';
		case 'downtime_begins':
			return 'n8n goes down.';
		case 'downtime_ends':
			return 'n8n is up again.';
		case 'enroll':
			return event.reference ? `The contact is enrolled again, with the reference "${event.reference}".` : 'The contact is enrolled again.';
		case 'skip_step':
			return 'The next step is skipped by hand.';
		case 'publish':
			return 'The sequence is changed and published again.';
	}
}
