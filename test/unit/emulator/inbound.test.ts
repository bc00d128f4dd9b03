import { asArray, asObject, type JsonObject } from '../../../emulator/json';
import { CUSTOMER, HELLO, startBench, welcome, type Bench } from './support';

const wamidOf = (answer: { body: JsonObject }): string => String(asObject(asArray(answer.body.messages)[0]).id);
const written = async (bench: Bench, request: JsonObject): Promise<JsonObject> => {
	await bench.control('POST', '/emulator/inbound', { from: '+' + CUSTOMER, ...request });
	return asObject(asArray(bench.receiver.changes().at(-1)?.messages)[0]);
};

describe('a customer writes', () => {
	test('a text arrives as Meta sends it', async () => {
		const bench = startBench();
		const answer = await bench.control('POST', '/emulator/inbound', { from: '+' + CUSTOMER, name: 'Ada', text: 'Promo' });
		expect(answer).toEqual({ wamid: expect.stringMatching(/^wamid\./), delivered: true, status: 200 });
		const { account } = bench.world.options;
		expect(bench.receiver.posts[0].body).toEqual({
			object: 'whatsapp_business_account',
			entry: [{
				id: account.businessAccountId,
				changes: [{
					field: 'messages',
					value: {
						messaging_product: 'whatsapp',
						metadata: { display_phone_number: account.displayPhoneNumber, phone_number_id: account.phoneNumberId },
						contacts: [{ profile: { name: 'Ada' }, wa_id: CUSTOMER, user_id: expect.stringMatching(/^US\.\d+$/) }],
						messages: [{ from: CUSTOMER, from_user_id: expect.any(String), id: answer.wamid, timestamp: expect.stringMatching(/^\d{10}$/), type: 'text', text: { body: 'Promo' } }],
					},
				}],
			}],
		});
	});

	test('a quick reply answers the template it stands on and brings its payload', async () => {
		const bench = startBench({ pairIntervalMs: 0 });
		const first = wamidOf(await bench.send(welcome(undefined, [{ type: 'button', sub_type: 'quick_reply', index: 1, parameters: [{ type: 'payload', payload: 'STOP_PROMO' }] }])));
		const last = wamidOf(await bench.send({ type: 'template', template: { name: 'order_update', language: { code: 'en' } } }));
		expect(await written(bench, { button: { text: 'Stop promotions' } })).toMatchObject({ type: 'button', context: { id: first }, button: { payload: 'STOP_PROMO', text: 'Stop promotions' } });
		expect(await written(bench, { button: { payload: 'OTHER', text: 'Other' } })).toMatchObject({ context: { id: last }, button: { payload: 'OTHER', text: 'Other' } });
	});

	test.each<[string, JsonObject, JsonObject]>([
		['a reply button', { button: { id: 'y', title: 'Yes' } }, { type: 'interactive', interactive: { type: 'button_reply', button_reply: { id: 'y', title: 'Yes' } } }],
		['a list row', { list: { id: 'a', title: 'A', description: 'x' } }, { type: 'interactive', interactive: { type: 'list_reply', list_reply: { id: 'a', title: 'A', description: 'x' } } }],
		['a form', { flow: { response: { flow_token: 't' } } }, { type: 'interactive', interactive: { type: 'nfm_reply', nfm_reply: { name: 'flow', response_json: '{"flow_token":"t"}' } } }],
		['an image', { type: 'image', caption: 'Look' }, { type: 'image', image: { caption: 'Look', mime_type: 'image/jpeg', id: expect.any(String), sha256: expect.any(String), url: expect.any(String) } }],
		['a document', { type: 'document', filename: 'a.pdf' }, { type: 'document', document: { filename: 'a.pdf', mime_type: 'application/pdf' } }],
		['a voice message', { type: 'voice' }, { type: 'audio', audio: { voice: true } }],
		['a sticker', { type: 'sticker' }, { type: 'sticker', sticker: { animated: false } }],
		['a location', { location: { latitude: 1, longitude: 2 } }, { type: 'location', location: { latitude: 1, longitude: 2 } }],
		['a contact', { type: 'contacts' }, { type: 'contacts', contacts: [{ name: { formatted_name: expect.any(String) } }] }],
		['an order', { order: { catalog_id: '1', product_items: [] } }, { type: 'order', order: { catalog_id: '1' } }],
		['something unsupported', { type: 'unsupported' }, { type: 'unsupported', errors: [{ code: 131051 }] }],
		['an ad click', { text: 'Hi', referral: { source_type: 'ad', ctwa_clid: 'x' } }, { type: 'text', referral: { source_type: 'ad', ctwa_clid: 'x' } }],
		['an answer to a message', { text: 'Yes', replyTo: 'wamid.1' }, { type: 'text', context: { id: 'wamid.1' } }],
	])('%s', async (_case, request, expected) => {
		expect(await written(startBench(), request)).toMatchObject(expected);
	});

	test('a change of number comes without contacts', async () => {
		const bench = startBench();
		expect(await written(bench, { type: 'system', system: { wa_id: '16505550000' } })).toMatchObject({ type: 'system', system: { type: 'user_changed_number', wa_id: '16505550000' } });
		expect(bench.receiver.changes()[0].contacts).toBeUndefined();
	});

	test('a reaction sticks to the last message of the business', async () => {
		const bench = startBench();
		const wamid = wamidOf(await bench.send(welcome()));
		expect(await written(bench, { reaction: '👍' })).toMatchObject({ type: 'reaction', reaction: { message_id: wamid, emoji: '👍' } });
		expect(asObject((await written(bench, { type: 'reaction' })).reaction)).not.toHaveProperty('emoji');
	});

	test('the same body can come many times, with an id of the caller’s choice', async () => {
		const bench = startBench();
		expect(await bench.control('POST', '/emulator/inbound', { from: CUSTOMER, text: 'Hi', id: 'wamid.fixed', repeat: 3 })).toEqual({ wamid: 'wamid.fixed', delivered: true, status: 200, statuses: [200, 200, 200] });
		expect(new Set(bench.receiver.posts.map((post) => post.raw)).size).toBe(1);
		expect(bench.world.conversations.list()[0].bubbles).toHaveLength(1);
	});

	test('an answer to an ad opens the free entry point', async () => {
		const bench = startBench({ statusBatchMs: 0 });
		await written(bench, { text: 'Hi', referral: { source_type: 'ad' } });
		await bench.send(HELLO);
		await bench.clock.advance(1_000);
		const [sent] = bench.receiver.changes().flatMap((value) => asArray(value.statuses).map(asObject));
		expect(sent).toMatchObject({ conversation: { origin: { type: 'referral_conversion' } }, pricing: { type: 'free_entry_point', billable: false } });
	});

	test('stopping marketing is told and remembered', async () => {
		const bench = startBench();
		await bench.control('POST', '/emulator/preferences', { from: CUSTOMER, value: 'stop' });
		expect(bench.receiver.changes('user_preferences')).toMatchObject([{ user_preferences: [{ wa_id: CUSTOMER, category: 'marketing_messages', value: 'stop', timestamp: expect.any(Number) }] }]);
		expect(bench.world.contacts.withPhone(CUSTOMER).marketingStopped).toBe(true);
	});

	test('a number that is none is refused', async () => {
		expect(await startBench().control('POST', '/emulator/inbound', { from: 'Ada', text: 'Hi' })).toEqual({ error: expect.stringContaining('"from"') });
	});
});
