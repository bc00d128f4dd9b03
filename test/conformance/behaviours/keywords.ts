import { KEYWORDS_LAPSE_MS, StoreRefusal, type KeywordClaim, type KeywordOwner } from '../../../engine/store/contract';
import { MINUTE, START } from '../builders';
import { onStore, OTHER_ACCOUNT, type OpenStore } from '../store-under-test';

const SHOP: KeywordOwner = { workflowId: 'shop', nodeId: 'trigger' };
const NEWS: KeywordOwner = { workflowId: 'news', nodeId: 'trigger' };

const claims = (label: string, ...words: string[]): KeywordClaim[] => words.map((word) => ({ keyword: word.toLowerCase(), written: word, label }));

const SHOP_LABEL = 'the workflow "Shop" (node "Keywords")';
const NEWS_LABEL = 'the workflow "News" (node "Words")';

export function keywords(open: OpenStore): void {
	const test = onStore(open);

	describe('keywords', () => {
		test('of another workflow are refused with its name, and then none is taken', async ({ account }) => {
			await account.claimKeywords(SHOP, claims(SHOP_LABEL, 'Price', 'Promo'), START);

			const refused = account.claimKeywords(NEWS, claims(NEWS_LABEL, 'news', 'promo'), START + MINUTE);

			await expect(refused).rejects.toThrow(StoreRefusal);
			await expect(refused).rejects.toThrow(/The keyword "Promo" on this WhatsApp number belongs to the workflow "Shop" \(node "Keywords"\)\./);
			expect(await account.takenKeywords('third', ['news', 'price', 'promo'], START)).toEqual([
				{ keyword: 'price', written: 'Price', label: SHOP_LABEL },
				{ keyword: 'promo', written: 'Promo', label: SHOP_LABEL },
			]);
		});

		test('are free again when their workflow lets go, or no longer has them', async ({ account }) => {
			await account.claimKeywords(SHOP, claims(SHOP_LABEL, 'price', 'promo'), START);
			await account.claimKeywords(SHOP, claims(SHOP_LABEL, 'price'), START + MINUTE);
			await account.claimKeywords(NEWS, claims(NEWS_LABEL, 'promo'), START + MINUTE);
			await account.releaseKeywords(SHOP, START + MINUTE);

			expect(await account.takenKeywords('third', ['price', 'promo'], START)).toEqual([{ keyword: 'promo', written: 'promo', label: NEWS_LABEL }]);
		});

		test('may stand several times in one workflow, and stay with it while its other trigger lets go', async ({ account }) => {
			const second = { ...SHOP, nodeId: 'second trigger' };
			await account.claimKeywords(SHOP, [...claims(SHOP_LABEL, 'price', 'promo'), ...claims(SHOP_LABEL, 'price')], START);
			await account.claimKeywords(second, claims(SHOP_LABEL, 'news'), START);
			await account.releaseKeywords(second, START);

			expect(await account.takenKeywords('shop', ['price'], START)).toEqual([]);
			expect((await account.takenKeywords('third', ['price', 'promo', 'news'], START)).map(({ keyword }) => keyword)).toEqual(['price', 'promo']);
		});

		test('are taken from another workflow when that is wanted', async ({ account }) => {
			await account.claimKeywords(SHOP, claims(SHOP_LABEL, 'price', 'promo'), START);
			await account.claimKeywords(NEWS, claims(NEWS_LABEL, 'promo').map((claim) => ({ ...claim, takeOver: true })), START);

			expect((await account.takenKeywords('third', ['price', 'promo'], START)).map(({ label }) => label)).toEqual([SHOP_LABEL, NEWS_LABEL]);
			await account.releaseKeywords(SHOP, START);
			expect((await account.takenKeywords('third', ['price', 'promo'], START)).map(({ keyword }) => keyword)).toEqual(['promo']);
		});

		test('belong to one workflow when several claim them at the same time', async ({ account }) => {
			const workflows = Array.from({ length: 6 }, (_, i) => ({ workflowId: `w${i}`, nodeId: 'trigger' }));
			const words = Array.from({ length: 40 }, (_, i) => `word ${i}`);
			const results = await Promise.allSettled(
				workflows.map((owner, i) => account.claimKeywords(owner, claims(owner.workflowId, ...(i % 2 ? words : [...words].reverse())), START)),
			);

			expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
			expect(new Set((await account.takenKeywords('third', words, START)).map(({ label }) => label)).size).toBe(1);
			for (const result of results) if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(StoreRefusal);
		});

		test('of a workflow that is gone are free after a while, those of one that still listens are not', async ({ account }) => {
			await account.claimKeywords(SHOP, claims(SHOP_LABEL, 'price', 'promo'), START);
			await account.confirmKeywords({ ...SHOP, nodeId: 'another trigger' }, START + MINUTE);
			const lapsed = START + KEYWORDS_LAPSE_MS + 1;
			expect(await account.takenKeywords('third', ['price', 'promo'], lapsed - 1)).toHaveLength(2);
			expect(await account.takenKeywords('third', ['price', 'promo'], lapsed)).toEqual([]);

			await account.claimKeywords(NEWS, claims(NEWS_LABEL, 'promo'), lapsed);
			await account.confirmKeywords(NEWS, lapsed + MINUTE);
			const refused = account.claimKeywords(SHOP, claims(SHOP_LABEL, 'promo'), lapsed + KEYWORDS_LAPSE_MS);
			await expect(refused).rejects.toThrow(/belongs to the workflow "News"/);
		});

		test('belong to one number', async ({ store, account }) => {
			await account.claimKeywords(SHOP, claims(SHOP_LABEL, 'promo'), START);
			const other = store.forAccount(OTHER_ACCOUNT);
			if (other === account) return;
			await other.claimKeywords(NEWS, claims(NEWS_LABEL, 'promo'), START);
			expect(await other.takenKeywords('third', ['promo'], START)).toMatchObject([{ label: NEWS_LABEL }]);
		});
	});
}
