/** A place on the map, and the question for the contact's own (Meta: messages/location-messages, location-request-messages). */
import type { MessageContent } from '../message-body';
import type { TextSource } from '../placeholders';
import type { LocationDraft, LocationRequestDraft } from './draft';
import type { Writer } from './writer';

const LONGEST_BODY = 1_024;
/** Meta names no limit for these; this keeps a pasted text out. */
const LONGEST_LINE = 1_000;

export function writeLocation({ latitude, longitude, name, address }: LocationDraft, writer: Writer): MessageContent {
	const title = writer.optional(name, { what: 'The name of the place', most: LONGEST_LINE });
	const line = writer.optional(address, { what: 'The address', most: LONGEST_LINE });
	return {
		type: 'location',
		location: {
			latitude: degrees(latitude, { what: 'The latitude', most: 90 }, writer),
			longitude: degrees(longitude, { what: 'The longitude', most: 180 }, writer),
			...(title === undefined ? {} : { name: title }),
			...(line === undefined ? {} : { address: line }),
		},
	};
}

function degrees(source: TextSource, { what, most }: { what: string; most: number }, writer: Writer): number {
	const typed = writer.text(source, { what, most: 50 }).trim();
	const value = Number(typed.replace(',', '.'));
	if (typed !== '' && !(Math.abs(value) <= most)) writer.fault(`${what} must be a number from -${most} to ${most}, and it is "${typed}".`);
	return value;
}

export function writeLocationRequest({ body }: LocationRequestDraft, writer: Writer): MessageContent {
	const text = writer.text(body, { what: 'The text', most: LONGEST_BODY });
	return { type: 'interactive', interactive: { type: 'location_request_message', body: { text }, action: { name: 'send_location' } } };
}
