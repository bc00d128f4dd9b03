/** What Meta says to a due step, what comes out of Send Template, and where the contact stands afterwards. */
import { Business, HOUR, type Fault } from './business';
import { sequence, WELCOME } from './canvas';
import type { IDataObject } from 'n8n-workflow';
import type { WorkflowRun } from './run-workflow';

const ADA = '+491701234567';
const BOB = '+491701234568';
const CALL_LOST: Fault = { action: 'drop-after-accept' };

describe('A due step that Meta does not simply take', () => {
	let business: Business;

	beforeEach(async () => {
		business = await Business.open();
	});
	afterEach(() => business.close());

	const standing = (phone = ADA) => business.standing('Promo', phone);

	/** Publishes, enrolls, lets something happen, and runs the workflow with what the trigger emits. */
	async function runDueStep(options: { parameters?: IDataObject; phones?: string[]; before?: () => Promise<void> } = {}): Promise<WorkflowRun> {
		const workflow = sequence(options.parameters);
		const trigger = await business.activate(workflow, { node: 'Promo' });
		await business.store.enroll((options.phones ?? [ADA]).map(enrollRequest), Date.now());
		const { items } = await trigger.nextEmission();
		await options.before?.();
		return await business.run(workflow, { node: 'Promo', items });
	}

	it.each([
		{ code: 131026, reason: 'undeliverable', status: 'not_sent', after: { state: 'exited', reason: 'undeliverable', dueAt: null } },
		{ code: 130429, reason: 'rate_limited', status: 'postponed', after: { state: 'active', reason: 'rate_limited', step: 'Welcome', attempts: 1 } },
		{ code: 190, reason: 'credential_refused', status: 'postponed', after: { state: 'active', reason: 'credential_refused', step: 'Welcome', attempts: 0 } },
		{ code: 132001, reason: 'template_missing', status: 'postponed', after: { state: 'active', reason: 'template_missing', step: 'Welcome', attempts: 0 } },
		{ code: 132015, reason: 'template_missing', status: 'postponed', after: { state: 'active', reason: 'template_missing', step: 'Welcome', attempts: 0 } },
		{ code: 131008, reason: 'invalid_message', status: 'not_sent', after: { state: 'failed', step: 'Welcome', dueAt: null } },
		{ code: 131049, reason: 'held_back_by_meta', status: 'postponed', after: { state: 'active', step: 'Welcome', attempts: 0 } },
		{ code: 131050, reason: 'opted_out', status: 'not_sent', after: { state: 'exited', reason: 'opted_out' } },
	])('is $status and the enrollment $after.state when Meta refuses with $code', async ({ code, reason, status, after }) => {
		const run = await runDueStep({ before: () => business.faults({ action: 'error', code }) });
		expect(run.status).toBe('success');
		const [sent, notSent] = run.outputs('Send')!;
		expect(sent).toEqual([]);
		expect(notSent).toMatchObject([{ contact: { phone: ADA }, send: { status, code, wamid: null, ...(reason ? { reason } : {}) } }]);
		expect(await standing()).toMatchObject(after);
		const { dueAt, state } = await standing();
		// Paused with its sequence, a step has no time of its own.
		if (state === 'active' && reason === 'template_missing') expect(notSent![0]!.send).not.toHaveProperty('retryAt');
		else if (state === 'active') expect((notSent![0]!.send as IDataObject).retryAt).toBe(new Date(dueAt!).toISOString());
		expect(await business.accepted()).toEqual([]);
	});

	it('posts nothing more of the batch once Meta has refused the token, and keeps the token out of the items', async () => {
		const phones = Array.from({ length: 150 }, (_, i) => `+4917012${String(10_000 + i)}`);
		const run = await runDueStep({ phones, before: () => business.faults({ action: 'error', code: 190, times: 1_000 }) });
		const [sent, notSent] = run.outputs('Send')!;
		expect(sent).toEqual([]);
		expect(notSent).toHaveLength(150);
		expect(new Set(notSent!.map(({ send }) => (send as IDataObject).reason))).toEqual(new Set(['credential_refused']));
		expect(JSON.stringify(run.run)).not.toContain(business.credential.accessToken);
	});

	it('goes on after a refused token only when a sequence whose messages were asked for at Meta is published', async () => {
		await runDueStep({ before: () => business.faults({ action: 'error', code: 190 }) });
		const silent = sequence({ sequenceName: 'Silent', steps: { step: [{ ...WELCOME, messageKind: 'none' }] } }, 'node-silent');
		await business.activate(silent, { node: 'Promo', workflowId: 'workflow-silent' });
		expect(await business.store.accountHold()).toMatchObject({ reason: 'credential_refused' });

		await business.activate(sequence({ sequenceName: 'Another' }), { node: 'Promo' });
		expect(await business.store.accountHold()).toBeNull();
	});

	it('sends again when a pause is over, and only to those who have not got it', async () => {
		await runDueStep({ phones: [ADA, BOB], before: () => business.faults({ action: 'error', code: 130429, match: { to: ADA } }) });
		expect(await standing(BOB)).toMatchObject({ step: 'Update', reason: null });
		const items = await business.itemsWhenDue('Promo', ADA);
		const run = await business.run(sequence(), { node: 'Promo', items });
		expect(run.outputs('Send')![0]).toMatchObject([{ contact: { phone: ADA }, send: { reason: 'sent', nextStep: 'Update' } }]);
		expect((await business.accepted()).map(({ to }) => to).sort()).toEqual([ADA.slice(1), BOB.slice(1)]);
	});

	it('gives nothing to somebody who has opted out, and ends their enrollment', async () => {
		await business.receives(ADA, 'STOP');
		const [sent, notSent] = (await runDueStep()).outputs('Send')!;
		expect(sent).toEqual([]);
		expect(notSent).toMatchObject([{ send: { status: 'not_sent', reason: 'opted_out', wamid: null } }]);
		expect(await standing()).toMatchObject({ state: 'exited', reason: 'opted_out' });
		expect(await business.accepted()).toEqual([]);
	});

	it('gives nothing to somebody who opts out between the claim and the send', async () => {
		const run = await runDueStep({ before: async () => void (await business.receives(ADA, 'STOP')) });
		expect(run.outputs('Send')).toMatchObject([[], [{ send: { status: 'not_sent', wamid: null } }]]);
		expect(await standing()).toMatchObject({ state: 'exited', reason: 'opted_out' });
		expect(await business.accepted()).toEqual([]);
	});

	it('holds a message whose answer was lost, and the status of Meta settles it', async () => {
		const run = await runDueStep({ before: () => business.faults(CALL_LOST) });
		const [sent, notSent] = run.outputs('Send')!;
		expect(sent).toEqual([]);
		expect(notSent).toMatchObject([{ send: { status: 'unconfirmed', reason: 'unconfirmed', wamid: null } }]);
		expect(await standing()).toMatchObject({ state: 'active', reason: 'unconfirmed', step: 'Welcome', dueAt: null });

		const [message] = await business.accepted();
		await delivered(message!.wamid, message!.callbackData!);
		expect(await standing()).toMatchObject({ state: 'active', reason: null, step: 'Update', dueAt: expect.any(Number) });
		expect(await business.store.listSends({ unconfirmed: true }, { limit: 10 })).toEqual([]);
	});

	it.each([
		['resend', { step: 'Welcome', reason: 'unconfirmed' }],
		['treat_as_sent', { step: 'Update', reason: null }],
	])('does as the sequence says with a lost answer: %s', async (unconfirmed, after) => {
		await runDueStep({ parameters: { options: { unconfirmed } }, before: () => business.faults(CALL_LOST) });
		expect(await standing()).toMatchObject({ state: 'active', ...after, dueAt: expect.any(Number) });
	});

	it('does not post a second time for an execution that is run again', async () => {
		const workflow = sequence();
		const trigger = await business.activate(workflow, { node: 'Promo' });
		await business.store.enroll([enrollRequest(ADA)], Date.now());
		const { items } = await trigger.nextEmission();
		await business.run(workflow, { node: 'Promo', items });
		const again = await business.run(workflow, { node: 'Promo', items });
		expect(again.outputs('Send')![0]).toMatchObject([{ send: { reason: 'already_sent' } }]);
		expect(await business.accepted()).toHaveLength(1);
	});

	async function delivered(wamid: string, callbackData: string): Promise<void> {
		const at = Date.now() + HOUR / 60;
		await business.store.applyWebhook([{ kind: 'status', id: wamid, status: 'delivered', at, contact: { phone: ADA }, callbackData }], 'the tests', at);
	}
});

function enrollRequest(phone: string) {
	return { sequence: 'Promo', contact: { phone, name: 'Ada' }, reentry: 'keep' as const, reference: null, context: {} };
}
