import { fieldsIn } from '../../../nodes/shared/item-fields';
import { pathIn, plainValueAt } from '../../../nodes/shared/item-path';

const JSON_OF_ITEM = { phone: '+491701234567', age: 42, yes: true, nothing: null, contact: { 'first name': 'Ada' }, tags: ['a', 'b'] };

describe('expressions that point at a field of the item', () => {
	it.each([
		['={{ $json.phone }}', '+491701234567'],
		['={{$json.age}}', 42],
		['={{ $json.yes }}', true],
		['={{ $json["phone"] }}', '+491701234567'],
		['={{ $json.contact["first name"] }}', 'Ada'],
		["={{ $json.contact['first name'] }}", 'Ada'],
		['={{ $json.tags[1] }}', 'b'],
	])('%s is read from the item', (expression, value) => {
		expect(plainValueAt(JSON_OF_ITEM, pathIn(expression)!)).toBe(value);
	});

	it.each([
		'plain text',
		'={{ $json }}',
		'={{ $json.phone.trim() }}',
		'={{ $json.phone + "1" }}',
		'={{ $json.contact?.name }}',
		'=Hi {{ $json.phone }}',
		'={{ $("List").item.json.phone }}',
		'={{ $json["a\\"b"] }}',
		'={{ $json.phone }}{{ $json.age }}',
	])('%s is left to n8n', (expression) => {
		expect(pathIn(expression)).toBeNull();
	});

	it.each(['={{ $json.missing }}', '={{ $json.nothing }}', '={{ $json.contact }}', '={{ $json.phone.length }}', '={{ $json.constructor.name }}', '={{ $json.nothing.more }}'])(
		'%s points at no text of the item, and n8n evaluates it',
		(expression) => {
			expect(plainValueAt(JSON_OF_ITEM, pathIn(expression)!)).toBeUndefined();
		},
	);
});

describe('a group of fields', () => {
	const group = { 'body.1': '={{ $json.phone }}', 'body.2': '20%', 'button.0': null };

	it('is read field by field', () => {
		expect(fieldsIn(group)?.(JSON_OF_ITEM)).toEqual({ 'body.1': '+491701234567', 'body.2': '20%', 'button.0': null });
	});

	it('is left to n8n altogether when one of them holds another expression', () => {
		expect(fieldsIn({ ...group, 'body.2': '={{ 10 + 10 }}%' })).toBeNull();
		expect(fieldsIn({ ...group, more: { name: '={{ $json.phone }}' } })).toBeNull();
	});

	it('is left to n8n for an item without one of the fields', () => {
		expect(fieldsIn(group)?.({ age: 42 })).toBeUndefined();
	});

	it('needs no reading per item when it holds no expression', () => {
		expect(fieldsIn({ 'body.2': '20%' })).toBeNull();
		expect(fieldsIn('20%')).toBeNull();
	});
});
