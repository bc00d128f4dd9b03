import { StoreRefusal } from '../../../engine/store/contract';
import { definition, HOUR, owner, person, SECOND, START, step } from '../builders';
import { onStore, type OpenStore, type Scene } from '../store-under-test';
import { enrollOne, publish, standing } from '../verbs';

const PASSWORD = 'correct horse';

export function sequenceLock(open: OpenStore): void {
	const test = onStore(open);

	/** Published, locked, and then changed on the canvas: one step less. */
	async function changedBehindLock({ account }: Scene): Promise<void> {
		await publish(account);
		await account.lockSequence('welcome', PASSWORD, START);
		await publish(account, { steps: [step('offer')] }, 'first', START + HOUR);
	}

	const refusal = (work: Promise<unknown>): Promise<string> =>
		work.then(
			() => 'not refused',
			(error: unknown) => {
				expect(error).toBeInstanceOf(StoreRefusal);
				return (error as StoreRefusal).message;
			},
		);

	describe('a locked sequence', () => {
		test('goes on as it is when the canvas was changed, and says that the change waits', async ({ account }) => {
			await publish(account);
			expect(await account.lockSequence('welcome', PASSWORD, START)).toMatchObject({ name: 'welcome', lockedAt: START, changesWaitSince: null });

			const published = await account.publishSequence(definition({ steps: [step('offer')] }), owner(), START + HOUR);

			expect(published).toMatchObject({ version: 1, changesWait: true, moved: [] });
			expect(await account.listSequences()).toMatchObject([{ version: 1, open: true, lockedAt: START, changesWaitSince: START + HOUR }]);
			expect((await enrollOne(account)).enrollment.step).toBe('hello');
			expect(await account.waitingChanges('welcome')).toEqual({ current: definition(), waiting: definition({ steps: [step('offer')] }), since: START + HOUR });
		});

		test('tells once of a change, however often n8n publishes it', async ({ account }) => {
			const id = await publish(account);
			await account.lockSequence('welcome', PASSWORD, START);
			for (const hours of [1, 2, 3]) await publish(account, { stopOnReply: false }, 'first', START + hours * HOUR);

			expect(await account.takeNotices(id, START + 4 * HOUR)).toMatchObject([{ kind: 'changes_wait', sequence: 'welcome', reason: 'sequence_locked' }]);
			expect((await account.waitingChanges('welcome'))!.since).toBe(START + HOUR);
		});

		test('forgets a change that was taken back on the canvas', async ({ account }) => {
			await publish(account);
			await account.lockSequence('welcome', PASSWORD, START);
			await publish(account, { stopOnReply: false });

			expect(await account.publishSequence(definition(), owner(), START + HOUR)).toMatchObject({ version: 1, changesWait: false });
			expect(await account.waitingChanges('welcome')).toBeNull();
			expect(await refusal(account.confirmChanges('welcome', PASSWORD, START))).toMatch(/No changes .* wait/);
		});

		test('keeps its name, too, until the password is entered', async ({ account }) => {
			await publish(account);
			await account.lockSequence('welcome', PASSWORD, START);
			await publish(account, { name: 'goodbye' });
			expect(await account.listSequences()).toMatchObject([{ name: 'welcome', open: true }]);

			await account.confirmChanges('welcome', PASSWORD, START);

			expect(await account.listSequences()).toMatchObject([{ name: 'goodbye', version: 2, open: true }]);
		});

		test('takes over what waits once the password is entered, with the people in flight', async (scene) => {
			const { account } = scene;
			await publish(account);
			await enrollOne(account);
			await changedBehindLock(scene);

			const confirmed = await account.confirmChanges('welcome', PASSWORD, START + 2 * HOUR);

			expect(confirmed).toMatchObject({ version: 2, changesWait: false, moved: [{ from: 'hello', to: 'offer', why: 'removed', count: 1 }] });
			expect(await standing(account)).toMatchObject({ step: 'offer', version: 2 });
			expect(await account.listSequences()).toMatchObject([{ lockedAt: START, changesWaitSince: null }]);
		});

		test('stays locked for the node that publishes it next', async ({ account }) => {
			await publish(account);
			await account.lockSequence('welcome', PASSWORD, START);
			await account.closeSequence(owner(), START);

			expect(await account.publishSequence(definition({ steps: [step('offer')] }), owner('second'), START)).toMatchObject({ version: 1, changesWait: true });
		});

		test('opens by its password, and then holds what waited', async (scene) => {
			await changedBehindLock(scene);
			const { account } = scene;

			expect(await account.unlockSequence('welcome', PASSWORD, START)).toMatchObject({ version: 2 });

			expect(await account.listSequences()).toMatchObject([{ version: 2, lockedAt: null, changesWaitSince: null }]);
			expect(await account.publishSequence(definition(), owner(), START)).toMatchObject({ version: 3, changesWait: false });
		});

		test('refuses a wrong password and changes nothing', async (scene) => {
			await changedBehindLock(scene);
			const { account } = scene;

			expect(await refusal(account.confirmChanges('welcome', 'wrong horse', START))).toMatch(/not the password .* again in 1 second/);
			expect(await refusal(account.unlockSequence('welcome', 'wrong horse', START + SECOND))).toMatch(/not the password .* again in 2 seconds/);

			expect(await account.listSequences()).toMatchObject([{ version: 1, lockedAt: START }]);
		});

		test('looks at no password for a while after a wrong one, not even at the right one', async (scene) => {
			await changedBehindLock(scene);
			const { account } = scene;
			let now = START;
			for (const seconds of [1, 2, 4, 8]) {
				await refusal(account.confirmChanges('welcome', 'wrong horse', now));
				expect(await refusal(account.confirmChanges('welcome', PASSWORD, now + seconds * SECOND - 1))).toMatch(/wrong a moment ago/);
				now += seconds * SECOND;
			}

			expect(await account.confirmChanges('welcome', PASSWORD, now)).toMatchObject({ version: 2 });
			expect(await refusal(account.unlockSequence('welcome', 'wrong horse', now))).toMatch(/again in 1 second/);
		});

		test('looks at one password only of many that come at once', async (scene) => {
			await changedBehindLock(scene);
			const { account } = scene;

			const answers = await Promise.all([1, 2, 3, 4].map((n) => refusal(account.confirmChanges('welcome', `guess number ${n}`, START))));

			expect(answers.filter((answer) => answer.includes('not the password'))).toHaveLength(1);
			expect(answers.filter((answer) => answer.includes('a moment ago'))).toHaveLength(3);
		});

		test('cannot be locked twice, nor with a short password, nor when there is none', async ({ account }) => {
			await publish(account);
			expect(await refusal(account.lockSequence('welcome', 'short', START))).toMatch(/too short/);
			expect(await refusal(account.lockSequence('welcom', PASSWORD, START))).toMatch(/Did you mean "welcome"/);
			await account.lockSequence('welcome', PASSWORD, START);
			expect(await refusal(account.lockSequence('welcome', 'another horse', START))).toMatch(/locked already/);
			await account.unlockSequence('welcome', PASSWORD, START);
			expect(await refusal(account.unlockSequence('welcome', PASSWORD, START))).toMatch(/not locked/);
		});

		test('leaves its hash out of every export', async ({ account }) => {
			await publish(account);
			await enrollOne(account, person());
			await account.lockSequence('welcome', PASSWORD, START);
			const { records } = await account.exportPage(null, 1_000);
			expect(JSON.stringify([await account.beginExport(START), records])).not.toMatch(/scrypt|correct horse/);
		});
	});
}
