import { toE164 } from '../../../engine/contact/phone';

describe('a number that WhatsApp spells in two ways', () => {
	it.each([
		['Mexico with the 1 of mobiles', '5215512345678', '', '+525512345678'],
		['Mexico without it', '+52 55 1234 5678', '', '+525512345678'],
		['Mexico with the 1, in a list of Mexico', '5215512345678', 'MX', '+525512345678'],
		['Mexico as it is dialled there', '55 1234 5678', 'MX', '+525512345678'],
		['Brazil without the ninth digit', '551187654321', '', '+5511987654321'],
		['Brazil with it', '+55 11 98765-4321', '', '+5511987654321'],
		['Brazil as it is dialled there', '(11) 98765-4321', 'BR', '+5511987654321'],
		['a landline of Brazil', '+551133334444', '', '+551133334444'],
		['a number of another country with the same digits', '+491187654321', '', '+491187654321'],
	])('%s', (_, written, country, expected) => {
		expect(toE164(written, country)).toBe(expected);
	});
});
