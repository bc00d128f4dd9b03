import { Faults, partOf, readRules } from '../../../emulator/faults';
import { DEMO_ACCOUNT, startEmulator, type Emulator } from '../../../emulator';

describe('fault rules', () => {
	test('a pattern matches when every part of it is found', () => {
		const body = { to: '1', template: { name: 'a', components: [{ type: 'body' }, { type: 'button' }] } };
		expect(partOf({ template: { name: 'a' } }, body)).toBe(true);
		expect(partOf({ template: { components: [{ type: 'body' }] } }, body)).toBe(true);
		expect(partOf({ template: { name: 'b' } }, body)).toBe(false);
		expect(partOf({ cc: '1' }, body)).toBe(false);
	});

	test('a rule fires as often as told, once unless told, and only where it matches', () => {
		const faults = new Faults();
		faults.set(readRules([{ action: 'error', match: { path: '/messages', to: '1' }, times: 2 }, { action: 'delay', ms: 5 }]));
		const take = (path: string, to: string): string | undefined => faults.take(path, { to })?.action;
		expect(take('/9/messages', '1')).toBe('error');
		expect(take('/9/media', '1')).toBe('delay');
		expect(take('/9/messages', '2')).toBeUndefined();
		expect(take('/9/messages', '1')).toBe('error');
		expect(take('/9/messages', '1')).toBeUndefined();
		expect(faults.waiting()).toEqual([]);
	});

	test.each([[{ action: 'explode' }], [{ action: 'error', times: -1 }], ['error']])('%j is refused', (rule) => {
		expect(() => readRules([rule])).toThrow('rules[0]');
	});
});

describe('faults over HTTP', () => {
	let emulator: Emulator;
	beforeEach(async () => {
		emulator = await startEmulator({ statusDelayMs: 0, statusBatchMs: 0 });
	});
	afterEach(() => emulator.close());

	const post = async (path: string, body: object): Promise<{ status: number; body: { error?: { code?: number } } & Record<string, unknown> }> => {
		const answer = await fetch(emulator.url + path, { method: 'POST', headers: { authorization: `Bearer ${DEMO_ACCOUNT.accessToken}`, 'content-type': 'application/json' }, body: JSON.stringify(body) });
		return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
	};
	const send = (): ReturnType<typeof post> =>
		post(`/v26.0/${DEMO_ACCOUNT.phoneNumberId}/messages`, { messaging_product: 'whatsapp', to: '16505551234', type: 'template', template: { name: 'order_update', language: { code: 'en' } } });
	const sends = async (): Promise<unknown[]> => (await (await fetch(emulator.url + '/emulator/sends')).json()) as unknown[];

	test('error: refused with the code, once, and nothing is accepted', async () => {
		await post('/emulator/faults', { rules: [{ action: 'error', code: 131016 }] });
		expect(await send()).toMatchObject({ status: 503, body: { error: { code: 131016 } } });
		expect(await sends()).toHaveLength(0);
		expect(await send()).toMatchObject({ status: 200 });
	});

	test('drop-after-accept: no answer, but the message is on its way', async () => {
		await post('/emulator/faults', { rules: [{ action: 'drop-after-accept', match: { type: 'template' } }] });
		await expect(send()).rejects.toThrow();
		expect(await sends()).toHaveLength(1);
	});

	test('drop-before-accept: no answer and no message', async () => {
		await post('/emulator/faults', { rules: [{ action: 'drop-before-accept' }] });
		await expect(send()).rejects.toThrow();
		expect(await sends()).toHaveLength(0);
	});

	test('delay and fail: accepted all the same; clearing ends them', async () => {
		await post('/emulator/faults', { rules: [{ action: 'delay', ms: 1 }, { action: 'fail', code: 131049, times: 5 }] });
		expect(await send()).toMatchObject({ status: 200 });
		expect(await send()).toMatchObject({ status: 200 });
		expect(await post('/emulator/faults', { rules: [] })).toMatchObject({ body: { rules: [] } });
		expect(await sends()).toHaveLength(2);
	});

	test('a rule that makes no sense is refused with a sentence', async () => {
		expect(await post('/emulator/faults', { rules: [{ action: 'explode' }] })).toMatchObject({ status: 400, body: { error: expect.stringContaining('rules[0].action') } });
	});
});
