import { SEQUENCE_EVENT_KINDS, type AccountStore, type EventClaim, type SequenceEvent, type SequenceEventKind } from '../../../engine/store/contract';
import { DAY, definition, enrollRequest, HOUR, message, MINUTE, owner, person, phoneOf, START, status, step } from '../builders';
import { reviewOf } from '../review-verbs';
import { onStore, type OpenStore } from '../store-under-test';
import { beginAllowed, claim, claimOne, enrollOne, heldStep, LEASE_MS, LIVING, publish, sendAccepted, settle } from '../verbs';

/** Publishes "welcome" with a trigger that asks for these kinds. */
async function listening(account: AccountStore, kinds: readonly SequenceEventKind[] = SEQUENCE_EVENT_KINDS, more = {}): Promise<string> {
	return (await account.publishSequence(definition(more), { ...owner(), events: kinds }, START)).id;
}

function take(account: AccountStore, sequenceId: string, now = START, process = LIVING, limit = 100): Promise<EventClaim> {
	return account.claimEvents({ sequenceId, owner: process, limit, leaseMs: LEASE_MS }, now);
}

const told = ({ events }: EventClaim) => events.map(({ kind, reason, step: at }) => [kind, reason, at]);

/** Takes and acknowledges everything. */
async function drain(account: AccountStore, sequenceId: string, now = START): Promise<SequenceEvent[]> {
	const claimed = await take(account, sequenceId, now);
	await account.acknowledgeEvents(claimed.lease, now);
	return claimed.events;
}

