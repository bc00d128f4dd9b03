import type { FrequencyCap } from '../../../engine/sequence/definition';
import { definition, DAY, enrollRequest, HOUR, MINUTE, owner, person, START } from '../builders';
import { onStore, type OpenStore } from '../store-under-test';
import { begin, beginAllowed, claim, claimOne, enrollOne, heldStep, publish, sendAccepted, sendRequest, settle, standing } from '../verbs';

const cap = (messages: number): { frequencyCap: FrequencyCap } => ({ frequencyCap: { messages, per: { amount: 1, unit: 'days' } } });

export function frequencyCaps(open: OpenStore): void {
	const test = onStore(open);

	describe('a frequency cap', () => {
		test('puts the message of another sequence off until it is allowed, with no attempt used; then it is sent', async ({ account }) => {
			const welcome = await publish(account, { stopOnReply: false });
			const news = await publish(account, { name: 'news', ...cap(1) }, 'second');
			await enrollOne(account);
			await enrollOne(account, person(), { sequence: 'news' });
			await sendAccepted(account, await claimOne(account, welcome), 'wamid.1');

			const held = await claimOne(account, news, START + MINUTE);
			expect(await begin(account, held, START + MINUTE)).toMatchObject({ allowed: false, reason: 'capped', postponedTo: START + DAY });
			expect(await standing(account, person(), 'news')).toMatchObject({ state: 'active', reason: 'capped', dueAt: START + DAY, attempts: 0 });

			await sendAccepted(account, await claimOne(account, news, START + DAY), 'wamid.2', START + DAY);
			expect((await standing(account, person(), 'news')).step).toBe('offer');
		});

		test('puts off into the next window', async ({ account }) => {
			const id = await publish(account, { ...cap(1), windows: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '09:00', to: '10:30' }], steps: definition().steps.map((one) => ({ ...one, delay: { amount: 0, unit: 'hours' as const } })) });
			await enrollOne(account, person(), {}, START);
			await sendAccepted(account, await claimOne(account, id, START + 29 * MINUTE), 'wamid.1', START + 29 * MINUTE);
			await publish(account, { ...cap(1), windows: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '09:00', to: '10:29' }], steps: definition().steps.map((one) => ({ ...one, delay: { amount: 0, unit: 'hours' as const } })) });
			const held = await claimOne(account, id, START + 28 * MINUTE).catch(() => null);
			expect(held).toBeNull();
			const next = START + 23 * HOUR;
			await claim(account, id, START + 29 * MINUTE);
			const morning = await claimOne(account, id, next);
			// Allowed from 10:29 on, when the window has closed: the morning after.
			expect(await begin(account, morning, next)).toMatchObject({ reason: 'capped', postponedTo: next + DAY });
		});

		test('counts what is on its way and what may have arrived, not what failed', async ({ account }) => {
			const welcome = await publish(account);
			const news = await publish(account, { name: 'news', ...cap(1) }, 'second');
			for (const n of [1, 2]) {
				await enrollOne(account, person(n));
				await enrollOne(account, person(n), { sequence: 'news' });
			}
			const taken = await claim(account, welcome);
			const failing = await beginAllowed(account, heldStep(taken, 0));
			await settle(account, failing, { kind: 'refused', error: { code: 131026, text: 'no' }, disposition: 'message' });
			await beginAllowed(account, heldStep(taken, 1));

			const others = await claim(account, news);
			const reasons = await account.beginSends(others.steps.map((_, n) => sendRequest(heldStep(others, n))), START);
			const byContact = new Map(others.steps.map(({ contact }, n) => [contact.phone, reasons[n]!.allowed]));
			expect([person(1), person(2)].map(({ phone }) => byContact.get(phone!)).sort()).toEqual([false, true]);
			expect(byContact.get(taken.steps[0]!.contact.phone)).toBe(true);
		});

		test('counts no messages outside sequences, and does not hold them back', async ({ account }) => {
			const id = await publish(account, cap(1));
			const loose = { node: 'n', contact: person(), category: 'utility' as const, label: 'receipt' };
			await account.beginSends([loose], START);
			await enrollOne(account);
			await sendAccepted(account, await claimOne(account, id), 'wamid.1');
			expect(await account.beginSends([loose], START)).toMatchObject([{ allowed: true }]);
		});

		test('lets a further node of the same step send', async ({ account }) => {
			const id = await publish(account, cap(1));
			await enrollOne(account);
			const held = await claimOne(account, id);
			await sendAccepted(account, held, 'wamid.1');
			expect(await begin(account, held, START, { node: 'second' })).toMatchObject({ allowed: true });
		});

		test('lets one of two steps of a batch pass that are for the same contact', async ({ account }) => {
			const ids = [await publish(account, cap(1)), await publish(account, { name: 'news', ...cap(1) }, 'second')];
			for (const sequence of ['welcome', 'news']) await enrollOne(account, person(), { sequence });
			const held = await Promise.all(ids.map((id) => claimOne(account, id)));
			const permits = await account.beginSends(held.map((one) => sendRequest(one)), START);
			expect(permits.map(({ allowed }) => allowed)).toEqual([true, false]);
		});

		test('lets one of two sequences pass that ask at the same moment', async ({ account }) => {
			const people = Array.from({ length: 20 }, (_, n) => person(n));
			const names = ['welcome', 'news', 'sale'];
			const ids = await Promise.all(names.map((name) => account.publishSequence(definition({ name, ...cap(1) }), owner(name), START).then(({ id }) => id)));
			for (const sequence of names) await account.enroll(people.map((contact) => enrollRequest(contact, { sequence })), START);
			const claims = await Promise.all(ids.map((id) => claim(account, id)));

			// Every sequence asks for everybody, each in another order.
			const permits = await Promise.all(
				claims.map((taken, k) => account.beginSends(taken.steps.map((_, n) => sendRequest(heldStep(taken, (n * 7 + k * 3) % people.length))), START)),
			);

			const passed = new Map<string, number>();
			for (const permit of permits.flat()) if (permit.allowed) passed.set(permit.contact.id, (passed.get(permit.contact.id) ?? 0) + 1);
			expect([...passed.values()]).toEqual(people.map(() => 1));
		});
	});
}
