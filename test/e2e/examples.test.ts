/** Every workflow in examples/: imported into a real n8n, activated as it is but for the credential, and played. */
import { DEFAULT_TEMPLATES } from '../../emulator/templates/defaults';
import { EXAMPLE_TEMPLATES } from '../../emulator/templates/examples';
import { exampleWorkflow, withCredential } from '../../scripts/demo/workflow';
import { FILES } from '../unit/examples/files';
import { Actor, STORIES, withoutWaiting } from './example-stories';
import { eventually, startRealN8n, type RealN8n } from './real-n8n';

/** Longer than any message of a story takes on a busy machine. */
const PATIENCE_MS = 60_000;

describe('the workflows in examples/', () => {
	let real: RealN8n;
	beforeAll(async () => {
		real = await startRealN8n({ templates: [...DEFAULT_TEMPLATES, ...EXAMPLE_TEMPLATES] });
	}, 240_000);
	afterAll(() => real?.close(), 60_000);

	test('each has a story, but the desk, which has tests of its own', () => {
		expect(FILES.filter((file) => !(file in STORIES) && !file.startsWith('desk-'))).toEqual([]);
	});

	test.each(FILES)('%s finds a credential of the usual name, and runs in the editor with its sample data, without Meta', async (file) => {
		const workflow = exampleWorkflow(file);
		const { id } = await real.rest.createWorkflow(workflow);
		const imported = await real.rest.workflow(id);
		const chosen = imported.nodes.flatMap(({ credentials = {} }) => Object.values(credentials).map((one) => one.id));
		expect(new Set(chosen)).toEqual(new Set([real.credential.id]));
		const before = (await real.customers.sends()).length;
		const samples = workflow.nodes.filter(({ name, type }) => /trigger$|\.webhook$/i.test(type) && workflow.pinData?.[name]);
		for (const { name } of samples) {
			const run = await real.rest.runManually(id, name);
			if (!('executionId' in run)) throw new Error(`"${name}" waits for a call although it has sample data`);
			const { status, data } = await real.rest.endOfExecution(run.executionId);
			expect([name, status, data.resultData.error?.message ?? null]).toEqual([name, 'success', null]);
		}
		expect((await real.customers.sends()).length).toBe(before);
		await real.rest.deleteWorkflow(id);
	}, PATIENCE_MS);

	test.each(FILES)('%s is active as soon as the credential is chosen, and does what it says', async (file) => {
		const { play, messages, because } = STORIES[file] ?? { play: null, messages: [], because: '' };
		const workflow = withCredential(exampleWorkflow(file), real.credential);
		const { id } = await real.rest.createWorkflow(workflow);
		await real.rest.activate(id);
		if (play) {
			await real.rest.updateWorkflow(id, { nodes: withoutWaiting(workflow).nodes });
			await real.rest.activate(id);
			const before = (await real.customers.sends()).length;
			const actor = new Actor(real, workflow);
			await play(actor);
			const said = async (): Promise<string[]> => (await real.customers.sends()).slice(before).map(({ body, type }) => body.template?.name ?? body.text?.body ?? type);
			const got = await eventually(said, (all) => all.length >= messages.length, PATIENCE_MS);
			expect([because, got.sort()]).toEqual([because, [...messages].sort()]);
			expect(await real.rest.executionCount(id, ['error', 'crashed'])).toBe(0);
		}
		await real.rest.deleteWorkflow(id);
	}, 3 * PATIENCE_MS);
});
