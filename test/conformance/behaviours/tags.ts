import { StoreRefusal } from '../../../engine/store/contract';
import { HOUR, person, START } from '../builders';
import { onStore, type OpenStore } from '../store-under-test';

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

		test('of one contact in one batch all count', async ({ account }) => {
			await account.setAttributes([1, 2, 3].map((n) => ({ contact: person(1), attributes: { [`field ${n}`]: n } })), START);

			expect((await account.tagsOf([person(1)]))[0]!.attributes).toEqual({ 'field 1': 1, 'field 2': 2, 'field 3': 3 });
		});
	});
}
