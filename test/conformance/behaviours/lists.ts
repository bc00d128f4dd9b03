import { enrollRequest, HOUR, person, phoneOf, START } from '../builders';
import { onStore, type OpenStore } from '../store-under-test';
import { beginAllowed, claim, claimOne, enrollOne, heldStep, publish, sendAccepted, settle } from '../verbs';

export function lists(open: OpenStore): void {
	const test = onStore(open);

	describe('listing enrollments', () => {
		test('goes through all of them page by page, newest first, each once', async ({ account }) => {
			await publish(account);
			await account.enroll(Array.from({ length: 25 }, (_, n) => enrollRequest(person(n))), START);

			const seen: string[] = [];
			let after: string | undefined;
			for (let page = 0; page < 4; page++) {
				const views = await account.listEnrollments({}, { limit: 10, ...(after ? { after } : {}) });
				seen.push(...views.map(({ contact }) => contact.phone!));
				after = views.at(-1)?.id ?? after;
			}

			expect(seen).toEqual(Array.from({ length: 25 }, (_, n) => phoneOf(24 - n)));
		});

		test('filters by sequence, contact and state', async ({ account }) => {
			await publish(account);
			await publish(account, { name: 'news' }, 'second');
			await enrollOne(account, person(1));
			await enrollOne(account, person(2));
			await enrollOne(account, person(1), { sequence: 'news' });
			await account.remove([{ sequence: 'welcome', contact: person(2) }], 'removed', START);

			const names = async (filter: Parameters<typeof account.listEnrollments>[0]) =>
				(await account.listEnrollments(filter, { limit: 10 })).map((view) => `${view.sequence} ${view.contact.phone} ${view.state}`).sort();

			expect(await names({ sequence: 'welcome' })).toEqual([`welcome ${phoneOf(1)} active`, `welcome ${phoneOf(2)} exited`]);
			expect(await names({ contact: person(1) })).toEqual([`news ${phoneOf(1)} active`, `welcome ${phoneOf(1)} active`]);
			expect(await names({ states: ['exited', 'failed'] })).toEqual([`welcome ${phoneOf(2)} exited`]);
			expect(await names({ sequence: 'welcome', contact: person(1), states: ['exited'] })).toEqual([]);
			expect(await names({ contact: person(99) })).toEqual([]);
			expect(await names({ states: [] })).toEqual([]);
		});

		test('names the nearest sequences when the name is unknown', async ({ account }) => {
			await publish(account);

			await expect(account.listEnrollments({ sequence: 'welcom' }, { limit: 1 })).rejects.toThrow(/Did you mean "welcome"/);
		});
	});

	describe('looking people up', () => {
		test('finds the live run before an earlier one, and answers in the order asked', async ({ account }) => {
			await publish(account);
			const old = await enrollOne(account);
			await account.remove([{ id: old.enrollment.id }], 'removed', START);
			const live = await enrollOne(account, person(), {}, START + HOUR);

			const views = await account.getEnrollments([
				{ sequence: 'welcome', contact: person(9) },
				{ sequence: 'welcome', contact: person() },
				{ id: old.enrollment.id },
				{ id: 'nobody' },
			]);

			expect(views.map((view) => view?.id ?? null)).toEqual([null, live.enrollment.id, old.enrollment.id, null]);
		});

		test('finds the latest run when none is live', async ({ account }) => {
			await publish(account);
			for (const at of [START, START + HOUR, START + 2 * HOUR]) {
				await enrollOne(account, person(), {}, at);
				await account.remove([{ sequence: 'welcome', contact: person() }], 'removed', at);
			}

			const [view] = await account.getEnrollments([{ sequence: 'welcome', contact: person() }]);

			expect(view).toMatchObject({ enrolledAt: START + 2 * HOUR, state: 'exited' });
		});
	});

	describe('removing people', () => {
		test('ends live runs with the reason given, and answers null where there was none', async ({ account }) => {
			await publish(account);
			const { enrollment } = await enrollOne(account);
			const target = { sequence: 'welcome', contact: person() };

			const [ended, again, byId, nobody] = await account.remove(
				[target, target, { id: enrollment.id }, { sequence: 'welcome', contact: person(9) }],
				'removed',
				START + HOUR,
			);

			expect(ended).toMatchObject({ id: enrollment.id, state: 'exited', reason: 'removed', step: 'hello', dueAt: null, endedAt: START + HOUR });
			expect([again, byId, nobody]).toEqual([ended, ended, null]);
			expect(await account.remove([target], 'removed', START + HOUR)).toEqual([null]);
			const entries = (await account.contactTimeline(person(), 10)).filter(({ kind }) => kind === 'ended');
			expect(entries).toHaveLength(1);
		});
	});

	describe('listing sends', () => {
		test('by enrollment, by state, and page by page with the newest first', async ({ account }) => {
			const id = await publish(account);
			for (const n of [1, 2, 3]) await enrollOne(account, person(n), {}, START + n);
			const taken = await claim(account, id, START + 10);
			await sendAccepted(account, heldStep(taken, 0), 'wamid.1', START + 10);
			await settle(account, await beginAllowed(account, heldStep(taken, 1), START + 11), { kind: 'unknown', detail: 't' }, START + 11);
			await sendAccepted(account, heldStep(taken, 2), 'wamid.3', START + 12);
			await sendAccepted(account, await claimOne(account, id, START + 10 + HOUR), 'wamid.4', START + 10 + HOUR);

			const all = await account.listSends({}, { limit: 10 });
			const wamids = (sends: typeof all) => sends.map(({ wamid }) => wamid);

			expect(wamids(all)).toEqual(['wamid.4', 'wamid.3', null, 'wamid.1']);
			expect(wamids(await account.listSends({}, { limit: 2, after: all[1]!.id }))).toEqual([null, 'wamid.1']);
			expect(wamids(await account.listSends({ unconfirmed: true }, { limit: 10 }))).toEqual([null]);
			expect(wamids(await account.listSends({ enrollmentId: heldStep(taken, 0).step.enrollmentId }, { limit: 10 }))).toEqual(['wamid.4', 'wamid.1']);
		});
	});
}