export function sequenceEvents(open: OpenStore): void {
	const test = onStore(open);

	describe('events of a sequence', () => {
		test('tell of a run that begins, with the contact and the run', async ({ account }) => {
			const id = await listening(account);
			const { enrollment, contact } = await enrollOne(account, { ...person(), name: 'Ana' }, { reference: 'cart-1' });

			const { sequence, events } = await take(account, id);

			expect(sequence).toEqual({ id, name: 'welcome', version: 1 });
			expect(events).toMatchObject([{ kind: 'enrolled', at: START, step: 'hello', detail: 'cart-1', attempt: 1, contact: { id: contact.id, name: 'Ana' }, enrollment: { id: enrollment.id, state: 'active' } }]);
		});

		test('tell of each end, in the order in which it happened', async ({ account }) => {
			const id = await listening(account, SEQUENCE_EVENT_KINDS, { steps: [step('hello')], stopOn: { conversion: true } });
			await account.enroll([1, 2, 3, 4].map((n) => enrollRequest(person(n))), START);
			expect(told({ events: await drain(account, id) } as EventClaim)).toEqual([1, 2, 3, 4].map(() => ['enrolled', null, 'hello']));

			await account.applyWebhook([message('wamid.in', 'no thanks', START, { phone: phoneOf(1) })], LIVING, START);
			await account.recordConversions([{ contact: person(2), orderId: 'o-1', value: null, currency: null, coupon: null, at: START }], START);
			const held = await claim(account, id);
			await account.refuseSteps([{ step: { enrollmentId: held.steps[0]!.enrollment.id, lease: held.lease, step: 'hello' }, reason: 'invalid_message', detail: 'too long', action: 'fail' }], START);
			await account.endExecution(held.lease, { kind: 'success' }, START);

			const events = await drain(account, id);
			expect(told({ events } as EventClaim)).toEqual([
				['exited', 'replied', 'hello'],
				['converted', 'converted', 'hello'],
				['failed', 'invalid_message', 'hello'],
				['completed', 'completed', null],
			]);
			expect(events[2]!.detail).toBe('too long');
		});

		test('tell of a run that begins and completes at once, in this order', async ({ account }) => {
			const id = await listening(account, SEQUENCE_EVENT_KINDS, { steps: [step('hello', undefined, { enabled: false })] });
			await enrollOne(account);
			expect((await drain(account, id)).map(({ kind }) => kind)).toEqual(['enrolled', 'completed']);
		});

		test('tell once what waits for a person: an unknown outcome', async ({ account }) => {
			const id = await listening(account, ['attention']);
			await enrollOne(account);
			const permit = await beginAllowed(account, await claimOne(account, id));
			await settle(account, permit, { kind: 'unknown', detail: 'timeout' });
			await settle(account, permit, { kind: 'unknown', detail: 'timeout' });
			await claim(account, id, START + DAY);

			expect(told(await take(account, id, START + DAY))).toEqual([['attention', 'unconfirmed', 'hello']]);
		});

		test('tell once of a sequence that is paused for its template', async ({ account }) => {
			const id = await listening(account, ['attention']);
			await account.enroll([1, 2].map((n) => enrollRequest(person(n))), START);
			const { lease, steps } = await claim(account, id);
			await account.refuseSteps(
				steps.map(({ enrollment }) => ({ step: { enrollmentId: enrollment.id, lease, step: 'hello' }, reason: 'template_missing', detail: 'paused', action: 'hold' as const, template: 'promo (en)' })),
				START,
			);
			expect((await drain(account, id)).map(({ kind, contact, detail }) => [kind, contact, detail])).toEqual([['attention', null, expect.stringContaining('promo (en)')]]);
		});

		test('tell every sequence that asked when nothing of the number can be sent', async ({ account }) => {
			const id = await listening(account, ['attention']);
			const second = await publish(account, { name: 'silent' }, 'second');
			const third = (await account.publishSequence(definition({ name: 'third' }), { ...owner('third'), events: ['attention'] }, START)).id;
			await enrollOne(account);
			const permit = await beginAllowed(account, await claimOne(account, id));
			await settle(account, permit, { kind: 'refused', error: { code: 190, text: 'token' }, disposition: 'account' });

			expect((await drain(account, id)).map(({ reason }) => reason)).toEqual(['credential_refused']);
			expect((await drain(account, third)).map(({ reason }) => reason)).toEqual(['credential_refused']);
			expect(await drain(account, second)).toEqual([]);
		});

		test('tell of each decision about a review once, and of what follows from it', async ({ account }) => {
			const id = await listening(account, ['review_decided', 'exited']);
			await account.enroll([1, 2].map((n) => enrollRequest(person(n))), START);
			const taken = await claim(account, id);
			const answers = await account.review(taken.steps.map((_, n) => reviewOf(heldStep(taken, n))), START);
			const reviewIds = answers.flatMap((answer) => (answer.kind === 'pending' ? [answer.review.id] : []));
			const decide = (): Promise<unknown> =>
				account.decideReviews(reviewIds.map((reviewId, n) => ({ reviewId, verdict: n === 0 ? 'approve' : 'end', by: 'Ana', via: 'dashboard', comment: 'why' })), START);
			await decide();
			await decide();

			const events = await drain(account, id);

			expect(told({ events } as EventClaim)).toEqual([
				['review_decided', 'approved', 'hello'],
				['review_decided', 'review_rejected', 'hello'],
				['exited', 'review_rejected', 'hello'],
			]);
			expect(events[0]!.detail).toBe('Ana: why');
		});

		test('are none where the trigger asks for none, and only of the kinds it asks for', async ({ account }) => {
			const silent = await publish(account);
			await enrollOne(account);
			expect(await drain(account, silent)).toEqual([]);

			const id = await listening(account, ['exited']);
			await enrollOne(account, person(2));
			await account.remove([{ sequence: 'welcome', contact: person(2) }], 'removed', START);
			expect((await drain(account, id)).map(({ kind }) => kind)).toEqual(['exited']);
		});

		test('are forgotten that the trigger no longer asks for, and kept while it is unpublished', async ({ account }) => {
			const id = await listening(account, ['enrolled', 'exited']);
			await enrollOne(account);
			await account.remove([{ sequence: 'welcome', contact: person() }], 'removed', START);
			await listening(account, ['exited']);
			await account.closeSequence(owner(), START);
			await enrollOne(account, person(2));
			await account.remove([{ sequence: 'welcome', contact: person(2) }], 'removed', START);

			expect((await drain(account, id)).map(({ kind }) => kind)).toEqual(['exited', 'exited']);
		});

		test('are handed to one process at a time, and again with the same id once its lease has run out', async ({ account }) => {
			const id = await listening(account);
			await account.enroll([1, 2, 3].map((n) => enrollRequest(person(n))), START);
			const [first, second] = [await take(account, id, START, 'one', 2), await take(account, id, START, 'other')];
			expect([first.events.length, second.events.length]).toEqual([2, 1]);
			expect(await account.nextEventAt(id)).toBe(START + LEASE_MS);

			await account.acknowledgeEvents(second.lease, START);
			expect(await account.renewEventLease(first.lease, START + 2 * LEASE_MS)).toBe(2);
			expect((await take(account, id, START + LEASE_MS)).events).toEqual([]);
			const again = await take(account, id, START + 2 * LEASE_MS, 'other');

			expect(again.events.map((event) => event.id)).toEqual(first.events.map((event) => event.id));
			expect(again.events.map(({ attempt }) => attempt)).toEqual([2, 2]);
			expect(await account.acknowledgeEvents(first.lease, START + 2 * LEASE_MS)).toBe(0);
			expect(await account.acknowledgeEvents(again.lease, START + 2 * LEASE_MS)).toBe(2);
			expect(await account.nextEventAt(id)).toBeNull();
		});

		test('come back at once from a process that is known to be dead', async ({ account }) => {
			const id = await listening(account);
			await enrollOne(account);
			await take(account, id, START, 'dead');
			await account.reclaimFrom(id, LIVING, START + MINUTE);
			expect((await take(account, id, START + MINUTE)).events).toHaveLength(1);
		});

		test('are no longer handed out after ten executions that never ended', async ({ account }) => {
			const id = await listening(account);
			await enrollOne(account);
			for (let n = 0; n < 10; n++) expect((await take(account, id, START + n * LEASE_MS)).events).toHaveLength(1);
			expect((await take(account, id, START + 10 * LEASE_MS)).events).toEqual([]);
			expect(await account.nextEventAt(id)).toBeNull();
		});

		test('wake the trigger of this process', async ({ account }) => {
			const id = await listening(account);
			const heard: string[] = [];
			const silence = account.onEvents((sequence) => heard.push(sequence));
			await enrollOne(account);
			silence();
			await enrollOne(account, person(2));
			expect(heard).toEqual([id]);
		});

		test('of a status told twice, late or out of order are no more than one', async ({ account }) => {
			const id = await listening(account, ['exited', 'completed', 'failed'], { steps: [step('hello'), step('offer', { amount: 1, unit: 'days' })] });
			await enrollOne(account);
			await sendAccepted(account, await claimOne(account, id), 'wamid.1');
			const failure = status('wamid.1', 'failed', START + HOUR, { error: { code: 131026, text: 'no WhatsApp' } });
			for (let n = 0; n < 3; n++) await account.applyWebhook([failure, failure], LIVING, START + HOUR);
			expect(told({ events: await drain(account, id, START + HOUR) } as EventClaim)).toEqual([['exited', 'undeliverable', 'offer']]);
		});

		test('go with the person who is erased, and follow one who is merged', async ({ account }) => {
			const id = await listening(account);
			for (const n of [1, 2]) await enrollOne(account, person(n));
			await account.saveContacts([{ contact: { ...person(3), name: 'Bo' }, attributes: {} }], START);
			await account.erasePeople([person(1)], START);
			await account.mergePeople([{ from: person(2), into: person(3) }], START);

			const events = await drain(account, id);

			expect(events.map(({ kind, contact }) => [kind, contact?.name])).toEqual([['enrolled', 'Bo']]);
		});

		test('are pruned that nobody took for a month', async ({ account }) => {
			await listening(account);
			await enrollOne(account);
			expect(await account.prune({ historyBefore: null, after: null, limit: 100 }, START + 29 * DAY)).toMatchObject({ sequenceEvents: 0 });
			expect(await account.prune({ historyBefore: null, after: null, limit: 100 }, START + 31 * DAY)).toMatchObject({ sequenceEvents: 1 });
		});

		test('stand as they are where a refused change is rolled back', async ({ account }) => {
			const id = await listening(account);
			await expect(account.enroll([enrollRequest(), enrollRequest(person(2), { sequence: 'nowhere' })], START)).rejects.toThrow(/no sequence/);
			expect(await drain(account, id)).toEqual([]);
		});
	});
}
