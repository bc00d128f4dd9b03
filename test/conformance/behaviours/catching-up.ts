import type { CatchUpPolicy } from '../../../engine/sequence/definition';
import type { AccountStore } from '../../../engine/store/contract';
import { DAY, definition, HOUR, MINUTE, owner, person, START } from '../builders';
import { onStore, withScene, type OpenStore } from '../store-under-test';
import { claim, claimOne, enrollOne, publish, sendAccepted, standing } from '../verbs';

/** Three days after the start: "offer" (due after an hour) and "reminder" (a day after it) have been missed. */
const BACK = START + 3 * DAY;

/** hello was sent; then nothing was claimed for three days. */
async function backFromDowntime(account: AccountStore, catchUp: CatchUpPolicy): Promise<string> {
	const id = await publish(account, { catchUp });
	await enrollOne(account);
	await sendAccepted(account, await claimOne(account, id), 'wamid.1');
	return id;
}

const stepsTold = async (account: AccountStore) =>
	(await account.contactTimeline(person(), 50)).filter(({ kind }) => kind === 'step').map(({ step, reason }) => [step, reason]);

export function catchingUp(open: OpenStore): void {
	const test = onStore(open);

	describe('after a downtime', () => {
		test('"send all" sends what was missed, one after the other', async ({ account }) => {
			const id = await backFromDowntime(account, 'send_all');
			await sendAccepted(account, await claimOne(account, id, BACK), 'wamid.2', BACK);
			expect(await standing(account)).toMatchObject({ step: 'reminder', dueAt: BACK + DAY });
		});

		test('"only the latest" leaves the earlier ones out, each with its reason', async ({ account }) => {
			const id = await backFromDowntime(account, 'latest_only');
			expect(await claim(account, id, BACK)).toMatchObject({ steps: [], settled: 1 });
			const held = await claimOne(account, id, BACK);
			expect(held.due).toMatchObject({ step: { name: 'reminder' }, enrollment: { attempts: 1 } });
			await sendAccepted(account, held, 'wamid.2', BACK);
			expect(await stepsTold(account)).toEqual([['hello', 'sent'], ['offer', 'missed'], ['reminder', 'sent']]);
		});

		it.each(['skip', 'latest_only'] as const)('"%s" does not bring back a step that was cancelled', async (policy) => {
			await withScene(open, async ({ account }) => {
				const id = await backFromDowntime(account, policy);
				await account.changeEnrollments([{ target: { sequence: 'welcome', contact: person() }, change: { kind: 'cancel', step: 'reminder' } }], START + MINUTE);
				const taken = await claim(account, id, BACK);
				expect(taken.steps.map(({ step }) => step.name)).toEqual(policy === 'skip' ? [] : ['offer']);
				expect((await stepsTold(account)).map(([step]) => step)).not.toContain('reminder');
			});
		});

		test('"skip" goes on with the next step at its own time, and completes when there is none', async ({ account }) => {
			const id = await backFromDowntime(account, 'skip');
			await claim(account, id, START + 5 * HOUR);
			expect(await standing(account)).toMatchObject({ state: 'active', step: 'reminder', dueAt: START + HOUR + DAY, reason: null });
			await claim(account, id, BACK);
			expect(await standing(account)).toMatchObject({ state: 'completed', endedAt: BACK });
			expect(await stepsTold(account)).toEqual([['hello', 'sent'], ['offer', 'missed'], ['reminder', 'missed']]);
		});

		test('"spread" puts everybody off to a time of their own within the hour, with no attempt used', async ({ account }) => {
			const id = await publish(account, { catchUp: 'spread' });
			for (let n = 0; n < 20; n++) await enrollOne(account, person(n));
			await account.claimDue({ sequenceId: id, owner: 'p', limit: 1, leaseMs: MINUTE }, START - 1);

			expect(await claim(account, id, BACK)).toMatchObject({ steps: [], settled: 20 });
			const dues = (await account.listEnrollments({}, { limit: 50 })).map(({ dueAt, attempts, reason }) => ({ dueAt, attempts, reason }));
			expect(new Set(dues.map(({ dueAt }) => dueAt)).size).toBe(20);
			for (const { dueAt, attempts, reason } of dues) {
				expect(dueAt! > BACK && dueAt! <= BACK + HOUR).toBe(true);
				expect([attempts, reason]).toEqual([0, 'catching_up']);
			}
			expect((await claim(account, id, BACK + HOUR)).steps).toHaveLength(20);
		});
	});

	describe('what was not missed is sent under "skip", too:', () => {
		test('a step that is a quarter of an hour late', async ({ account }) => {
			const id = await backFromDowntime(account, 'skip');
			expect((await claimOne(account, id, START + HOUR + 15 * MINUTE)).due.step.name).toBe('offer');
		});

		test('a step that waited for its turn in a long queue', async ({ account }) => {
			const id = await publish(account, { catchUp: 'skip' });
			await claim(account, id);
			for (let n = 0; n < 6; n++) await enrollOne(account, person(n), {}, START + MINUTE);
			const names: string[] = [];
			for (let turn = 0; turn < 6; turn++) {
				const taken = await claim(account, id, START + MINUTE + turn * 10 * MINUTE, 'p', 1);
				for (const due of taken.steps) names.push(due.step.name);
				await account.endExecution(taken.lease, { kind: 'success' }, START + MINUTE + turn * 10 * MINUTE);
			}
			expect(names).toEqual(Array(6).fill('hello'));
		});

		test('steps that came due while an execution held all places for an hour', async ({ account }) => {
			const id = await publish(account, { catchUp: 'skip' });
			await enrollOne(account);
			const held = await claimOne(account, id);
			await enrollOne(account, person(2), {}, START + MINUTE);
			for (let minute = 1; minute <= 60; minute++) await account.renewLease(held.claim.lease, START + (minute + 1) * MINUTE);
			expect((await claim(account, id, START + HOUR)).steps.map(({ step }) => step.name)).toEqual(['hello']);
		});

		test('a step whose worker died', async ({ account }) => {
			const id = await publish(account, { catchUp: 'skip' });
			await enrollOne(account);
			await claimOne(account, id);
			expect((await claimOne(account, id, BACK)).due.step.name).toBe('hello');
		});
	});

	test('what was missed while the sequence was not published follows the policy, too', async ({ account }) => {
		const id = await backFromDowntime(account, 'latest_only');
		await account.closeSequence(owner(), START + MINUTE);
		await account.publishSequence(definition({ catchUp: 'latest_only' }), owner(), BACK);
		await claim(account, id, BACK);
		expect((await claimOne(account, id, BACK)).due.step.name).toBe('reminder');
	});
}
