/** The demo's story in a real n8n: a keyword enrolls, messages come in time, and a reply or STOP ends it. */
import { playStory } from '../../scripts/demo/story';
import { setTheStage, type Stage } from '../../scripts/demo/stage';

const STEP_SECONDS = 4;

describe('the promo sequence, from keyword to offer', () => {
	let stage: Stage;
	beforeAll(async () => {
		stage = await setTheStage({ stepSeconds: STEP_SECONDS, say: () => undefined });
	}, 240_000);
	afterAll(() => stage?.close(), 60_000);

	test('everybody gets exactly what they should, once, and nothing after a reply or STOP', async () => {
		const result = await playStory(stage, STEP_SECONDS * 1000, () => undefined);
		expect(result).toMatchObject({ ok: true, sent: 6, expected: 6, lost: 0, duplicates: 0 });
	}, 120_000);

	test('statuses of WhatsApp start no execution', async () => {
		const executions = await stage.rest.executions(stage.workflowId);
		// Six webhooks with messages (Ana's three count once, STOP starts none) and one execution per due batch.
		expect(executions.length).toBeLessThanOrEqual(12);
		expect(executions.every(({ status }) => status === 'success')).toBe(true);
	});
});
