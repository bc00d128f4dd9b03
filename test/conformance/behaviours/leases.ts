import { HOUR, person, START } from '../builders';
import { onStore, type OpenStore } from '../store-under-test';
import { begin, beginAllowed, claim, claimOne, enrollOne, firstStepClaimed, LEASE_MS, LIVING, place, publish, settle, standing } from '../verbs';

export function leases(open: OpenStore): void {
	const test = onStore(open);

	describe('a lease', () => {
		test('keeps others away until it ends', async ({ account }) => {
			const { sequenceId } = await firstStepClaimed(account);

			expect((await claim(account, sequenceId, START + LEASE_MS - 1, 'other')).steps).toEqual([]);
			expect((await claim(account, sequenceId, START + LEASE_MS, 'other')).steps).toHaveLength(1);
		});

		test('that ended no longer permits to send, even when nobody has taken the step', async ({ account }) => {
			const held = await firstStepClaimed(account);

			expect(await begin(account, held, START + LEASE_MS)).toMatchObject({ allowed: false, reason: 'lease_lost' });
		});

		test('that was given to another is refused in every write', async ({ account }) => {
			const stale = await firstStepClaimed(account);
			const later = START + LEASE_MS;
			const held = await claimOne(account, stale.sequenceId, later, 'other');
			const before = await standing(account);

			expect(await begin(account, stale, later)).toMatchObject({ allowed: false, reason: 'lease_lost' });
			expect(await account.refuseSteps([{ step: stale.step, reason: 'missing_variable', detail: '', action: 'skip' }], later)).toEqual([
				{ applied: false },
			]);
			expect(await account.renewLease(stale.claim.lease, later + HOUR)).toBe(0);
			expect(await account.endExecution(stale.claim.lease, { kind: 'success' }, later)).toBe(0);
			expect(await account.endExecution(stale.claim.lease, { kind: 'error', error: 'late' }, later)).toBe(0);

			expect(await standing(account)).toEqual(before);
			expect(await begin(account, held, later)).toMatchObject({ allowed: true });
		});

		test('permits its own step only', async ({ account }) => {
			const held = await firstStepClaimed(account);

			const wrongStep = { ...held, step: { ...held.step, step: 'offer' } };
			const wrongPerson = { ...held, step: { ...held.step, enrollmentId: 'somebody' } };

			expect(await begin(account, wrongStep)).toMatchObject({ allowed: false, reason: 'lease_lost' });
			expect(await begin(account, wrongPerson)).toMatchObject({ allowed: false, reason: 'enrollment_ended' });
		});

		test('can be prolonged by its holder, for all steps of the claim', async ({ account }) => {
			const id = await publish(account);
			await enrollOne(account, person(1));
			await enrollOne(account, person(2));
			const { lease } = await claim(account, id);

			expect(await account.renewLease(lease, START + HOUR)).toBe(2);
			expect((await claim(account, id, START + HOUR - 1, 'other')).steps).toEqual([]);
			expect((await claim(account, id, START + HOUR, 'other')).steps).toHaveLength(2);
		});
	});

	describe('leases of dead processes', () => {
		test('are taken back at once by the process that lives', async ({ account }) => {
			const id = await publish(account);
			await enrollOne(account);
			await claimOne(account, id, START, 'dead process');

			expect(await account.reclaimFrom(id, LIVING, START + 1)).toBe(1);
			expect((await claimOne(account, id, START + 1)).due.enrollment.attempts).toBe(2);
		});

		test('are told from leases of its own', async ({ account }) => {
			const id = await publish(account);
			await enrollOne(account);
			await claimOne(account, id, START, LIVING);

			expect(await account.reclaimFrom(id, LIVING, START + 1)).toBe(0);
			expect((await claim(account, id, START + 1)).steps).toEqual([]);
		});

		test('in other sequences are left alone', async ({ account }) => {
			const id = await publish(account);
			const other = await publish(account, { name: 'other' }, 'second');
			await enrollOne(account);
			await claimOne(account, id, START, 'dead process');

			expect(await account.reclaimFrom(other, LIVING, START + 1)).toBe(0);
		});

		test('of executions that sleep are left alone: n8n wakes them after a restart', async ({ account }) => {
			const id = await publish(account);
			await enrollOne(account);
			const held = await claimOne(account, id, START, 'process before the restart');
			await account.endExecution(held.claim.lease, { kind: 'waiting', until: START + 5 * HOUR }, START);

			expect(await account.reclaimFrom(id, LIVING, START + HOUR)).toBe(0);
			expect((await claim(account, id, START + HOUR)).steps).toEqual([]);
			expect(await begin(account, held, START + 4 * HOUR)).toMatchObject({ allowed: true });
		});
	});

	describe('attempts', () => {
		test('are counted when a step is taken, so a step that kills its worker is given up after the last', async ({ account }) => {
			const id = await publish(account, { maxAttempts: 3 });
			await enrollOne(account);
			for (let attempt = 1; attempt <= 3; attempt++) {
				const { due } = await claimOne(account, id, START + attempt * HOUR, `process ${attempt}`);
				expect(due.enrollment.attempts).toBe(attempt);
			}

			expect(await claim(account, id, START + 4 * HOUR)).toMatchObject({ steps: [], settled: 1 });
			expect(place(await standing(account))).toEqual({ state: 'failed', reason: 'attempts_used_up', step: 'hello', dueAt: null });
			expect((await claim(account, id, START + 5 * HOUR)).steps).toEqual([]);
		});

		test('start anew with every step', async ({ account }) => {
			const id = await publish(account);
			await enrollOne(account);
			await claimOne(account, id);
			const held = await claimOne(account, id, START + LEASE_MS);
			const permit = await beginAllowed(account, held, START + LEASE_MS);
			await settle(account, permit, { kind: 'accepted', wamid: 'wamid.1' }, START + LEASE_MS);

			expect((await standing(account)).attempts).toBe(0);
		});
	});
}
