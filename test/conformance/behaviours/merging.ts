import type { AccountStore } from '../../../engine/store/contract';
import { StoreRefusal } from '../../../engine/store/contract';
import type { OtherEvent, WebhookEvent } from '../../../engine/whatsapp/webhook-event';
import { DAY, enrollRequest, HOUR, message, MINUTE, phoneOf, preference, START, step } from '../builders';
import { exportAll, fillAccount } from '../moving';
import { onStore, type OpenStore } from '../store-under-test';
import { begin, claim, claimOne, enrollOne, heldStep, LIVING, publish, sendAccepted, standing } from '../verbs';

const PHONE = phoneOf(1);
const NEW_PHONE = phoneOf(2);
const USER = 'DE.111';
const NEW_USER = 'DE.222';
const seconds = (at: number): string => String(Math.floor(at / 1000));

const tell = (account: AccountStore, at: number, ...events: WebhookEvent[]) => account.applyWebhook(events, LIVING, at);
const idOf = async (account: AccountStore, ref: { phone?: string; userId?: string }): Promise<string> => (await account.tagsOf([ref]))[0]!.contactId;

/** WhatsApp announces that the number, or the user id, of somebody changed. */
function numberChanged(from: string, to: string, at: number): OtherEvent {
	const system = { body: '', type: 'user_changed_number', wa_id: to.slice(1) };
	return { kind: 'other', field: 'system', value: { from: from.slice(1), timestamp: seconds(at), type: 'system', system } };
}

function userIdChanged(previous: string, current: string, at: number): OtherEvent {
	return { kind: 'other', field: 'user_id_update', value: { user_id_update: [{ detail: '', user_id: { previous, current }, timestamp: seconds(at) }] } };
}

const standingOf = async (account: AccountStore, userId: string) => (await account.exportPeople([{ userId }]))[0]!.contact![0]!;

const merge = (account: AccountStore, from = NEW_PHONE, into = PHONE) => account.mergePeople([{ into: { phone: into }, from: { phone: from } }], START + DAY);

