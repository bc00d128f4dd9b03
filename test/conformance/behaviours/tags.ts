import { StoreRefusal } from '../../../engine/store/contract';
import { HOUR, person, START } from '../builders';
import { onStore, OTHER_ACCOUNT, type OpenStore } from '../store-under-test';

export function tags(open: OpenStore): void {
	const test = onStore(open);

	describe('tags', () => {
		test('are added once, and the answer says which were new', async ({ account }) => {
			const first = await account.addTags([{ contact: person(1), tags: ['vip', 'lead'] }], START);
			const again = await account.addTags([{ contact: person(1), tags: ['vip', 'buyer'] }], START + HOUR);

			expect(first[0]!.changed).toEqual(['vip', 'lead']);
			expect(again[0]!.changed).toEqual(['buyer']);
			expect(await account.tagsOf([person(1)])).toMatchObject([{ tags: ['buyer', 'lead', 'vip'] }]);
		});

		test('are removed once, and the answer says which there were', async ({ account }) => {
			await account.addTags([{ contact: person(1), tags: ['vip'] }], START);

			const [removed] = await account.removeTags([{ contact: person(1), tags: ['vip', 'never'] }], START);
			const [again] = await account.removeTags([{ contact: person(1), tags: ['vip'] }], START);

			expect([removed!.changed, again!.changed]).toEqual([['vip'], []]);
			expect(await account.tagsOf([person(1)])).toMatchObject([{ tags: [] }]);
		});

		test('change really once, however many add the same at the same time', async ({ account }) => {
			await account.addTags([{ contact: person(1), tags: ['known'] }], START);

			const answers = await Promise.all(Array.from({ length: 20 }, () => account.addTags([{ contact: person(1), tags: ['vip'] }], START)));

			expect(answers.flatMap(([answer]) => answer!.changed)).toEqual(['vip']);
		});

		test('keep people apart in one batch, in the order of the batch', async ({ account }) => {
			const requests = [person(1), person(2), person(1)].map((contact) => ({ contact, tags: ['vip'] }));

			const answers = await account.addTags(requests, START);

			expect(answers.map(({ changed }) => changed)).toEqual([['vip'], ['vip'], []]);
		});

		test('of somebody unknown are null, and nobody is created by asking', async ({ account }) => {
			expect(await account.tagsOf([person(9)])).toEqual([null]);
		});

		test('set take the place of others, and the answer says what changed', async ({ account }) => {
			await account.addTags([{ contact: person(1), tags: ['vip', 'lead'] }], START);
			expect(await account.setTags([{ contact: person(1), tags: ['vip', 'buyer', 'vip'] }, { contact: person(2), tags: ['new'] }], START)).toMatchObject([
				{ added: ['buyer'], removed: ['lead'] },
				{ added: ['new'], removed: [] },
			]);
			expect(await account.setTags([{ contact: person(1), tags: [] }, { contact: person(1), tags: ['vip', 'buyer'] }], START)).toMatchObject([{ added: [], removed: [] }, { added: [], removed: [] }]);
			expect(await account.tagsOf([person(1)])).toMatchObject([{ tags: ['buyer', 'vip'] }]);
		});

		test('are renamed with everybody, also with who has both names', async ({ account, store }) => {
			await account.addTags([{ contact: person(1), tags: ['lead'] }, { contact: person(2), tags: ['lead', 'prospect'] }, { contact: person(3), tags: ['vip'] }], START);
			await store.forAccount(OTHER_ACCOUNT).addTags([{ contact: person(1), tags: ['lead'] }], START);
			expect(await account.renameTag('lead', 'prospect', START)).toBe(2);
			expect((await account.tagsOf([1, 2, 3].map(person))).map((one) => one!.tags)).toEqual([['prospect'], ['prospect'], ['vip']]);
			expect(await store.forAccount(OTHER_ACCOUNT).tagsOf([person(1)])).toMatchObject([{ tags: ['lead'] }]);
			await expect(account.renameTag('prospekt', 'x', START)).rejects.toThrow('No contact has the tag "prospekt". Did you mean "prospect"?');
			await expect(account.renameTag('vip', ' vip ', START)).rejects.toThrow('is called so already');
		});

		test('without a name are refused, and nothing of the batch is written', async ({ account }) => {
			const refused = account.addTags([{ contact: person(1), tags: ['vip'] }, { contact: person(2), tags: [' '] }], START);

			await expect(refused).rejects.toThrow(StoreRefusal);
			expect(await account.tagsOf([person(1)])).toEqual([null]);
		});
	});

	describe('attributes', () => {
		test('are merged, and null takes one away', async ({ account }) => {
			await account.setAttributes([{ contact: person(1), attributes: { city: 'Lima', age: 30 } }], START);

			const [kept] = await account.setAttributes([{ contact: person(1), attributes: { age: null, lang: 'es' } }], START);

			expect(kept!.attributes).toEqual({ city: 'Lima', lang: 'es' });
			expect(await account.tagsOf([person(1)])).toMatchObject([{ attributes: { city: 'Lima', lang: 'es' } }]);
		});

		test('that are numbers are counted up and down, from 0 on', async ({ account }) => {
			const add = (by: number, name = 'points') => ({ contact: person(1), name, by });
			await account.incrementAttributes([add(0.1), add(0.2), add(5, 'visits')], START);
			expect(await account.incrementAttributes([add(-1, 'visits')], START)).toMatchObject([{ attributes: { points: 0.3, visits: 4 } }]);
			await account.setAttributes([{ contact: person(1), attributes: { city: 'Lima' } }], START);
			await expect(account.incrementAttributes([add(1), add(1, 'city')], START)).rejects.toThrow('The attribute "city" of a contact is no number');
			expect((await account.tagsOf([person(1)]))[0]!.attributes).toMatchObject({ points: 0.3 });
		});

		test('of one contact in one batch all count', async ({ account }) => {
			await account.setAttributes([1, 2, 3].map((n) => ({ contact: person(1), attributes: { [`field ${n}`]: n } })), START);

			expect((await account.tagsOf([person(1)]))[0]!.attributes).toEqual({ 'field 1': 1, 'field 2': 2, 'field 3': 3 });
		});
	});
}
