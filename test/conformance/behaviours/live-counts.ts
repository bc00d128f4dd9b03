import { enrollRequest, HOUR, message, person, START, step } from '../builders';
import { onStore, type OpenStore } from '../store-under-test';
import { claimOne, enrollOne, LIVING, publish, sendAccepted } from '../verbs';

/** Beside what every test checks at its end, see store-under-test. */
export function liveCounts(open: OpenStore): void {
	const test = onStore(open);

	describe('counting live people', () => {
		test('tells who waits at which step, in which state, at which version', async ({ account }) => {
			const id = await publish(account);
			await enrollOne(account, person(1));
			await sendAccepted(account, await claimOne(account, id), 'wamid.1');
			await enrollOne(account, person(2));
			await enrollOne(account, person(3));
			await account.changeEnrollments([{ target: { sequence: 'welcome', contact: person(3) }, change: { kind: 'pause' } }], START);

			const { live, steps } = await account.sequenceStats('welcome', START);
			expect(live).toEqual({ active: 2, paused: 1, inReview: 0 });
			expect(steps.map(({ step: name, waiting }) => `${name} ${waiting}`)).toEqual(['hello 2', 'offer 1', 'reminder 0']);
		});

		test('follows people who are erased, and steps that get another name', async ({ account }) => {
			await publish(account, { steps: [step('hello', { amount: 1, unit: 'hours' })] });
			await account.enroll([1, 2, 3].map((n) => enrollRequest(person(n))), START);
			await account.erasePeople([person(2)], START);
			await publish(account, { steps: [step('hi', { amount: 1, unit: 'hours' })] });

			const { steps, live, behind } = await account.sequenceStats('welcome', START);
			expect([live.active, behind, steps.map(({ step: name, waiting }) => `${name} ${waiting}`)]).toEqual([2, 0, ['hi 2']]);
		});

		test('stays the same when what many transactions counted is brought together', async ({ account }) => {
			await publish(account);
			for (let n = 0; n < 40; n++) await enrollOne(account, person(n));
			for (let n = 0; n < 10; n++) await account.remove([{ sequence: 'welcome', contact: person(n) }], 'removed', START);
			const before = await account.sequenceStats('welcome', START);
			await account.prune({ historyBefore: null, after: null, limit: 10 }, START + HOUR);
			await account.prune({ historyBefore: null, after: null, limit: 10 }, START + HOUR);

			const after = await account.sequenceStats('welcome', START);
			expect([after.live, after.steps]).toEqual([before.live, before.steps]);
			expect(after.live.active).toBe(30);
		});

		test('tells of each step how many replied after it, and takes it back when the run goes on', async ({ account }) => {
			const id = await publish(account);
			await enrollOne(account, person(1));
			await sendAccepted(account, await claimOne(account, id), 'wamid.1');
			await account.applyWebhook([message('wamid.in', 'Hello', START)], LIVING, START + HOUR / 2);
			const replied = async () => (await account.sequenceStats('welcome', START)).steps.map((one) => `${one.step} ${one.replied}`);
			expect(await replied()).toEqual(['hello 1', 'offer 0', 'reminder 0']);

			// The same message enrolls again: the run it had ended goes on.
			const [again] = await account.enroll([enrollRequest(person(1), { messageId: 'wamid.in' })], START + HOUR / 2);
			expect([again!.outcome, await replied()]).toEqual(['resumed', ['hello 0', 'offer 0', 'reminder 0']]);
		});

		test('describes a sequence with its versions, and the definition of each run', async ({ account }) => {
			await publish(account, { liveEdit: 'pinned' });
			const { enrollment } = await enrollOne(account, person(1));
			await publish(account, { liveEdit: 'pinned', steps: [step('other')] });

			const { definition, versions, owner } = await account.describeSequence('welcome', 5);
			expect([definition.steps.map(({ name }) => name), versions.map(({ version, steps }) => [version, steps]), owner]).toEqual([
				['other'], [[2, 1], [1, 3]], 'Workflow first / Sequence Trigger',
			]);
			expect((await account.describeSequence('welcome', 1)).versions).toHaveLength(1);
			const [held, none] = await account.definitionsOfRuns([enrollment, { sequenceId: enrollment.sequenceId, version: 9 }]);
			expect([held!.steps.length, none]).toEqual([3, null]);
			await expect(account.describeSequence('welcom', 1)).rejects.toThrow('welcome');
		});
	});
}