export function merging(open: OpenStore): void {
	const test = onStore(open);

	describe('merging two contacts', () => {
		test('moves every row of the one to the other', async ({ account }) => {
			await fillAccount(account);
			const rowsOf = async (id: string) => (await exportAll(account)).records.filter(({ row }) => row.contact_id === id || row.id === id);
			const [into, from] = [await idOf(account, { phone: phoneOf(7) }), await idOf(account, { phone: phoneOf(1) })];
			const before = await rowsOf(from);
			expect(new Set(before.map(({ table }) => table))).toEqual(new Set(['contact', 'enrollment', 'send', 'timeline_event', 'conversion']));

			const [merged] = await account.mergePeople([{ into: { id: into }, from: { id: from } }], START + DAY);

			expect(merged).toMatchObject({ contactId: into, mergedId: from });
			expect(await rowsOf(from)).toEqual([]);
			const after = new Map((await rowsOf(into)).map(({ row }) => [row.id, row]));
			for (const { table, row } of before) if (table !== 'contact') expect(after.get(row.id!)).toMatchObject({ contact_id: into });
			expect(after.get(into)).toMatchObject({ attributes: '{"city":"Bern"}' });
			expect((await account.tagsOf([{ phone: phoneOf(1) }]))[0]).toMatchObject({ contactId: into, tags: ['news', 'vip'] });
			expect((await account.contactTimeline({ id: into }, 1))[0]).toMatchObject({ kind: 'merged', detail: `${phoneOf(1)}, DE.1` });
		});

		test('keeps what the one who stays knows, and adds what only the other one does', async ({ account }) => {
			await account.setAttributes([{ contact: { phone: PHONE, name: 'Ana' }, attributes: { city: 'Lima' } }], START);
			await account.setAttributes([{ contact: { phone: NEW_PHONE, name: 'A.', timeZone: 'America/Lima' }, attributes: { city: 'Quito', plan: 'gold' } }], START);
			await merge(account);
			const [person] = await account.exportPeople([{ phone: PHONE }]);
			expect(person!.contact).toMatchObject([{ name: 'Ana', phone: PHONE, time_zone: 'America/Lima', attributes: { city: 'Lima', plan: 'gold' } }]);
			expect(await account.exportPeople([{ phone: NEW_PHONE }])).toEqual([person]);
		});

		test('leaves one run per sequence: the one that is further, and ends the other with its reason', async ({ account }) => {
			const id = await publish(account);
			await publish(account, { name: 'summer' }, 'second');
			await enrollOne(account, { phone: PHONE });
			await account.enroll([enrollRequest({ phone: PHONE }, { sequence: 'summer' })], START);
			const late = await enrollOne(account, { phone: NEW_PHONE }, {}, START + MINUTE);
			const taken = await claim(account, id, START + MINUTE);
			const held = taken.steps.map((_, n) => heldStep(taken, n));
			const theirs = held.find(({ due }) => due.contact.phone === NEW_PHONE)!;
			await sendAccepted(account, theirs, 'wamid.1', START + MINUTE);

			const [merged] = await merge(account);

			expect(merged!.endedEnrollments).toHaveLength(1);
			expect(await standing(account, { phone: PHONE })).toMatchObject({ id: late.enrollment.id, state: 'active', step: 'offer' });
			expect(await standing(account, { phone: PHONE }, 'summer')).toMatchObject({ state: 'active' });
			const runs = await account.listEnrollments({ contact: { phone: PHONE }, sequence: 'welcome' }, { limit: 9 });
			expect(runs.map(({ state, reason }) => `${state} ${reason}`).sort()).toEqual(['active null', 'exited merged']);
			// Whoever holds the step of the run that ended is told so.
			const other = held.find(({ due }) => due.contact.phone === PHONE)!;
			expect(await begin(account, other, START + MINUTE)).toMatchObject({ allowed: false, reason: 'enrollment_ended' });
		});

		test('of two runs that are equally far keeps the older one, with its progress tag', async ({ account }) => {
			const id = await publish(account, { tags: { progress: true }, steps: [step('hello'), step('offer', { amount: 1, unit: 'hours' }), step('bye', { amount: 1, unit: 'days' })] });
			const first = await enrollOne(account, { phone: NEW_PHONE });
			await sendAccepted(account, await claimOne(account, id), 'wamid.1');
			await enrollOne(account, { phone: PHONE }, {}, START + MINUTE);
			await sendAccepted(account, await claimOne(account, id, START + MINUTE), 'wamid.2', START + MINUTE);
			await merge(account);
			expect(await standing(account, { phone: PHONE })).toMatchObject({ id: first.enrollment.id, state: 'active' });
			expect(await account.tagsOf([{ phone: PHONE }])).toMatchObject([{ tags: ['welcome: hello'] }]);
		});

		test('starts no sequence that follows, since the person is still in this one', async ({ account }) => {
			await publish(account, { name: 'next' }, 'second');
			await publish(account, { next: { sequence: 'next', on: 'any_end' } });
			await enrollOne(account, { phone: PHONE });
			await enrollOne(account, { phone: NEW_PHONE });
			await merge(account);
			expect(await account.listEnrollments({ sequence: 'next' }, { limit: 9 })).toEqual([]);
		});

		test('keeps the stricter consent until they say START', async ({ account }) => {
			await tell(account, START, message('w.1', 'STOP', START, { phone: PHONE }));
			await tell(account, START + HOUR, message('w.2', 'START', START + HOUR, { phone: NEW_PHONE }));
			await merge(account, PHONE, NEW_PHONE);
			const allowed = async () => (await tell(account, START + 2 * DAY, message(`w.${Math.random()}`, 'hm', START + 2 * DAY, { phone: PHONE }))).messages[0]!.contact.marketingAllowed;
			expect(await allowed()).toBe(false);
			await tell(account, START + 2 * DAY, preference('resume', START + 2 * DAY, { phone: PHONE }));
			expect(await allowed()).toBe(false);
			await tell(account, START + 3 * DAY, message('w.3', 'START', START + 3 * DAY, { phone: NEW_PHONE }));
			expect(await allowed()).toBe(true);
		});

		test('lets the former id lead to them, for items that are on their way', async ({ account }) => {
			await publish(account);
			const { contact } = await enrollOne(account, { phone: NEW_PHONE });
			await account.addTags([{ contact: { phone: PHONE }, tags: ['vip'] }], START);
			await merge(account);
			expect(await account.addTags([{ contact: { id: contact.id }, tags: ['vip', 'new'] }], START)).toMatchObject([{ changed: ['new'] }]);
			expect(await enrollOne(account, { id: contact.id })).toMatchObject({ outcome: 'kept' });
			expect(await account.erasePeople([{ id: contact.id }], START + DAY)).toMatchObject([{ rows: { contact: 1, enrollment: 1 } }]);
			expect(await account.tagsOf([{ id: contact.id }])).toEqual([null]);
		});

		test('of a contact with themselves, or with nobody, is refused with nothing merged', async ({ account }) => {
			await account.addTags([1, 2, 3].map((n) => ({ contact: { phone: phoneOf(n), userId: `DE.${n}` }, tags: ['x'] })), START);
			const good = { into: { phone: PHONE }, from: { phone: NEW_PHONE } };
			const refused = (from: { phone?: string; userId?: string }) => account.mergePeople([good, { into: { phone: phoneOf(3) }, from }], START);
			await expect(refused({ userId: 'DE.3' })).rejects.toThrow('are the same contact already');
			await expect(refused({ phone: phoneOf(9) })).rejects.toThrow(StoreRefusal);
			await expect(refused({ phone: phoneOf(9) })).rejects.toThrow(`There is no contact with the phone number ${phoneOf(9)}`);
			expect(new Set((await account.tagsOf([1, 2, 3].map((n) => ({ phone: phoneOf(n) })))).map((one) => one!.contactId)).size).toBe(3);
		});

		test('many at once, also in a chain, ends in one record', async ({ account }) => {
			await account.addTags([1, 2, 3, 4].map((n) => ({ contact: { phone: phoneOf(n) }, tags: [`tag ${n}`, 'all'] })), START);
			await tell(account, START, ...[2, 3].map((n) => preference('stop', START, { phone: phoneOf(n) })));
			const pair = (into: number, from: number) => ({ into: { phone: phoneOf(into) }, from: { phone: phoneOf(from) } });
			const merged = await account.mergePeople([pair(1, 2), pair(3, 4), pair(2, 3)], START + DAY);
			expect(new Set(merged.map(({ contactId }) => contactId)).size).toBe(1);
			expect(await account.tagsOf([{ phone: phoneOf(4) }])).toMatchObject([{ contactId: await idOf(account, { phone: PHONE }), tags: ['all', 'tag 1', 'tag 2', 'tag 3', 'tag 4'] }]);
			expect((await exportAll(account)).records.filter(({ table }) => table === 'contact' || table === 'consent_event')).toHaveLength(2);
		});
	});

	describe('a record', () => {
		test('by phone and one by user id are one person as soon as WhatsApp names both', async ({ account }) => {
			await publish(account);
			await enrollOne(account, { phone: PHONE });
			await tell(account, START, preference('stop', START - HOUR, { userId: USER }));
			const oldest = await idOf(account, { phone: PHONE });

			const { messages } = await tell(account, START + HOUR, message('w.1', 'hi', START + HOUR, { phone: PHONE, userId: USER }));

			expect(messages[0]!.contact).toMatchObject({ id: oldest, phone: PHONE, userId: USER, marketingAllowed: false });
			expect(messages[0]!.endedEnrollments).toMatchObject([{ reason: 'replied' }]);
			expect(await idOf(account, { userId: USER })).toBe(oldest);
		});

		test('by phone and one by user id are one person when Meta answers a send with the id', async ({ account }) => {
			const id = await publish(account);
			await account.addTags([{ contact: { userId: USER }, tags: ['vip'] }], START);
			await enrollOne(account, { phone: PHONE });
			const permit = await begin(account, await claimOne(account, id));
			if (!permit.allowed) throw new Error('refused');
			await account.settleSends([{ sendId: permit.sendId, outcome: { kind: 'accepted', wamid: 'w.1', userId: USER } }], START);
			expect(await standing(account, { userId: USER })).toMatchObject({ step: 'offer', contact: { phone: PHONE, userId: USER } });
			expect(await account.tagsOf([{ phone: PHONE }])).toMatchObject([{ tags: ['vip'] }]);
		});

		test('of two user ids stays two when a number passes from the one to the other', async ({ account }) => {
			await tell(account, START, message('w.1', 'hi', START, { phone: PHONE, userId: USER }), message('w.2', 'hi', START, { phone: NEW_PHONE, userId: NEW_USER }));
			const [one, other] = [await idOf(account, { userId: USER }), await idOf(account, { userId: NEW_USER })];
			await tell(account, START + DAY, message('w.3', 'mine now', START + DAY, { phone: PHONE, userId: NEW_USER }));
			expect([await idOf(account, { phone: PHONE }), await idOf(account, { userId: USER })]).toEqual([other, one]);
			// Told late, what was said before changes nothing.
			await tell(account, START + DAY, message('w.4', 'old', START + HOUR, { phone: PHONE, userId: USER }));
			expect(await idOf(account, { phone: PHONE })).toBe(other);
		});

		test('that writes from a new number is written to there, also when nothing was announced', async ({ account }) => {
			await tell(account, START, message('w.1', 'hi', START, { phone: PHONE, userId: USER }));
			await tell(account, START, message('w.2', 'hi', START + HOUR, { phone: NEW_PHONE, userId: USER }));
			expect(await standingOf(account, USER)).toMatchObject({ phone: NEW_PHONE });
			expect(await idOf(account, { phone: PHONE })).toBe(await idOf(account, { phone: NEW_PHONE }));
		});

		test('gets the user id that Meta renewed, while the number stays', async ({ account }) => {
			await tell(account, START, message('w.1', 'STOP', START, { phone: PHONE, userId: USER }));
			const { messages } = await tell(account, START + DAY, message('w.2', 'hi', START + DAY, { phone: PHONE, userId: NEW_USER }));
			expect(messages[0]!.contact).toMatchObject({ userId: NEW_USER, marketingAllowed: false });
			expect(await idOf(account, { userId: USER })).toBe(await idOf(account, { userId: NEW_USER }));
		});

		test('follows a user_id_update, and no run ends of it', async ({ account }) => {
			await publish(account, { stopOn: { reply: true, conversion: false, humanReply: false, numberChange: true } } as never);
			await enrollOne(account, { userId: USER });
			await account.addTags([{ contact: { userId: NEW_USER }, tags: ['seen'] }], START);
			for (let told = 0; told < 2; told++) await tell(account, START + HOUR, userIdChanged(USER, NEW_USER, START + HOUR));
			expect(await standing(account, { userId: NEW_USER })).toMatchObject({ state: 'active', contact: { userId: NEW_USER } });
			expect(await account.tagsOf([{ userId: USER }])).toMatchObject([{ tags: ['seen'] }]);
		});

		test('that wrote from the new number before the change was announced is the same person', async ({ account }) => {
			await publish(account, { stopOnReply: false });
			await enrollOne(account, { phone: PHONE, userId: USER });
			await tell(account, START + HOUR, message('w.1', 'my new number', START + HOUR, { phone: NEW_PHONE, userId: NEW_USER }));
			await tell(account, START + HOUR, numberChanged(PHONE, NEW_PHONE, START + HOUR));
			expect(await standing(account, { userId: NEW_USER })).toMatchObject({ state: 'active', contact: { phone: NEW_PHONE } });
			expect(await idOf(account, { phone: PHONE })).toBe(await idOf(account, { phone: NEW_PHONE }));
		});

		test('of somebody who had the number before them stays theirs, without the number', async ({ account }) => {
			await tell(account, START - DAY, message('w.0', 'hi', START - DAY, { phone: NEW_PHONE, userId: 'DE.999' }));
			const before = await idOf(account, { userId: 'DE.999' });
			await tell(account, START, message('w.1', 'hi', START, { phone: PHONE, userId: USER }));
			await tell(account, START + HOUR, numberChanged(PHONE, NEW_PHONE, START + HOUR));
			expect(await idOf(account, { phone: NEW_PHONE })).toBe(await idOf(account, { userId: USER }));
			expect(await account.exportPeople([{ userId: 'DE.999' }])).toMatchObject([{ contact: [{ id: before, phone: null }] }]);
		});

		test('is not found by a former number once somebody else writes from it', async ({ account }) => {
			await tell(account, START, message('w.1', 'hi', START - HOUR, { phone: PHONE, userId: USER }));
			await tell(account, START, numberChanged(PHONE, NEW_PHONE, START), message('w.0', 'late', START - MINUTE, { phone: PHONE, userId: USER }));
			expect((await standingOf(account, USER)).phone).toBe(NEW_PHONE);
			const { messages } = await tell(account, START + DAY, message('w.2', 'hello', START + DAY, { phone: PHONE, userId: 'DE.999' }));
			expect(messages[0]).toMatchObject({ isFirstContact: true, contact: { phone: PHONE, userId: 'DE.999' } });
			expect(await idOf(account, { phone: NEW_PHONE })).toBe(await idOf(account, { userId: USER }));
		});

		test('is merged once, however many webhooks tell of it at the same time', async ({ account }) => {
			await publish(account, { stopOnReply: false });
			for (let n = 1; n <= 5; n++) {
				await enrollOne(account, { phone: phoneOf(n) });
				await enrollOne(account, { userId: `DE.${n}` });
			}
			const said = (k: number) => [1, 2, 3, 4, 5].map((n) => message(`w.${n}.${k}`, 'hi', START + HOUR, { phone: phoneOf(n), userId: `DE.${n}` }));
			await Promise.all(Array.from({ length: 6 }, (_, k) => tell(account, START + HOUR, ...(k % 2 ? said(k) : said(k).reverse()))));
			const runs = await account.listEnrollments({ sequence: 'welcome' }, { limit: 99 });
			expect(runs.filter(({ state }) => state === 'active')).toHaveLength(5);
			expect(runs.filter(({ reason }) => reason === 'merged')).toHaveLength(5);
		});
	});
}
