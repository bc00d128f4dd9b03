/** What n8n shows when Meta does not send a template, or nothing at all. */
import { Business } from './business';
import { sequence } from './canvas';

const ADA = '+491701234567';

describe('A sequence whose template Meta has paused', () => {
	let business: Business;

	beforeEach(async () => {
		business = await Business.open();
	});
	afterEach(() => business.close());

	const enroll = () =>
		business.store.enroll([{ sequence: 'Promo', contact: { phone: ADA }, reentry: 'keep', reference: null, context: {} }], Date.now());

	/** Runs the execution that the trigger starts, and tells the trigger of its end. */
	async function play(parameters = {}) {
		await business.faults({ action: 'error', code: 132015 });
		const workflow = sequence(parameters);
		const trigger = await business.activate(workflow, { node: 'Promo' });
		await enroll();
		const { items, done } = await trigger.nextEmission();
		const ran = await business.run(workflow, { node: 'Promo', items });
		done!.resolve(ran.run);
		return { trigger, ran };
	}

	async function until(isSo: () => boolean): Promise<void> {
		while (!isSo()) await new Promise<void>((resolve) => void setImmediate(resolve));
	}

	it('is paused with the template and its reason, and n8n shows a failed execution once', async () => {
		const { ran, trigger } = await play();
		if (trigger.canShowFailures) {
			await until(() => trigger.failures.length > 0);
			expect(trigger.failures).toHaveLength(1);
			expect(trigger.failures[0]!.message).toMatch(/^The sequence "Promo" is paused: .*Template promo_welcome \(en\)/);
		}
		expect((await business.store.listSequences())[0]).toMatchObject({ pausedFor: 'promo_welcome (en)' });
		expect(ran.outputs('Send')![1]).toMatchObject([{ send: { status: 'postponed', reason: 'template_missing', explanation: expect.stringContaining('everybody keeps their place') } }]);
	});

	it('has an item on the output for notices where the user wants one', async () => {
		const { trigger } = await play({ options: { noticesOutput: true } });
		const { items } = await trigger.nextEmission();

		expect(items.map((output) => output.length)).toEqual([0, 1]);
		expect(items[1]![0]!.json.notice).toMatchObject({ kind: 'sequence_paused', sequence: 'Promo', template: 'promo_welcome (en)', reason: 'template_missing' });
		expect(trigger.failures).toHaveLength(0);
	});
});
