import { StoreRefusal, type AccountStore, type EnrollmentChange, type ReviewAnswer, type ReviewDecision, type ReviewRequest, type ReviewView } from '../../../engine/store/contract';
import { reviewButtonId } from '../../../engine/whatsapp/review-button';
import { DAY, HOUR, message, MINUTE, person, phoneOf, START, step } from '../builders';
import { exportAll, importAll, withOtherStore } from '../moving';
import { onStore, type OpenStore } from '../store-under-test';
import { begin, beginAllowed, claim, claimOne, enrollOne, firstStepClaimed, LEASE_MS, LIVING, publish, sendAccepted, settle, standing, type Held } from '../verbs';

const REVIEWER = '+4915112345678';

export function reviewOf(held: Held, more: Partial<ReviewRequest> = {}): ReviewRequest {
	return {
		step: held.step,
		contact: { id: held.due.contact.id },
		gate: 'gate',
		gateLabel: 'Workflow / Review Gate',
		shown: 'Hello',
		message: held.due.step.message,
		silence: { then: 'hold' },
		reviewer: null,
		trustsTemplate: false,
		...more,
	};
}

async function ask(account: AccountStore, held: Held, more: Partial<ReviewRequest> = {}, now = START): Promise<ReviewAnswer> {
	const [answer] = await account.review([reviewOf(held, more)], now);
	return answer!;
}

/** Parks the step; it must be one that waits. */
async function parked(account: AccountStore, held: Held, more: Partial<ReviewRequest> = {}, now = START): Promise<ReviewView> {
	const answer = await ask(account, held, more, now);
	if (answer.kind !== 'pending') throw new Error(`not parked: ${answer.kind}`);
	return answer.review;
}

async function decide(account: AccountStore, { id }: Pick<ReviewView, 'id'>, more: Partial<ReviewDecision> = {}, now = START) {
	const [decided] = await account.decideReviews([{ reviewId: id, verdict: 'approve', by: 'Ana', via: 'link', comment: null, ...more }], now);
	return decided!;
}

async function stateOf(account: AccountStore, { id }: Pick<ReviewView, 'id'>): Promise<ReviewView> {
	return (await account.getReviews([id]))[0]!;
}

const change = async (account: AccountStore, what: EnrollmentChange['change'], now = START) =>
	(await account.changeEnrollments([{ target: { sequence: 'welcome', contact: person() }, change: what }], now))[0]!;

const TEXT = { kind: 'text', text: 'Hello {name}' } as const;

