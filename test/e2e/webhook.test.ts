/** Meta's webhooks, good and bad, at the address that the Message Trigger registered. */
import axios from 'axios';
import { N8nRestError } from '../../scripts/n8n/rest';
import type { IDataObject } from 'n8n-workflow';
import { metaSide } from './meta-side';
import { MetaWebhook, person, statusOf, textFrom } from './meta-webhook';
import { eventually, startRealN8n, type RealN8n } from './real-n8n';
import { messageWorkflow } from './workflows';

const TRIGGER = 'Messages';
const LIMIT = 3 * 1024 * 1024;

describe('the address for the webhooks of Meta', () => {
	let real: RealN8n;
	let workflowId: string;
	let meta: MetaWebhook;
	beforeAll(async () => {
		real = await startRealN8n();
		({ id: workflowId } = await real.rest.createWorkflow(messageWorkflow(real.credential)));
		await real.rest.activate(workflowId);
		meta = new MetaWebhook((await metaSide(real.emulator)).inForce ?? '', real.emulator.account);
	}, 240_000);
	afterAll(() => real?.close(), 60_000);

	/** The items of all executions that `work` started, one list each; waits for `count` of them to end. */
	async function executionsOf(work: () => Promise<unknown>, count: number): Promise<IDataObject[][]> {
		const before = new Set((await real.rest.executions(workflowId)).map(({ id }) => id));
		await work();
		const started = await eventually(
			async () => (await real.rest.executions(workflowId)).filter(({ id }) => !before.has(id)),
			(found) => found.length >= count && found.every(({ status }) => status === 'success'),
			30_000,
		);
		return await Promise.all(started.reverse().map(({ id }) => itemsOf(id)));
	}

	async function itemsOf(executionId: string): Promise<IDataObject[]> {
		const { data } = await real.rest.execution(executionId);
		return (data.resultData.runData[TRIGGER]?.[0]?.data?.main[0] ?? []).map(({ json }) => json);
	}

	/** After `work`, a message of ours is the next thing that starts an execution: nothing before it did. */
	async function startsNothing(work: () => Promise<unknown>): Promise<void> {
		const from = String(15_550_300_000 + Math.floor(Math.random() * 99_999));
		const executions = await executionsOf(async () => {
			await work();
			await meta.post(meta.body({ contacts: [person(from, 'Last')], messages: [textFrom(from, 'the last')] }));
		}, 1);
		expect(executions.map((items) => items.map(textOf))).toEqual([['the last']]);
	}

	test('the handshake gives the challenge back to whoever knows the verify token, and to nobody else', async () => {
		const right = await meta.shakeHands(real.emulator.account.verifyToken, '1158201444');
		expect([right.status, right.data]).toEqual([200, '1158201444']);
		expect(right.headers['content-type']).toMatch('text/plain');
		const wrong = await meta.shakeHands('guess', '1158201444');
		expect(wrong.status).toBe(403);
		expect(wrong.data).not.toContain('1158201444');
	});

	test('what Meta did not sign is refused and starts nothing', async () => {
		const body = meta.body({ contacts: [person('15550300001', 'Eve')], messages: [textFrom('15550300001', 'forged')] });
		await startsNothing(async () => {
			expect(await meta.post(body, { secret: null })).toBe(401);
			expect(await meta.post(body, { secret: 'another-secret' })).toBe(401);
			expect(await meta.post('hello', { contentType: 'text/plain', secret: null })).toBe(401);
		});
	});

	test('a signed body that is no JSON, or holds nothing of ours, is taken and starts nothing', async () => {
		await startsNothing(async () => {
			expect(await meta.post('hello', { contentType: 'text/plain' })).toBe(200);
			expect(await meta.post('{"entry": [', { contentType: 'text/plain' })).toBe(200);
			expect(await meta.post({})).toBe(200);
			expect(await meta.post([])).toBe(200);
			expect(await meta.post({ object: 'whatsapp_business_account', entry: 'none' })).toBe(200);
			expect(await meta.post({ entry: [null, { changes: [null, { field: 'messages' }, { field: 'messages', value: { messages: 'none', statuses: 7 } }] }] })).toBe(200);
		});
	});

	test('a broken body that calls itself JSON is taken when Meta signed it, and refused like any other when not', async () => {
		await startsNothing(async () => {
			expect(await meta.post('{"entry": [')).toBe(200);
			expect(await meta.post('{"entry": [', { secret: 'another-secret' })).toBe(401);
		});
	});

	test('malformed updates do not lose their neighbours', async () => {
		const contacts = [person('15550300010', 'Ada'), { profile: { name: 'Hidden' }, user_id: 'US.15550300011' }, null];
		const messages = [
			{ type: 'text', text: { body: 'nobody sent this' }, id: 'wamid.nobody' },
			{ type: 'hologram', hologram: { size: 3 }, from: '15550300010', id: 'wamid.hologram', timestamp: '1700000000' },
			null,
			{ type: 'text', text: { body: 'hidden number' }, from_user_id: 'US.15550300011', id: 'wamid.hidden', timestamp: 'soon' },
			textFrom('15550300010', 'good neighbour'),
		];
		const withoutContacts = { messages: [textFrom('15550300012', 'no contacts')] };
		const [items, ...more] = await executionsOf(async () => {
			expect(await meta.post(meta.body({ contacts, messages }, withoutContacts))).toBe(200);
		}, 1);
		expect(more).toEqual([]);
		expect(items).toEqual([
			expect.objectContaining({ contact: expect.objectContaining({ phone: '+15550300010', name: 'Ada' }), message: expect.objectContaining({ type: 'hologram' }) }),
			expect.objectContaining({ contact: expect.objectContaining({ phone: null, userId: 'US.15550300011' }), message: expect.objectContaining({ text: 'hidden number' }) }),
			expect.objectContaining({ contact: expect.objectContaining({ phone: '+15550300010' }), message: expect.objectContaining({ text: 'good neighbour' }) }),
			expect.objectContaining({ contact: expect.objectContaining({ phone: '+15550300012', name: null }), message: expect.objectContaining({ text: 'no contacts' }) }),
		]);
	});

	test('3 MB with more than 1,000 updates are taken as one execution, and more than 3 MB are refused', async () => {
		const padding = 'x'.repeat(2_400);
		const senders = Array.from({ length: 1_200 }, (_, i) => String(15_550_400_000 + i));
		const body = JSON.stringify(meta.body({ contacts: senders.map((phone) => person(phone, 'Many')), messages: senders.map((phone) => textFrom(phone, `${phone} ${padding}`)) }));
		expect(body.length).toBeGreaterThan(LIMIT * 0.98);
		expect(body.length).toBeLessThanOrEqual(LIMIT);
		const [items, ...more] = await executionsOf(async () => expect(await meta.post(body)).toBe(200), 1);
		expect(more).toEqual([]);
		expect(items.map(({ contact }) => (contact as IDataObject).phone)).toEqual(senders.map((phone) => `+${phone}`));
		// JSON may end in blanks: the same webhook, one byte too long.
		expect(await meta.post(body.padEnd(LIMIT + 1))).toBe(413);
	}, 60_000);

	test('the same message delivered three times starts one execution', async () => {
		const body = meta.body({ contacts: [person('15550300020', 'Bo')], messages: [textFrom('15550300020', 'once')] });
		const executions = await executionsOf(async () => {
			expect(await Promise.all([meta.post(body), meta.post(body), meta.post(body)])).toEqual([200, 200, 200]);
		}, 1);
		expect(executions.map((items) => items.map(textOf))).toEqual([['once']]);
		await startsNothing(() => meta.post(body));
	}, 60_000);

	test('statuses start no execution', async () => {
		const statuses = ['sent', 'delivered', 'read'].map((status) => statusOf('wamid.unknown', status, '15550300020'));
		await startsNothing(async () => expect(await meta.post(meta.body({ statuses }))).toBe(200));
	});

	describe('a test event', () => {
		test('is refused where somebody else has set an override for the number, with their address', async () => {
			const { account, url } = real.emulator;
			const setOverride = (address: string): Promise<unknown> =>
				axios.post(`${url}/v26.0/${account.phoneNumberId}`, { webhook_configuration: { override_callback_uri: address, verify_token: account.verifyToken } }, { headers: { Authorization: `Bearer ${account.accessToken}` } });
			// Any address that shakes hands will do; to the trigger, one with a query is not its own.
			const theirs = `${meta.address}?of=somebody`;
			await setOverride(theirs);
			const refusal = await real.rest.runManually(workflowId, TRIGGER).catch((error: unknown) => error);
			expect(refusal).toBeInstanceOf(N8nRestError);
			expect((refusal as N8nRestError).reason).toMatch(/^Meta sends the messages of this number to .*\?of=somebody, so a test event cannot arrive here/);
			expect((await metaSide(real.emulator)).inForce).toBe(theirs);
			await setOverride('');
		});

		test('arrives once nothing is active, and leaves nothing at Meta', async () => {
			await real.rest.deactivate(workflowId);
			expect(await real.rest.runManually(workflowId, TRIGGER)).toEqual({ waitingForWebhook: true });
			const [items] = await executionsOf(() => real.customers.write('+15550300030', 'Tess', 'Is this on?'), 1);
			expect(items.map(textOf)).toEqual(['Is this on?']);
			expect((items[0].contact as IDataObject).name).toBe('Tess');
			await eventually(async () => (await metaSide(real.emulator)).callbacks, (callbacks) => callbacks.length === 0, 15_000);
		});
	});
});

function textOf({ message }: IDataObject): unknown {
	return (message as IDataObject).text;
}
