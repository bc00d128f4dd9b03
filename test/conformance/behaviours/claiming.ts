import { enrollRequest, HOUR, MINUTE, person, phoneOf, START, step } from '../builders';
import { onStore, type OpenStore } from '../store-under-test';
import { claim, claimOne, enrollOne, LEASE_MS, publish, sendAccepted } from '../verbs';

const people = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => person(from + n));

export function claiming(open: OpenStore): void {
	const test = onStore(open);

	describe('claiming', () => {
		test('hands out a due step with all that an item needs', async ({ account }) => {
			const id = await publish(account);
			const { enrollment, contact } = await enrollOne(account, { phone: phoneOf(1), name: 'Ana' });

			const { due, claim: taken } = await claimOne(account, id, START + MINUTE);

			expect(taken).toMatchObject({ sequence: { id, name: 'welcome', version: 1 }, settled: 0 });
			expect(taken.lease).not.toBe('');
			expect(due).toEqual({
				enrollment: { ...enrollment, attempts: 1 },
				contact,
				step: step('hello'),
				number: 1,
				of: 3,
				dueAt: START,
				variant: null,
				wait: null,
			});
		});

		test('hands out nothing before its time, and everything from that instant on', async ({ account }) => {
			const id = await publish(account, { steps: [step('later', { amount: 1, unit: 'hours' })] });
			await enrollOne(account);

			expect((await claim(account, id, START + HOUR - 1)).steps).toEqual([]);
			expect((await claim(account, id, START + HOUR)).steps).toHaveLength(1);
		});

		test('takes the oldest first and not more than was asked for', async ({ account }) => {
			const id = await publish(account);
			await enrollOne(account, person(1), {}, START + 2);
			await enrollOne(account, person(2), {}, START);
			await enrollOne(account, person(3), {}, START + 1);

			const first = await claim(account, id, START + HOUR, 'p', 2);
			const second = await claim(account, id, START + HOUR, 'p', 2);

			expect(first.steps.map((due) => due.contact.phone)).toEqual([phoneOf(2), phoneOf(3)]);
			expect(second.steps.map((due) => due.contact.phone)).toEqual([phoneOf(1)]);
		});

		test('leaves other sequences alone', async ({ account }) => {
			const id = await publish(account);
			const other = await publish(account, { name: 'other' }, 'second');
			await enrollOne(account, person(1), { sequence: 'other' });

			expect((await claim(account, id)).steps).toEqual([]);
			expect((await claim(account, other)).steps).toHaveLength(1);
		});

		test('of an unknown sequence hands out nothing', async ({ account }) => {
			expect(await claim(account, 'no such sequence')).toMatchObject({ steps: [], settled: 0 });
		});

		test('by many workers at once gives each step to one of them', async ({ account }) => {
			const id = await publish(account);
			await account.enroll(people(0, 200).map((one) => enrollRequest(one)), START);

			const claims = await Promise.all(
				Array.from({ length: 16 }, (_, worker) => claim(account, id, START, `worker ${worker}`, 20)),
			);

			const taken = claims.flatMap(({ steps }) => steps.map((due) => due.enrollment.id));
			expect(taken).toHaveLength(200);
			expect(new Set(taken).size).toBe(200);
			expect(new Set(claims.filter(({ steps }) => steps.length > 0).map(({ lease }) => lease)).size).toBeGreaterThanOrEqual(10);
		});

		test('while people are being enrolled and sent to gives each step out once', async ({ account }) => {
			const id = await publish(account, { steps: [step('one'), step('two'), step('three')] });
			let sent = 0;
			const work = async (worker: number): Promise<void> => {
				for (let round = 0; round < 12; round++) {
					const taken = await claim(account, id, START + round, `worker ${worker}`, 10);
					const permits = await account.beginSends(
						taken.steps.map((due) => ({
							step: { enrollmentId: due.enrollment.id, lease: taken.lease, step: due.step.name },
							node: 'send',
							contact: {},
							category: 'utility' as const,
							label: 'x',
						})),
						START + round,
					);
					expect(permits.every(({ allowed }) => allowed)).toBe(true);
					await account.settleSends(
						permits.flatMap((permit) => (permit.allowed ? [{ sendId: permit.sendId, outcome: { kind: 'accepted' as const, wamid: `wamid.${++sent}` } }] : [])),
						START + round,
					);
				}
			};

			await Promise.all([
				...[0, 1, 2, 3].map((part) => account.enroll(people(part * 10, part * 10 + 10).map((one) => enrollRequest(one)), START)),
				...[1, 2, 3, 4].map(work),
			]);

			expect(sent).toBe(120);
			expect(await account.listEnrollments({ states: ['completed'] }, { limit: 100 })).toHaveLength(40);
		});
	});

	describe('the next due time', () => {
		test('is that of the earliest step, null when nobody waits', async ({ account }) => {
			const id = await publish(account, { steps: [step('later', { amount: 1, unit: 'hours' })] });
			expect(await account.nextDueAt(id)).toBeNull();

			await enrollOne(account, person(1), {}, START + MINUTE);
			await enrollOne(account, person(2));

			expect(await account.nextDueAt(id)).toBe(START + HOUR);
		});

		test('is that of the last step that comes soon enough after the earliest, for whoever takes them together', async ({ account }) => {
			const id = await publish(account, { steps: [step('later', { amount: 1, unit: 'hours' })] });
			for (const [n, at] of [0, 400, 1_000, 1_001].entries()) await enrollOne(account, person(n), {}, START + at);

			expect(await account.nextDueAt(id, 1_000)).toBe(START + HOUR + 1_000);
			expect(await account.nextDueAt(id, 999)).toBe(START + HOUR + 400);
		});

		test('is the end of the lease while a step is being worked on', async ({ account }) => {
			const id = await publish(account);
			await enrollOne(account);
			await claimOne(account, id);

			expect(await account.nextDueAt(id)).toBe(START + LEASE_MS);
		});

		test('moves on with the people', async ({ account }) => {
			const id = await publish(account);
			await enrollOne(account);
			await sendAccepted(account, await claimOne(account, id), 'wamid.1');

			expect(await account.nextDueAt(id)).toBe(START + HOUR);
		});

		test('is null while the sequence is closed, so that nobody waits for it in vain', async ({ account }) => {
			const id = await publish(account);
			await enrollOne(account);
			await account.closeSequence({ workflowId: 'workflow-first', nodeId: 'node-first', label: '' }, START);

			expect(await account.nextDueAt(id)).toBeNull();
		});
	});
}
