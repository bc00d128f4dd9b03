import { StoreRefusal } from '../../../engine/store/contract';
import { definition, HOUR, owner, person, START, step } from '../builders';
import { onStore, type OpenStore } from '../store-under-test';
import { claim, claimOne, enrollOne, publish, sendAccepted, standing } from '../verbs';

export function publishing(open: OpenStore): void {
	const test = onStore(open);

	describe('publishing', () => {
		test('keeps the version while nothing changes, and counts up when something does', async ({ account }) => {
			const first = await account.publishSequence(definition(), owner(), START);
			const same = await account.publishSequence(definition(), owner(), START + HOUR);
			const changed = await account.publishSequence(definition({ stopOnReply: false }), owner(), START + HOUR);

			expect([first, same, changed].map(({ id, version }) => ({ id, version }))).toEqual([
				{ id: first.id, version: 1 },
				{ id: first.id, version: 1 },
				{ id: first.id, version: 2 },
			]);
		});

		test('lists what is published, with its description and the people in it', async ({ account }) => {
			const id = await publish(account);
			await publish(account, { name: 'after-sales', description: '' }, 'second');
			await enrollOne(account, person(1));
			await enrollOne(account, person(2));

			expect(await account.listSequences()).toEqual([
				expect.objectContaining({ name: 'after-sales', version: 1, open: true, live: 0 }),
				{ id, name: 'welcome', description: 'Greets new people', version: 1, open: true, ownerWorkflow: 'workflow-first', live: 2, pausedAt: null, pausedReason: null, pausedFor: null, lockedAt: null, changesWaitSince: null },
			]);
		});

		test('refuses a name that another node publishes, and names that node', async ({ account }) => {
			await publish(account, {}, 'first');

			const refused = account.publishSequence(definition({ description: 'mine' }), owner('second'), START);

			await expect(refused).rejects.toThrow(StoreRefusal);
			await expect(refused).rejects.toThrow('Workflow first / Sequence Trigger');
			expect((await account.listSequences())[0]!.description).toBe('Greets new people');
		});

		test('refuses a name that another node of the same workflow publishes', async ({ account }) => {
			await publish(account);

			const copy = { ...owner(), nodeId: 'node-copy' };

			await expect(account.publishSequence(definition(), copy, START)).rejects.toThrow(StoreRefusal);
		});

		test('lets another node take over a closed sequence with its people', async ({ account }) => {
			const id = await publish(account, {}, 'first');
			await enrollOne(account);
			await account.closeSequence(owner('first'), START);

			expect(await publish(account, {}, 'second')).toBe(id);
			expect((await claim(account, id)).steps).toHaveLength(1);
			await expect(publish(account, {}, 'first')).rejects.toThrow('Workflow second');
		});

		test('lets the node that closed it publish it again', async ({ account }) => {
			const id = await publish(account);
			await account.closeSequence(owner(), START);

			expect(await publish(account)).toBe(id);
		});

		test('closing hands out nothing more and leaves people where they are', async ({ account }) => {
			const id = await publish(account);
			await enrollOne(account);
			const before = await standing(account);

			await account.closeSequence(owner(), START);

			expect(await claim(account, id)).toMatchObject({ steps: [], settled: 0 });
			expect(await standing(account)).toEqual(before);
			expect((await account.listSequences())[0]).toMatchObject({ open: false, live: 1 });
		});

		test('closing what a node never published changes nothing', async ({ account }) => {
			const id = await publish(account);
			await enrollOne(account);

			await account.closeSequence(owner('second'), START);

			expect((await claim(account, id)).steps).toHaveLength(1);
		});

		test('a step that was handed out before the sequence closed may still be sent', async ({ account }) => {
			const id = await publish(account);
			await enrollOne(account);
			const held = await claimOne(account, id);
			await account.closeSequence(owner(), START);

			expect((await sendAccepted(account, held, 'wamid.1')).reason).toBe('sent');
			expect(await standing(account)).toMatchObject({ state: 'active', step: 'offer' });
		});
	});

	describe('renaming', () => {
		test('by the same node keeps the people', async ({ account }) => {
			const id = await publish(account, { name: 'old name' });
			await enrollOne(account, person(), { sequence: 'old name' });

			expect(await publish(account, { name: 'new name' })).toBe(id);
			expect(await standing(account, person(), 'new name')).toMatchObject({ sequence: 'new name', state: 'active' });
			expect((await account.listSequences()).map(({ name }) => name)).toEqual(['new name']);
		});

		test('keeps the people when the node was closed in between, as n8n does on saving', async ({ account }) => {
			const id = await publish(account, { name: 'old name' });
			await enrollOne(account, person(), { sequence: 'old name' });
			await account.closeSequence(owner(), START);

			expect(await publish(account, { name: 'new name' })).toBe(id);
			expect((await claim(account, id)).steps).toHaveLength(1);
		});

		test('to a name that exists already frees the former name for others', async ({ account }) => {
			await publish(account, { name: 'spring' }, 'first');
			await publish(account, { name: 'summer' }, 'second');
			await account.closeSequence(owner('second'), START);

			await publish(account, { name: 'summer' }, 'first');

			expect(await account.listSequences()).toEqual([
				expect.objectContaining({ name: 'spring', open: false }),
				expect.objectContaining({ name: 'summer', open: true }),
			]);
			await expect(publish(account, { name: 'spring' }, 'third')).resolves.toEqual(expect.any(String));
		});

		test('does not let a copied node carry off the people of the original', async ({ account }) => {
			const id = await publish(account, { name: 'original' }, 'first');

			const copied = await publish(account, { name: 'copy', steps: [step('hello')] }, 'second');

			expect(copied).not.toBe(id);
		});
	});
}
