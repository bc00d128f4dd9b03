/** Sequence Trigger, activated as n8n does: publishing, and what it emits. */
import { Business } from './business';
import { sequence, UPDATE, WELCOME } from './canvas';
import { outputs as outputsExpression } from '../../nodes/SequenceTrigger/properties';
import { workflowOf } from './n8n-process';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

const ADA = '+491701234567';
const BOB = '+491701234568';

describe('Sequence Trigger', () => {
	let business: Business;

	beforeEach(async () => {
		business = await Business.open();
	});
	afterEach(() => business.close());

	const activate = (parameters: IDataObject = {}, workflowId = 'workflow-a') =>
		business.activate(sequence(parameters), { node: 'Promo', workflowId });
	const enroll = (...phones: string[]) =>
		business.store.enroll(
			phones.map((phone) => ({ sequence: 'Promo', contact: { phone, name: 'Ada' }, reentry: 'keep', reference: 'cart-7', context: { city: 'Bonn' } })),
			Date.now(),
		);
	const jsonOf = (items: INodeExecutionData[][]) => items.map((output) => output.map(({ json }) => json));

	it('publishes the sequence as the panel describes it', async () => {
		await activate({ sequenceDescription: 'For people who wrote PROMO' });
		expect(await business.store.listSequences()).toEqual([
			{ id: expect.any(String), name: 'Promo', description: 'For people who wrote PROMO', version: 1, open: true, ownerWorkflow: expect.any(String), live: 0, pausedAt: null, pausedReason: null, pausedFor: null, lockedAt: null, changesWaitSince: null },
		]);
	});

	it('emits whoever is due as one batch under one lease', async () => {
		const trigger = await activate();
		await enroll(ADA, BOB);
		const { items } = await trigger.nextEmission();
		const [[first, second], ...others] = jsonOf(items);
		expect(others).toEqual([]);
		expect(first).toEqual({
			contact: { id: expect.any(String), phone: ADA, userId: null, name: 'Ada' },
			sequence: { id: expect.any(String), name: 'Promo', version: 1 },
			step: {
				name: 'Welcome',
				number: 1,
				of: 2,
				message: { kind: 'template', name: 'promo_welcome', language: 'en', variables: { 'body.1': '{name|there}' } },
			},
			enrollment: {
				id: expect.any(String),
				lease: expect.any(String),
				enrolledAt: expect.stringMatching(/Z$/),
				reference: 'cart-7',
				context: { city: 'Bonn' },
				attempt: 1,
			},
			dueAt: expect.stringMatching(/Z$/),
		});
		expect((second!.enrollment as IDataObject).lease).toBe((first!.enrollment as IDataObject).lease);
		expect(trigger.emissions).toHaveLength(1);
	});

	it('emits at most as many contacts at once as the options say, and as many executions', async () => {
		const trigger = await activate({ options: { batch: 2, inFlight: 2 } });
		await enroll(...Array.from({ length: 5 }, (_, i) => `+49170123000${i}`));
		const sizes = [await trigger.nextEmission(), await trigger.nextEmission()].map(({ items }) => items[0]!.length);
		expect(sizes).toEqual([2, 2]);
		trigger.emissions[0]!.done!.resolve({ status: 'success', data: { resultData: { runData: {} } } } as never);
		expect((await trigger.nextEmission()).items[0]).toHaveLength(1);
	});

	describe('with an output for each step', () => {
		const perStep = { options: { outputPerStep: true } };

		it('brings every contact out at the output of their step', async () => {
			const trigger = await activate({ ...perStep, steps: { step: [{ ...UPDATE, delayAmount: 0 }, WELCOME] } });
			await enroll(ADA);
			expect(jsonOf((await trigger.nextEmission()).items)).toMatchObject([[{ step: { name: 'Update' } }], []]);
		});

		it('passes a step over that is switched off, and keeps its output', async () => {
			const trigger = await activate({ ...perStep, steps: { step: [{ ...UPDATE, enabled: false }, WELCOME] } });
			await enroll(ADA);
			expect(jsonOf((await trigger.nextEmission()).items)).toMatchObject([[], [{ step: { name: 'Welcome', number: 2 } }]]);
		});

		it.each([
			['one output, without a name', {}, [{ type: 'main' }]],
			['one output per step, named like it', perStep, [{ type: 'main', displayName: 'Welcome' }, { type: 'main', displayName: 'Update' }]],
		])('draws %s', (_, parameters, drawn) => {
			const workflow = workflowOf(sequence(parameters));
			const node = workflow.getNode('Promo')!;
			expect(workflow.expression.getSimpleParameterValue(node, outputsExpression, 'internal', {})).toEqual(drawn);
		});
	});

	describe('when the workflow is unpublished', () => {
		it('hands out nothing more, and keeps everybody at their place', async () => {
			const trigger = await activate();
			await trigger.closeFunction!();
			expect(await business.store.listSequences()).toMatchObject([{ name: 'Promo', open: false }]);
			await enroll(ADA);
			expect(trigger.emissions).toEqual([]);
			const again = await activate();
			expect(jsonOf((await again.nextEmission()).items)).toMatchObject([[{ contact: { phone: ADA } }]]);
		});

		it('leaves the name to others', async () => {
			const trigger = await activate();
			await trigger.closeFunction!();
			await activate({}, 'workflow-b');
			expect(await business.store.listSequences()).toMatchObject([{ name: 'Promo', open: true }]);
		});
	});

	it('is published again by the same workflow without a new version when nothing has changed', async () => {
		await activate();
		await activate();
		expect(await business.store.listSequences()).toMatchObject([{ version: 1 }]);
		await activate({ stopOnReply: false });
		expect(await business.store.listSequences()).toMatchObject([{ version: 2 }]);
	});
});
