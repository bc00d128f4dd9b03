import { DAY, enrollRequest, HOUR, message, person, phoneOf, START, status, step } from '../builders';
import { contentOf, exportAll, fillAccount, importAll, withOtherStore } from '../moving';
import { onStore, type OpenStore } from '../store-under-test';
import { beginAllowed, claim, claimOne, enrollOne, firstStepClaimed, LIVING, publish, sendAccepted, settle, standing } from '../verbs';

const total = (counts: Record<string, { added: number; changed: number; unchanged: number; skipped: number }>, kind: 'added' | 'changed' | 'unchanged' | 'skipped') =>
	Object.values(counts).reduce((sum, count) => sum + count[kind], 0);

export function movingAccounts(open: OpenStore): void {
	const test = onStore(open);

	describe('moving an account', () => {
		test('from an embedded store and on to another one keeps every row', async ({ account }) => {
			await withOtherStore(async (first) => {
				await fillAccount(first);
				const before = await contentOf(first);
				expect(Object.keys(before)).toEqual([
					'contact',
					'consent_event',
					'suppression_salt',
					'suppression',
					'sequence',
					'sequence_version',
					'enrollment',
					'send',
					'timeline_event',
					'conversion',
					'desk_agent',
					'conversation',
					'webhook_event',
					'step_counter',
				]);
				const exported = await exportAll(first);
				const counts = await importAll(account, exported);
				expect(total(counts, 'added')).toBe(exported.records.length);
				expect(await contentOf(account)).toEqual(before);
				await withOtherStore(async (last) => {
					await importAll(last, await exportAll(account));
					expect(await contentOf(last)).toEqual(before);
				});
			});
		});

		test('twice changes nothing', async ({ account }) => {
			await fillAccount(account);
			const exported = await exportAll(account);
			const before = await contentOf(account);
			await withOtherStore(async (other) => {
				await importAll(other, exported);
				const counts = await importAll(other, exported, { now: START + DAY });
				expect([total(counts, 'added'), total(counts, 'changed'), total(counts, 'skipped')]).toEqual([0, 0, 0]);
				expect(await contentOf(other)).toEqual(before);
			});
			const counts = await importAll(account, exported, { now: START + DAY });
			expect(total(counts, 'unchanged')).toBe(exported.records.length);
			expect(await contentOf(account)).toEqual(before);
		});

		test('goes on where it was interrupted, or from the beginning', async ({ account }) => {
			await withOtherStore(async (first) => {
				await fillAccount(first);
				const exported = await exportAll(first);
				const half = Math.floor(exported.records.length / 2);
				await importAll(account, { ...exported, records: exported.records.slice(0, half) });
				await importAll(account, exported, { from: half });
				expect(await contentOf(account)).toEqual(await contentOf(first));
				await withOtherStore(async (again) => {
					await importAll(again, { ...exported, records: exported.records.slice(0, half) });
					await importAll(again, exported, { limit: 1_000 });
					expect(await contentOf(again)).toEqual(await contentOf(first));
				});
			});
		});

		test('goes on behind a cursor, also after rows were added in front of it', async ({ account }) => {
			await fillAccount(account);
			const first = await account.exportPage(null, 10);
			const rest = await account.exportPage(first.cursor, 100_000);
			expect(rest.cursor).toBeNull();
			expect([...first.records, ...rest.records]).toEqual((await exportAll(account)).records);
			await expect(account.exportPage('["nothing","x"]', 10)).rejects.toThrow(/not of an export/);
			await expect(account.exportPage('["contact",7]', 10)).rejects.toThrow(/not of an export/);
			await expect(account.exportPage('where was I', 10)).rejects.toThrow(/not of an export/);
		});

		test('carries nothing of other numbers', async ({ store, account }) => {
			await fillAccount(account);
			await fillAccount(store.forAccount('other'));
			const one = await withOtherStore(async (alone) => {
				await fillAccount(alone);
				return await exportAll(alone);
			});
			expect((await exportAll(account)).records).toHaveLength(one.records.length);
			expect(JSON.stringify(await exportAll(account))).not.toContain('"account":"other"');
		});

		test('brings sequences closed until their trigger publishes, and people go on then', async ({ account }) => {
			await withOtherStore(async (first) => {
				await publish(first);
				await enrollOne(first);
				expect((await first.beginExport(START)).sequences).toMatchObject([{ name: 'welcome', steps: ['hello', 'offer', 'reminder'], open: true }]);
				await importAll(account, await exportAll(first));
			});
			const [sequence] = await account.listSequences();
			expect(sequence).toMatchObject({ name: 'welcome', open: false, live: 1 });
			expect((await claim(account, sequence!.id)).steps).toEqual([]);
			const id = await publish(account);
			expect(id).toBe(sequence!.id);
			expect((await claim(account, id)).steps).toHaveLength(1);
		});

		test('does not carry leases: a claimed step is due again', async ({ account }) => {
			await withOtherStore(async (first) => {
				await firstStepClaimed(first);
				await importAll(account, await exportAll(first));
			});
			const held = await claimOne(account, await publish(account));
			expect(held.due).toMatchObject({ number: 1, dueAt: START });
			expect((await sendAccepted(account, held, 'wamid.1')).reason).toBe('sent');
		});

		test('makes a send under way unconfirmed, and a status still settles it', async ({ account }) => {
			const callbackData = await withOtherStore(async (first) => {
				const permit = await beginAllowed(first, await firstStepClaimed(first));
				await importAll(account, await exportAll(first));
				return permit.callbackData;
			});
			const id = await publish(account);
			expect((await account.listSends({}, { limit: 9 })).map(({ state }) => state)).toEqual(['unconfirmed']);
			const held = await claimOne(account, id);
			expect(await account.beginSends([{ step: held.step, node: 'send', contact: {}, category: 'marketing', label: 'x' }], START)).toMatchObject([
				{ allowed: false, reason: 'unconfirmed' },
			]);
			await account.endExecution(held.claim.lease, { kind: 'success' }, START);
			expect(await standing(account)).toMatchObject({ step: 'hello', dueAt: null, reason: 'unconfirmed' });
			await account.applyWebhook([status('wamid.late', 'sent', START, { callbackData })], LIVING, START + HOUR);
			expect(await standing(account)).toMatchObject({ step: 'offer', reason: null });
		});
	});

	describe('an older export', () => {
		test('takes nothing back: runs, sends and statuses stay where they are', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const permit = await beginAllowed(account, held);
			const old = await exportAll(account);
			await settle(account, permit, { kind: 'accepted', wamid: 'wamid.1' }, START + 1);
			await account.applyWebhook([status('wamid.1', 'read', START + HOUR)], LIVING, START + HOUR);
			const before = await contentOf(account);

			const counts = await importAll(account, old, { now: START + DAY });

			expect(await contentOf(account)).toEqual(before);
			expect([total(counts, 'added'), total(counts, 'changed'), total(counts, 'skipped')]).toEqual([0, 0, 0]);
		});

		test('does not give back a consent that was withdrawn, nor take one that was given since', async ({ account }) => {
			await publish(account);
			for (const n of [1, 2]) await enrollOne(account, person(n));
			await account.applyWebhook([message('wamid.a', 'STOP', START + HOUR, { phone: phoneOf(2) })], LIVING, START + HOUR);
			const old = await exportAll(account);
			await account.applyWebhook([message('wamid.b', 'STOP', START + DAY, { phone: phoneOf(1) })], LIVING, START + DAY);
			await account.applyWebhook([message('wamid.c', 'START', START + DAY, { phone: phoneOf(2) })], LIVING, START + DAY);
			const before = await contentOf(account);

			await importAll(account, old, { limit: 1, now: START + 2 * DAY });

			expect(await contentOf(account)).toEqual(before);
			expect((await standing(account, person(1))).contact.marketingAllowed).toBe(false);
			expect((await standing(account, person(2))).contact.marketingAllowed).toBe(true);
		});

		test('does not bring back a tag that was taken away, nor an attribute that was changed', async ({ account }) => {
			await account.addTags([{ contact: person(), tags: ['vip', 'news'] }], START);
			await account.setAttributes([{ contact: person(), attributes: { city: 'Bern' } }], START);
			const old = await exportAll(account, 7, START + 1);
			await account.removeTags([{ contact: person(), tags: ['vip'] }], START + HOUR);
			await account.setAttributes([{ contact: person(), attributes: { city: 'Basel' } }], START + HOUR);
			const before = await contentOf(account);

			await importAll(account, old, { now: START + DAY });

			expect(await contentOf(account)).toEqual(before);
			expect(await account.tagsOf([person()])).toMatchObject([{ tags: ['news'], attributes: { city: 'Basel' } }]);
		});

		test('of people whose tags changed since takes over the tags they have now', async ({ account }) => {
			await withOtherStore(async (first) => {
				await first.addTags([{ contact: person(), tags: ['vip', 'news'] }], START);
				await importAll(account, await exportAll(first));
				await first.removeTags([{ contact: person(), tags: ['vip'] }], START + HOUR);
				await first.addTags([{ contact: person(), tags: ['buyer'] }], START + HOUR);
				await importAll(account, await exportAll(first));
			});
			expect(await account.tagsOf([person()])).toMatchObject([{ tags: ['buyer', 'news'] }]);
		});

		test('is completed by a newer one: what moved on since moves on here', async ({ account }) => {
			await withOtherStore(async (first) => {
				const held = await firstStepClaimed(first);
				await enrollOne(first, person(2));
				const permit = await beginAllowed(first, held);
				await importAll(account, await exportAll(first));
				await settle(first, permit, { kind: 'accepted', wamid: 'wamid.1' }, START + HOUR);
				await first.applyWebhook([message('wamid.in', 'STOP', START + HOUR, { phone: phoneOf(2), name: 'Bo' })], LIVING, START + HOUR);
				await publish(first, { steps: [step('hello'), step('extra', { amount: 1, unit: 'hours' })] }, 'first', START + HOUR);
				await enrollOne(first, person(3), {}, START + HOUR);

				await importAll(account, await exportAll(first), { now: START + DAY });

				expect(await contentOf(account)).toEqual(await contentOf(first));
			});
			expect(await standing(account, person(2))).toMatchObject({ state: 'exited', reason: 'opted_out', contact: { name: 'Bo', marketingAllowed: false } });
			expect(await account.enroll([enrollRequest(person(3))], START + DAY)).toMatchObject([{ outcome: 'kept' }]);
		});
	});
}
