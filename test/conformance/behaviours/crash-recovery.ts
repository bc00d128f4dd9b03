import { enrollRequest, message, person, phoneOf, START, status } from '../builders';
import { ACCOUNT, onStore, type OpenStore } from '../store-under-test';
import { claim, heldStep, LIVING, publish, sendRequest, standing } from '../verbs';

export function crashRecovery(open: OpenStore): void {
	const test = onStore(open);

	describe('after a crash', () => {
		test('everybody gets every message once, or it is shown as unconfirmed', async ({ account, reopen, doubtsWhatWasHandedOut }) => {
			const id = await publish(account);
			await account.enroll(Array.from({ length: 9 }, (_, n) => enrollRequest(person(n))), START);
			const taken = await claim(account, id, START, 'dead process');
			// Three were accepted, three were under way, three had not been begun when the process died.
			const begun = await account.beginSends([0, 1, 2, 3, 4, 5].map((n) => sendRequest(heldStep(taken, n))), START);
			await account.settleSends(
				begun.slice(0, 3).map((permit, n) => ({ sendId: permit.allowed ? permit.sendId : '', outcome: { kind: 'accepted', wamid: `wamid.${n}` } })),
				START,
			);

			const after = reopen ? (await reopen()).forAccount(ACCOUNT) : account;
			expect(await after.reclaimFrom(id, LIVING, START + 1)).toBe(6);
			const again = await claim(after, id, START + 1);

			const doubtful = doubtsWhatWasHandedOut ? 6 : 3;
			expect(again.steps).toHaveLength(6 - doubtful);
			expect(again.settled).toBe(doubtful);
			expect(await after.listSends({ unconfirmed: true }, { limit: 10 })).toHaveLength(doubtful);
			const steps = (await after.listEnrollments({}, { limit: 10 })).map((view) => `${view.step} ${view.reason}`).sort();
			expect(steps).toEqual([
				...Array(6 - doubtful).fill('hello null'),
				...Array(doubtful).fill('hello unconfirmed'),
				...Array(3).fill('offer null'),
			]);

			// Statuses of those that had left settle them.
			const callbacks = begun.slice(3).map((permit) => (permit.allowed ? permit.callbackData : ''));
			await after.applyWebhook(callbacks.map((callbackData, n) => status(`wamid.late${n}`, 'sent', START, { callbackData })), LIVING, START + 2);
			expect(await after.listSends({ unconfirmed: true }, { limit: 10 })).toHaveLength(doubtful - 3);
		});

		test('messages that no execution had taken up are emitted when Meta repeats them', async ({ account, reopen }) => {
			const batch = [1, 2, 3].map((n) => message(`wamid.${n}`, 'hi', START, { phone: phoneOf(n) }));
			await account.applyWebhook(batch, 'dead process', START);
			await account.acknowledgeMessages(['wamid.2']);

			const after = reopen ? (await reopen()).forAccount(ACCOUNT) : account;
			const again = await after.applyWebhook(batch, LIVING, START + 1);

			expect(again.messages.map(({ event }) => event.id)).toEqual(['wamid.1', 'wamid.3']);
		});

		test('what was answered before is still there', async ({ account, reopen }) => {
			await publish(account);
			await account.enroll([enrollRequest()], START);
			const before = await standing(account);

			const after = reopen ? (await reopen()).forAccount(ACCOUNT) : account;

			expect(await standing(after)).toEqual(before);
		});
	});
}
