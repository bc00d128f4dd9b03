import { StoreRefusal } from '../../../engine/store/contract';
import { HOUR, START } from '../builders';
import { onStore, type OpenStore } from '../store-under-test';
import { claim, claimOne, enrollOne, publish, standing } from '../verbs';

export function pausingSequences(open: OpenStore): void {
	const test = onStore(open);

	describe('a paused sequence', () => {
		test('hands out nothing, and people hold their place', async ({ account }) => {
			const id = await publish(account);
			await enrollOne(account);
			const before = await standing(account);

			const paused = await account.pauseSequence('welcome', 'typo in step 2', START);

			expect(paused).toMatchObject({ pausedAt: START, pausedReason: 'typo in step 2', live: 1 });
			expect((await claim(account, id, START + HOUR)).steps).toEqual([]);
			expect(await account.nextDueAt(id)).toBeNull();
			expect(await standing(account)).toEqual(before);
		});

		test('hands out what came due meanwhile once it goes on', async ({ account }) => {
			const id = await publish(account);
			await enrollOne(account);
			await account.pauseSequence('welcome', '', START);

			const resumed = await account.resumeSequence('welcome', START + HOUR);

			expect(resumed).toMatchObject({ pausedAt: null, pausedReason: null });
			expect((await claimOne(account, id, START + HOUR)).due.dueAt).toBe(START);
		});

		test('still takes people in', async ({ account }) => {
			await publish(account);
			await account.pauseSequence('welcome', '', START);

			expect((await enrollOne(account)).outcome).toBe('enrolled');
		});

		test('stays paused when it is published again, and since when', async ({ account }) => {
			const id = await publish(account);
			await enrollOne(account);
			await account.pauseSequence('welcome', '', START);
			await publish(account, { stopOnReply: false });
			await account.pauseSequence('welcome', 'again', START + HOUR);

			expect((await claim(account, id)).steps).toEqual([]);
			expect((await account.listSequences())[0]).toMatchObject({ pausedAt: START, pausedReason: 'again' });
		});

		test('tells the dispatcher of this process when it goes on', async ({ account }) => {
			const id = await publish(account);
			await account.pauseSequence('welcome', '', START);
			const woken: string[] = [];
			account.onDue((sequence) => woken.push(sequence));

			await account.resumeSequence('welcome', START);

			expect(woken).toEqual([id]);
		});

		test('that does not exist is refused with the nearest name', async ({ account }) => {
			await publish(account);

			await expect(account.pauseSequence('welcom', '', START)).rejects.toThrow(StoreRefusal);
			await expect(account.resumeSequence('welcom', START)).rejects.toThrow(/Did you mean "welcome"/);
		});
	});
}
