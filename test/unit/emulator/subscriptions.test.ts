import type { JsonObject } from '../../../emulator/json';
import { CALLBACK, CUSTOMER, startBench, type Bench } from './support';

const PHONE = 'http://127.0.0.1:5678/webhook/phone';
const WABA = 'http://127.0.0.1:5678/webhook/waba';

const subscription = (more: JsonObject = {}): JsonObject => ({
	object: 'whatsapp_business_account', callback_url: CALLBACK, verify_token: 'secret', fields: ['messages', 'user_preferences'], include_values: true, ...more,
});
const paths = ({ world }: Bench): { app: string; waba: string; phone: string } => {
	const { appId, businessAccountId, phoneNumberId } = world.options.account;
	return { app: `/${appId}/subscriptions`, waba: `/${businessAccountId}/subscribed_apps`, phone: `/${phoneNumberId}` };
};
/** Where a message goes now. */
const goesTo = async (bench: Bench): Promise<string | undefined> => {
	bench.receiver.posts = [];
	await bench.control('POST', '/emulator/inbound', { from: CUSTOMER, text: 'Hi' });
	return bench.receiver.posts[0]?.url;
};

describe('subscribing the app', () => {
	test.each([
		['refuses', { status: 403, body: 'Forbidden' }],
		['answers with something else', { status: 200, body: '{"message":"Workflow was started"}' }],
		['is not there', { status: 0, body: '' }],
	])('a callback that %s is not taken; one that echoes the challenge is', async (_case, answer) => {
		const bench = startBench({}, false);
		bench.receiver.handshakeAnswer = answer;
		const { app } = paths(bench);
		expect(await bench.call('POST', app, subscription(), bench.appToken)).toMatchObject({ status: 400, body: { error: { code: 2200 } } });
		expect((await bench.call('GET', app, {}, bench.appToken)).body).toEqual({ data: [] });
		bench.receiver.handshakeAnswer = undefined;
		expect((await bench.call('POST', app, subscription(), bench.appToken)).body).toEqual({ success: true });
		expect(bench.receiver.handshakes.at(-1)).toEqual({
			url: CALLBACK,
			query: { 'hub.mode': 'subscribe', 'hub.challenge': expect.stringMatching(/^\d+$/), 'hub.verify_token': 'secret' },
		});
	});

	test('there is one callback per app: the second replaces the first', async () => {
		const bench = startBench({}, false);
		const { app } = paths(bench);
		await bench.call('POST', app, subscription(), bench.appToken);
		await bench.call('POST', app, subscription({ callback_url: PHONE, fields: 'messages' }), bench.appToken);
		expect((await bench.call('GET', app, {}, bench.appToken)).body).toEqual({
			data: [{ object: 'whatsapp_business_account', callback_url: PHONE, active: true, fields: [{ name: 'messages', version: 'v26.0' }] }],
		});
	});

	test('an unknown field is refused, and DELETE ends the subscription', async () => {
		const bench = startBench({}, false);
		const { app } = paths(bench);
		expect((await bench.call('POST', app, subscription({ fields: ['mesages'] }), bench.appToken)).body).toMatchObject({ error: { code: 100 } });
		await bench.call('POST', app, subscription(), bench.appToken);
		await bench.call('DELETE', `${app}?object=whatsapp_business_account`, {}, bench.appToken);
		expect((await bench.call('GET', app, {}, bench.appToken)).body).toEqual({ data: [] });
	});
});

