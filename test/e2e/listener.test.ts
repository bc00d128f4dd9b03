/** The dedicated listener in a real n8n: publishing opens its port and registers it, unpublishing takes both away. */
import axios from 'axios';
import type { IDataObject } from 'n8n-workflow';
import { freePort } from '../../scripts/n8n/ports';
import { metaSide } from './meta-side';
import { MetaWebhook, person, textFrom } from './meta-webhook';
import { eventually, startRealN8n, type RealN8n } from './real-n8n';
import { messageWorkflow } from './workflows';

const TRIGGER = 'Messages';

describe('the dedicated listener', () => {
	let real: RealN8n;
	let workflowId: string;
	let address: string;

	beforeAll(async () => {
		real = await startRealN8n();
		const port = await freePort();
		// In place of a reverse proxy, which only brings the certificate.
		address = `http://127.0.0.1:${port}/whatsapp`;
		const parameters = { door: 'listener', listenPort: port, listenPath: '/whatsapp', publicAddress: address };
		({ id: workflowId } = await real.rest.createWorkflow(messageWorkflow(real.credential, parameters)));
		await real.rest.activate(workflowId);
	}, 240_000);
	afterAll(() => real?.close(), 60_000);

	async function texts(): Promise<unknown[]> {
		const executions = await real.rest.executions(workflowId);
		const all = await Promise.all(executions.map(({ id }) => real.rest.execution(id)));
		return all.flatMap(({ data }) => (data.resultData.runData[TRIGGER]?.[0]?.data?.main[0] ?? []).map(({ json }) => (json.message as IDataObject).text)).sort();
	}

	test('is registered at Meta by publishing, with its public address', async () => {
		expect(await metaSide(real.emulator)).toMatchObject({ callbacks: [address], subscribedApps: 1, inForce: address });
	});

	test('takes signed messages and starts few executions for many, refuses what Meta did not sign', async () => {
		const meta = new MetaWebhook(address, real.emulator.account);
		const bodies = ['a', 'b', 'c', 'd'].map((text, i) => meta.body({ contacts: [person(`1555030001${i}`, 'Ann')], messages: [textFrom(`1555030001${i}`, text)] }));
		expect(await meta.post(bodies[0], { secret: 'another-secret' })).toBe(401);
		expect(await Promise.all(bodies.map((body) => meta.post(body)))).toEqual([200, 200, 200, 200]);
		await eventually(texts, (found) => found.length === 4, 20_000);
		expect(await texts()).toEqual(['a', 'b', 'c', 'd']);
		expect((await real.rest.executions(workflowId)).length).toBeLessThan(4);
	}, 60_000);

	test('a test event comes through n8n’s own webhook, and the listener keeps its address', async () => {
		expect(await real.rest.runManually(workflowId, TRIGGER)).toEqual({ waitingForWebhook: true });
		await real.customers.write('+15550300030', 'Tess', 'a test');
		await eventually(texts, (found) => found.includes('a test'), 20_000);
		await eventually(async () => (await metaSide(real.emulator)).inForce, (inForce) => inForce === address, 15_000);
		expect((await metaSide(real.emulator)).callbacks).toEqual([address]);
	}, 60_000);

	test('a restart of n8n opens the port again', async () => {
		await real.n8n.restart();
		const meta = new MetaWebhook(address, real.emulator.account);
		await eventually(() => meta.shakeHands(real.emulator.account.verifyToken, '4711').then(({ data }) => data, () => null), (data) => data === '4711', 30_000);
	}, 120_000);

	test('unpublishing closes the port and takes the address away from Meta', async () => {
		await real.rest.signIn();
		await real.rest.deactivate(workflowId);
		expect(await metaSide(real.emulator)).toMatchObject({ callbacks: [], inForce: null });
		await expect(axios.get(address)).rejects.toThrow(/ECONNREFUSED/);
	}, 60_000);
});
