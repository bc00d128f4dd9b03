/** What the parameters of Preview ask for. */
import type { ContactRef } from '../../../engine/contact/contact';
import { isZone } from '../../../engine/contact/time-zone';
import { toE164 } from '../../../engine/contact/phone';
import type { Happening, PretendEvent, PretendPerson } from '../../../engine/preview';
import type { Delay, DelayUnit } from '../../../engine/sequence/definition';
import { durationOf } from '../../../engine/sequence/schedule';
import { readContact } from '../../shared/contact-parameter';
import { ItemFault, type Batch } from '../batch';
import { readInstant, readSequence } from '../target';

export interface PreviewRequest {
	sequence: string;
	/** Somebody the store may know; null for somebody made up. */
	contact: ContactRef | null;
	/** Who is made up, or what is pretended of the contact. */
	pretend: PretendPerson;
	reference: string | null;
	startsAt: number;
	events: PretendEvent[];
	longest: Delay;
}

/** As n8n stores them; fields left at their default may be missing. */
interface EventParameters {
	kind?: Happening['kind'];
	amount?: number;
	unit?: DelayUnit;
	text?: string;
	coupon?: string;
	reference?: string;
}

interface PretendParameters {
	attributes?: { attribute?: Array<{ name?: string; value?: unknown }> };
	optedOut?: boolean;
	lastMessageHours?: number;
	longestDays?: number;
	reference?: string;
	tags?: string;
	timeZone?: string;
}

const HOUR_MS = 60 * 60_000;
const LONGEST_DAYS = 3_650;

/** Throws ItemFault for what makes no sense. */
export function readRequest(batch: Batch, item: number): PreviewRequest {
	const { node } = batch;
	const options = node.getNodeParameter('pretend', item, {}) as PretendParameters;
	const startsAt = readStart(batch, item);
	const contact = node.getNodeParameter('playFor', item, 'pretend') === 'contact' ? readContact(batch, item) : null;
	const phone = contact ? undefined : readPhone(batch, item);
	return {
		sequence: readSequence(batch, item),
		contact,
		pretend: { ...(phone ? { phone } : {}), ...readPretend(options, startsAt) },
		reference: options.reference?.trim() || null,
		startsAt,
		events: readEvents(batch, item, startsAt),
		longest: { amount: readLongest(options), unit: 'days' },
	};
}

/** Whole seconds, as Meta's times are. */
function readStart(batch: Batch, item: number): number {
	const written = batch.node.getNodeParameter('startsAt', item, '');
	const at = written ? readInstant(batch, item, 'startsAt', 'Enrolled At') : batch.now;
	return Math.floor(at / 1000) * 1000;
}

function readPhone({ node, account }: Batch, item: number): string | undefined {
	const written = String(node.getNodeParameter('pretendPhone', item, '') ?? '').trim();
	const phone = toE164(written, account.country);
	if (written === '' || phone) return phone ?? undefined;
	throw new ItemFault(`"${written}" is not a phone number`, 'Write Their Phone Number with its country code, like +491701234567, or leave it empty.');
}

function readPretend({ attributes, optedOut, lastMessageHours, tags = '', timeZone = '' }: PretendParameters, startsAt: number): PretendPerson {
	const zone = timeZone.trim();
	if (zone !== '' && !isZone(zone)) throw new ItemFault(`"${zone}" is not a time zone`, 'Write Time Zone like Europe/Berlin.');
	const named = (attributes?.attribute ?? []).filter(({ name }) => name?.trim());
	const tagNames = tags.split(',').map((tag) => tag.trim()).filter(Boolean);
	return {
		...(zone ? { timeZone: zone } : {}),
		...(tagNames.length > 0 ? { tags: tagNames } : {}),
		...(named.length > 0 ? { attributes: Object.fromEntries(named.map(({ name, value }) => [name!.trim(), value])) } : {}),
		...(optedOut ? { optedOut } : {}),
		...(lastMessageHours === undefined ? {} : { lastMessageAt: startsAt - notNegative(lastMessageHours, 'Hours Since Their Last Message') * HOUR_MS }),
	};
}

function readLongest({ longestDays = 366 }: PretendParameters): number {
	const days = Number(longestDays);
	if (days >= 1 && days <= LONGEST_DAYS) return days;
	throw new ItemFault(`Longest Time is ${String(longestDays)}`, `Write a number of days from 1 to ${LONGEST_DAYS}.`);
}

function readEvents({ node }: Batch, item: number, startsAt: number): PretendEvent[] {
	const events = node.getNodeParameter('events.event', item, []) as EventParameters[];
	return events.map(({ amount = 1, unit = 'days', ...event }) => {
		const after = durationOf({ amount: notNegative(amount, 'After'), unit });
		return { at: Math.floor((startsAt + after) / 1000) * 1000, ...happeningOf(event) };
	});
}

function happeningOf({ kind = 'reply', text = 'Hello', coupon, reference }: EventParameters): Happening {
	switch (kind) {
		case 'reply':
			return { kind, text };
		case 'conversion':
			return { kind, ...(coupon?.trim() ? { coupon: coupon.trim() } : {}) };
		case 'enroll':
			return { kind, reference: reference?.trim() || null };
		case 'publish':
			throw new ItemFault('A preview cannot publish a changed sequence', 'Choose another event.');
		default:
			return { kind };
	}
}

function notNegative(value: unknown, label: string): number {
	const number = Number(value);
	if (Number.isFinite(number) && number >= 0) return number;
	throw new ItemFault(`${label} is ${String(value)}`, 'Write a number of 0 or more.');
}