describe('where webhooks go', () => {
	test('nowhere until app and business account are both subscribed', async () => {
		const bench = startBench({}, false);
		const { app, waba } = paths(bench);
		expect(await bench.control('POST', '/emulator/inbound', { from: CUSTOMER, text: 'Hi' })).toMatchObject({ delivered: false, status: 0, reason: expect.stringContaining('subscriptions') });
		await bench.call('POST', app, subscription(), bench.appToken);
		expect(await bench.control('POST', '/emulator/inbound', { from: CUSTOMER, text: 'Hi' })).toMatchObject({ delivered: false, reason: expect.stringContaining('subscribed_apps') });
		await bench.call('POST', waba);
		expect(await goesTo(bench)).toBe(CALLBACK);
	});

	test('the phone number goes before the business account, that before the app', async () => {
		const bench = startBench();
		const { waba, phone } = paths(bench);
		expect(await goesTo(bench)).toBe(CALLBACK);
		await bench.call('POST', waba, { override_callback_uri: WABA, verify_token: 'w' });
		expect(await goesTo(bench)).toBe(WABA);
		await bench.call('POST', phone, { webhook_configuration: { override_callback_uri: PHONE, verify_token: 'p' } });
		expect(await goesTo(bench)).toBe(PHONE);
		expect((await bench.call('GET', `${phone}?fields=webhook_configuration`)).body.webhook_configuration).toEqual({
			phone_number: PHONE, whatsapp_business_account: WABA, application: CALLBACK,
		});
		await bench.call('POST', phone, { webhook_configuration: { override_callback_uri: '' } });
		expect(await goesTo(bench)).toBe(WABA);
		await bench.call('POST', waba);
		expect(await goesTo(bench)).toBe(CALLBACK);
	});

	test('each number of the business has an override, a webhook and sends of its own', async () => {
		const bench = startBench();
		const [second] = bench.world.options.account.moreNumbers;
		await bench.call('POST', `/${second!.phoneNumberId}`, { webhook_configuration: { override_callback_uri: PHONE, verify_token: 'p' } });
		expect(await goesTo(bench)).toBe(CALLBACK);
		bench.receiver.posts = [];
		await bench.control('POST', '/emulator/inbound', { from: CUSTOMER, to: second!.displayPhoneNumber, text: 'Hi' });
		expect(bench.receiver.posts.map(({ url }) => url)).toEqual([PHONE]);
		expect(bench.receiver.changes()[0]).toMatchObject({ metadata: { phone_number_id: second!.phoneNumberId } });
		const message = { messaging_product: 'whatsapp', to: '+' + CUSTOMER, type: 'text', text: { body: 'Hello' } };
		bench.receiver.posts = [];
		expect(await bench.call('POST', `/${second!.phoneNumberId}/messages`, message)).toMatchObject({ status: 200 });
		await bench.clock.advance(1_000);
		expect(new Set(bench.receiver.posts.map(({ url }) => url))).toEqual(new Set([PHONE]));
		expect((await bench.call('GET', `/${second!.phoneNumberId}?fields=webhook_configuration`)).body.webhook_configuration).toEqual({ phone_number: PHONE, application: CALLBACK });
	});

	test('what the operator changes of a number is what Graph tells', async () => {
		const bench = startBench();
		const { phoneNumberId } = bench.world.options.account;
		await bench.control('POST', '/emulator/number', { quality_rating: 'RED', status: 'PENDING' });
		expect((await bench.call('GET', `/${phoneNumberId}?fields=quality_rating,status`)).body).toEqual({ id: phoneNumberId, quality_rating: 'RED', status: 'PENDING' });
		await bench.control('POST', '/emulator/number', { status: null });
		expect((await bench.call('GET', `/${phoneNumberId}?fields=status`)).body).toMatchObject({ status: 'CONNECTED' });
		expect(await bench.control('POST', '/emulator/number', { to: '999' })).toMatchObject({ error: expect.stringContaining('"to"') });
	});

	test('overrides do not reach user_preferences', async () => {
		const bench = startBench();
		await bench.call('POST', paths(bench).phone, { webhook_configuration: { override_callback_uri: PHONE, verify_token: 'p' } });
		await bench.control('POST', '/emulator/preferences', { from: CUSTOMER, value: 'stop' });
		expect(bench.receiver.posts.map((post) => post.url)).toEqual([CALLBACK]);
	});

	test('an override shakes hands, is at most 200 characters long and needs a token', async () => {
		const bench = startBench();
		const { waba } = paths(bench);
		expect((await bench.call('POST', waba, { override_callback_uri: WABA })).body).toMatchObject({ error: { code: 100 } });
		expect((await bench.call('POST', waba, { override_callback_uri: WABA + 'x'.repeat(200), verify_token: 'w' })).body).toMatchObject({ error: { code: 100 } });
		bench.receiver.handshakeAnswer = { status: 404, body: '' };
		expect((await bench.call('POST', waba, { override_callback_uri: WABA, verify_token: 'w' })).body).toMatchObject({ error: { code: 2200 } });
		expect(await goesTo(bench)).toBe(CALLBACK);
	});

	test('only fields that are subscribed are sent', async () => {
		const bench = startBench();
		bench.world.registry.subscribeApp({ callbackUrl: CALLBACK, fields: ['messages'], includeValues: true });
		expect(await bench.control('POST', '/emulator/preferences', { from: CUSTOMER, value: 'stop' })).toMatchObject({ delivered: false, reason: expect.stringContaining('user_preferences') });
		expect(bench.receiver.posts).toEqual([]);
	});
});
