import fc from 'fast-check';
import { toE164 } from '../../../engine/contact/phone';

describe('a phone number in E.164', () => {
	it.each([
		['+49 170 1234567', '+491701234567'],
		['+49 (170) 123-45.67', '+491701234567'],
		['0049 170 1234567', '+491701234567'],
		// Digits alone, as Meta's webhooks write them, carry their country code.
		['491701234567', '+491701234567'],
		['16505551234', '+16505551234'],
		[' +55 11 91234-5678 ', '+5511912345678'],
	])('reads %j without a country', (input, expected) => {
		expect(toE164(input)).toBe(expected);
	});

	it.each([
		['0170 1234567', 'DE', '+491701234567'],
		['(650) 555-1234', 'US', '+16505551234'],
		['11 91234-5678', 'BR', '+5511912345678'],
		// The plus says more than the country of the credential.
		['+16505551234', 'DE', '+16505551234'],
		['0016505551234', 'DE', '+16505551234'],
	])('reads %j in the country %s', (input, country, expected) => {
		expect(toE164(input, country)).toBe(expected);
	});

	it.each(['', ' ', '+', 'abc', '+49 170 CALLME', '12', '+49170123456789012345', '1-800-FLOWERS', '+49;ext=5', '😀'])('refuses %j', (input) => {
		expect(toE164(input)).toBeNull();
		expect(toE164(input, 'DE')).toBeNull();
	});

	it('keeps what it wrote itself', () => {
		const number = fc.integer({ min: 1_000_000_000, max: 9_999_999_999 }).map((n) => `+49${n}`);
		fc.assert(
			fc.property(number, (input) => {
				const once = toE164(input);
				fc.pre(once !== null);
				expect(toE164(once)).toBe(once);
				expect(toE164(once.slice(1))).toBe(once);
			}),
		);
	});

	it('never throws, and answers nothing but a plus and digits', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.constantFrom('', 'DE', 'US', 'XX'), (input, country) => {
				const answer = toE164(input, country);
				expect(answer === null || /^\+\d{4,17}$/.test(answer)).toBe(true);
			}),
		);
	});
});

describe('a number with its country code but without the plus, while the credential has a country', () => {
	it.each([
		['491701234567', 'DE', '+491701234567'],
		['0170 1234567', 'DE', '+491701234567'],
		['5511987654321', 'BR', '+5511987654321'],
		['9198765432', 'IN', '+919198765432'],
		['5550100001', 'US', '+15550100001'],
	])('%s in %s is %s', (typed, country, expected) => {
		expect(toE164(typed, country)).toBe(expected);
	});
});
