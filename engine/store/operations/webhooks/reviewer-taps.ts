/** A reviewer taps Approve or Reject in WhatsApp: that decides, and is no message of a customer. */
import type { MessageEvent } from '../../../whatsapp/webhook-event';
import { readReviewButton } from '../../../whatsapp/review-button';
import type { ReviewDecision } from '../../contract';
import { findContacts, updateContacts } from '../../sql/contacts';
import { reviewsById } from '../../sql/reviews';
import type { Scope } from '../../sql/scope';
import { decideReviews } from '../reviews/decide-reviews';

/**
 * Carries the taps out and answers the other messages. The same button in anybody else's hands, or forwarded, is a message
 * like others: only the number that the review was sent to decides.
 */
export async function takeTaps(scope: Scope, events: MessageEvent[]): Promise<MessageEvent[]> {
	const tapped = events.flatMap((event) => {
		const button = readReviewButton(event.message.payload);
		return button && event.contact.phone ? [{ event, button }] : [];
	});
	if (tapped.length === 0) return events;
	const reviews = await reviewsById(scope, tapped.map(({ button }) => button.reviewId));
	const valid = tapped.filter(({ event, button }) => reviews.get(button.reviewId)?.reviewer === event.contact.phone);
	await openWindows(scope, valid.map(({ event }) => event));
	await decideReviews(
		scope,
		valid.map(({ event, button }): ReviewDecision => ({
			...button,
			by: [event.contact.name, event.contact.phone].filter(Boolean).join(' '),
			via: 'whatsapp',
			comment: null,
		})),
	);
	const taken = new Set(valid.map(({ event }) => event));
	return events.filter((event) => !taken.has(event));
}

/** Who taps has written to us, as far as Meta's 24 hours go. Nobody becomes a contact by it. */
async function openWindows(scope: Scope, events: MessageEvent[]): Promise<void> {
	const known = await findContacts(scope, events.map(({ contact }) => ({ phone: contact.phone! })));
	const rows = new Map(known.flatMap((row) => (row ? [[row.id, row] as const] : [])));
	events.forEach(({ at }, i) => {
		const row = rows.get(known[i]?.id ?? '');
		if (row) row.last_inbound_at = Math.max(row.last_inbound_at ?? at, at);
	});
	await updateContacts(scope, [...rows.values()]);
}
