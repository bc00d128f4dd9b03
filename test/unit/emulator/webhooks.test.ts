import { asArray, asObject, metaJson, type JsonObject } from '../../../emulator/json';
import { signatureOf } from '../../../emulator/webhooks/signature';
import { changesOf, CUSTOMER, HELLO, startBench, welcome, type Bench } from './support';

const SUBSCRIBER = { from: CUSTOMER, name: 'Ada', text: 'Hi' };
const quiet = { statusDelayMs: 10, statusBatchMs: 100, pairIntervalMs: 0 };
const wamidOf = (answer: { body: JsonObject }): string => String(asObject(asArray(answer.body.messages)[0]).id);
/** Lets a customer write, so that free-form works, and forgets the webhook of it. */
const opened = async (bench: Bench): Promise<Bench> => {
	await bench.control('POST', '/emulator/inbound', SUBSCRIBER);
	bench.receiver.posts = [];
	return bench;
};

describe('the signature', () => {
	test('is the HMAC of the raw bytes with the app secret', () => {
		expect(signatureOf('{"object":"whatsapp_business_account","entry":[]}', 'test_app_secret')).toBe(
			'sha256=dec6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c633756',
		);
	});

	test('is made over escaped unicode and slashes, as Meta sends them', async () => {
		expect(metaJson({ a: 'äöå/é', b: '👍' })).toBe('{"a":"\\u00e4\\u00f6\\u00e5\\/\\u00e9","b":"\\ud83d\\udc4d"}');
		const { control, receiver, world } = startBench();
		await control('POST', '/emulator/inbound', { from: CUSTOMER, name: 'Zoë', text: 'a/b 👍' });
		const [post] = receiver.posts;
		expect(post.raw).toMatch(/^[\x20-\x7e]+$/);
		expect(post.raw).toContain('a\\/b \\ud83d\\udc4d');
		expect(post.signature).toBe(signatureOf(post.raw, world.options.account.appSecret));
	});
});

describe('statuses', () => {
	test('sent, delivered and read follow each other, with callback data and price', async () => {
		const bench = await opened(startBench({ ...quiet, statusBatchMs: 0 }));
		const wamid = wamidOf(await bench.send({ ...welcome(), biz_opaque_callback_data: 'e1:s2:n3' }));
		await bench.clock.advance(1_000);
		expect(bench.receiver.statuses()).toEqual([[wamid, 'sent'], [wamid, 'delivered'], [wamid, 'read']]);
		const all = bench.receiver.changes().flatMap((value) => asArray(value.statuses).map(asObject));
		expect(all.map((status) => status.biz_opaque_callback_data)).toEqual(['e1:s2:n3', 'e1:s2:n3', 'e1:s2:n3']);
		expect(all[0]).toMatchObject({ recipient_id: CUSTOMER, timestamp: expect.stringMatching(/^\d{10}$/), pricing: { billable: true, pricing_model: 'PMP', type: 'regular', category: 'marketing' } });
		expect(all[0].conversation).toBeUndefined();
		expect(all[2].pricing).toBeUndefined();
		expect(bench.world.sends.list()).toMatchObject([{ status: 'read' }]);
	});

	test('those of one span travel in one POST', async () => {
		const bench = startBench(quiet);
		for (const to of ['15550000001', '15550000002', '15550000003']) await bench.send({ ...welcome(), to });
		await bench.clock.advance(1_000);
		expect(bench.receiver.posts).toHaveLength(1);
		expect(changesOf(bench.receiver.posts[0].body)).toHaveLength(3);
		expect(bench.receiver.statuses()).toHaveLength(9);
	});

	test('at most 1,000 travel in one POST', async () => {
		const bench = startBench({ ...quiet, throughputPerSecond: 5_000 });
		await bench.control('POST', '/emulator/webhooks', { hold: true });
		for (let at = 0; at < 700; at += 1) await bench.send({ ...welcome(), to: String(15_550_000_000 + at) });
		await bench.clock.advance(1_000);
		expect(bench.receiver.posts).toHaveLength(0);
		await bench.control('POST', '/emulator/webhooks', { release: true });
		const sizes = bench.receiver.posts.map((post) => changesOf(post.body).flatMap((change) => asArray(asObject(change.value).statuses)).length);
		expect(sizes).toEqual([1_000, 1_000, 100]);
	});

	test('turned round, read comes first, each in a POST of its own', async () => {
		const bench = await opened(startBench(quiet));
		await bench.control('POST', '/emulator/webhooks', { reorder: true });
		await bench.send(HELLO);
		await bench.clock.advance(1_000);
		expect(bench.receiver.statuses().map(([, status]) => status)).toEqual(['read', 'delivered', 'sent']);
		expect(bench.receiver.posts).toHaveLength(3);
	});

	test('a delay comes on top', async () => {
		const bench = startBench(quiet);
		await bench.control('POST', '/emulator/webhooks', { delayMs: 5_000 });
		await bench.send(welcome());
		await bench.clock.advance(5_000);
		expect(bench.receiver.posts).toHaveLength(0);
		await bench.clock.advance(1_000);
		expect(bench.receiver.statuses()).toHaveLength(3);
	});

	test('no read without receipts, and only sent for a reaction', async () => {
		const bench = await opened(startBench({ ...quiet, readReceipts: false }));
		await bench.send(HELLO);
		await bench.send({ type: 'reaction', reaction: { message_id: 'wamid.1', emoji: '👍' } });
		await bench.clock.advance(1_000);
		expect(bench.receiver.statuses().map(([, status]) => status)).toEqual(['sent', 'sent', 'delivered']);
	});

	test.each([
		['marketing to someone who has stopped it', { marketingStopped: true }, 131050],
		['anything to someone who cannot be reached', { unreachable: true }, 131026],
	])('%s is accepted, then fails', async (_case, settings, code) => {
		const bench = startBench(quiet);
		await bench.control('POST', '/emulator/contacts', { phone: CUSTOMER, ...settings });
		expect(await bench.send(welcome())).toMatchObject({ status: 200 });
		await bench.clock.advance(1_000);
		const [value] = bench.receiver.changes();
		expect(value).toMatchObject({ statuses: [{ status: 'failed', errors: [{ code, title: expect.any(String), error_data: { details: expect.any(String) } }] }] });
		expect(value.contacts).toBeUndefined();
	});

	test('a contact with a username has no number in them', async () => {
		const bench = startBench(quiet);
		await bench.control('POST', '/emulator/contacts', { phone: CUSTOMER, username: 'ada' });
		await bench.send(welcome());
		await bench.clock.advance(1_000);
		await bench.control('POST', '/emulator/inbound', { from: CUSTOMER, text: 'Hi' });
		expect(bench.receiver.posts.map((post) => post.raw).join()).not.toContain(`"${CUSTOMER}"`);
		expect(bench.receiver.changes()[0]).toMatchObject({ contacts: [{ profile: { username: 'ada' }, user_id: expect.stringMatching(/^US\./) }] });
	});
});

