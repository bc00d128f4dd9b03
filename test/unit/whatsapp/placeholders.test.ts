import fc from 'fast-check';
import { fillPlaceholders, unknownPlaceholders, type PlaceholderValues } from '../../../engine/whatsapp/placeholders';

const ADA: PlaceholderValues = {
	name: 'Ada',
	phone: '+491701234567',
	reference: 'cart-7',
	context: { cart: { total: 12.5, items: [{ title: 'Lamp' }], paid: false, note: '' }, 'first-name': 'Ada' },
};

const NOBODY: PlaceholderValues = { name: null, phone: null, reference: null, context: {} };

const fill = (text: string, values = ADA) => fillPlaceholders(text, values);

describe('fillPlaceholders', () => {
	it.each([
		['Hi {name}!', 'Hi Ada!'],
		['{ name } {phone} {reference}', 'Ada +491701234567 cart-7'],
		['{context.cart.total} {context.cart.paid} {context.cart.items.0.title} {context.first-name}', '12.5 false Lamp Ada'],
		['{name|there}', 'Ada'],
		['no braces', 'no braces'],
		['{} { } {1} {{1}} {{name}} {na me}', '{} { } {1} {{1}} {{name}} {na me}'],
	])('%s', (text, expected) => {
		expect(fill(text)).toEqual({ text: expected, missing: [] });
	});

	it('knows attributes and tags of the contact, where the item brings them', () => {
		const values = { ...ADA, attributes: { city: 'Bonn', address: { zip: 53111 } }, tags: ['vip', 'new'] };
		expect(fill('{attribute.city} {attributes.address.zip} {tags}', values)).toEqual({ text: 'Bonn 53111 vip, new', missing: [] });
		expect(fill('{attribute.city} {tags}').missing).toEqual(['attribute.city', 'tags']);
		expect(unknownPlaceholders('{attribute.city} {tags} {attribute}')).toEqual(['attribute']);
	});

	it('puts the common fallback where a placeholder has none of its own', () => {
		expect(fill('{name} {reference|none} {context.x}', { ...NOBODY, fallback: 'friend' })).toEqual({ text: 'friend none friend', missing: [] });
	});

	it('takes the fallback where there is no value, and an empty one is allowed', () => {
		expect(fill('Hi {name|there}{reference|}!', NOBODY)).toEqual({ text: 'Hi there!', missing: [] });
		expect(fill('{context.cart.note| nothing }', ADA)).toEqual({ text: 'nothing', missing: [] });
	});

	it('lists what is missing, each once', () => {
		expect(fill('{name} {name} {context.x} {nmae}', NOBODY).missing).toEqual(['name', 'context.x', 'nmae']);
	});

	it('finds nothing in prototypes, objects and lists', () => {
		const keys = ['context', 'context.cart', 'context.cart.items', 'context.constructor.name', 'context.__proto__', 'context.toString', 'constructor'];
		for (const key of keys) expect(fill(`{${key}}`).missing).toEqual([key]);
	});

	it('never reads a value again, so that braces in it stay what they are', () => {
		fc.assert(
			fc.property(fc.string().filter((name) => name.trim() !== ''), (name) => {
				expect(fill('<{name}>', { ...ADA, name })).toEqual({ text: `<${name.trim()}>`, missing: [] });
			}),
		);
		expect(fill('{name}', { ...ADA, name: '{phone} {{ $json.secret }} $&' }).text).toBe('{phone} {{ $json.secret }} $&');
	});

	it('leaves a text without braces, and a literal, as it is', () => {
		fc.assert(fc.property(fc.string().filter((text) => !/[{}]/.test(text)), (text) => expect(fill(text).text).toBe(text)));
		fc.assert(fc.property(fc.string(), (literal) => expect(fillPlaceholders({ literal }, NOBODY)).toEqual({ text: literal, missing: [] })));
	});

	it('takes no longer than the text deserves', () => {
		const text = `${'{a|'.repeat(20_000)}${'{'.repeat(20_000)}${' '.repeat(20_000)}`;
		const start = process.cpuUsage().user;
		fill(text);
		expect(process.cpuUsage().user - start).toBeLessThan(1_000_000);
	});
});

describe('unknownPlaceholders', () => {
	it('finds the ones that nobody can have', () => {
		expect(unknownPlaceholders('{name} {nmae} {context.a} {context} {nmae|x} {{1}}')).toEqual(['nmae', 'context']);
	});
});
