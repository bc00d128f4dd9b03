/** The credential's test recipients: when there are any, nobody else is written to. */
import type { Contact, ContactRef } from '../../engine/contact/contact';
import { toE164 } from '../../engine/contact/phone';
import type { Account } from './account';

export interface TestRecipients {
	/** True when the credential names any. */
	restricted: boolean;
	includes(person: Pick<ContactRef, 'phone' | 'userId'> | Pick<Contact, 'phone' | 'userId'>): boolean;
}

export function testRecipientsOf({ testRecipients, country }: Account): TestRecipients {
	const allowed = new Set(testRecipients);
	return {
		restricted: allowed.size > 0,
		includes: ({ phone, userId }) =>
			(!!phone && (allowed.has(phone) || allowed.has(toE164(phone, country) ?? ''))) || (!!userId && allowed.has(userId)),
	};
}

export const NOT_A_TEST_RECIPIENT =
	'The credential names test recipients, and this contact is not among them. Add their number there, or empty the list to write to everybody.';

export const SAMPLE_WITHOUT_RECIPIENT =
	'This is a sample from a test run: it is sent to test recipients only. Add your own number under Test Recipients in the credential to receive it.';
