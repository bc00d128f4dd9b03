/** How the execution that a Sequence Trigger started ends. */
import { Business, HOUR } from './business';
import { sequence } from './canvas';
import type { ExecutionStatus, IRun } from 'n8n-workflow';
import { definition, step } from '../conformance/builders';
import type { ExecutionEnd } from '../../engine/store/contract';

const ADA = '+491701234567';

describe('The end of an execution of a Sequence Trigger', () => {
	let business: Business;

	beforeEach(async () => {
		business = await Business.open();
	});
	afterEach(() => business.close());

	const standing = () => business.standing('Promo', ADA);

	const enroll = () =>
		business.store.enroll([{ sequence: 'Promo', contact: { phone: ADA }, reentry: 'keep', reference: null, context: {} }], Date.now());

	async function emission() {
		const trigger = await business.activate(sequence(), { node: 'Promo' });
		await enroll();
		return await trigger.nextEmission();
	}

	/** Lets n8n tell the trigger, and waits until the trigger has told the store. */
	async function tell(how: () => void): Promise<ExecutionEnd> {
		const write = business.store.endExecution;
		const told = new Promise<ExecutionEnd>((resolve) => {
			jest.spyOn(business.store, 'endExecution').mockImplementation(async (lease, end, now) => {
				const count = await write(lease, end, now);
				resolve(end);
				return count;
			});
		});
		how();
		return await told;
	}

	it('finishes steps that no node has finished when it succeeded: the canvas did their work', async () => {
		const { done } = await emission();
		await tell(() => done!.resolve(runThatEnded('success')));
		expect(await standing()).toMatchObject({ state: 'active', step: 'Update', reason: null });
	});

	it('leaves steps alone that a node has finished', async () => {
		const { items, done } = await emission();
		const { run } = await business.run(sequence(), { node: 'Promo', items });
		const before = await standing();
		await tell(() => done!.resolve(run));
		expect(await standing()).toEqual(before);
		expect(before).toMatchObject({ step: 'Update' });
	});

	it.each(['error', 'crashed', 'canceled'] as const)('gives the steps back when it ended as "%s", to be tried again after a pause', async (status) => {
		const { done } = await emission();
		const end = await tell(() => done!.resolve(runThatEnded(status, status === 'error' ? 'The node broke' : undefined)));
		expect(end).toEqual({ kind: 'error', error: status === 'error' ? 'The node broke' : `The execution ended as "${status}".` });
		expect(await standing()).toMatchObject({ state: 'active', step: 'Welcome', reason: 'execution_failed', attempts: 1 });
		expect((await standing()).dueAt!).toBeGreaterThan(Date.now());
		const timeline = await business.store.contactTimeline({ phone: ADA }, 10);
		expect(timeline).toContainEqual(expect.objectContaining({ kind: 'retry', step: 'Welcome', detail: expect.stringMatching(/broke|ended as/) }));
	});

	it('gives the steps back when n8n could not start or had to stop it', async () => {
		const { done } = await emission();
		expect(await tell(() => done!.reject(new Error('The execution was cancelled')))).toEqual({ kind: 'error', error: 'The execution was cancelled' });
		expect(await standing()).toMatchObject({ reason: 'execution_failed' });
	});

	it('keeps the steps for it while it waits, and long enough after that to send', async () => {
		const { items, done } = await emission();
		const wakesAt = Date.now() + HOUR;
		const end = await tell(() => done!.resolve({ ...runThatEnded('waiting'), waitTill: new Date(wakesAt) }));
		expect(end).toEqual({ kind: 'waiting', until: expect.any(Number) });
		expect(end.kind === 'waiting' && end.until).toBeGreaterThan(wakesAt + HOUR / 60);
		const woken = await business.run(sequence(), { node: 'Promo', items });
		expect(woken.outputs('Send')![0]).toMatchObject([{ send: { reason: 'sent' } }]);
	});

	it('says nothing to the store when n8n does not know, so that the lease runs out', async () => {
		const ended = jest.spyOn(business.store, 'endExecution');
		const renewed = jest.spyOn(business.store, 'claimDue');
		const { done } = await emission();
		const before = renewed.mock.calls.length;
		done!.resolve(undefined as unknown as IRun);
		while (renewed.mock.calls.length === before) await new Promise((resolve) => setImmediate(resolve));
		expect(ended).not.toHaveBeenCalled();
		expect(await standing()).toMatchObject({ step: 'Welcome', attempts: 1 });
	});

	it('takes back what a process that is gone held, as soon as it is published', async () => {
		const owner = { workflowId: 'one', nodeId: 'node-promo', label: 'the same node, before the crash' };
		const { id } = await business.store.publishSequence(definition({ name: 'Promo', steps: [step('Welcome')] }), owner, Date.now());
		await enroll();
		await business.store.claimDue({ sequenceId: id, owner: 'a dead process', limit: 10, leaseMs: HOUR }, Date.now());
		const again = await business.activate(sequence(), { node: 'Promo', workflowId: 'one' });
		expect((await again.nextEmission()).items[0]).toMatchObject([{ json: { contact: { phone: ADA }, enrollment: { attempt: 2 } } }]);
	});
});

/** What n8n hands to the trigger, as far as it reads it. */
function runThatEnded(status: ExecutionStatus, error?: string): IRun {
	return { status, data: { resultData: { runData: {}, ...(error ? { error: new Error(error) } : {}) } } } as unknown as IRun;
}
