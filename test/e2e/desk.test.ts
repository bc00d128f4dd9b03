/** The example of the conversation desk in a real n8n, from the first message of a customer to the answer to the survey. */
import axios from 'axios';
import type { INode } from 'n8n-workflow';
import { openEmbeddedStore } from '../../engine/store/open-embedded';
import type { AccountStore } from '../../engine/store/contract';
import { exampleWorkflow, withCredential } from '../../scripts/demo/workflow';
import { eventually, startRealN8n, type RealN8n } from './real-n8n';
import { chain, packNode } from './workflows';

const CUSTOMER = '+491701234567';

describe('The conversation desk', () => {
	let real: RealN8n;
	let id: string;
	beforeAll(async () => {
		real = await startRealN8n();
		({ id } = await real.rest.createWorkflow({ ...withCredential(exampleWorkflow('desk-with-agents.json'), real.credential), pinData: {} }));
		await real.rest.activate(id);
		const webhook: INode = { id: 'id-done', name: 'Done', type: 'n8n-nodes-base.webhook', typeVersion: 2, position: [0, 0], webhookId: 'done', parameters: { httpMethod: 'POST', path: 'done', responseMode: 'lastNode', options: {} } };
		const close = packNode('conversationDesk', 'Close it', { operation: 'close' }, real.credential);
		await real.rest.activate((await real.rest.createWorkflow(chain('Close', [webhook, close]))).id);
	}, 240_000);
	afterAll(() => real?.close(), 60_000);

	const writes = (text: string): Promise<void> => real.customers.write(CUSTOMER, 'Ada', text);

	/** All that the customer has got, once it is so many messages. */
	async function received(count: number): Promise<string[]> {
		const sends = await eventually(() => real.customers.sends(), (all) => all.length >= count, 60_000);
		return sends.map(({ body }) => body.text?.body ?? '');
	}

	/** What n8n has kept, read beside it. */
	async function kept<Result>(read: (store: AccountStore) => Promise<Result>): Promise<Result> {
		const store = await openEmbeddedStore(real.storeFile, Date.now());
		try {
			return await read(store.forAccount(real.emulator.account.phoneNumberId));
		} finally {
			await store.close();
		}
	}
	const conversation = async () => (await kept((store) => store.conversationsOf([{ phone: CUSTOMER }])))[0];

	test('answers who writes while nobody is there', async () => {
		await writes('I have a question');
		expect(await received(1)).toEqual([expect.stringContaining('Nobody is here at the moment')]);
		const executions = await eventually(() => real.rest.executions(id), (all) => all.length >= 2 && all.every(({ status }) => status === 'success'), 60_000);
		// One for the message, one for what the desk told.
		expect(executions).toHaveLength(2);
		expect(await conversation()).toMatchObject({ state: 'unassigned', agent: null });
	}, 180_000);

	test('gives them to the first agent who comes, asks how it was, and keeps the answer', async () => {
		await real.rest.runManually(id, 'Set up the agents');
		const assigned = await eventually(conversation, (one) => one?.state === 'assigned', 60_000);
		expect(assigned!.agent!.name).toMatch(/^(Ana|Ben)$/);
		await axios.post(`${real.n8n.url}/webhook/done`, { phone: CUSTOMER });
		expect(await received(2)).toEqual([expect.anything(), expect.stringContaining('How was it?')]);
		await writes('5');
		const attributes = async () => (await kept((store) => store.tagsOf([{ phone: CUSTOMER }])))[0]?.attributes;
		expect(await eventually(attributes, (all) => all?.satisfaction !== undefined, 60_000)).toEqual({ satisfaction: '5' });
		expect(await conversation()).toMatchObject({ state: 'closed' });
	}, 240_000);
});
