import { DAY, HOUR, message, person, phoneOf, START, status } from '../builders';
import { contentOf, exportAll, fillAccount, importAll, withOtherStore } from '../moving';
import { onStore, OTHER_ACCOUNT, type OpenStore } from '../store-under-test';
import { begin, beginAllowed, claim, enrollOne, firstStepClaimed, heldStep, LIVING, publish, sendAccepted, sendRequest, settle, standing } from '../verbs';

export function erasing(open: OpenStore): void {
	const test = onStore(open);

	describe('erasing a person', () => {
		test('deletes every row that names them, and nobody else\'s', async ({ account }) => {
			await fillAccount(account);
			const before = await exportAll(account);
			const { id } = (await standing(account, person(1))).contact;
			const theirs = before.records.filter((record) => JSON.stringify(record).includes(id));
			expect(new Set(theirs.map(({ table }) => table)).size).toBeGreaterThanOrEqual(4);

			const [erased] = await account.erasePeople([person(1)], START + DAY);

			expect(erased).toMatchObject({ contactId: id, liveEnrollments: 2, optOutKept: false, rows: { contact: 1, contact_alias: 2, enrollment: 2, send: 1 } });
			const after = await exportAll(account);
			expect(after.records).toEqual(before.records.filter((record) => !theirs.includes(record)));
			expect(JSON.stringify(after)).not.toContain(phoneOf(1));
			expect(JSON.stringify(after)).not.toContain('DE.1"');
		});

		test('leaves the counters of steps, which name nobody', async ({ account }) => {
			await sendAccepted(account, await firstStepClaimed(account), 'wamid.1');
			await account.erasePeople([person()], START);
			const { records } = await exportAll(account);
			expect(records.filter(({ table }) => table === 'step_counter').map(({ row }) => [row.step, row.event, row.total])).toEqual([['hello', 'accepted', 1]]);
		});

		test('answers many at once, in their order, and null for whom nobody knows', async ({ account }) => {
			await publish(account);
			for (const n of [1, 2, 3]) await enrollOne(account, person(n));
			const erased = await account.erasePeople([person(3), person(9), person(1), person(3)], START);
			expect(erased.map((one) => one?.rows.enrollment ?? null)).toEqual([1, null, 1, 1]);
			expect(erased[0]).toEqual(erased[3]);
			expect(await account.listEnrollments({}, { limit: 9 })).toHaveLength(1);
			expect(await account.erasePeople([person(3)], START)).toEqual([null]);
			expect(await account.erasePeople([], START)).toEqual([]);
		});

		test('is of one number: another one keeps what it knows', async ({ store, account }) => {
			const other = store.forAccount(OTHER_ACCOUNT);
			for (const one of [account, other]) {
				await publish(one);
				await enrollOne(one);
			}
			const { id } = (await standing(other)).contact;
			expect(await account.erasePeople([{ id }], START)).toEqual([null]);
			await account.erasePeople([person()], START);
			expect(await standing(other)).toMatchObject({ state: 'active' });
		});

		test('leaves nothing that a send under way could bring back', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const permit = await beginAllowed(account, held);
			await account.erasePeople([person()], START);
			const empty = await contentOf(account);

			expect(await settle(account, permit, { kind: 'accepted', wamid: 'wamid.1', userId: 'DE.1' })).toEqual({ reason: 'erased', enrollment: null });
			expect(await settle(account, permit, { kind: 'unknown', detail: 'timeout' })).toEqual({ reason: 'erased', enrollment: null });
			const statuses = await account.applyWebhook([status('wamid.1', 'read', START, { callbackData: permit.callbackData })], LIVING, START);
			expect(statuses.statuses).toBe(0);
			expect(await account.endExecution(held.claim.lease, { kind: 'success' }, START)).toBe(0);
			expect(await begin(account, held)).toMatchObject({ allowed: false, reason: 'enrollment_ended', contact: null });
			expect(await account.refuseSteps([{ step: held.step, reason: 'rejected', detail: '', action: 'fail' }], START)).toEqual([{ applied: false }]);
			expect(await contentOf(account)).toEqual(empty);
		});

		test('does not keep the others of a batch from being settled', async ({ account }) => {
			const id = await publish(account);
			for (const n of [1, 2]) await enrollOne(account, person(n));
			const taken = await claim(account, id);
			const permits = await account.beginSends(taken.steps.map((_, n) => sendRequest(heldStep(taken, n))), START);
			await account.erasePeople([person(1)], START);
			const settled = await account.settleSends(permits.map((permit, n) => ({ sendId: permit.allowed ? permit.sendId : '', outcome: { kind: 'accepted', wamid: `w${n}` } })), START);
			expect(settled.map(({ reason }) => reason).sort()).toEqual(['erased', 'sent']);
			expect(await standing(account, person(2))).toMatchObject({ step: 'offer' });
		});

		test('lets Meta deliver an old message again without bringing the person back', async ({ account }) => {
			await account.applyWebhook([message('wamid.in', 'hello', START)], LIVING, START);
			await account.acknowledgeMessages(['wamid.in']);
			await account.erasePeople([person()], START);
			const applied = await account.applyWebhook([message('wamid.in', 'hello', START)], 'another process', START + HOUR);
			expect(applied).toMatchObject({ messages: [], duplicates: 1 });
			expect(await account.exportPeople([person()])).toEqual([null]);
		});

		test('at the same moment as they are enrolled ends in one or the other, never in a half', async ({ account }) => {
			await publish(account);
			await enrollOne(account);
			const [, ...enrolled] = await Promise.all([
				account.erasePeople([person()], START),
				...Array.from({ length: 8 }, (_, n) => enrollOne(account, person(), {}, START + n)),
			]);
			expect(enrolled).toHaveLength(8);
			const people = await account.exportPeople([person()]);
			expect((people[0]?.enrollment ?? []).length).toBeLessThanOrEqual(1);
		});
	});

	describe('an opt-out', () => {
		const optOut = (at: number, id = 'wamid.stop') => message(id, 'STOP', at);

		test('outlives the person\'s data: who comes back gets no marketing', async ({ account }) => {
			const id = await publish(account);
			await account.applyWebhook([optOut(START)], LIVING, START);
			expect(await account.erasePeople([person()], START + HOUR)).toMatchObject([{ optOutKept: true }]);
			expect(JSON.stringify(await exportAll(account))).not.toContain(phoneOf(1));

			const { contact } = await enrollOne(account, { ...person(), name: 'From a list' }, {}, START + DAY);

			expect(contact.marketingAllowed).toBe(false);
			const taken = await claim(account, id, START + DAY);
			expect(await begin(account, heldStep(taken, 0), START + DAY)).toMatchObject({ allowed: false, reason: 'opted_out' });
		});

		test('comes back by the user id too, and when a known contact turns out to have that address', async ({ account }) => {
			await publish(account);
			await account.applyWebhook([message('wamid.1', 'STOP', START, { userId: 'DE.1', phone: phoneOf(1) })], LIVING, START);
			await account.erasePeople([person()], START);
			expect((await enrollOne(account, { userId: 'DE.1' }, {}, START + DAY)).contact.marketingAllowed).toBe(false);
			await account.erasePeople([{ userId: 'DE.1' }], START + DAY);
			expect((await enrollOne(account, { userId: 'DE.9' }, {}, START + DAY)).contact.marketingAllowed).toBe(true);
			expect((await enrollOne(account, { userId: 'DE.9', ...person(1) }, {}, START + DAY)).contact.marketingAllowed).toBe(false);
		});

		test('is lifted by a START of their own only, and then forgotten with the next erasure', async ({ account }) => {
			await publish(account);
			await account.applyWebhook([optOut(START)], LIVING, START);
			await account.erasePeople([person()], START);
			await account.applyWebhook([message('wamid.2', 'hello again', START + HOUR)], LIVING, START + HOUR);
			expect((await enrollOne(account)).contact.marketingAllowed).toBe(false);
			await account.applyWebhook([message('wamid.3', 'START', START + DAY)], LIVING, START + DAY);
			expect((await enrollOne(account)).contact.marketingAllowed).toBe(true);
			expect(await account.erasePeople([person()], START + DAY)).toMatchObject([{ optOutKept: false }]);
			expect((await enrollOne(account)).contact.marketingAllowed).toBe(true);
			expect((await exportAll(account)).records.filter(({ table }) => table === 'suppression')).toEqual([]);
		});

		test('holds when an export from before is imported again, here or elsewhere', async ({ account }) => {
			await publish(account);
			await enrollOne(account);
			const old = await exportAll(account);
			await account.applyWebhook([optOut(START + HOUR)], LIVING, START + HOUR);
			await account.erasePeople([person()], START + HOUR);

			await withOtherStore(async (other) => {
				await importAll(other, await exportAll(account));
				await importAll(other, old, { now: START + DAY });
				expect((await standing(other)).contact.marketingAllowed).toBe(false);
			});
			await importAll(account, old, { now: START + DAY });
			await importAll(account, old, { now: START + DAY });
			expect((await standing(account)).contact.marketingAllowed).toBe(false);
		});

		test('that another store remembers holds for the people who are here', async ({ account }) => {
			await publish(account);
			await enrollOne(account);
			await withOtherStore(async (first) => {
				await first.applyWebhook([optOut(START + HOUR)], LIVING, START + HOUR);
				await first.erasePeople([person()], START + HOUR);
				await importAll(account, await exportAll(first), { now: START + DAY });
			});
			expect((await standing(account)).contact.marketingAllowed).toBe(false);
		});

		test('cannot be read from its hash without the salt of the store', async ({ account }) => {
			const hashes = async (one: typeof account) => {
				await one.applyWebhook([optOut(START)], LIVING, START);
				await one.erasePeople([person()], START);
				return (await exportAll(one)).records.filter(({ table }) => table === 'suppression').map(({ row }) => row.hash);
			};
			const here = await hashes(account);
			expect(here).toHaveLength(1);
			expect(await withOtherStore(hashes)).not.toEqual(here);
		});
	});

	describe('the export of a person', () => {
		test('holds everything of theirs in words that can be read, and nothing of others', async ({ account }) => {
			await fillAccount(account);
			const [one, nobody] = await account.exportPeople([person(9), person(500)]);
			expect(nobody).toBeNull();
			expect(one).toMatchObject({
				contact: [{ phone: phoneOf(9), user_id: 'DE.9', name: 'Person 9', opted_out_by: 'keyword', created_at: new Date(START).toISOString() }],
				contact_alias: [
					{ kind: 'phone', value: phoneOf(9) },
					{ kind: 'user_id', value: 'DE.9' },
				],
				consent_event: [{ change: 'stop', source: 'keyword', at: new Date(START + HOUR).toISOString() }],
				enrollment: [{ sequence: 'welcome', state: 'exited', reference: 'cart 9', context: { n: 9 } }],
			});
			expect(one!.timeline_event!.map(({ kind }) => kind)).toContain('message');
			expect(JSON.stringify(one)).not.toContain(phoneOf(1));
		});
	});
}
