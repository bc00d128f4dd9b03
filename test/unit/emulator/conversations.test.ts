import { asArray, asObject, type JsonObject } from '../../../emulator/json';
import { CUSTOMER, startBench, welcome } from './support';

const bubbles = (conversation: JsonObject): JsonObject[] => asArray(conversation.bubbles).map(asObject);

describe('what the customer sees', () => {
	test('a template with its variables filled in and its buttons', async () => {
		const bench = startBench({ pairIntervalMs: 0 });
		await bench.send(welcome());
		await bench.send({
			type: 'template',
			template: {
				name: 'promo_video', language: { code: 'en' },
				components: [
					{ type: 'header', parameters: [{ type: 'video', video: { link: 'https://example.com/a.mp4' } }] },
					{ type: 'body', parameters: [{ type: 'text', text: 'Ada' }, { type: 'text', text: 'summer' }] },
					{ type: 'button', sub_type: 'url', index: '0', parameters: [{ type: 'text', text: 'new?u=1' }] },
				],
			},
		});
		await bench.send({
			type: 'template',
			template: {
				name: 'promo_offer', language: { code: 'en' },
				components: [
					{ type: 'header', parameters: [{ type: 'text', parameter_name: 'first_name', text: 'Ada' }] },
					{ type: 'body', parameters: [['end_date', '30 June'], ['first_name', 'Ada'], ['discount', '20%']].map(([name, text]) => ({ type: 'text', parameter_name: name, text })) },
					{ type: 'button', sub_type: 'copy_code', index: 0, parameters: [{ type: 'coupon_code', coupon_code: 'SUN20' }] },
				],
			},
		});
		const seen = bubbles(await bench.control('GET', `/emulator/conversations/${CUSTOMER}`));
		expect(seen[0]).toMatchObject({ text: expect.stringMatching(/^Hi Ada, welcome/), footer: 'Sunrise Shop', buttons: [{ kind: 'quick_reply', text: 'Show me the offers', payload: 'Show me the offers' }, {}] });
		expect(seen[1]).toMatchObject({ header: { kind: 'video', link: 'https://example.com/a.mp4' }, buttons: [{ kind: 'url', url: 'https://shop.example.com/collections/new?u=1' }, {}] });
		expect(seen[2]).toMatchObject({ header: { kind: 'text', text: 'A gift for Ada' }, text: expect.stringContaining('take 20% off anything in the shop until 30 June'), buttons: [{ kind: 'copy_code', code: 'SUN20' }] });
	});

	test('a value that looks like a variable is not filled in again', async () => {
		const bench = startBench();
		await bench.send(welcome([{ type: 'text', text: '{{1}} $& <b>' }]));
		expect(bubbles(await bench.control('GET', `/emulator/conversations/${CUSTOMER}`))[0].text).toContain('Hi {{1}} $& <b>, welcome');
	});

	test('what failed is not seen', async () => {
		const bench = startBench();
		await bench.control('POST', '/emulator/contacts', { phone: CUSTOMER, name: 'Ada', unreachable: true });
		await bench.send(welcome());
		expect(bubbles(await bench.control('GET', `/emulator/conversations/${CUSTOMER}`))).toEqual([]);
	});

	test('conversations are listed latest first and found by name or number', async () => {
		const bench = startBench();
		await bench.control('POST', '/emulator/inbound', { from: '15550000001', name: 'Ada', text: 'One' });
		await bench.clock.advance(1_000);
		await bench.control('POST', '/emulator/inbound', { from: '15550000002', name: 'Grace', text: 'Two' });
		const names = async (query: string): Promise<unknown[]> =>
			asArray((await bench.control('GET', '/emulator/conversations' + query)).conversations).map((one) => asObject(asObject(one).contact).name);
		expect(await names('')).toEqual(['Grace', 'Ada']);
		expect(await names('?search=ada')).toEqual(['Ada']);
		expect(await names('?search=0002')).toEqual(['Grace']);
	});

	test('a reset empties everything but the subscriptions, unless those are meant, too', async () => {
		const bench = startBench();
		await bench.control('POST', '/emulator/inbound', { from: CUSTOMER, text: 'Hi' });
		await bench.send(welcome());
		await bench.control('POST', '/emulator/faults', { rules: [{ action: 'error' }] });
		await bench.control('POST', '/emulator/reset');
		expect(await bench.control('GET', '/emulator/sends')).toEqual([]);
		expect(await bench.control('GET', '/emulator/stats')).toMatchObject({ accepted: 0, webhooks: { posts: 0 }, faults: [], callback: expect.any(String) });
		await bench.control('POST', '/emulator/reset', { subscriptions: true });
		expect(await bench.control('GET', '/emulator/stats')).toMatchObject({ callback: null, callbackReason: expect.any(String) });
	});
});
