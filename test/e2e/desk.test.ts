/** The example of the conversation desk in a real n8n. */
import { exampleWorkflow, withCredential } from '../../scripts/demo/workflow';
import { eventually, startRealN8n, type RealN8n } from './real-n8n';

const CUSTOMER = '+491701234567';

describe('The conversation desk', () => {
	let real: RealN8n;
	beforeAll(async () => {
		real = await startRealN8n();
	}, 240_000);
	afterAll(() => real?.close(), 60_000);

	test('answers who writes while nobody is there', async () => {
		const { id } = await real.rest.createWorkflow({ ...withCredential(exampleWorkflow('desk-with-agents.json'), real.credential), pinData: {} });
		await real.rest.activate(id);
		await real.customers.write(CUSTOMER, 'Ada', 'I have a question');
		const sends = await eventually(() => real.customers.sends(), (all) => all.length > 0, 60_000);
		expect(sends).toHaveLength(1);
		expect(JSON.stringify(sends[0])).toContain('Nobody is here at the moment');
		const executions = await eventually(() => real.rest.executions(id), (all) => all.length >= 2 && all.every(({ status }) => status === 'success'), 30_000);
		// One for the message, one for what the desk told.
		expect(executions).toHaveLength(2);
	}, 150_000);
});
