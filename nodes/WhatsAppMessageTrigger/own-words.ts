/** The words by which contacts leave and join, where the user edited the list. */
import type { INodeProperties } from 'n8n-workflow';
import { consentWord, ownWords, USUAL_WORDS } from '../../engine/contact/consent-words';
import type { WebhookEvent } from '../../engine/whatsapp/webhook-event';

const { start: usualStart, stop: usualStop } = USUAL_WORDS;

export interface WordOptions {
	optOutWords?: string;
	optInWords?: string;
}

/** The events, each message with what it says about consent in these words. */
export function inOwnWords(events: WebhookEvent[], { optOutWords, optInWords }: WordOptions): WebhookEvent[] {
	if (optOutWords === undefined && optInWords === undefined) return events;
	const words = ownWords({
		...(optOutWords === undefined ? {} : { stop: optOutWords }),
		...(optInWords === undefined ? {} : { start: optInWords }),
	});
	return events.map((event) => (event.kind === 'message' ? { ...event, consent: consentWord(event.message, words) } : event));
}

export const optInWordsOption: INodeProperties = {
	displayName: 'Opt-In Words',
	name: 'optInWords',
	type: 'string',
	noDataExpression: true,
	typeOptions: { rows: 6 },
	default: usualStart,
	description: 'Messages by which contacts want to hear from you again, with commas between them or one a line. The whole message has to be one of them.',
};

export const optOutWordsOption: INodeProperties = {
	displayName: 'Opt-Out Words',
	name: 'optOutWords',
	type: 'string',
	noDataExpression: true,
	typeOptions: { rows: 6 },
	default: usualStop,
	description:
		'Messages and buttons by which contacts opt out, with commas between them or one a line. The whole message has to be one of them; capital letters and accents make no difference. What people switch off in WhatsApp itself counts whatever stands here.',
};
