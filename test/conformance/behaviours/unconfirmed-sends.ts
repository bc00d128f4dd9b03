import type { UnconfirmedPolicy } from '../../../engine/sequence/definition';
import type { AccountStore, SendOutcome } from '../../../engine/store/contract';
import { HOUR, message, person, START, status } from '../builders';
import { onStore, type OpenStore } from '../store-under-test';
import { begin, beginAllowed, claim, claimOne, firstStepClaimed, LEASE_MS, LIVING, place, settle, standing } from '../verbs';

const LATER = START + LEASE_MS;

/** Answers that say the message did not go out, or that nobody knows. */
const LATE_FAILURES: SendOutcome[] = [
	{ kind: 'not_posted', reason: 'meta_unavailable', detail: 'late', retryAfterMs: 0 },
	{ kind: 'refused', error: { code: 1, text: 'late' }, disposition: 'message' },
	{ kind: 'unknown', detail: 'late' },
];

/** A send whose process died in the middle; its lease has ended at LATER. */
async function diedWhileSending(account: AccountStore, unconfirmed: UnconfirmedPolicy) {
	const held = await firstStepClaimed(account, { unconfirmed });
	const permit = await beginAllowed(account, held);
	return { ...held, permit };
}

/** A send whose POST got no answer. */
async function timedOut(account: AccountStore, unconfirmed: UnconfirmedPolicy) {
	const held = await firstStepClaimed(account, { unconfirmed });
	const permit = await beginAllowed(account, held);
	const settled = await settle(account, permit, { kind: 'unknown', detail: 'timeout after 60 s' });
	return { ...held, permit, settled };
}

const stateOfSends = async (account: AccountStore) => (await account.listSends({}, { limit: 10 })).map(({ state }) => state);

