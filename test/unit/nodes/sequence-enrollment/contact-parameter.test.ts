import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { ItemFault, type Batch } from '../../../../nodes/SequenceEnrollment/batch';
import { readContact } from '../../../../nodes/SequenceEnrollment/contact-parameter';

const ADA = '+491701234567';

function read(json: IDataObject, parameters: IDataObject = {}, country = 'DE') {
	const node: Partial<IExecuteFunctions> = { getNodeParameter: ((name: string, _item: number, fallback: unknown) => parameters[name] ?? fallback) as never };
	return readContact({ node, account: { country }, items: [{ json }] } as unknown as Batch, 0);
}

function faultOf(action: () => unknown): ItemFault {
	try {
		action();
	} catch (error) {
		if (error instanceof ItemFault) return error;
	}
	throw new Error('the item was taken');
}

describe('The contact of an item', () => {
	it.each<[string, IDataObject, object]>([
		['its id, when another node of the pack has brought it', { contact: { id: 'c-1', phone: ADA } }, { id: 'c-1' }],
		['its phone, name and user id', { contact: { id: '', phone: ADA, userId: 'DE.1', name: ' Ada ' } }, { phone: ADA, userId: 'DE.1', name: 'Ada' }],
		['the item itself where it holds no contact', { phone: '0170 1234567', name: 'Ada' }, { phone: ADA, name: 'Ada' }],
		['the item itself where "contact" is a text', { contact: 'Ada', phoneNumber: ADA }, { phone: ADA }],
		['a user id alone', { userId: 'DE.1' }, { userId: 'DE.1' }],
		['the first phone field that is filled in', { phone: '', mobile: ADA, whatsapp: '+491709999999' }, { phone: ADA }],
		['its time zone', { phone: ADA, timeZone: ' Asia/Tokyo ' }, { phone: ADA, timeZone: 'Asia/Tokyo' }],
		['a number of Meta, which has its country code whatever the default country', { wa_id: '491701234567' }, { phone: ADA }],
	])('is read from %s', (_, json, contact) => {
		expect(read(json)).toEqual(contact);
	});

	it('may be a number that a spreadsheet holds as a number', () => {
		expect(read({ phone: 491701234567 }, {}, '')).toEqual({ phone: ADA });
	});

	it('is read from parameters when the user says so', () => {
		expect(read({}, { contactSource: 'phone', phone: ' 0170 1234567 ', contactName: 'Ada' })).toEqual({ phone: ADA, name: 'Ada' });
		expect(read({}, { contactSource: 'userId', userId: 'DE.1' })).toEqual({ userId: 'DE.1' });
	});

	it.each<[string, IDataObject, IDataObject, string]>([
		['nothing at all', { order: 1 }, {}, 'The incoming item names no contact'],
		['fields that are no texts', { phone: { number: ADA }, userId: true }, {}, 'The incoming item names no contact'],
		['letters for a number', { phone: 'call me' }, {}, '"call me" is not a phone number'],
		['an empty number', {}, { contactSource: 'phone', phone: '' }, 'Phone Number is empty'],
		['an empty user id', {}, { contactSource: 'userId', userId: ' ' }, 'WhatsApp User ID is empty'],
	])('cannot be %s', (_, json, parameters, message) => {
		const fault = faultOf(() => read(json, parameters));
		expect(fault.message).toBe(message);
		expect(fault.advice).not.toBe('');
	});

	it('needs a country code where the credential has no default country, and the fault says so', () => {
		expect(faultOf(() => read({ phone: '0170 1234567' }, {}, '')).advice).toContain('or set a default country in the credential');
		expect(faultOf(() => read({ phone: '12' }, {}, 'DE')).advice).toContain('as it is dialled in DE');
	});
});

describe('A time zone that does not exist', () => {
	it('is refused in words', () => {
		expect(faultOf(() => read({ phone: ADA, timeZone: 'Europe/Atlantis' })).message).toBe('"Europe/Atlantis" is not a time zone');
	});
});
