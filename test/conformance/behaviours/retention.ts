import type { AccountStore } from '../../../engine/store/contract';
import { DAY, enrollRequest, HOUR, message, person, phoneOf, START } from '../builders';
import { exportAll } from '../moving';
import { onStore, OTHER_ACCOUNT, type OpenStore } from '../store-under-test';
import { beginAllowed, claim, claimOne, enrollOne, firstStepClaimed, heldStep, LIVING, publish, sendAccepted, settle } from '../verbs';

const MONTH = 30 * DAY;

/** A whole pass, as the housekeeper makes it. */
async function pruneAll(account: AccountStore, historyBefore: number | null, now: number, limit = 1_000) {
	const total = { timelineEvents: 0, sends: 0, webhookEvents: 0, sequenceEvents: 0, calls: 0 };
	let after: string | null = null;
	do {
		const pruned = await account.prune({ historyBefore, after, limit }, now);
		for (const kind of ['timelineEvents', 'sends', 'webhookEvents'] as const) {
			expect(pruned[kind]).toBeLessThanOrEqual(limit);
			total[kind] += pruned[kind];
		}
		total.calls += 1;
		after = pruned.next;
	} while (after !== null);
	return total;
}

const kinds = async (account: AccountStore, table: string) => (await exportAll(account)).records.filter((record) => record.table === table).map(({ row }) => row);

export function retention(open: OpenStore): void {
	const test = onStore(open);

	describe('forgetting', () => {
		test('takes timeline events that are older, and leaves younger ones', async ({ account }) => {
			await publish(account);
			await enrollOne(account, person(1));
			await account.remove([{ sequence: 'welcome', contact: person(1) }], 'removed', START + 2 * DAY);

			expect(await pruneAll(account, START + DAY, START + MONTH)).toMatchObject({ timelineEvents: 1 });

			expect((await account.contactTimeline(person(1), 9)).map(({ kind }) => kind)).toEqual(['ended']);
		});

		test('is off without a limit of age', async ({ account }) => {
			await sendAccepted(account, await firstStepClaimed(account), 'wamid.1');
			expect(await pruneAll(account, null, START + 365 * DAY)).toMatchObject({ timelineEvents: 0, sends: 0 });
		});

		test('leaves sends that something still needs: of live runs, open ones, and the last one of each contact', async ({ account }) => {
			const id = await publish(account);
			for (const n of [1, 2, 3]) await enrollOne(account, person(n));
			const taken = await claim(account, id);
			const held = taken.steps.map((_, n) => heldStep(taken, n));
			await sendAccepted(account, held[0]!, 'wamid.live');
			await sendAccepted(account, held[1]!, 'wamid.ended');
			await settle(account, await beginAllowed(account, held[2]!), { kind: 'unknown', detail: 'timeout' });
			const later = START + 2 * HOUR;
			for (const step of await claim(account, id, later).then((again) => again.steps.map((_, n) => heldStep(again, n)))) {
				await sendAccepted(account, step, `wamid.last ${step.due.contact.phone}`, later);
			}
			await account.remove([2, 3].map((n) => ({ sequence: 'welcome', contact: person(n) })), 'removed', later);

			expect(await pruneAll(account, START + MONTH, START + 2 * MONTH, 2)).toMatchObject({ sends: 1 });

			expect((await kinds(account, 'send')).map(({ wamid }) => wamid).sort()).toEqual(
				[null, 'wamid.live', `wamid.last ${phoneOf(1)}`, `wamid.last ${phoneOf(2)}`].sort(),
			);
		});

		test('leaves a send that was posted again lately', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const permit = await beginAllowed(account, held);
			await settle(account, permit, { kind: 'not_posted', reason: 'meta_unavailable', detail: 'down', retryAfterMs: 2 * MONTH });
			await sendAccepted(account, await claimOne(account, held.sequenceId, START + 2 * MONTH), 'wamid.1', START + 2 * MONTH);
			await account.remove([{ id: held.step.enrollmentId }], 'removed', START + 2 * MONTH);
			await account.beginSends([{ node: 'n', contact: person(), category: 'utility', label: 'x' }], START + 2 * MONTH);
			expect(await pruneAll(account, START + MONTH, START + 2 * MONTH)).toMatchObject({ sends: 0 });
			expect(await pruneAll(account, START + 3 * MONTH, START + 4 * MONTH)).toMatchObject({ sends: 1 });
		});

		test('goes in bites, each of them bounded, and reaches the end', async ({ account }) => {
			await publish(account);
			await account.enroll(Array.from({ length: 25 }, (_, n) => enrollRequest(person(n))), START);
			const total = await pruneAll(account, START + DAY, START + MONTH, 10);
			expect(total).toMatchObject({ timelineEvents: 25, calls: 3 });
			expect(await kinds(account, 'timeline_event')).toEqual([]);
		});

		test('of inbound messages waits eight days, longer than Meta delivers again', async ({ account }) => {
			await account.applyWebhook([message('wamid.1', 'hi', START)], LIVING, START);
			expect(await pruneAll(account, null, START + 8 * DAY)).toMatchObject({ webhookEvents: 0 });
			expect(await account.applyWebhook([message('wamid.1', 'hi', START)], LIVING, START + 7 * DAY)).toMatchObject({ duplicates: 1 });
			expect(await pruneAll(account, null, START + 8 * DAY + 1)).toMatchObject({ webhookEvents: 1 });
		});

		test('is of one number', async ({ store, account }) => {
			const other = store.forAccount(OTHER_ACCOUNT);
			for (const one of [account, other]) {
				await publish(one);
				await enrollOne(one);
			}
			await pruneAll(account, START + DAY, START + MONTH);
			expect(await other.contactTimeline(person(), 9)).toHaveLength(1);
		});
	});
}
