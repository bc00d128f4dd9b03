import type { AccountStore, ConsentRequest } from '../../../engine/store/contract';
import { DAY, HOUR, message, MINUTE, person, phoneOf, preference, START } from '../builders';
import { exportAll, importAll, withOtherStore } from '../moving';
import { onStore, type OpenStore } from '../store-under-test';
import { enrollOne, firstStepClaimed, LIVING, publish, sendRequest, standing } from '../verbs';

const word = (change: 'stop' | 'start', more: Partial<ConsentRequest> = {}): ConsentRequest => ({
	contact: person(),
	change,
	categories: ['marketing'],
	source: 'manual',
	proof: 'call of 5 January',
	messageId: null,
	at: START,
	...more,
});

const tell = (account: AccountStore, at: number, text: string) => account.applyWebhook([message(`wamid.${text}.${at}`, text, at)], LIVING, at);

export function recordedConsent(open: OpenStore): void {
	const test = onStore(open);

	describe('consent that somebody records', () => {
		test('holds at once, ends the runs, and stands in the ledger with source and proof', async ({ account }) => {
			await publish(account);
			await enrollOne(account);
			const [stopped] = await account.recordConsent([word('stop', { at: START + MINUTE, messageId: 'wamid.said' })], START + HOUR);
			expect(stopped).toMatchObject({ changed: true, marketing: { allowed: false, source: 'manual', at: START + MINUTE }, utility: { allowed: true, source: null, at: null } });
			expect(await standing(account)).toMatchObject({ state: 'exited', reason: 'opted_out', contact: { marketingAllowed: false, utilityAllowed: true } });
			expect(await account.consentHistory([person(), person(9)], 10)).toEqual([
				[{ at: START + MINUTE, category: 'marketing', change: 'stop', source: 'manual', messageId: 'wamid.said', proof: 'call of 5 January' }],
				null,
			]);
		});

		test('is reopened by START, and by a recorded start that came later', async ({ account }) => {
			await account.recordConsent([word('stop')], START);
			await tell(account, START + HOUR, 'START');
			expect(await account.consentOf([person()])).toMatchObject([{ marketing: { allowed: true, source: 'keyword' } }]);
			await account.recordConsent([word('stop', { at: START + 2 * HOUR })], START + 2 * HOUR);
			expect(await account.recordConsent([word('start', { at: START + HOUR })], START + 3 * HOUR)).toMatchObject([{ changed: false, marketing: { allowed: false } }]);
			expect(await account.recordConsent([word('start', { at: START + 3 * HOUR })], START + 3 * HOUR)).toMatchObject([{ changed: true, marketing: { allowed: true, source: 'manual' } }]);
		});

		test('lifts what the person wrote, but not what they switched off in WhatsApp', async ({ account }) => {
			await tell(account, START, 'STOP');
			expect(await account.recordConsent([word('start', { at: START + HOUR })], START + HOUR)).toMatchObject([{ changed: true }]);
			await account.applyWebhook([preference('stop', START + 2 * HOUR)], LIVING, START + 2 * HOUR);
			expect(await account.recordConsent([word('start', { at: START + 3 * HOUR })], START + 3 * HOUR)).toMatchObject([{ changed: false, marketing: { allowed: false, source: 'preference' } }]);
		});

		test('of utility messages is kept apart from marketing, and START lifts both', async ({ account }) => {
			const held = await firstStepClaimed(account);
			await account.recordConsent([word('stop', { categories: ['utility'] })], START);
			const begin = async (category: 'marketing' | 'utility' | 'authentication') => (await account.beginSends([sendRequest(held, { category, node: category })], START))[0]!;
			expect(await begin('authentication')).toMatchObject({ allowed: true });
			expect(await begin('utility')).toMatchObject({ allowed: false, reason: 'opted_out' });
			expect(await account.consentOf([person()])).toMatchObject([{ marketing: { allowed: true }, utility: { allowed: false, source: 'manual' } }]);
			await tell(account, START + HOUR, 'STOP');
			await tell(account, START + 2 * HOUR, 'START');
			expect(await account.consentOf([person()])).toMatchObject([{ marketing: { allowed: true }, utility: { allowed: true } }]);
		});

		test('of utility messages moves with the account, and outlives an erasure', async ({ account }) => {
			await account.recordConsent([word('stop', { categories: ['utility'] })], START);
			await withOtherStore(async (other) => {
				await importAll(other, await exportAll(account), { limit: 1 });
				expect(await other.consentOf([person()])).toMatchObject([{ marketing: { allowed: true }, utility: { allowed: false } }]);
			});
			await account.erasePeople([person()], START);
			await account.addTags([{ contact: person(), tags: ['back'] }], START + DAY);
			expect(await account.consentOf([person()])).toMatchObject([{ marketing: { allowed: true }, utility: { allowed: false } }]);
		});

		test('of many in one batch answers in its order', async ({ account }) => {
			await account.recordConsent([word('stop', { contact: person(2) })], START);
			const answers = await account.recordConsent([1, 2, 3].map((n) => word('stop', { contact: person(n), source: 'import', at: START - n })), START);
			expect(answers.map(({ changed, contact }) => [contact.phone, changed])).toEqual([[phoneOf(1), true], [phoneOf(2), false], [phoneOf(3), true]]);
		});

		const faulty: Array<[string, Partial<ConsentRequest>, string]> = [
			['a start without proof', { change: 'start', proof: ' ' }, 'The proof is missing'],
			['an import without proof', { source: 'import', proof: '' }, 'The proof is missing'],
			['a time to come', { at: START + DAY }, 'lies in the future'],
			['no kind of message', { categories: [] }, 'No kind of message is chosen'],
		];
		for (const [what, more, sentence] of faulty) {
			test(`is refused with ${what}, and nothing of the batch is written`, async ({ account }) => {
				await expect(account.recordConsent([word('stop'), word('stop', { contact: person(2), ...more })], START)).rejects.toThrow(sentence);
				expect(await account.consentOf([person(), person(2)])).toEqual([null, null]);
			});
		}
	});

	describe('who has opted out', () => {
		const session = (account: AccountStore, node: string, at: number) =>
			account.beginSends([{ node, contact: person(), category: 'session', label: 'text' }], at).then(([permit]) => (permit!.allowed ? 'allowed' : permit!.reason));

		test('gets one goodbye, and answers when they go on writing', async ({ account }) => {
			await tell(account, START, 'STOP');
			expect(await session(account, 'a', START)).toBe('allowed');
			expect(await session(account, 'b', START + MINUTE)).toBe('opted_out');
			await tell(account, START + HOUR, 'but where is my parcel?');
			expect(await session(account, 'c', START + HOUR)).toBe('allowed');
			expect(await session(account, 'd', START + HOUR)).toBe('allowed');
		});

		test('gets one goodbye of a batch, too', async ({ account }) => {
			await tell(account, START, 'STOP');
			const both = await account.beginSends(['a', 'b'].map((node) => ({ node, contact: person(), category: 'session' as const, label: 'text' })), START);
			expect(both.map(({ allowed }) => allowed)).toEqual([true, false]);
		});
	});
}
