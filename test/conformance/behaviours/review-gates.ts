/** What a gate lets through and keeps, and where its reviews go with people and stores. */
import type { AccountStore, ReviewRequest, ReviewView } from '../../../engine/store/contract';
import { person, phoneOf, START, step } from '../builders';
import { exportAll, importAll, withOtherStore } from '../moving';
import { ask, decide, parked, stateOf } from '../review-verbs';
import { onStore, type OpenStore } from '../store-under-test';
import { begin, claim, claimOne, enrollOne, firstStepClaimed, publish, sendAccepted, standing } from '../verbs';

export function reviewGates(open: OpenStore): void {
	const test = onStore(open);

	describe('a gate', () => {
		test('lets through what its rules exempt, and says so in the timeline', async ({ account }) => {
			const held = await firstStepClaimed(account);
			expect(await ask(account, held, { exempt: 'below 50' })).toEqual({ kind: 'exempt', rule: 'below 50' });
			expect((await begin(account, held)).allowed).toBe(true);
			expect((await account.contactTimeline(person(), 10)).filter(({ kind }) => kind === 'reviewed')).toMatchObject([{ detail: 'not needed: below 50' }]);
		});

		test('trusts a template that a person has approved for this contact, and not silence', async ({ account }) => {
			const template = { kind: 'template', name: 'promo', language: 'en', variables: {} } as const;
			const steps = ['a', 'b', 'c'].map((name) => step(name, undefined, { message: template }));
			const held = await firstStepClaimed(account, { steps });
			await parked(account, held, { trustsTemplate: true, silence: { then: 'approve', at: START } });
			await account.endSilence(10, START);
			await sendAccepted(account, await claimOne(account, held.sequenceId), 'wamid.1');
			const second = await claimOne(account, held.sequenceId);
			await decide(account, await parked(account, second, { trustsTemplate: true }));
			await sendAccepted(account, await claimOne(account, held.sequenceId), 'wamid.2');

			const third = await claimOne(account, held.sequenceId);
			expect((await ask(account, third, { trustsTemplate: true })).kind).toBe('exempt');
		});

		test('keeps items from elsewhere for their execution, and tells when all of it is decided', async ({ account }) => {
			const request = (item: number): ReviewRequest => ({
				waiting: { execution: '77', item, resumeUrl: 'http://n8n/webhook-waiting/77' },
				contact: item === 0 ? person(5) : null,
				gate: 'gate',
				gateLabel: 'Workflow / Review Gate',
				shown: 'Answer',
				message: { kind: 'text', text: 'Answer' },
				silence: { then: 'hold' },
				reviewer: null,
				trustsTemplate: false,
			});
			const [first, second] = (await account.review([request(0), request(1)], START)).map((answer) => (answer as { review: ReviewView }).review);
			await decide(account, first!);
			expect(await account.wakeableExecutions(10)).toEqual([]);
			await decide(account, second!, { verdict: 'skip' });
			expect(await account.wakeableExecutions(10)).toEqual([{ execution: '77', resumeUrl: 'http://n8n/webhook-waiting/77' }]);
			expect((await account.reviewsOfExecution('77')).map(({ state, waiting }) => [state, waiting!.item])).toEqual([['approved', 0], ['rejected', 1]]);
			await account.executionWoken('77', START);
			expect(await account.wakeableExecutions(10)).toEqual([]);
			expect(await account.getContacts([person(5)])).toEqual([null]);
		});

		test('is listed newest first, by pages, states and sequences', async ({ account }) => {
			const id = await publish(account);
			for (const n of [1, 2, 3]) await enrollOne(account, person(n));
			const taken = await claim(account, id);
			const ids: string[] = [];
			for (const due of taken.steps) {
				const held = { claim: taken, due, step: { enrollmentId: due.enrollment.id, lease: taken.lease, step: due.step.name } };
				ids.push((await parked(account, held)).id);
			}
			await decide(account, { id: ids[1]! });
			const listed = async (...args: Parameters<AccountStore['listReviews']>) => (await account.listReviews(...args)).map((view) => view.id);

			expect(await listed({}, { limit: 2 })).toEqual([ids[2], ids[1]]);
			expect(await listed({}, { limit: 2, after: ids[1]! })).toEqual([ids[0]]);
			expect(await listed({ states: ['pending'], sequence: 'welcome' }, { limit: 9 })).toEqual([ids[2], ids[0]]);
			expect(await listed({ states: ['approved', 'rejected'] }, { limit: 9 })).toEqual([ids[1]]);
			expect(await listed({ sequence: 'other' }, { limit: 9 })).toEqual([]);
		});
	});

	describe('reviews', () => {
		test('go with the person who is erased, and move with the one who is merged', async ({ account }) => {
			const review = await parked(account, await firstStepClaimed(account));
			await account.saveContacts([{ contact: person(2), attributes: {} }], START);
			await account.mergePeople([{ from: person(1), into: person(2) }], START);
			expect((await stateOf(account, review)).contact).toMatchObject({ phone: phoneOf(2) });
			expect((await account.exportPeople([person(2)]))[0]!.review).toHaveLength(1);
			const [erased] = await account.erasePeople([person(2)], START);
			expect(erased!.rows.review).toBe(1);
			expect(await account.getReviews([review.id])).toEqual([null]);
		});

		test('move to another store: the step comes to the gate again and meets its review there', async ({ account }) => {
			await withOtherStore(async (other) => {
				const held = await firstStepClaimed(other);
				await parked(other, held);
				await importAll(account, await exportAll(other));
			});
			const id = await publish(account);
			const [review] = await account.listReviews({ states: ['pending'] }, { limit: 9 });
			expect(await standing(account)).toMatchObject({ state: 'active', step: 'hello' });
			expect(await ask(account, await claimOne(account, id))).toMatchObject({ kind: 'pending', isNew: false, review: { id: review!.id } });
			await decide(account, review!);
			expect((await ask(account, await claimOne(account, id))).kind).toBe('approved');
		});

		test('that were decided elsewhere meanwhile let go on who waits here', async ({ account }) => {
			await withOtherStore(async (other) => {
				const held = await firstStepClaimed(other);
				const review = await parked(other, held);
				await importAll(account, await exportAll(other));
				const id = await publish(account);
				await ask(account, await claimOne(account, id));
				expect(await standing(account)).toMatchObject({ state: 'in_review' });
				await decide(other, review);
				await importAll(account, await exportAll(other));
			});
			expect((await account.listReviews({}, { limit: 9 }))[0]).toMatchObject({ state: 'approved' });
			expect((await standing(account)).state).toBe('active');
		});
	});
}
