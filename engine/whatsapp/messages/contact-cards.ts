/** Contact cards (Meta: messages/contacts-messages). */
import type { MessageContent } from '../message-body';
import type { TextSource } from '../placeholders';
import type { ContactCardDraft } from './draft';
import type { Writer } from './writer';

const MOST_CARDS = 257;
/** Meta names no limit for the parts of a card; this keeps a pasted text out. */
const LONGEST_LINE = 1_000;

type Card = ContactCardDraft['cards'][number];

export function writeContactCards({ cards }: ContactCardDraft, writer: Writer): MessageContent {
	if (cards.length < 1 || cards.length > MOST_CARDS) writer.fault(`There are ${cards.length} contact cards; WhatsApp takes 1 to ${MOST_CARDS}.`);
	return { type: 'contacts', contacts: cards.map((card, index) => cardOf(card, index + 1, writer)) };
}

function cardOf(card: Card, number: number, writer: Writer): Record<string, unknown> {
	const line = (source: TextSource | undefined, what: string): string | undefined =>
		writer.optional(source, { what: `${what} of contact card ${number}`, most: LONGEST_LINE })?.trim();
	const name = writer.text(card.name, { what: `The name of contact card ${number}`, most: LONGEST_LINE }).trim();
	const [phone, email, company, website] = [line(card.phone, 'The phone'), line(card.email, 'The email'), line(card.company, 'The company'), line(card.website, 'The website')];
	return {
		// Meta wants one more part of the name beside the formatted one.
		name: { formatted_name: name, first_name: name.split(/\s+/)[0] },
		...(phone ? { phones: [phoneOf(phone)] } : {}),
		...(email ? { emails: [{ email, type: 'WORK' }] } : {}),
		...(company ? { org: { company } } : {}),
		...(website ? { urls: [{ url: website, type: 'WORK' }] } : {}),
	};
}

/** With `wa_id` WhatsApp shows "Message" on the card, without it "Invite to WhatsApp". */
function phoneOf(phone: string): Record<string, string> {
	const digits = phone.replace(/\D/g, '');
	return { phone, type: 'CELL', ...(phone.startsWith('+') ? { wa_id: digits } : {}) };
}
