import type { ExportRecord } from '../../../engine/store/contract/maintenance';
import { DAY, HOUR, message, person, phoneOf, START, step } from '../builders';
import { contentOf, exportAll, fillAccount, importAll, withOtherStore } from '../moving';
import { onStore, OTHER_ACCOUNT, type OpenStore } from '../store-under-test';
import { beginAllowed, claim, claimOne, enrollOne, firstStepClaimed, LIVING, publish, sendAccepted, settle, standing } from '../verbs';

export function importing(open: OpenStore): void {
	const test = onStore(open);

	describe('an import', () => {
		test('is refused with a sentence, and nothing is written, when it is not one for this store', async ({ account }) => {
			const { header, records } = await withOtherStore(async (first) => {
				await fillAccount(first);
				return await exportAll(first);
			});
			const refused = (more: object, some: ExportRecord[] = records) => expect(account.importRecords({ ...header, ...more }, some, 'refuse', START)).rejects;
			await refused({ format: 2 }).toThrow(/format 2.*reads format 1/);
			await refused({ schema: 99 }).toThrow(/newer version.*Update/);
			await refused({ account: 'another' }).toThrow(/Phone Number ID another/);
			await refused({ kind: 'something' }).toThrow(/not an export/);
			await refused({ sequences: [{ id: 7 }] }).toThrow(/not an export/);
			await refused({}, [...records, { table: 'pg_user', row: {} }]).toThrow(new RegExp(`Record ${records.length + 1} .*none of the tables`));
			await refused({}, [...records, { table: 'contact', row: { id: 'x', created_at: 'yesterday' } }]).toThrow(/"created_at" of a contact cannot be "yesterday"/);
			await refused({}, [...records, { table: 'send', row: { state: 'sent' } }]).toThrow(/a send has no "id"/);
			expect(await contentOf(account)).toEqual({});
		});

		test('never writes on rows of another number, whatever ids it brings', async ({ store, account }) => {
			const other = store.forAccount(OTHER_ACCOUNT);
			await fillAccount(other);
			const before = await contentOf(other);
			const { header, records } = await exportAll(other);
			// As if it were ours: a file that somebody has changed by hand.
			await importAll(account, { header: { ...header, account: (await account.beginExport(START)).account }, records }).catch(() => null);
			expect(await contentOf(other)).toEqual(before);
		});

		test('passes over rows whose person or sequence is in neither store, and counts them', async ({ account }) => {
			const exported = await withOtherStore(async (first) => {
				await publish(first);
				await enrollOne(first, person(1));
				const early = await first.exportPage(null, 1);
				await enrollOne(first, person(2));
				// What a page that was read before somebody came, and later pages, make together.
				const all = await exportAll(first);
				const late = all.records.filter(({ table }) => table !== 'contact');
				return { header: all.header, records: [...early.records, ...late] };
			});
			const counts = await importAll(account, exported);
			expect(counts).toMatchObject({ contact: { added: 1 }, enrollment: { added: 1, skipped: 1 }, timeline_event: { added: 1, skipped: 1 } });
			expect(await standing(account, person(1))).toMatchObject({ state: 'active' });
		});

		test('finds people again who are here already, by any of their ids', async ({ account }) => {
			await publish(account, { name: 'here' });
			await enrollOne(account, { ...person(1), name: 'Ada' }, { sequence: 'here' });
			await enrollOne(account, { userId: 'DE.2' }, { sequence: 'here' });
			await withOtherStore(async (first) => {
				await publish(first);
				await enrollOne(first, { ...person(1), userId: 'DE.1' });
				await enrollOne(first, { ...person(2), userId: 'DE.2' });
				await enrollOne(first, person(3));
				const exported = await exportAll(first);
				await importAll(account, exported, { limit: 1 });
				const once = await contentOf(account);
				await importAll(account, exported);
				expect(await contentOf(account)).toEqual(once);
			});
			const views = await account.listEnrollments({}, { limit: 10 });
			expect(new Set(views.map(({ contact }) => contact.id)).size).toBe(3);
			expect((await standing(account, { userId: 'DE.1' })).contact).toMatchObject({ phone: phoneOf(1), name: 'Ada', userId: 'DE.1' });
			expect((await standing(account, person(2))).contact.id).toBe((await standing(account, person(2), 'here')).contact.id);
		});

		test('does not take two people for one who had the same number one after the other', async ({ account }) => {
			await publish(account);
			await enrollOne(account, { ...person(1), userId: 'DE.new' });
			await withOtherStore(async (first) => {
				await publish(first, { name: 'old' });
				await enrollOne(first, { ...person(1), userId: 'DE.old' }, { sequence: 'old' });
				await importAll(account, await exportAll(first));
			});
			expect((await standing(account, person(1))).contact.userId).toBe('DE.new');
			expect((await standing(account, { userId: 'DE.old' }, 'old')).contact.id).not.toBe((await standing(account)).contact.id);
		});

		test('brings people to the sequence of the same name that is here, at a step that it has', async ({ account }) => {
			await publish(account, { steps: [step('hello'), step('reminder', { amount: 1, unit: 'days' })] });
			await withOtherStore(async (first) => {
				const id = await publish(first);
				for (const n of [1, 2]) await enrollOne(first, person(n));
				await first.endExecution((await claim(first, id)).lease, { kind: 'success' }, START);
				await publish(first, { name: 'other', steps: [step('a'), step('gone')] }, 'second');
				const exported = await exportAll(first);
				await importAll(account, exported, { limit: 2 });
				await importAll(account, exported, { now: START + DAY });
			});
			expect((await account.listSequences()).map(({ name, live, open: isOpen }) => [name, live, isOpen])).toEqual([
				['other', 0, false],
				['welcome', 2, true],
			]);
			// They waited for "offer", which is not here.
			expect(await standing(account, person(1))).toMatchObject({ step: 'reminder', version: 1, state: 'active' });
		});

		test('leaves whom an unknown message keeps behind a changed sequence where they are', async ({ account }) => {
			await withOtherStore(async (first) => {
				const id = await publish(first);
				await enrollOne(first, person(1));
				await settle(first, await beginAllowed(first, await claimOne(first, id)), { kind: 'unknown', detail: 'timeout' });
				await publish(first, { steps: [step('greeting'), step('offer', { amount: 2, unit: 'hours' })] });
				await importAll(account, await exportAll(first));
				expect(await contentOf(account)).toEqual(await contentOf(first));
			});
			expect(await standing(account, person(1))).toMatchObject({ step: 'hello', version: 1, state: 'active', reason: 'unconfirmed' });
		});

		test('leaves one live run per sequence and contact: the one that began here', async ({ account }) => {
			await publish(account);
			const here = (await enrollOne(account, person(1), { reference: 'here' })).enrollment;
			await withOtherStore(async (first) => {
				await publish(first);
				await enrollOne(first, person(1), { reference: 'there' }, START + HOUR);
				const exported = await exportAll(first);
				await importAll(account, exported);
				expect((await importAll(account, exported, { now: START + DAY })).enrollment).toEqual({ added: 0, changed: 0, unchanged: 1, skipped: 0 });
			});
			expect((await standing(account)).id).toBe(here.id);
			const all = await account.listEnrollments({}, { limit: 9 });
			expect(all.map(({ reference, state, reason }) => [reference, state, reason]).sort()).toEqual([
				['here', 'active', null],
				['there', 'exited', 'restarted'],
			]);
		});

		test('does not take a version number that the trigger here is still to give', async ({ account }) => {
			await withOtherStore(async (first) => {
				await publish(first);
				await importAll(account, await exportAll(first));
				await publish(account);
				await publish(first, { description: 'changed there' });
				await enrollOne(first);
				await importAll(account, await exportAll(first));
			});
			expect((await standing(account)).version).toBe(1);
			await publish(account, { description: 'changed here' });
			expect(await account.listSequences()).toMatchObject([{ version: 2, description: 'changed here' }]);
		});
	});

	describe('an import into another number', () => {
		test('gets its own ids beside the first one in the same store, and stays apart from it', async ({ store, account }) => {
			const other = store.forAccount(OTHER_ACCOUNT);
			await fillAccount(account);
			const before = await contentOf(account);
			const exported = await exportAll(account);

			const counts = await importAll(other, exported, { otherNumber: 'allow' });
			await importAll(other, exported, { otherNumber: 'allow', now: START + DAY });

			expect(Object.values(counts).reduce((sum, { added }) => sum + added, 0)).toBe(exported.records.length);
			expect(await contentOf(account)).toEqual(before);
			expect((await exportAll(other)).records).toHaveLength(exported.records.length);
			expect((await standing(other, person(1))).contact.phone).toBe(phoneOf(1));
			expect((await standing(other, person(1))).id).not.toBe((await standing(account, person(1))).id);
			expect(await other.contactTimeline(person(1), 50)).toEqual(await account.contactTimeline(person(1), 50));
		});

		test('opens no 24-hour window there: nobody has written to that number yet', async ({ store, account }) => {
			await publish(account);
			await enrollOne(account);
			await account.applyWebhook([message('wamid.1', 'STOP', START + HOUR)], LIVING, START + HOUR);
			const other = store.forAccount(OTHER_ACCOUNT);
			await importAll(other, await exportAll(account), { otherNumber: 'allow' });
			expect((await standing(other)).contact).toMatchObject({ lastInboundAt: null, marketingAllowed: false });
		});

		test('back into the first number gives the first ids', async ({ store, account }) => {
			const held = await firstStepClaimed(account);
			await sendAccepted(account, held, 'wamid.1');
			const before = await contentOf(account);
			const other = store.forAccount(OTHER_ACCOUNT);
			await importAll(other, await exportAll(account), { otherNumber: 'allow' });
			await importAll(account, await exportAll(other), { otherNumber: 'allow' });
			expect(await contentOf(account)).toEqual(before);
			await expect(claimOne(other, await publish(other), START + HOUR)).resolves.toMatchObject({ due: { number: 2 } });
		});
	});
}