describe('redelivery', () => {
	test('what is not answered 200 comes again, later and later, until it is', async () => {
		const bench = startBench();
		bench.receiver.answers = [500, 0, 503, 404, 500, 500];
		expect(await bench.control('POST', '/emulator/inbound', SUBSCRIBER)).toMatchObject({ delivered: false, status: 500 });
		await bench.clock.advance(60_000);
		const { posts } = bench.receiver;
		expect(posts.map((post) => post.at - posts[0].at)).toEqual([0, 500, 1_500, 3_500, 7_500, 12_500, 17_500]);
		expect(new Set(posts.map((post) => post.raw)).size).toBe(1);
		expect(await bench.control('GET', '/emulator/stats')).toMatchObject({ webhooks: { posts: 7, pending: 0, answers: { 200: 1, 500: 3, unreachable: 1 } } });
	});

	test('a body that fails does not hold up the next', async () => {
		const bench = startBench();
		bench.receiver.answerTo = (post) => (post.raw.includes('stuck') ? 500 : 200);
		await bench.control('POST', '/emulator/inbound', { ...SUBSCRIBER, text: 'stuck' });
		expect(await bench.control('POST', '/emulator/inbound', { ...SUBSCRIBER, text: 'free' })).toMatchObject({ delivered: true });
		await bench.clock.advance(1_000);
		expect(await bench.control('GET', '/emulator/stats')).toMatchObject({ webhooks: { pending: 1 } });
	});

	test('it goes to the callback in force then', async () => {
		const bench = startBench();
		bench.receiver.answers = [500];
		await bench.control('POST', '/emulator/inbound', SUBSCRIBER);
		bench.world.registry.overridePhone(bench.world.options.account.phoneNumberId, 'http://127.0.0.1:1/other');
		await bench.clock.advance(500);
		expect(bench.receiver.posts.at(-1)?.url).toBe('http://127.0.0.1:1/other');
	});

	test('the operator gets old ones again, byte for byte', async () => {
		const bench = await opened(startBench(quiet));
		await bench.send(HELLO);
		await bench.clock.advance(1_000);
		const [first] = bench.receiver.posts;
		expect(await bench.control('POST', '/emulator/webhooks', { redeliver: { kind: 'statuses' } })).toMatchObject({ redelivered: 1, delivered: 1 });
		expect(bench.receiver.posts.at(-1)).toMatchObject({ raw: first.raw, signature: first.signature });
		expect(await bench.control('POST', '/emulator/webhooks', { redeliver: { kind: 'all' } })).toMatchObject({ redelivered: 2 });
	});

	test('a reset ends it', async () => {
		const bench = startBench();
		bench.receiver.answers = [500, 500, 500];
		await bench.control('POST', '/emulator/inbound', SUBSCRIBER);
		await bench.control('POST', '/emulator/reset');
		await bench.clock.advance(60_000);
		expect(bench.receiver.posts).toHaveLength(1);
	});

	test('answers of 401 and 403 count as failed signatures', async () => {
		const bench = startBench();
		bench.receiver.answers = [401, 403];
		await bench.control('POST', '/emulator/inbound', SUBSCRIBER);
		await bench.clock.advance(5_000);
		expect(await bench.control('GET', '/emulator/stats')).toMatchObject({ webhooks: { signatureFailures: 2 } });
	});
});
