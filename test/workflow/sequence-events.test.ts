/** Changes in a sequence, out of the Sequence Trigger: on an output of their own, many in one execution. */
import type { IDataObject, IRun } from 'n8n-workflow';
import type { StepLease } from '../../engine/store/contract';
import { Business } from './business';
import type { ActiveTrigger } from './activate';
import { sequence } from './canvas';

const ADA = '+491701234567';
const BOB = '+491701234568';
const EVERY = ['enrolled', 'completed', 'converted', 'exited', 'failed', 'attention', 'review_decided'];
const SUCCESS = { status: 'success', data: { resultData: { runData: {} } } } as unknown as IRun;

const step = (name: string, delayAmount: number): IDataObject => ({ name, delayAmount, delayUnit: 'days', messageKind: 'none' });

describe('Events of a Sequence Trigger', () => {
	let business: Business;
	let trigger: ActiveTrigger;

	beforeEach(async () => {
		business = await Business.open({ testRecipients: ADA });
	});
	afterEach(() => business.close());

	async function publish(delay: number, options: IDataObject = {}): Promise<void> {
		trigger = await business.activate(sequence({ steps: { step: [step('Only', delay)] }, options: { events: EVERY, ...options } }), { node: 'Promo' });
	}

	const enroll = (...phones: string[]) =>
		business.store.enroll(phones.map((phone) => ({ sequence: 'Promo', contact: { phone }, reentry: 'keep' as const, reference: 'cart-1', context: { city: 'Ulm' } })), Date.now());

	/** The next items of an output; what comes out of the others in between has its execution ended well. */
	async function next(output: number): Promise<IDataObject[]> {
		for (;;) {
			const { items, done } = await trigger.nextEmission();
			if (items[output]?.length) {
				if (output > 0) done!.resolve(SUCCESS);
				return items[output].map(({ json }) => json);
			}
			done?.resolve(SUCCESS);
		}
	}

	async function dueStep(): Promise<{ lease: StepLease; contact: { id: string } }> {
		const [item] = (await next(0)) as Array<{ enrollment: { id: string; lease: string }; step: { name: string }; contact: { id: string } }>;
		return { lease: { enrollmentId: item!.enrollment.id, lease: item!.enrollment.lease, step: item!.step.name }, contact: item!.contact };
	}

	const kindsOf = (items: IDataObject[]) => items.map(({ event }) => (event as IDataObject).kind);

	it('come out together, with the contact and the run', async () => {
		await publish(1);
		await enroll(ADA, BOB);

		const items = await next(1);

		expect(items).toMatchObject([
			{
				event: { kind: 'enrolled', step: 'Only', reason: null, detail: 'cart-1', attempt: 1 },
				contact: { phone: ADA },
				sequence: { name: 'Promo', version: 1 },
				enrollment: { state: 'active', nextStep: 'Only', reference: 'cart-1', context: { city: 'Ulm' }, endedAt: null },
			},
			{ event: { kind: 'enrolled' }, contact: { phone: BOB } },
		]);
		expect((items[0]!.enrollment as IDataObject).lease).toBeUndefined();
	});

	it.each<[string, string, () => Promise<unknown>]>([
		['exited', 'removed', () => business.store.remove([{ sequence: 'Promo', contact: { phone: ADA } }], 'removed', Date.now())],
		['converted', 'converted', () => business.store.recordConversions([{ contact: { phone: ADA }, orderId: 'o-1', value: 5, currency: 'EUR', coupon: null, at: Date.now() }], Date.now())],
		['attention', 'template_missing', async () => {
			const { lease } = await dueStep();
			await business.store.refuseSteps([{ step: lease, reason: 'template_missing', detail: 'paused by Meta', action: 'hold', template: 'promo (en)' }], Date.now());
		}],
		['failed', 'invalid_message', async () => {
			const { lease } = await dueStep();
			await business.store.refuseSteps([{ step: lease, reason: 'invalid_message', detail: 'too long', action: 'fail' }], Date.now());
		}],
		['attention', 'unconfirmed', async () => {
			const { lease, contact } = await dueStep();
			const [permit] = await business.store.beginSends([{ step: lease, node: 'send', contact: { id: contact.id }, category: 'utility', label: 'promo (en)' }], Date.now());
			await business.store.settleSends([{ sendId: permit!.allowed ? permit!.sendId : '', outcome: { kind: 'unknown', detail: 'timeout' } }], Date.now());
		}],
		['review_decided', 'approved', async () => {
			const { lease, contact } = await dueStep();
			const [answer] = await business.store.review(
				[{ step: lease, contact: { id: contact.id }, gate: 'gate', gateLabel: 'Gate', shown: 'Hello', message: null, silence: { then: 'hold' }, reviewer: null, trustsTemplate: false }],
				Date.now(),
			);
			const reviewId = answer!.kind === 'pending' ? answer!.review.id : '';
			await business.store.decideReviews([{ reviewId, verdict: 'approve', by: 'Ana', via: 'link', comment: null }], Date.now());
		}],
	])('%s (%s) comes out once', async (kind, reason, change) => {
		await publish(kind === 'exited' || kind === 'converted' ? 1 : 0, { stopOn: ['conversion'] });
		await enroll(ADA);
		await change();

		const seen: IDataObject[] = [];
		while (!kindsOf(seen).includes(kind)) seen.push(...(await next(1)));

		expect(kindsOf(seen).slice(0, 2)).toEqual(['enrolled', kind]);
		expect(kindsOf(seen).filter((one) => one === kind)).toHaveLength(1);
		expect((seen[1]!.event as IDataObject).reason).toBe(reason);
		expect((seen[1]!.event as IDataObject).explanation).toEqual(expect.any(String));
	});

	it('tell of completion when the execution of the last step has ended', async () => {
		await publish(0);
		await enroll(ADA);
		const seen: IDataObject[] = [];
		while (!kindsOf(seen).includes('completed')) seen.push(...(await next(1)));
		expect(kindsOf(seen)).toEqual(['enrolled', 'completed']);
	});

	it('come again with the same ID when the execution never ended, and the workflow is published anew', async () => {
		await publish(1);
		await enroll(ADA);
		const { items } = await trigger.nextEmission();
		const first = items[1]![0]!.json.event as IDataObject;
		await trigger.closeFunction!();
		// As after a restart: the lease has run out.
		await business.store.reclaimFrom((await business.store.listSequences())[0]!.id, 'another process', Date.now());
		await publish(1);

		expect((await next(1))[0]!.event).toMatchObject({ id: first.id, kind: 'enrolled', attempt: 2 });
	});

	it('stand behind the outputs of steps and notices', async () => {
		await publish(1, { outputPerStep: true, noticesOutput: true });
		await enroll(ADA);
		expect(kindsOf(await next(2))).toEqual(['enrolled']);
	});

	it('have a sample of each kind while the workflow is built', async () => {
		trigger = await business.activate(sequence({ steps: { step: [step('Only', 1)] }, options: { events: EVERY, noticesOutput: true } }), { node: 'Promo', mode: 'manual', activation: 'manual' });
		await trigger.manualTriggerFunction!();
		const { items } = await trigger.nextEmission();
		expect(items.map((output) => output.length)).toEqual([1, 0, EVERY.length]);
		expect(items[2]!.map(({ json }) => json)).toMatchObject(EVERY.map((kind) => ({ sample: true, event: { kind, step: 'Only' }, contact: { id: '', phone: ADA }, enrollment: null })));
	});

	it('are neither kept nor emitted where nobody asks for them', async () => {
		await publish(1, { events: [] });
		await enroll(ADA);
		const { id } = (await business.store.listSequences())[0]!;
		expect(await business.store.nextEventAt(id)).toBeNull();
	});
});
