/** Who gets the message of an item, and whether they may get one at all. */
import type { ContactRef } from '../../engine/contact/contact';
import { toE164 } from '../../engine/contact/phone';
import type { StepLease } from '../../engine/store/contract';
import type { IncomingItem } from '../shared/incoming-item';
import { NOT_A_TEST_RECIPIENT, SAMPLE_WITHOUT_RECIPIENT, type TestRecipients } from '../shared/test-recipients';
import type { SendParameters } from './parameters';
import type { Refused } from './prepare';
import { WiringError, type Wanted } from './wanted';

export interface Addressee {
	/** Null when the item names only its step, whose contact the store knows. */
	contact: ContactRef | null;
	/** The step that the message finishes; null for a message outside any sequence. */
	step: StepLease | null;
}

export interface AddressRules {
	parameters: SendParameters;
	recipients: TestRecipients;
	/** ISO country for numbers without a country code; may be empty. */
	country: string;
}

/** Throws WiringError when the item names nobody. */
export function addresseeOf(item: IncomingItem, index: number, wanted: Wanted, rules: AddressRules): Addressee | Refused {
	const { parameters, recipients } = rules;
	const fromItem = parameters.recipient === 'item';
	// A message to somebody else is not the step's message, so it does not finish the step either.
	const step = fromItem ? item.step : null;
	if (wanted.kind === 'none') return { kind: 'refused', reason: 'done', detail: 'The step has no message of its own.', step, action: 'leave' };

	const contact = fromItem ? item.contact : explicitContact(index, rules);
	if (item.sample && !(contact && recipients.includes(contact))) return notATestRecipient(SAMPLE_WITHOUT_RECIPIENT, step);
	if (!contact && !fromItem) return { kind: 'refused', reason: 'no_address', detail: noSuchRecipient(index, parameters), step: null, action: 'leave' };
	if (!contact && !step) {
		throw new WiringError('The item names no contact', 'Take it from another WhatsApp node of this pack, or choose who gets the message under Recipient.');
	}
	if (contact && recipients.restricted && hasAddress(contact) && !recipients.includes(contact)) return notATestRecipient(NOT_A_TEST_RECIPIENT, step);
	return { contact, step };
}

/** A contact known by its id alone is checked after the store has told its address. */
function hasAddress({ phone, userId }: ContactRef): boolean {
	return !!phone || !!userId;
}

/** The enrollment fails visibly and can be resumed: a list that was forgotten must not use up people's steps. */
function notATestRecipient(detail: string, step: StepLease | null): Refused {
	return { kind: 'refused', reason: 'not_a_test_recipient', detail, step, action: 'fail' };
}

function explicitContact(index: number, { parameters, country }: AddressRules): ContactRef | null {
	if (parameters.recipient === 'userId') {
		const userId = parameters.userId(index).trim();
		return userId === '' ? null : { userId };
	}
	const phone = toE164(parameters.phone(index), country);
	return phone === null ? null : { phone };
}

function noSuchRecipient(index: number, parameters: SendParameters): string {
	if (parameters.recipient === 'userId') return 'The WhatsApp user ID under Recipient is empty.';
	return `"${parameters.phone(index)}" is no phone number. Write it with its country code, e.g. +49 170 1234567.`;
}
