import { HOUR, person, phoneOf, START, step } from '../builders';
import { onStore, type OpenStore } from '../store-under-test';
import {
	begin,
	beginAllowed,
	claim,
	claimOne,
	enrollOne,
	firstStepClaimed,
	heldStep,
	publish,
	sendAccepted,
	sendRequest,
	settle,
	standing,
} from '../verbs';

export function sends(open: OpenStore): void {
	const test = onStore(open);

	describe('a send', () => {
		test('is written down as sending before it is permitted', async ({ account, reopen }) => {
			const held = await firstStepClaimed(account);

			const permit = await beginAllowed(account, held);
			const ledger = reopen ? (await reopen()).forAccount('106540352242922') : account;

			expect(await ledger.listSends({}, { limit: 10 })).toEqual([
				{ id: expect.any(String), enrollmentId: held.step.enrollmentId, step: 'hello', label: 'promo (en)', state: 'sending', wamid: null, error: null },
			]);
			expect(permit.contact.phone).toBe(phoneOf(1));
		});

		test('that was accepted finishes its step and schedules the next one from then', async ({ account }) => {
			const held = await firstStepClaimed(account);

			const settled = await sendAccepted(account, held, 'wamid.1', START + 7);

			expect(settled).toEqual({
				reason: 'sent',
				enrollment: { id: held.step.enrollmentId, state: 'active', step: 'offer', dueAt: START + 7 + HOUR },
			});
			expect(await standing(account)).toMatchObject({ step: 'offer', lastSentAt: START + 7, attempts: 0, reason: null });
			expect(await account.listSends({}, { limit: 10 })).toEqual([expect.objectContaining({ state: 'accepted', wamid: 'wamid.1' })]);
		});

		test('is told to whoever wants to know what a person got a moment ago', async ({ account }) => {
			await firstStepClaimed(account);
			const to = (n: number) => ({ node: `node ${n}`, contact: { phone: phoneOf(2) }, category: 'utility' as const, label: 'bill (en)' });
			await account.beginSends([to(1)], START);
			const [second] = await account.beginSends([to(2), to(3)], START + 2_000);
			const refused = { kind: 'refused' as const, error: { code: 131056, text: 'too many' }, disposition: 'retry' as const };
			if (second!.allowed) await account.settleSends([{ sendId: second!.sendId, outcome: refused }], START + 2_000);

			const recent = await account.sentToSince([{ phone: phoneOf(2) }, { phone: phoneOf(2) }, person(), { phone: phoneOf(99) }], START);
			expect(recent.map(({ contact }) => contact.phone)).toEqual([phoneOf(2)]);
			expect(recent[0]!.sends.sort((a, b) => (a.errorCode ?? 0) - (b.errorCode ?? 0))).toEqual([
				{ at: START + 2_000, errorCode: null },
				{ at: START + 2_000, errorCode: 131056 },
			]);
			expect(await account.sentToSince([{ phone: phoneOf(2) }], START + 2_000)).toEqual([]);
		});

		test('of the last step completes the enrollment', async ({ account }) => {
			const held = await firstStepClaimed(account, { steps: [step('only')] });

			const settled = await sendAccepted(account, held, 'wamid.1');

			expect(settled.enrollment).toEqual({ id: held.step.enrollmentId, state: 'completed', step: null, dueAt: null });
		});

		test('that was accepted is never allowed again', async ({ account }) => {
			const held = await firstStepClaimed(account);
			await sendAccepted(account, held, 'wamid.1');

			for (const at of [START, START + HOUR, START + 30 * 24 * HOUR]) {
				expect(await begin(account, held, at)).toMatchObject({ allowed: false, reason: 'already_sent', wamid: 'wamid.1' });
			}
		});

		test('twice in one batch is allowed once', async ({ account }) => {
			const held = await firstStepClaimed(account);

			const permits = await account.beginSends([sendRequest(held), sendRequest(held)], START);

			expect(permits.map(({ allowed }) => allowed)).toEqual([true, false]);
			expect(await account.listSends({}, { limit: 10 })).toHaveLength(1);
		});

		test('under way already is not begun by another execution', async ({ account }) => {
			const held = await firstStepClaimed(account);

			const permits = await Promise.all(Array.from({ length: 20 }, () => begin(account, held)));

			expect(permits.filter(({ allowed }) => allowed)).toHaveLength(1);
		});

		test('is settled once: a repeated answer changes nothing', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const permit = await beginAllowed(account, held);
			await settle(account, permit, { kind: 'accepted', wamid: 'wamid.1' });
			const before = await standing(account);

			const again = await settle(account, permit, { kind: 'accepted', wamid: 'wamid.1' }, START + HOUR);

			expect(again.reason).toBe('sent');
			expect(await standing(account)).toEqual(before);
		});

		test('for many people settles in one batch, each in its own way', async ({ account }) => {
			const id = await publish(account);
			for (const n of [1, 2, 3]) await enrollOne(account, person(n), {}, START + n);
			const taken = await claim(account, id, START + 10);
			const permits = await account.beginSends([0, 1, 2].map((n) => sendRequest(heldStep(taken, n))), START + 10);

			const ids = permits.map((permit) => (permit.allowed ? permit.sendId : ''));
			const settled = await account.settleSends(
				[
					{ sendId: ids[2]!, outcome: { kind: 'accepted', wamid: 'wamid.3' } },
					{ sendId: ids[0]!, outcome: { kind: 'unknown', detail: 'timeout' } },
					{ sendId: ids[1]!, outcome: { kind: 'refused', error: { code: 132000, text: 'wrong' }, disposition: 'message' } },
				],
				START + 10,
			);

			expect(settled.map(({ reason }) => reason)).toEqual(['sent', 'unconfirmed', 'invalid_message']);
			expect((await standing(account, person(3))).step).toBe('offer');
			expect((await standing(account, person(1))).reason).toBe('unconfirmed');
			expect((await standing(account, person(2))).state).toBe('failed');
		});

		test('is refused once its enrollment has ended between claim and send', async ({ account }) => {
			const held = await firstStepClaimed(account);
			await account.remove([{ id: held.step.enrollmentId }], 'removed', START);

			expect(await begin(account, held)).toMatchObject({ allowed: false, reason: 'enrollment_ended' });
			expect(await account.listSends({}, { limit: 10 })).toEqual([]);
		});

		test('whose run ended while it was under way is remembered, and the run stays ended', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const permit = await beginAllowed(account, held);
			await account.remove([{ id: held.step.enrollmentId }], 'removed', START);

			const settled = await settle(account, permit, { kind: 'accepted', wamid: 'wamid.1' });

			expect(settled).toMatchObject({ reason: 'sent', enrollment: { state: 'exited' } });
			expect(await account.listSends({}, { limit: 10 })).toEqual([expect.objectContaining({ state: 'accepted' })]);
		});

		test('carries data by which a status finds it again, of at most 512 characters', async ({ account }) => {
			const name = 'ö'.repeat(100);
			const held = await firstStepClaimed(account, { steps: [step(name)] });

			const permit = await beginAllowed(account, held);

			expect(permit.callbackData).toContain(held.step.enrollmentId);
			expect(permit.callbackData.length).toBeLessThanOrEqual(512);
		});
	});

	describe('a send outside any sequence', () => {
		const loose = { node: 'send', category: 'utility', label: 'receipt (en)' } as const;

		test('creates its contact and is settled like others', async ({ account }) => {
			const [permit] = await account.beginSends([{ ...loose, contact: { phone: phoneOf(5), name: 'Eve' } }], START);
			if (!permit?.allowed) throw new Error('refused');

			expect(permit.contact).toMatchObject({ phone: phoneOf(5), name: 'Eve' });
			expect(await settle(account, permit, { kind: 'accepted', wamid: 'wamid.1' })).toEqual({ reason: 'sent', enrollment: null });
			expect(await account.listSends({}, { limit: 10 })).toEqual([
				expect.objectContaining({ enrollmentId: null, step: null, state: 'accepted', wamid: 'wamid.1' }),
			]);
		});

		test('may be repeated: each is a message of its own', async ({ account }) => {
			const permits = await account.beginSends([1, 2].map(() => ({ ...loose, contact: person() })), START);

			expect(permits.map(({ allowed }) => allowed)).toEqual([true, true]);
		});

		test('leaves the enrollments of the contact alone', async ({ account }) => {
			const id = await publish(account);
			await enrollOne(account);
			const [permit] = await account.beginSends([{ ...loose, contact: person() }], START);
			if (!permit?.allowed) throw new Error('refused');
			await settle(account, permit, { kind: 'refused', error: { code: 1, text: 'no' }, disposition: 'message' });

			expect((await claimOne(account, id)).due.step.name).toBe('hello');
		});
	});
}
