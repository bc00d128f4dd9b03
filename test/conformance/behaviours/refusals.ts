import type { EnrollmentState } from '../../../engine/sequence/enrollment';
import type { Reason } from '../../../engine/sequence/reason';
import type { Disposition } from '../../../engine/whatsapp/disposition';
import { DAY, HOUR, MINUTE, person, START } from '../builders';
import { onStore, type OpenStore } from '../store-under-test';
import { begin, beginAllowed, claimOne, enrollOne, firstStepClaimed, place, publish, settle, standing } from '../verbs';

interface Expected {
	disposition: Disposition;
	reason: Reason;
	state: EnrollmentState;
	step: string;
	/** Milliseconds until the step is due again, or null. */
	dueIn: { from: number; to: number } | null;
}

const CONSEQUENCES: Expected[] = [
	{ disposition: 'retry', reason: 'rate_limited', state: 'active', step: 'hello', dueIn: { from: 1, to: MINUTE } },
	{ disposition: 'retry_next_day', reason: 'held_back_by_meta', state: 'active', step: 'hello', dueIn: { from: DAY, to: DAY } },
	{ disposition: 'account', reason: 'credential_refused', state: 'active', step: 'hello', dueIn: { from: MINUTE, to: HOUR } },
	{ disposition: 'window_closed', reason: 'window_closed', state: 'active', step: 'offer', dueIn: { from: HOUR, to: HOUR } },
	{ disposition: 'opt_out', reason: 'opted_out', state: 'exited', step: 'hello', dueIn: null },
	{ disposition: 'undeliverable', reason: 'undeliverable', state: 'exited', step: 'hello', dueIn: null },
	{ disposition: 'message', reason: 'rejected', state: 'failed', step: 'hello', dueIn: null },
];

export function refusals(open: OpenStore): void {
	const test = onStore(open);

	describe('a refusal of Meta', () => {
		for (const { disposition, reason, state, step, dueIn } of CONSEQUENCES) {
			test(`that means ${disposition}: the run is ${state} at ${step}`, async ({ account }) => {
				const held = await firstStepClaimed(account);
				const permit = await beginAllowed(account, held);

				const settled = await settle(account, permit, { kind: 'refused', error: { code: 131, text: 'No.' }, disposition });

				expect(settled.reason).toBe(reason);
				const after = await standing(account);
				expect(after).toMatchObject({ state, step });
				expect(settled.enrollment).toEqual({ id: after.id, state, step, dueAt: after.dueAt });
				expect(after.dueAt === null).toBe(dueIn === null);
				if (dueIn) {
					expect(after.dueAt! - START).toBeGreaterThanOrEqual(dueIn.from);
					expect(after.dueAt! - START).toBeLessThanOrEqual(dueIn.to);
				}
				expect(await account.listSends({}, { limit: 10 })).toEqual([expect.objectContaining({ state: 'failed', wamid: null, error: 'No.' })]);
				expect(await account.contactTimeline(person(), 20)).toContainEqual(
					expect.objectContaining({ step: 'hello', reason, detail: '131: No.' }),
				);
			});
		}

		test('may be followed by a new attempt of the same send', async ({ account }) => {
			const held = await firstStepClaimed(account);
			await settle(account, await beginAllowed(account, held), { kind: 'refused', error: { code: 4, text: 'slow' }, disposition: 'retry' });
			const again = await claimOne(account, held.sequenceId, START + HOUR);

			await settle(account, await beginAllowed(account, again, START + HOUR), { kind: 'accepted', wamid: 'wamid.1' }, START + HOUR);

			expect(await account.listSends({}, { limit: 10 })).toEqual([expect.objectContaining({ state: 'accepted', wamid: 'wamid.1', error: null })]);
			expect((await standing(account)).step).toBe('offer');
		});

		test('uses up attempts when it means retry, and fails the run after the last', async ({ account }) => {
			const id = await publish(account, { maxAttempts: 2 });
			await enrollOne(account);
			for (const at of [START, START + HOUR]) {
				const permit = await beginAllowed(account, await claimOne(account, id, at), at);
				await settle(account, permit, { kind: 'refused', error: { code: 4, text: 'slow' }, disposition: 'retry' }, at);
			}

			expect(await standing(account)).toMatchObject({ state: 'failed', reason: 'rate_limited', step: 'hello' });
		});

		test('uses up no attempt when it is not the fault of the step', async ({ account }) => {
			const id = await publish(account, { maxAttempts: 2 });
			await enrollOne(account);
			for (let day = 0; day < 5; day++) {
				const at = START + day * DAY;
				const permit = await beginAllowed(account, await claimOne(account, id, at), at);
				await settle(account, permit, { kind: 'refused', error: { code: 131049, text: 'cap' }, disposition: 'retry_next_day' }, at);
			}

			expect(await standing(account)).toMatchObject({ state: 'active', step: 'hello', attempts: 0 });
		});

		test('that is an opt-out is remembered and ends every run of the contact', async ({ account }) => {
			await publish(account, { name: 'news' }, 'second');
			await enrollOne(account, person(), { sequence: 'news' });
			const held = await firstStepClaimed(account);

			await settle(account, await beginAllowed(account, held), { kind: 'refused', error: { code: 131050, text: 'stopped' }, disposition: 'opt_out' });

			const news = await standing(account, person(), 'news');
			expect(news).toMatchObject({ state: 'exited', reason: 'opted_out', contact: { marketingAllowed: false } });
		});
	});

	describe('a message that did not leave', () => {
		test('is postponed without using up an attempt, and may be sent then', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const permit = await beginAllowed(account, held);

			const settled = await settle(account, permit, { kind: 'not_posted', reason: 'meta_unavailable', detail: 'ECONNREFUSED', retryAfterMs: MINUTE });

			expect(settled.reason).toBe('meta_unavailable');
			expect(place(await standing(account))).toEqual({ state: 'active', reason: 'meta_unavailable', step: 'hello', dueAt: START + MINUTE });
			expect((await standing(account)).attempts).toBe(0);
			const again = await claimOne(account, held.sequenceId, START + MINUTE);
			expect(await begin(account, again, START + MINUTE)).toMatchObject({ allowed: true });
		});

		test('outside a sequence is simply not sent', async ({ account }) => {
			const [permit] = await account.beginSends([{ node: 'n', contact: person(), category: 'utility', label: 'x' }], START);
			if (!permit?.allowed) throw new Error('refused');

			const settled = await settle(account, permit, { kind: 'not_posted', reason: 'rate_limited', detail: 'pace', retryAfterMs: 1 });

			expect(settled).toEqual({ reason: 'rate_limited', enrollment: null });
		});
	});
}
