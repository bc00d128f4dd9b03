/** One Meta app, two numbers, a workflow for each, and a test beside production: nobody takes anything from another. */
import axios from 'axios';
import type { IDataObject } from 'n8n-workflow';
import { credentialFor } from '../../scripts/demo/credential';
import { metaSide } from './meta-side';
import { eventually, startRealN8n, type RealN8n } from './real-n8n';
import { messageWorkflow } from './workflows';

const TRIGGER = 'Messages';

describe('two numbers on one Meta app', () => {
	let real: RealN8n;
	let shop: string;
	let cafe: string;
	let cafeNumber: string;

	beforeAll(async () => {
		real = await startRealN8n();
		const [second] = real.emulator.account.moreNumbers;
		cafeNumber = second!.phoneNumberId;
		const credential = await real.rest.createCredential('whatsAppSequencesApi', 'Café', { ...credentialFor(real.emulator), phoneNumberId: cafeNumber });
		({ id: shop } = await real.rest.createWorkflow({ ...messageWorkflow(real.credential), name: 'Shop' }));
		({ id: cafe } = await real.rest.createWorkflow({ ...messageWorkflow(credential, { registration: 'number', messages: { quietSeconds: 1 } }), name: 'Café' }));
		await real.rest.activate(shop);
		await real.rest.activate(cafe);
	}, 240_000);
	afterAll(() => real?.close(), 60_000);

	/** A customer writes to a number; resolves when n8n has answered. */
	async function write(text: string, to?: string): Promise<void> {
		const { data } = await axios.post<{ delivered: boolean }>(`${real.emulator.url}/emulator/inbound`, { from: '15550300001', name: 'Ada', text, ...(to ? { to } : {}) });
		expect(data.delivered).toBe(true);
	}

	/** Texts of the executions of a workflow, oldest first, once there are so many. */
	async function texts(workflowId: string, count: number): Promise<Array<{ mode: string; texts: unknown[] }>> {
		const found = await eventually(
			() => real.rest.executions(workflowId),
			(executions) => executions.length >= count && executions.every(({ status }) => status === 'success'),
			20_000,
		);
		return await Promise.all(
			found.reverse().map(async ({ id, mode }) => {
				const { data } = await real.rest.execution(id);
				const items = data.resultData.runData[TRIGGER]?.[0]?.data?.main[0] ?? [];
				return { mode, texts: items.map(({ json }) => (json.message as IDataObject).text) };
			}),
		);
	}

	const overrides = async (): Promise<IDataObject> => (await axios.get<{ callbacks: IDataObject }>(`${real.emulator.url}/emulator/stats`)).data.callbacks;

	/** All addresses to which Meta would deliver for a number, as text. */
	async function addressesOf(number: string): Promise<string> {
		const { data } = await axios.get<IDataObject>(`${real.emulator.url}/v26.0/${number}`, {
			params: { fields: 'webhook_configuration' },
			headers: { Authorization: `Bearer ${real.emulator.account.accessToken}` },
		});
		return JSON.stringify(data);
	}

	test('each workflow gets the messages of its own number, and what is written in one go comes as one item', async () => {
		await write('to the shop');
		await write('to', cafeNumber);
		await write('the café', cafeNumber);
		expect(await texts(cafe, 1)).toEqual([{ mode: 'trigger', texts: ['to\nthe café'] }]);
		expect(await texts(shop, 1)).toEqual([{ mode: 'trigger', texts: ['to the shop'] }]);
	}, 60_000);

	test('a test listens beside the published workflow, takes one message, and gives the number back', async () => {
		const before = await overrides();
		expect(await real.rest.runManually(shop, TRIGGER)).toEqual({ waitingForWebhook: true });
		expect(await overrides()).toMatchObject({ phone_number: expect.stringContaining('/webhook-test/'), application: before.application });
		await write('a test');
		await eventually(overrides, (now) => now.phone_number === undefined, 15_000);
		await write('production again');
		expect(await texts(shop, 3)).toEqual([
			{ mode: 'trigger', texts: ['to the shop'] },
			{ mode: 'manual', texts: ['a test'] },
			{ mode: 'trigger', texts: ['production again'] },
		]);
	}, 60_000);

	test('a test of the number with an override puts the override of production back', async () => {
		expect(await real.rest.runManually(cafe, TRIGGER)).toEqual({ waitingForWebhook: true });
		await write('a test', cafeNumber);
		await eventually(() => texts(cafe, 2), (all) => all.at(-1)?.mode === 'manual', 15_000);
		await eventually(() => addressesOf(cafeNumber), (addresses) => !addresses.includes('/webhook-test/'), 15_000);
		await write('production', cafeNumber);
		expect((await texts(cafe, 3)).at(-1)).toEqual({ mode: 'trigger', texts: ['production'] });
	}, 60_000);

	test('the workflow that owns the app is unpublished, and the other number goes on', async () => {
		await real.rest.deactivate(shop);
		expect((await metaSide(real.emulator)).callbacks).toHaveLength(1);
		await write('still there?', cafeNumber);
		expect((await texts(cafe, 4)).at(-1)).toEqual({ mode: 'trigger', texts: ['still there?'] });
	}, 60_000);

	test('published again and both unpublished, nothing of n8n is left at Meta', async () => {
		await real.rest.activate(shop);
		await real.rest.deactivate(cafe);
		await real.rest.deactivate(shop);
		expect(await metaSide(real.emulator)).toMatchObject({ callbacks: [], inForce: null });
	}, 60_000);
});