export function reviews(open: OpenStore): void {
	const test = onStore(open);

	describe('a step at a Review Gate', () => {
		test('waits in the store: its execution may neither send it nor end it, and nothing makes it due', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const review = await parked(account, held);

			expect(review).toMatchObject({ state: 'pending', sequence: 'welcome', step: 'hello', contact: { phone: phoneOf(1) }, expiresAt: null });
			expect(await standing(account)).toMatchObject({ state: 'in_review', reason: 'in_review', step: 'hello', attempts: 0 });
			expect(await begin(account, held)).toMatchObject({ allowed: false, reason: 'enrollment_paused' });
			expect(await account.endExecution(held.claim.lease, { kind: 'success' }, START)).toBe(0);
			expect(await account.endSilence(100, START + 100 * DAY)).toBe(0);
			expect((await claim(account, held.sequenceId, START + 100 * DAY)).steps).toEqual([]);
			expect((await account.contactTimeline(person(), 10)).at(-1)).toMatchObject({ kind: 'in_review', step: 'hello', detail: 'Workflow / Review Gate' });
		});

		test('is due again once it is approved, and passes that gate alone', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const woken: string[] = [];
			account.onDue((id) => woken.push(id));
			const review = await parked(account, held);
			expect(await decide(account, review, { comment: 'fine' }, START + HOUR)).toMatchObject({ applied: true, review: { state: 'approved', decidedBy: 'Ana', decidedAt: START + HOUR } });

			expect(woken).toContain(held.sequenceId);
			const again = await claimOne(account, held.sequenceId, START + HOUR);
			expect(await ask(account, again, {}, START + HOUR)).toMatchObject({ kind: 'approved', review: { id: review.id, comment: 'fine' } });
			expect(await ask(account, again, { gate: 'another' }, START + HOUR)).toMatchObject({ kind: 'pending', isNew: true });
			expect((await account.contactTimeline(person(), 10)).filter(({ kind }) => kind === 'reviewed')).toMatchObject([{ reason: 'approved', detail: 'Ana: fine' }]);
		});

		test('that was approved is sent once and asks again at the next step', async ({ account }) => {
			const held = await firstStepClaimed(account);
			await decide(account, await parked(account, held));
			const again = await claimOne(account, held.sequenceId);
			expect((await ask(account, again)).kind).toBe('approved');
			await sendAccepted(account, again, 'wamid.1');

			const next = await claimOne(account, held.sequenceId, START + HOUR);
			expect(next.due.step.name).toBe('offer');
			expect(await ask(account, next, {}, START + HOUR)).toMatchObject({ kind: 'pending', isNew: true });
		});

		test('keeps its approval while it is tried again', async ({ account }) => {
			const held = await firstStepClaimed(account);
			await decide(account, await parked(account, held));
			const again = await claimOne(account, held.sequenceId);
			await ask(account, again);
			await account.endExecution(again.claim.lease, { kind: 'error', error: 'boom' }, START);

			expect((await ask(account, await claimOne(account, held.sequenceId, START + HOUR), {}, START + HOUR)).kind).toBe('approved');
		});

		test('leaves alone what another execution holds', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const later = START + LEASE_MS;
			const other = await claimOne(account, held.sequenceId, later, 'another');

			expect(await ask(account, held, {}, later)).toEqual({ kind: 'refused', reason: 'lease_lost' });
			expect((await begin(account, other, later)).allowed).toBe(true);
			expect(await account.listReviews({}, { limit: 10 })).toEqual([]);
		});

		test('cannot pass by a replay of the item that was parked, or of the one that was approved', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const review = await parked(account, held);
			expect(await ask(account, held)).toMatchObject({ kind: 'refused', reason: 'enrollment_paused' });
			await decide(account, review);
			expect(await ask(account, held)).toMatchObject({ kind: 'refused', reason: 'lease_lost' });
			const again = await claimOne(account, held.sequenceId);
			await sendAccepted(account, again, 'wamid.1');
			expect(await ask(account, again)).toMatchObject({ kind: 'refused', reason: 'step_passed' });
		});

		test('is parked once, however many of its items come to the gate', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const answers = await account.review([reviewOf(held), reviewOf(held), reviewOf(held, { gate: 'another' })], START);
			expect(answers.map((answer) => [answer.kind, 'isNew' in answer && answer.isNew])).toEqual([['pending', true], ['pending', false], ['refused', false]]);
			expect(await account.countPendingReviews()).toBe(1);
		});

		test('is reviewed anew when its message was changed after the approval', async ({ account }) => {
			const held = await firstStepClaimed(account, { steps: [step('hello', undefined, { message: TEXT })] });
			await decide(account, await parked(account, held));
			await publish(account, { steps: [step('hello', undefined, { message: { kind: 'text', text: 'Buy now' } })] });

			expect(await ask(account, await claimOne(account, held.sequenceId))).toMatchObject({ kind: 'pending', isNew: true });
		});

		test('is reviewed anew when somebody jumps back to it', async ({ account }) => {
			const held = await firstStepClaimed(account);
			await decide(account, await parked(account, held));
			await sendAccepted(account, await claimOne(account, held.sequenceId), 'wamid.1');
			await change(account, { kind: 'jump', step: 'hello', when: 'at_once' });

			expect(await ask(account, await claimOne(account, held.sequenceId))).toMatchObject({ kind: 'pending', isNew: true });
		});
	});

	describe('a reviewer', () => {
		test('skips the step, and the sequence goes on', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const review = await parked(account, held);
			expect(await decide(account, review, { verdict: 'skip' })).toMatchObject({ applied: true, review: { state: 'rejected', verdict: 'skip' } });

			expect(await standing(account)).toMatchObject({ state: 'active', step: 'offer', reason: null });
			expect((await account.contactTimeline(person(), 10)).filter(({ kind }) => kind === 'step')).toMatchObject([{ step: 'hello', reason: 'review_rejected', detail: 'Ana' }]);
		});

		test('ends the run', async ({ account }) => {
			const held = await firstStepClaimed(account);
			await decide(account, await parked(account, held), { verdict: 'end', comment: 'spam' });
			expect(await standing(account)).toMatchObject({ state: 'exited', reason: 'review_rejected', step: 'hello' });
		});

		test('changes a text, and the gate hands out the changed one', async ({ account }) => {
			const held = await firstStepClaimed(account, { steps: [step('hello', undefined, { message: TEXT })] });
			const review = await parked(account, held);
			expect(await decide(account, review, { edit: { text: ' Good day {name} ' } })).toMatchObject({ applied: true });
			const answer = await ask(account, await claimOne(account, held.sequenceId));
			expect(answer).toMatchObject({ kind: 'approved', review: { message: TEXT, edited: { kind: 'text', text: 'Good day {name}' } } });
		});

		test('changes variables of a template, and nothing else of it', async ({ account }) => {
			const template = { kind: 'template', name: 'promo', language: 'en', variables: { '1': 'you', '2': '10 %' } } as const;
			const held = await firstStepClaimed(account, { steps: [step('hello', undefined, { message: template })] });
			const review = await parked(account, held);
			await expect(decide(account, review, { edit: { variables: { '3': 'x' } } })).rejects.toThrow(StoreRefusal);
			await expect(decide(account, review, { edit: { variables: { '1': ' ' } } })).rejects.toThrow('empty');
			expect((await stateOf(account, review)).state).toBe('pending');
			expect(await decide(account, review, { edit: { variables: { '2': '20 %' } } })).toMatchObject({ review: { edited: { ...template, variables: { '1': 'you', '2': '20 %' } } } });
		});

		test('is told who was faster', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const review = await parked(account, held);
			const both = await Promise.all([decide(account, review, { by: 'Ana' }), decide(account, review, { by: 'Ben', verdict: 'end' })]);
			const winner = both.find(({ applied }) => applied)!;
			const loser = both.find(({ applied }) => !applied)!;

			expect(both.filter(({ applied }) => applied)).toHaveLength(1);
			expect(loser.review).toEqual(winner.review);
			expect(loser.review).toMatchObject({ decidedBy: expect.stringMatching(/Ana|Ben/), decidedAt: START });
			expect((await account.contactTimeline(person(), 20)).filter(({ kind }) => kind === 'reviewed')).toHaveLength(1);
		});

		test('decides many at once, each for itself', async ({ account }) => {
			const id = await publish(account);
			for (const n of [1, 2, 3]) await enrollOne(account, person(n));
			const taken = await claim(account, id);
			const held = taken.steps.map((due): Held => ({ claim: taken, due, step: { enrollmentId: due.enrollment.id, lease: taken.lease, step: due.step.name } }));
			const views = (await account.review(held.map((one) => reviewOf(one)), START)).map((answer) => (answer as { review: ReviewView }).review);
			const decisions = views.map(({ id: reviewId }, n): ReviewDecision => ({ reviewId, verdict: n === 2 ? 'end' : 'approve', by: 'Ana', via: 'dashboard', comment: null }));
			const decided = await account.decideReviews([...decisions, decisions[0]!, { ...decisions[0]!, reviewId: 'gone' }], START);

			expect(decided.map(({ applied, review }) => [applied, review?.state])).toEqual([[true, 'approved'], [true, 'approved'], [true, 'rejected'], [false, 'approved'], [false, undefined]]);
			expect((await claim(account, id)).steps).toHaveLength(2);
		});

		test('of another number decides nothing', async ({ account, store }) => {
			const review = await parked(account, await firstStepClaimed(account));
			if (store.kind === 'static') return;
			const other = store.forAccount('220000000000002');
			expect(await decide(other, review)).toEqual({ applied: false, review: null });
			expect((await stateOf(account, review)).state).toBe('pending');
		});

		test('taps in WhatsApp: from their own number it decides, and no message comes of it', async ({ account }) => {
			const review = await parked(account, await firstStepClaimed(account), { reviewer: REVIEWER });
			const tap = (id: string, phone: string) => {
				const event = message(id, 'Approve', START, { phone, name: 'Eva' });
				return { ...event, message: { ...event.message, type: 'interactive', payload: reviewButtonId(review.id, 'approve') } };
			};
			const foreign = await account.applyWebhook([tap('wamid.f', phoneOf(7))], LIVING, START);
			expect([foreign.messages.length, (await stateOf(account, review)).state]).toEqual([1, 'pending']);

			const own = await account.applyWebhook([tap('wamid.o', REVIEWER)], LIVING, START);
			expect(own.messages).toEqual([]);
			expect(await stateOf(account, review)).toMatchObject({ state: 'approved', decidedBy: `Eva ${REVIEWER}`, decidedVia: 'whatsapp' });
			expect(await account.getContacts([{ phone: REVIEWER }])).toEqual([null]);
			expect((await account.applyWebhook([tap('wamid.o', REVIEWER)], LIVING, START)).messages).toEqual([]);
		});
	});

	describe('silence', () => {
		test('approves only where the gate was told so, and after its time', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const review = await parked(account, held, { silence: { then: 'approve', at: START + HOUR } });
			expect(await account.endSilence(10, START + HOUR - 1)).toBe(0);
			expect(await account.endSilence(10, START + HOUR)).toBe(1);
			expect(await stateOf(account, review)).toMatchObject({ state: 'approved', decidedVia: 'silence', decidedBy: null });
			expect((await ask(account, await claimOne(account, held.sequenceId, START + HOUR), {}, START + HOUR)).kind).toBe('approved');
			expect((await account.contactTimeline(person(), 10)).some(({ reason }) => reason === 'approved_by_silence')).toBe(true);
		});

		test('rejects where the gate was told so', async ({ account }) => {
			const held = await firstStepClaimed(account);
			await parked(account, held, { silence: { then: 'end', at: START + HOUR } });
			expect(await account.endSilence(10, START + HOUR)).toBe(1);
			expect(await standing(account)).toMatchObject({ state: 'exited', reason: 'rejected_by_silence' });
			expect(await account.endSilence(10, START + DAY)).toBe(0);
		});

		test('says nothing any more about what a person has decided', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const review = await parked(account, held, { silence: { then: 'approve', at: START + HOUR } });
			await decide(account, review, { verdict: 'end' });
			expect(await account.endSilence(10, START + DAY)).toBe(0);
			expect((await stateOf(account, review)).state).toBe('rejected');
		});
	});

	describe('a run in review', () => {
		test('that ends takes its review back', async ({ account }) => {
			const endings: Array<[string, (n: number) => Promise<unknown>]> = [
				['replied', (n) => account.applyWebhook([message(`wamid.${n}`, 'hi', START + MINUTE, { phone: phoneOf(n) })], LIVING, START + MINUTE)],
				['opted_out', (n) => account.applyWebhook([message(`wamid.${n}`, 'STOP', START + MINUTE, { phone: phoneOf(n) })], LIVING, START + MINUTE)],
				['removed', (n) => account.remove([{ sequence: 'welcome', contact: person(n) }], 'removed', START + MINUTE)],
				['converted', (n) => account.recordConversions([{ contact: person(n), orderId: 'o-1', value: 5, currency: 'EUR', coupon: null, at: START + MINUTE }], START + MINUTE)],
			];
			const id = await publish(account, { stopOn: { conversion: true } });
			for (const [n, [reason, endIt]] of endings.entries()) {
				await enrollOne(account, person(n + 1));
				const review = await parked(account, await claimOne(account, id));
				await endIt(n + 1);

				expect(await stateOf(account, review)).toMatchObject({ state: 'withdrawn', reason });
				expect(await decide(account, review, {}, START + HOUR)).toMatchObject({ applied: false, review: { state: 'withdrawn', reason } });
				expect((await claim(account, id, START + HOUR)).steps).toEqual([]);
			}
			expect(await account.countPendingReviews()).toBe(0);
		});

		test('can be paused: an approval counts once it is resumed', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const review = await parked(account, held);
			expect(await change(account, { kind: 'pause' })).toMatchObject({ applied: true, enrollment: { state: 'paused', reason: 'in_review' } });
			await decide(account, review);
			expect(await standing(account)).toMatchObject({ state: 'paused', reason: 'paused' });
			expect((await claim(account, held.sequenceId, START + DAY)).steps).toEqual([]);
			await change(account, { kind: 'resume', unconfirmed: 'leave' }, START + DAY);
			expect((await ask(account, await claimOne(account, held.sequenceId, START + DAY), {}, START + DAY)).kind).toBe('approved');
		});

		test('that is resumed before anybody has decided waits on', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const review = await parked(account, held);
			await change(account, { kind: 'pause' });
			expect(await change(account, { kind: 'resume', unconfirmed: 'leave' })).toMatchObject({ applied: true, enrollment: { state: 'in_review' } });
			expect((await claim(account, held.sequenceId, START + DAY)).steps).toEqual([]);
			expect((await stateOf(account, review)).state).toBe('pending');
			expect(await change(account, { kind: 'resume', unconfirmed: 'leave' })).toMatchObject({ applied: false, reason: 'in_review' });
			expect(await change(account, { kind: 'reschedule', at: START })).toMatchObject({ applied: false, reason: 'in_review' });
		});

		test('can be led past its step, which takes the review back', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const review = await parked(account, held);
			expect(await change(account, { kind: 'skip' })).toMatchObject({ applied: true, enrollment: { state: 'active', step: 'offer' } });
			expect((await stateOf(account, review)).state).toBe('withdrawn');
		});

		test('whose step has another name or is gone is reviewed at the step where it goes on', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const review = await parked(account, held);
			await publish(account, { steps: [step('offer'), step('reminder')] });

			expect(await standing(account)).toMatchObject({ state: 'active', step: 'offer' });
			expect((await stateOf(account, review)).state).toBe('withdrawn');
			expect(await decide(account, review)).toMatchObject({ applied: false });
			expect(await ask(account, await claimOne(account, held.sequenceId))).toMatchObject({ kind: 'pending', isNew: true });
		});

		test('stays in review through an edit that leaves its step alone', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const review = await parked(account, held);
			await publish(account, { steps: [step('hello', { amount: 2, unit: 'days' }), step('reminder')] });
			expect(await standing(account)).toMatchObject({ state: 'in_review', step: 'hello' });
			expect((await stateOf(account, review)).state).toBe('pending');
		});

		test('does not expire by silence of the contact, who was sent nothing', async ({ account }) => {
			const held = await firstStepClaimed(account, { expireAfter: { amount: 1, unit: 'hours' } });
			const review = await parked(account, held);
			expect((await claim(account, held.sequenceId, START + DAY)).settled).toBe(0);
			await decide(account, review, {}, START + DAY);
			expect(await standing(account)).toMatchObject({ state: 'active', expiresAt: START + DAY + HOUR });
		});

		test('outlives the process', async ({ account, reopen, doubtsWhatWasHandedOut }) => {
			if (!reopen || doubtsWhatWasHandedOut) return;
			const review = await parked(account, await firstStepClaimed(account));
			const after = (await reopen()).forAccount('106540352242922');
			await after.reclaimFrom((await after.listSequences())[0]!.id, 'next', START);
			expect((await claim(after, (await after.listSequences())[0]!.id, START + DAY, 'next')).steps).toEqual([]);
			expect((await stateOf(after, review)).state).toBe('pending');
		});

		test('is left alone by the answer to a message that another node had begun', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const permit = await beginAllowed(account, held, START, 'other');
			const review = await parked(account, held);
			await settle(account, permit, { kind: 'accepted', wamid: 'wamid.1' });
			expect(await standing(account)).toMatchObject({ state: 'in_review', step: 'hello' });
			expect((await stateOf(account, review)).state).toBe('pending');
		});
	});

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