export function unconfirmedSends(open: OpenStore): void {
	const test = onStore(open);

	describe('a send without an answer', () => {
		test('is held by default: shown, not repeated', async ({ account }) => {
			const { sequenceId, settled } = await timedOut(account, 'hold');

			expect(settled).toMatchObject({ reason: 'unconfirmed', enrollment: { state: 'active', step: 'hello', dueAt: null } });
			expect((await claim(account, sequenceId, START + 100 * HOUR)).steps).toEqual([]);
			expect(await account.listSends({ unconfirmed: true }, { limit: 10 })).toEqual([
				expect.objectContaining({ state: 'unconfirmed', error: 'timeout after 60 s' }),
			]);
		});

		test('is sent again where the sequence wants that', async ({ account }) => {
			const { sequenceId } = await timedOut(account, 'resend');

			const again = await claimOne(account, sequenceId, START + 1);
			const permit = await beginAllowed(account, again, START + 1);
			await settle(account, permit, { kind: 'accepted', wamid: 'wamid.2' }, START + 1);

			expect((await standing(account)).step).toBe('offer');
			expect(await stateOfSends(account)).toEqual(['accepted']);
		});

		test('is not sent again without end: attempts run out', async ({ account }) => {
			const { sequenceId } = await timedOut(account, 'resend');
			for (const at of [START + HOUR, START + 2 * HOUR]) {
				const permit = await beginAllowed(account, await claimOne(account, sequenceId, at), at);
				await settle(account, permit, { kind: 'unknown', detail: 'timeout' }, at);
			}

			expect(place(await standing(account))).toMatchObject({ state: 'failed', reason: 'unconfirmed', step: 'hello' });
		});

		test('counts as one where it was sent again and both left: the status that comes first settles it', async ({ account }) => {
			const { sequenceId } = await timedOut(account, 'resend');
			const { callbackData, ...permit } = await beginAllowed(account, await claimOne(account, sequenceId, START + 1), START + 1);
			await settle(account, { callbackData, ...permit }, { kind: 'unknown', detail: 'timeout' }, START + 1);
			for (const wamid of ['wamid.1', 'wamid.2']) await account.applyWebhook([status(wamid, 'delivered', START + HOUR, { callbackData })], LIVING, START + HOUR);

			expect(await account.listSends({}, { limit: 10 })).toEqual([expect.objectContaining({ state: 'delivered', wamid: 'wamid.1' })]);
			expect((await standing(account)).step).toBe('offer');
			expect((await account.sequenceStats('welcome', START + HOUR)).steps[0]).toMatchObject({ sent: 1, delivered: 1 });
		});

		test('counts as sent where the sequence wants that', async ({ account }) => {
			await timedOut(account, 'treat_as_sent');

			expect(place(await standing(account))).toEqual({ state: 'active', reason: null, step: 'offer', dueAt: START + HOUR });
			expect(await stateOfSends(account)).toEqual(['unconfirmed']);
		});
	});

	describe('a send whose process died', () => {
		test('is found by the next claim and held', async ({ account }) => {
			const { sequenceId } = await diedWhileSending(account, 'hold');

			expect(await claim(account, sequenceId, LATER)).toMatchObject({ steps: [], settled: 1 });
			expect(place(await standing(account))).toEqual({ state: 'active', reason: 'unconfirmed', step: 'hello', dueAt: null });
			expect(await stateOfSends(account)).toEqual(['unconfirmed']);
		});

		test('is sent again where the sequence wants that', async ({ account }) => {
			const { sequenceId } = await diedWhileSending(account, 'resend');
			await claim(account, sequenceId, LATER);

			expect(await begin(account, await claimOne(account, sequenceId, LATER), LATER)).toMatchObject({ allowed: true });
		});

		test('counts as sent where the sequence wants that', async ({ account }) => {
			const { sequenceId } = await diedWhileSending(account, 'treat_as_sent');
			await claim(account, sequenceId, LATER);

			expect((await standing(account)).step).toBe('offer');
		});

		test('is found without a claim where its run has ended and nothing else is due', async ({ account }) => {
			await diedWhileSending(account, 'hold');
			await account.applyWebhook([message('wamid.in', 'hi', START + 1)], LIVING, START + 1);
			expect(place(await standing(account))).toMatchObject({ state: 'exited', reason: 'replied' });

			expect(await account.markStranded(START + HOUR / 4)).toBe(0);
			expect(await account.markStranded(START + HOUR / 4 + 1)).toBe(1);
			expect(await account.listSends({ unconfirmed: true }, { limit: 10 })).toHaveLength(1);
		});

		test('is not begun anew by the same node while nobody knows', async ({ account }) => {
			const held = await diedWhileSending(account, 'hold');

			expect(await begin(account, held)).toMatchObject({ allowed: false, reason: 'unconfirmed' });
		});
	});

	describe('a held step', () => {
		test('is settled by a status that carries the callback data: it went out', async ({ account }) => {
			const { permit } = await timedOut(account, 'hold');

			const applied = await account.applyWebhook(
				[status('wamid.1', 'delivered', START + 4000, { callbackData: permit.callbackData })],
				LIVING,
				START + 5000,
			);

			expect(applied.statuses).toBe(1);
			expect(place(await standing(account))).toEqual({ state: 'active', reason: null, step: 'offer', dueAt: START + HOUR });
			expect(await account.listSends({}, { limit: 10 })).toEqual([expect.objectContaining({ state: 'delivered', wamid: 'wamid.1' })]);
		});

		test('is settled by a late answer', async ({ account }) => {
			const { sequenceId, permit } = await diedWhileSending(account, 'hold');
			await claim(account, sequenceId, LATER);

			expect((await settle(account, permit, { kind: 'accepted', wamid: 'wamid.1' }, LATER)).reason).toBe('sent');
			expect((await standing(account)).step).toBe('offer');
		});

		test('becomes due again by a late answer that it did not leave', async ({ account }) => {
			const { sequenceId, permit } = await diedWhileSending(account, 'hold');
			await claim(account, sequenceId, LATER);

			await settle(account, permit, { kind: 'not_posted', reason: 'meta_unavailable', detail: 'refused', retryAfterMs: 0 }, LATER);

			expect((await claim(account, sequenceId, LATER + HOUR)).steps).toHaveLength(1);
		});

		test('is ended by a reply, and a status that comes later does not revive it', async ({ account }) => {
			const { permit } = await timedOut(account, 'hold');
			await account.remove([{ sequence: 'welcome', contact: person() }], 'removed', START + 1);

			await account.applyWebhook([status('wamid.1', 'sent', START, { callbackData: permit.callbackData })], LIVING, START + 2);

			expect(await standing(account)).toMatchObject({ state: 'exited', reason: 'removed' });
			expect(await stateOfSends(account)).toEqual(['sent']);
		});
	});

	describe('an answer that comes after its send was begun anew', () => {
		const begunAnew = async (account: AccountStore) => {
			const first = await diedWhileSending(account, 'resend');
			await claim(account, first.sequenceId, LATER);
			const held = await claimOne(account, first.sequenceId, LATER, 'other');
			const second = await beginAllowed(account, held, LATER);
			return { first: first.permit, second };
		};

		for (const outcome of LATE_FAILURES) {
			test(`does not take the step from the one who sends now (${outcome.kind})`, async ({ account }) => {
				const { first, second } = await begunAnew(account);
				const before = place(await standing(account));

				expect((await settle(account, first, outcome, LATER)).reason).toBe('lease_lost');
				expect(place(await standing(account))).toEqual(before);

				await settle(account, second, { kind: 'accepted', wamid: 'wamid.2' }, LATER);
				expect((await standing(account)).step).toBe('offer');
				expect(await account.listSends({}, { limit: 10 })).toEqual([expect.objectContaining({ state: 'accepted', wamid: 'wamid.2' })]);
			});
		}

		test('finishes the step when it says that the first one went out', async ({ account }) => {
			const { first, second } = await begunAnew(account);

			await settle(account, first, { kind: 'accepted', wamid: 'wamid.1' }, LATER);
			const after = place(await standing(account));
			await settle(account, second, { kind: 'unknown', detail: 'timeout' }, LATER);

			expect(after.step).toBe('offer');
			expect(place(await standing(account))).toEqual(after);
			expect(await account.listSends({}, { limit: 10 })).toEqual([expect.objectContaining({ state: 'accepted', wamid: 'wamid.1' })]);
		});
	});
}
