/** What Meta does to an account while it is in use: other limits, a token taken back, a template that may be sent again. */
import { CALLBACK, CUSTOMER, HELLO, startBench, welcome, type Bench } from './support';

describe('an account that changes', () => {
	let bench: Bench;
	beforeEach(() => {
		bench = startBench({ messagingLimit: 1 });
		bench.world.registry.subscribeApp({ callbackUrl: CALLBACK, fields: ['message_template_status_update', 'business_capability_update'], includeValues: true });
	});

	const reach = async (to: string): Promise<number> => (await bench.send({ ...welcome(), to })).code;

	test('a raised limit lets more people be reached at once, and is announced', async () => {
		expect([await reach('16505550001'), await reach('16505550002')]).toEqual([0, 131048]);
		expect(await bench.control('POST', '/emulator/limit', { people: 2_000 })).toEqual({ tier: 'TIER_2K', webhook: { delivered: true, status: 200 } });
		expect(bench.receiver.changes('business_capability_update')).toEqual([{ max_daily_conversations_per_business: 'TIER_2K', max_phone_numbers_per_waba: 25 }]);
		expect(await reach('16505550002')).toBe(0);
		await bench.control('POST', '/emulator/reset');
		expect([await reach('16505550001'), await reach('16505550002')]).toEqual([0, 131048]);
	});

	test('a lowered limit counts those who were reached before', async () => {
		await bench.control('POST', '/emulator/limit', { people: 0 });
		expect([await reach('16505550001'), await reach('16505550002')]).toEqual([0, 0]);
		await bench.control('POST', '/emulator/limit', { people: 1 });
		expect([await reach('16505550001'), await reach('16505550003')]).toEqual([0, 131048]);
	});

	test('a token that was taken back is refused everywhere until it is valid again', async () => {
		const { account } = bench.world.options;
		await bench.control('POST', '/emulator/token', { revoked: true });
		expect(await bench.send({ to: CUSTOMER, ...HELLO })).toMatchObject({ status: 401, code: 190 });
		const { body } = await bench.call('GET', `/debug_token?input_token=${account.accessToken}`, {}, bench.appToken);
		expect(body).toMatchObject({ data: { is_valid: false } });
		await bench.control('POST', '/emulator/token', { revoked: false });
		expect((await bench.call('GET', `/${account.phoneNumberId}`)).status).toBe(200);
		expect(startBench().world.options.account.revokedTokens?.size).toBe(0);
	});

	test('a template that comes back from a pause is announced as unpaused', async () => {
		for (const status of ['PAUSED', 'APPROVED', 'REJECTED', 'APPROVED']) await bench.control('POST', '/emulator/templates', { name: 'promo_welcome', status });
		expect(bench.receiver.changes('message_template_status_update').map(({ event }) => event)).toEqual(['PAUSED', 'UNPAUSED', 'REJECTED', 'APPROVED']);
	});

	test.each([
		['limit', { people: -1 }, /whole number/],
		['limit', {}, /whole number/],
		['token', {}, /true or false/],
	])('%s %j is refused with a sentence', async (path, request, sentence) => {
		expect(await bench.control('POST', `/emulator/${path}`, request)).toEqual({ error: expect.stringMatching(sentence) });
	});
});
