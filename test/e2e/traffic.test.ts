/** Traffic through a real n8n: bodies of every kind at the trigger's address, and a thousand people at once. */
import { createHmac } from 'node:crypto';
import axios from 'axios';
import { eventually, startRealN8n, type RealN8n } from './real-n8n';
import { enrollListWorkflow, messageWorkflow, people, sequenceWorkflow } from './workflows';

const PEOPLE = people(1000, 8);

interface Update {
	field: string;
	value: Record<string, unknown>;
}

describe('a published message trigger', () => {
	let real: RealN8n;
	let callback: string;
	let messageFlow: string;
	let sequenceFlow: string;

	beforeAll(async () => {
		real = await startRealN8n({ statusBatchMs: 500 });
		const { rest, credential, emulator } = real;
		const published = async (workflow: Parameters<typeof rest.createWorkflow>[0]): Promise<string> => {
			const { id } = await rest.createWorkflow(workflow);
			await rest.activate(id);
			return id;
		};
		messageFlow = await published(messageWorkflow(credential));
		sequenceFlow = await published(sequenceWorkflow('Thousand', [{ name: 'Only', seconds: 0, template: 'order_update' }], credential));
		await published(enrollListWorkflow('thousand', 'Thousand', credential));
		callback = (await axios.get<{ callback: string }>(`${emulator.url}/emulator/stats`)).data.callback;
	}, 240_000);
	afterAll(() => real?.close(), 60_000);

	const post = async (body: string | Buffer, headers: Record<string, string> = {}): Promise<number> => {
		const signature = createHmac('sha256', real.emulator.account.appSecret).update(body).digest('hex');
		const { status } = await axios.post(callback, body, {
			headers: { 'Content-Type': 'application/json', 'X-Hub-Signature-256': `sha256=${signature}`, ...headers },
			transformRequest: (data: unknown) => data,
			validateStatus: () => true,
			maxBodyLength: Infinity,
		});
		return status;
	};
	const envelope = (changes: Update[]): string =>
		JSON.stringify({ object: 'whatsapp_business_account', entry: [{ id: real.emulator.account.businessAccountId, changes }] });
	const messages = (list: unknown[], contacts?: unknown[]): Update => ({
		field: 'messages',
		value: {
			messaging_product: 'whatsapp',
			metadata: { display_phone_number: '15550001234', phone_number_id: real.emulator.account.phoneNumberId },
			...(contacts ? { contacts } : {}),
			messages: list,
		},
	});
	const text = (id: string, from: string, body: string) => ({ id, from, timestamp: '1795366096', type: 'text', text: { body } });
	const executions = () => real.rest.executionCount(messageFlow);

	test('an unsigned or wrongly signed body is refused with 401 and starts nothing', async () => {
		const before = await executions();
		const body = envelope([messages([text('wamid.unsigned', '15550109999', 'hi')])]);
		expect(await post(body, { 'X-Hub-Signature-256': '' })).toBe(401);
		expect(await post(body, { 'X-Hub-Signature-256': `sha256=${'0'.repeat(64)}` })).toBe(401);
		expect(await executions()).toBe(before);
	});

	test('a body that is no JSON is answered, never with a server error', async () => {
		expect(await post('this is no JSON', { 'Content-Type': 'text/plain' })).toBe(200);
		// n8n itself parses what calls itself JSON, before any node sees it, and answers 422.
		expect(await post('this is no JSON')).toBe(422);
		expect(await post('[]')).toBe(200);
		expect(await post('{"entry":[{"changes":"?"}]}')).toBe(200);
	});

	test('unknown types, missing contacts and people without a number do not cost their neighbours', async () => {
		const before = await executions();
		const body = envelope([
			messages([{ id: 'wamid.odd', from: '15550109001', timestamp: '1795366096', type: 'hologram', hologram: {} }]),
			messages([text('wamid.bare', '15550109002', 'no contacts')]),
			messages([{ ...text('wamid.hidden', '', 'no number'), from: undefined, from_user_id: 'US.13491208655302741918' }], [
				{ profile: { name: 'Hidden' }, user_id: 'US.13491208655302741918' },
			]),
			messages([null, 7, { type: 'text' }, text('wamid.good', '15550109003', 'good')]),
			{ field: 'no_such_field', value: {} },
		]);
		expect(await post(body)).toBe(200);
		await eventually(executions, (count) => count === before + 1, 30_000);
		const [{ id }] = await real.rest.executions(messageFlow);
		const run = await real.rest.execution(id);
		const items = run.data.resultData.runData.Messages?.[0]?.data?.main[0] ?? [];
		expect(items.map(({ json }) => (json.message as { id: string }).id)).toEqual(['wamid.odd', 'wamid.bare', 'wamid.hidden', 'wamid.good']);
	});

	test('three megabytes of one batch are taken in at once; more than Meta sends is refused with 413', async () => {
		const before = await executions();
		const many = Array.from({ length: 1000 }, (_, i) => text(`wamid.large.${i}`, `1555010${String(i).padStart(4, '0')}`, 'x'.repeat(2_850)));
		const body = envelope([messages(many)]);
		expect(body.length).toBeGreaterThan(2.8 * 1024 * 1024);
		expect(await post(body)).toBe(200);
		await eventually(executions, (count) => count === before + 1, 60_000);
		expect(await post(envelope([messages([text('wamid.huge', '15550109004', 'x'.repeat(3 * 1024 * 1024))])]))).toBe(413);
	}, 120_000);

	test('a thousand people enrolled by one execution get their message in at most ten', async () => {
		const { n8n, customers, rest } = real;
		await axios.post(`${n8n.url}/webhook/thousand`, { people: PEOPLE });
		const numbers = new Set(PEOPLE.map(({ phone }) => phone.slice(1)));
		const got = async (): Promise<string[]> =>
			(await customers.sends()).map(({ to }) => to.replace(/^\+/, '')).filter((to) => numbers.has(to));
		await eventually(got, (list) => list.length >= PEOPLE.length, 180_000);
		expect(new Set(await got()).size).toBe(PEOPLE.length);
		expect((await got()).length).toBe(PEOPLE.length);
		const runs = await eventually(() => rest.executionCount(sequenceFlow), (count) => count >= 1, 30_000);
		expect(runs).toBeLessThanOrEqual(10);
	}, 240_000);
});
