/** What somebody who updates from the first version relies on, for every kind of store. */
import type { AccountStore } from '../../../engine/store/contract';
import { MIGRATIONS } from '../../../engine/store/schema';
import { DAY, enrollRequest, HOUR, message, MINUTE, person, phoneOf, START, status } from '../builders';
import { contentOf, exportAll, importAll, withOtherStore } from '../moving';
import { begin, beginAllowed, claim, enrollOne, heldStep, LIVING, sendAccepted, settle, standing } from '../verbs';
import { FIRST_ROWS, lostOf, type Rows } from './first-store';

export interface UpdatedStore {
	account: AccountStore;
	/** See OpenedStore: a step that was handed out before may have been sent. */
	doubtsWhatWasHandedOut?: true;
	/** Everything in the tables. */
	tables(): Promise<Rows>;
	close(): Promise<void>;
}

/** Later than all that is in the store. */
const NOW = START + 3 * DAY;

/** @param open a store of the first version, opened by this one */
export function describeUpdate(title: string, open: () => Promise<UpdatedStore>): void {
	describe(title, () => {
		let store: UpdatedStore;
		let account: AccountStore;
		beforeEach(async () => {
			store = await open();
			account = store.account;
		}, 60_000);
		afterEach(() => store.close(), 60_000);

		const idOf = async (name: string): Promise<string> => (await account.listSequences()).find((one) => one.name === name)!.id;

		it('has a row in every table of the first schema', () => {
			const tables = MIGRATIONS[0]!.statements.flatMap((text) => /^CREATE TABLE (\w+)/.exec(text)?.[1] ?? []);
			expect(tables.filter((table) => !FIRST_ROWS[table]?.length)).toEqual([]);
		});

		it('keeps every row as it was', async () => {
			expect(lostOf(await store.tables())).toEqual([]);
		});

		it('goes on where people were, once the credential works again', async () => {
			expect(await account.accountHold()).toMatchObject({ reason: 'credential_refused' });
			await account.credentialWorks(NOW);
			const taken = await claim(account, await idOf('welcome'), NOW);
			expect(taken.steps.map(({ step, contact }) => [contact.phone, step.name]).sort()).toEqual([1, 2, 6].map((n) => [phoneOf(n), 'offer']));
			for (const i of taken.steps.keys()) await sendAccepted(account, heldStep(taken, i), `wamid.new${i}`, NOW);
			// The sequence had been made shorter while they were in it: the offer is the last step.
			expect(await standing(account, person(1))).toMatchObject({ state: 'completed', version: 2 });
			await account.applyWebhook([status('wamid.new0', 'read', NOW + MINUTE)], LIVING, NOW + MINUTE);
			expect((await account.listSends({}, { limit: 50 })).filter(({ wamid }) => wamid === 'wamid.new0')).toMatchObject([{ state: 'read' }]);
		});

		it('never sends again what Meta accepted, and holds what nobody knows of', async () => {
			await account.credentialWorks(NOW);
			const cart = await idOf('cart');
			const taken = await claim(account, cart, NOW);
			const steps = Object.fromEntries(taken.steps.map(({ contact, step }) => [contact.phone!, step.name]));
			// 21 had "now"; 22 was being sent when the process died; 23 was only claimed; 25 waited for a new token.
			const claimed = store.doubtsWhatWasHandedOut ? {} : { [phoneOf(23)]: 'now' };
			expect(steps).toEqual({ [phoneOf(21)]: 'later', ...claimed, [phoneOf(25)]: 'now' });
			const unknown = store.doubtsWhatWasHandedOut ? [22, 23] : [22];
			for (const n of unknown) expect(await standing(account, person(n), 'cart')).toMatchObject({ state: 'active', reason: 'unconfirmed', dueAt: null });
		});

		it('keeps opt-outs, also of people who were erased', async () => {
			await account.credentialWorks(NOW);
			const [consent, unknown] = await account.consentOf([person(9), person(88)]);
			expect(consent).toMatchObject({ marketing: { allowed: false } });
			expect(unknown).toBeNull();
			const [gone] = await account.enroll([enrollRequest(person(88))], NOW);
			const later = await claim(account, await idOf('welcome'), NOW);
			const place = later.steps.findIndex(({ contact }) => contact.phone === phoneOf(88));
			if (gone!.enrollment && place >= 0) {
				const permit = await begin(account, heldStep(later, place), NOW);
				expect(permit).toMatchObject({ allowed: false, reason: 'opted_out' });
			} else expect(gone!.reason).toBe('opted_out');
		});

		it('hands over the message that a process had kept, and the notices that nobody had been told', async () => {
			expect(await account.adoptMessages('trigger', 'process of this version')).toMatchObject([{ wamid: 'wamid.in3' }]);
			const notices = await account.takeNotices(await idOf('paused'), NOW);
			expect(notices.map(({ kind }) => kind)).toEqual(['sequence_paused', 'account_stopped']);
			expect(await account.resumeForTemplates(['promo (en)'], NOW)).toEqual(['paused']);
		});

		it('takes new people and what they write', async () => {
			await account.credentialWorks(NOW);
			const { enrollment } = await enrollOne(account, person(50), {}, NOW);
			const welcome = await idOf('welcome');
			const taken = await claim(account, welcome, NOW);
			const place = taken.steps.findIndex((due) => due.enrollment.id === enrollment.id);
			await settle(account, await beginAllowed(account, heldStep(taken, place), NOW), { kind: 'accepted', wamid: 'wamid.new50' }, NOW);
			await account.applyWebhook([message('wamid.in50', 'stop please', NOW + HOUR, { phone: phoneOf(50) })], LIVING, NOW + HOUR);
			expect(await standing(account, person(50))).toMatchObject({ state: 'exited', reason: 'replied' });
		});

		it('can be exported, imported elsewhere and erased', async () => {
			const exported = await exportAll(account, 50, NOW);
			await withOtherStore(async (other) => {
				await importAll(other, exported, { now: NOW });
				const copy = await contentOf(other);
				const original = await contentOf(account);
				expect(Object.keys(copy)).toEqual(Object.keys(original));
				for (const table of ['contact', 'consent_event', 'send', 'timeline_event', 'conversion']) {
					expect([table, copy[table]?.length]).toEqual([table, original[table]?.length]);
				}
			});
			await account.erasePeople([person(1)], NOW);
			expect(await account.getContacts([person(1)])).toEqual([null]);
		});
	});
}
