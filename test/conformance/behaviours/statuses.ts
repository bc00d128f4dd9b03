import type { AccountStore } from '../../../engine/store/contract';
import type { SendStatus, StatusEvent } from '../../../engine/whatsapp/webhook-event';
import { HOUR, person, START, status, step } from '../builders';
import { onStore, type OpenStore } from '../store-under-test';
import { beginAllowed, firstStepClaimed, LIVING, place, sendAccepted, settle, standing } from '../verbs';

const apply = (account: AccountStore, ...events: StatusEvent[]) => account.applyWebhook(events, LIVING, START + HOUR);
const stateOfSend = async (account: AccountStore) => (await account.listSends({}, { limit: 1 }))[0]!.state;

/** What Meta says when it accepted a message and could not deliver it. */
const FAILURES = [
	{ code: 131026, text: 'undeliverable' },
	{ code: 131049, text: 'held back' },
	{ code: 131050, text: 'user stopped marketing' },
	{ code: 131047, text: 'window closed' },
	{ code: 131000, text: 'something went wrong' },
];

export function statuses(open: OpenStore): void {
	const test = onStore(open);

	describe('statuses', () => {
		test('move a send forward', async ({ account }) => {
			await sendAccepted(account, await firstStepClaimed(account), 'wamid.1');

			for (const value of ['sent', 'delivered', 'read'] as const) {
				expect((await apply(account, status('wamid.1', value, START))).statuses).toBe(1);
				expect(await stateOfSend(account)).toBe(value);
			}
		});

		test('never move it backwards, and never count twice', async ({ account }) => {
			await sendAccepted(account, await firstStepClaimed(account), 'wamid.1');

			await apply(account, status('wamid.1', 'read', START));
			for (const value of ['read', 'delivered', 'sent'] as const) await apply(account, status('wamid.1', value, START));

			expect(await stateOfSend(account)).toBe('read');
		});

		test('of messages that are not ours are left alone', async ({ account }) => {
			await sendAccepted(account, await firstStepClaimed(account), 'wamid.1');

			const applied = await apply(
				account,
				status('wamid.other', 'read', START),
				status('wamid.other2', 'read', START, { callbackData: 'of another program' }),
				status('wamid.other3', 'read', START, { callbackData: '{"send":"unknown"}' }),
				status('wamid.other4', 'read', START, { callbackData: '{"enrollment":1}' }),
				status('wamid.other5', 'read', START, { callbackData: '{not json' }),
			);

			expect(applied.statuses).toBe(0);
			expect(await stateOfSend(account)).toBe('accepted');
		});

		test('lead to a message outside any sequence too', async ({ account }) => {
			const [permit] = await account.beginSends([{ node: 'n', contact: person(), category: 'utility', label: 'x' }], START);
			if (!permit?.allowed) throw new Error('refused');

			expect((await apply(account, status('wamid.1', 'sent', START, { callbackData: permit.callbackData }))).statuses).toBe(1);
			expect(await stateOfSend(account)).toBe('sent');
		});

		test('of a message that was taken for not sent prove that it was', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const permit = await beginAllowed(account, held);
			await settle(account, permit, { kind: 'not_posted', reason: 'meta_unavailable', detail: 'reset', retryAfterMs: HOUR });

			await apply(account, status('wamid.1', 'sent', START, { callbackData: permit.callbackData }));

			expect(await stateOfSend(account)).toBe('sent');
			expect((await standing(account)).step).toBe('offer');
		});

		test('of an earlier message do not touch the one that was sent in its place', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const permit = await beginAllowed(account, held);
			await settle(account, permit, { kind: 'accepted', wamid: 'wamid.2' });

			await apply(account, status('wamid.1', 'failed', START, { callbackData: permit.callbackData, error: { code: 131026, text: '' } }));

			expect(await stateOfSend(account)).toBe('accepted');
			expect((await standing(account)).state).toBe('active');
		});
	});

	describe('a status that is faster than the answer', () => {
		test('finishes the step as the answer would have done, which then changes nothing any more', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const permit = await beginAllowed(account, held);

			await apply(account, status('wamid.1', 'sent', START + 2000, { callbackData: permit.callbackData }));
			const after = await standing(account);
			const settled = await settle(account, permit, { kind: 'accepted', wamid: 'wamid.1' }, START + HOUR);

			expect(place(after)).toEqual({ state: 'active', reason: null, step: 'offer', dueAt: START + HOUR });
			expect(await standing(account)).toEqual(after);
			expect(settled).toEqual({ reason: 'sent', enrollment: { id: after.id, state: 'active', step: 'offer', dueAt: after.dueAt } });
			expect(await stateOfSend(account)).toBe('sent');
		});

		for (const answer of ['unknown', 'not_posted'] as const) {
			test(`is believed more than the answer "${answer}"`, async ({ account }) => {
				const held = await firstStepClaimed(account);
				const permit = await beginAllowed(account, held);
				await apply(account, status('wamid.1', 'delivered', START, { callbackData: permit.callbackData }));

				const outcome =
					answer === 'unknown'
						? ({ kind: 'unknown', detail: 'timeout' } as const)
						: ({ kind: 'not_posted', reason: 'meta_unavailable', detail: 'x', retryAfterMs: 0 } as const);
				const settled = await settle(account, permit, outcome);

				expect(settled.reason).toBe('sent');
				expect(await account.listSends({}, { limit: 1 })).toEqual([expect.objectContaining({ state: 'delivered', error: null })]);
				expect((await standing(account)).step).toBe('offer');
			});
		}

		for (const error of FAILURES) {
			test(`and says failed (${error.text}) ends as when it came after the answer`, async ({ account }) => {
				const held = await firstStepClaimed(account, { steps: [step('hello'), step('offer')] });
				const permit = await beginAllowed(account, held);
				const failed = status('wamid.1', 'failed', START, { callbackData: permit.callbackData, error });

				await apply(account, failed);
				await settle(account, permit, { kind: 'accepted', wamid: 'wamid.1' }, START);
				const early = await summary(account);

				const late = await lateFailure(account, failed);

				expect(early).toEqual(late);
			});
		}
	});

	describe('a failure after Meta had accepted', () => {
		test('ends the run when the number cannot be reached', async ({ account }) => {
			await sendAccepted(account, await firstStepClaimed(account), 'wamid.1');

			await apply(account, status('wamid.1', 'failed', START, { error: { code: 131026, text: 'undeliverable' } }));

			expect(await standing(account)).toMatchObject({ state: 'exited', reason: 'undeliverable' });
			expect(await account.listSends({}, { limit: 1 })).toEqual([expect.objectContaining({ state: 'failed', error: 'undeliverable' })]);
		});

		test('is an opt-out when Meta says so', async ({ account }) => {
			await sendAccepted(account, await firstStepClaimed(account), 'wamid.1');

			await apply(account, status('wamid.1', 'failed', START, { error: { code: 131050, text: 'stopped' } }));

			expect(await standing(account)).toMatchObject({ state: 'exited', reason: 'opted_out', contact: { marketingAllowed: false } });
		});

		test('told a second time does not end a run that goes on meanwhile', async ({ account }) => {
			await sendAccepted(account, await firstStepClaimed(account), 'wamid.1');
			const failed = status('wamid.1', 'failed', START, { error: { code: 131050, text: 'stopped' } });
			await apply(account, failed);
			await account.enroll([{ sequence: 'welcome', contact: person(), reentry: 'keep', reference: null, context: {} }], START + HOUR);

			await apply(account, failed);

			expect((await standing(account)).state).toBe('active');
		});

		test('does not make the message leave again under the claim that sent it', async ({ account }) => {
			const held = await firstStepClaimed(account);
			await sendAccepted(account, held, 'wamid.1');
			await apply(account, status('wamid.1', 'failed', START, { error: { code: 131049, text: 'held back' } }));

			const [permit] = await account.beginSends([{ step: held.step, node: 'send', contact: {}, category: 'utility', label: 'x' }], START);

			expect(permit).toMatchObject({ allowed: false, reason: 'lease_lost' });
		});
	});

	/** The same story on a second person, with the failure told after the answer. */
	async function lateFailure(account: AccountStore, failed: StatusEvent) {
		const contact = person(2);
		await account.enroll([{ sequence: 'welcome', contact, reentry: 'keep', reference: null, context: {} }], START);
		const [sequence] = await account.listSequences();
		const claim = await account.claimDue({ sequenceId: sequence!.id, owner: LIVING, limit: 10, leaseMs: HOUR }, START);
		const due = claim.steps.find(({ enrollment }) => enrollment.id !== failed.id && enrollment.step === 'hello')!;
		const [permit] = await account.beginSends(
			[{ step: { enrollmentId: due.enrollment.id, lease: claim.lease, step: 'hello' }, node: 'send', contact: {}, category: 'utility', label: 'x' }],
			START,
		);
		if (!permit?.allowed) throw new Error('refused');
		await settle(account, permit, { kind: 'accepted', wamid: 'wamid.2' }, START);
		await apply(account, { ...failed, id: 'wamid.2', callbackData: permit.callbackData });
		return summary(account, 2);
	}

	async function summary(account: AccountStore, n = 1) {
		const { contact, ...enrollment } = await standing(account, person(n));
		const sends = await account.listSends({ enrollmentId: enrollment.id }, { limit: 10 });
		return {
			...place(enrollment),
			allowed: contact.marketingAllowed,
			sends: sends.map(({ state, error }: { state: string; error: string | null }) => ({ state: state as SendStatus, error })),
		};
	}
}
