import type { OtherEvent } from '../../../engine/whatsapp/webhook-event';
import { DAY, definition, HOUR, message, MINUTE, owner, person, phoneOf, START, status, step } from '../builders';
import { onStore, type OpenStore } from '../store-under-test';
import { begin, claim, claimOne, enrollOne, firstStepClaimed, LIVING, publish, sendAccepted, standing } from '../verbs';

const seconds = (at: number): string => String(Math.floor(at / 1000));
const digits = (n: number): string => phoneOf(n).slice(1);

const echo = (at: number): OtherEvent => ({
	kind: 'other',
	field: 'smb_message_echoes',
	value: { message_echoes: [{ from: '49301234', to: digits(1), id: 'wamid.human', timestamp: seconds(at), type: 'text' }] },
});

const newNumber = (at: number): OtherEvent => ({
	kind: 'other',
	field: 'system',
	value: { from: digits(1), id: 'wamid.s', timestamp: seconds(at), type: 'system', system: { type: 'user_changed_number', wa_id: digits(77) } },
});

const order = (more = {}) => ({ contact: person(), orderId: 'order-1', value: 49.9, currency: 'eur', coupon: null, at: START + HOUR, ...more });

export function lifeOfARun(open: OpenStore): void {
	const test = onStore(open);

	describe('stop rules', () => {
		test('end the run when a human answers, also between claim and send, and only then', async ({ account }) => {
			const held = await firstStepClaimed(account, { stopOn: { humanReply: true } });

			await account.applyWebhook([echo(START - HOUR)], LIVING, START);
			expect((await standing(account)).state).toBe('active');
			await account.applyWebhook([echo(START + MINUTE)], LIVING, START + MINUTE);

			expect(await begin(account, held, START + MINUTE)).toMatchObject({ allowed: false, reason: 'enrollment_ended' });
			expect(await standing(account)).toMatchObject({ state: 'exited', reason: 'human_replied' });
		});

		test('that are not set leave the run alone', async ({ account }) => {
			await publish(account);
			await enrollOne(account);
			await account.applyWebhook([echo(START + MINUTE), newNumber(START + MINUTE)], LIVING, START + MINUTE);

			expect((await standing(account)).state).toBe('active');
		});

		test('end the run when the number changes, and the contact is known by the new one', async ({ account }) => {
			await publish(account, { stopOn: { numberChange: true } });
			await enrollOne(account);
			await account.applyWebhook([newNumber(START + MINUTE), newNumber(START + MINUTE)], LIVING, START + MINUTE);

			expect(await standing(account, person(77))).toMatchObject({ state: 'exited', reason: 'number_changed', contact: { phone: phoneOf(77) } });
		});

		test('let an undeliverable message be passed over when the sequence wants that', async ({ account }) => {
			const held = await firstStepClaimed(account, { stopOn: { undeliverable: false } });
			await sendAccepted(account, held, 'wamid.1');
			await account.applyWebhook([status('wamid.1', 'failed', START, { error: { code: 131026, text: 'undeliverable' } })], LIVING, START);

			expect(await standing(account)).toMatchObject({ state: 'active', step: 'offer' });
		});
	});

	describe('expiry after silence', () => {
		const expireAfter = { amount: 3, unit: 'days' as const };

		test('ends the run at its time, whatever was due later', async ({ account }) => {
			const id = await publish(account, { expireAfter, steps: [step('late', { amount: 9, unit: 'days' })] });
			await enrollOne(account);

			expect(await account.nextDueAt(id)).toBe(START + 3 * DAY);
			expect((await claim(account, id, START + 4 * DAY)).steps).toEqual([]);
			expect(await standing(account)).toMatchObject({ state: 'exited', reason: 'expired', endedAt: START + 3 * DAY });
		});

		test('comes also at an hour at which the sequence does not send', async ({ account }) => {
			const windows = [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }];
			const id = await publish(account, { windows, expireAfter: { amount: 5, unit: 'days' }, steps: [step('late', { amount: 9, unit: 'days' })] });
			await enrollOne(account);

			await claim(account, id, START + 5 * DAY);
			expect(await standing(account)).toMatchObject({ state: 'exited', reason: 'expired', endedAt: START + 5 * DAY });
			expect(await account.nextDueAt(id)).toBeNull();
		});

		test('counts anew from every message of the contact', async ({ account }) => {
			const id = await publish(account, { expireAfter, stopOnReply: false, steps: [step('late', { amount: 5, unit: 'days' })] });
			await enrollOne(account);
			await account.applyWebhook([message('wamid.in', 'hm', START + 2 * DAY + HOUR)], LIVING, START + 2 * DAY + HOUR);

			expect((await claimOne(account, id, START + 5 * DAY)).due.step.name).toBe('late');
		});
	});

	describe('expiry after silence in a paused sequence', () => {
		test('waits as long as the pause took', async ({ account }) => {
			const id = await publish(account, { expireAfter: { amount: 3, unit: 'days' }, steps: [step('late', { amount: 4, unit: 'days' })] });
			await enrollOne(account);
			await account.pauseSequence('welcome', '', START);
			await account.resumeSequence('welcome', START + 2 * DAY);

			expect((await claimOne(account, id, START + 4 * DAY)).due.step.name).toBe('late');
		});
	});

	describe('chaining', () => {
		test('begins the next sequence when a run completes, with its reference', async ({ account }) => {
			await publish(account, { name: 'after-sales' }, 'second');
			const id = await publish(account, { steps: [step('hello')], next: { sequence: 'after-sales', on: 'completed' } });
			await enrollOne(account, person(), { reference: 'order-7' });
			await sendAccepted(account, await claimOne(account, id), 'wamid.1');

			expect(await standing(account, person(), 'after-sales')).toMatchObject({ state: 'active', step: 'hello', reference: 'order-7' });
		});

		test('leads nobody on who opted out', async ({ account }) => {
			await publish(account, { name: 'after-sales' }, 'second');
			await publish(account, { next: { sequence: 'after-sales', on: 'any_end' } });
			await enrollOne(account);
			await account.applyWebhook([message('wamid.stop', 'STOP', START + MINUTE)], LIVING, START + MINUTE);

			expect(await account.listEnrollments({ sequence: 'after-sales' }, { limit: 10 })).toEqual([]);
		});

		test('does not go round in circles', async ({ account }) => {
			const first = await publish(account, { name: 'a', steps: [step('one')], next: { sequence: 'b', on: 'completed' } });
			const second = await publish(account, { name: 'b', steps: [step('two')], next: { sequence: 'a', on: 'completed' } }, 'second');
			await enrollOne(account, person(), { sequence: 'a' });
			await sendAccepted(account, await claimOne(account, first), 'wamid.1');
			await sendAccepted(account, await claimOne(account, second), 'wamid.2');

			expect(await account.listEnrollments({ states: ['active'] }, { limit: 10 })).toEqual([]);
			expect((await account.contactTimeline(person(), 30)).at(-1)).toMatchObject({ kind: 'refused', reason: 'loop', sequence: 'a' });
		});

		test('refuses a run that a step of the same sequence starts for the same contact', async ({ account }) => {
			const held = await firstStepClaimed(account);

			const again = await enrollOne(account, person(), { reentry: 'restart', startedBy: held.step.enrollmentId }, START + MINUTE);

			expect(again).toMatchObject({ outcome: 'refused', reason: 'loop', enrollment: { id: held.step.enrollmentId } });
			expect((await standing(account)).state).toBe('active');
		});

		test('to a sequence that nobody publishes lets the run end all the same, and says so', async ({ account }) => {
			const id = await publish(account, { steps: [step('hello')], next: { sequence: 'nowhere', on: 'completed' } });
			await enrollOne(account);
			await sendAccepted(account, await claimOne(account, id), 'wamid.1');

			expect((await standing(account)).state).toBe('completed');
			expect((await account.contactTimeline(person(), 30)).at(-1)).toMatchObject({ reason: 'sequence_missing', detail: 'nowhere' });
		});
	});

	describe('the answer of a human, told twice,', () => {
		test('does not end the run to which the end of the first one led', async ({ account }) => {
			const stopOn = { humanReply: true };
			await publish(account, { name: 'after-sales', stopOn }, 'second');
			await publish(account, { stopOn, next: { sequence: 'after-sales', on: 'any_end' } });
			await enrollOne(account);

			await account.applyWebhook([echo(START)], LIVING, START);
			await account.applyWebhook([echo(START)], LIVING, START);

			expect(await standing(account)).toMatchObject({ state: 'exited', reason: 'human_replied' });
			expect((await standing(account, person(), 'after-sales')).state).toBe('active');
		});
	});

	describe('tags kept by the engine', () => {
		test('tell the step sent last while the run goes on, and the completion afterwards', async ({ account }) => {
			const id = await publish(account, { steps: [step('hello'), step('offer')], tags: { progress: true, completed: 'welcomed' } });
			await enrollOne(account);
			const tagsNow = async () => (await account.tagsOf([person()]))[0]!.tags;

			await sendAccepted(account, await claimOne(account, id), 'wamid.1');
			expect(await tagsNow()).toEqual(['welcome: hello']);
			await sendAccepted(account, await claimOne(account, id), 'wamid.2');
			expect(await tagsNow()).toEqual(['welcomed']);
		});
	});

	describe('a conversion', () => {
		test('counts once per order, is attributed to the last message, and ends the run as converted', async ({ account }) => {
			const held = await firstStepClaimed(account, { stopOn: { conversion: true }, next: { sequence: 'welcome 2', on: 'converted' } });
			await sendAccepted(account, held, 'wamid.1');

			const answers = [
				...(await account.recordConversions([order(), order()], START + HOUR)),
				...(await account.recordConversions([order({ value: 1 })], START + DAY)),
			];

			expect(answers.map(({ outcome }) => outcome)).toEqual(['recorded', 'known', 'known']);
			expect(answers[0]).toMatchObject({ attributedTo: { sequence: 'welcome', step: 'hello' }, endedEnrollments: [{ sequence: 'welcome' }] });
			expect(await standing(account)).toMatchObject({ state: 'converted', reason: 'converted' });
			expect(await account.sequenceStats('welcome', START)).toMatchObject({ enrolled: 1, completed: 1, converted: 1, conversions: 1, revenue: { EUR: 49.9 }, exited: {} });
		});

		test('counts once, however many record it at the same time', async ({ account }) => {
			await publish(account);
			await enrollOne(account);

			const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => account.recordConversions([order({ contact: person(n % 4) })], START + HOUR)));

			expect(answers.filter(([answer]) => answer!.outcome === 'recorded')).toHaveLength(1);
		});

		test('by read does not count a message that was only sent', async ({ account }) => {
			const held = await firstStepClaimed(account, { attribution: { by: 'read', within: { amount: 1, unit: 'days' } } });
			await sendAccepted(account, held, 'wamid.1');
			expect((await account.recordConversions([order()], START + HOUR))[0]!.attributedTo).toBeNull();

			await account.applyWebhook([status('wamid.1', 'read', START + HOUR)], LIVING, START + HOUR);

			const [late, right] = await account.recordConversions([order({ orderId: '2', at: START + 3 * DAY }), order({ orderId: '3', at: START + 2 * HOUR })], START + 3 * DAY);
			expect([late!.attributedTo, right!.attributedTo?.step]).toEqual([null, 'hello']);
		});

		test('by coupon needs its code', async ({ account }) => {
			const held = await firstStepClaimed(account, { attribution: { by: 'coupon', coupon: 'SPRING', within: { amount: 7, unit: 'days' } } });
			await sendAccepted(account, held, 'wamid.1');

			const answers = await account.recordConversions([order({ coupon: 'other' }), order({ orderId: '2', coupon: ' spring ' })], START + HOUR);

			expect(answers.map(({ attributedTo }) => attributedTo?.step ?? null)).toEqual([null, 'hello']);
		});

		test('without an id, or with a value without a currency, is refused, and nothing of the batch is written', async ({ account }) => {
			await expect(account.recordConversions([order(), order({ orderId: ' ' })], START)).rejects.toThrow(/no order ID/);
			await expect(account.recordConversions([order({ currency: null })], START)).rejects.toThrow(/no currency/);
			expect((await account.recordConversions([order()], START))[0]!.outcome).toBe('recorded');
		});
	});

	describe('the totals of a sequence', () => {
		test('count a step whose attempts are used up as not sent', async ({ account }) => {
			const held = await firstStepClaimed(account, { maxAttempts: 1 });
			await account.endExecution(held.claim.lease, { kind: 'error', error: 'boom' }, START);

			const { failed, steps } = await account.sequenceStats('welcome', START);
			expect(failed).toEqual({ execution_failed: 1 });
			expect(steps[0]).toMatchObject({ step: 'hello', sent: 0, notSent: 1 });
		});
	});

	describe('live edit', () => {
		test('a renamed step keeps its people, and its totals', async ({ account }) => {
			const held = await firstStepClaimed(account);
			await sendAccepted(account, held, 'wamid.1');
			await enrollOne(account, person(2));
			const steps = [step('hi'), step('offer', { amount: 1, unit: 'hours' }), step('reminder', { amount: 1, unit: 'days' })];

			const published = await account.publishSequence(definition({ steps }), owner(), START);

			expect(published.moved).toEqual([{ from: 'hello', to: 'hi', why: 'renamed', count: 1 }]);
			expect((await standing(account, person(2))).step).toBe('hi');
			const { steps: figures, lastChange } = await account.sequenceStats('welcome', START);
			expect(figures.map(({ step: name, sent, waiting }) => [name, sent, waiting])).toEqual([['hi', 1, 1], ['offer', 0, 1], ['reminder', 0, 0]]);
			expect(lastChange).toMatchObject({ moved: published.moved });
		});

		test('a message that is leaving while its step is renamed counts for it', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const permit = await begin(account, held);
			const steps = [step('hi'), step('offer', { amount: 1, unit: 'hours' })];
			await account.publishSequence(definition({ steps: [step('hi'), ...definition().steps.slice(1)] }), owner(), START);
			await account.publishSequence(definition({ steps: [step('hi'), steps[1]!, step('reminder', { amount: 1, unit: 'days' })] }), owner(), START);
			if (!permit.allowed) throw new Error(permit.reason);
			await account.settleSends([{ sendId: permit.sendId, outcome: { kind: 'accepted', wamid: 'wamid.1' } }], START);

			expect(await standing(account)).toMatchObject({ state: 'active', step: 'offer', version: 2, dueAt: START + HOUR });
		});

		test('changed delays re-time those who wait, from their anchor, but no time set by hand', async ({ account }) => {
			await publish(account, { steps: [step('offer', { amount: 1, unit: 'hours' })] });
			await enrollOne(account, person(1));
			await enrollOne(account, person(2), {}, START + MINUTE);
			await account.changeEnrollments([{ target: { sequence: 'welcome', contact: person(2) }, change: { kind: 'reschedule', at: START + 9 * HOUR } }], START);

			const { retimed } = await account.publishSequence(definition({ steps: [step('offer', { amount: 2, unit: 'days' })] }), owner(), START + MINUTE);

			expect(retimed).toBe(1);
			expect((await standing(account, person(1))).dueAt).toBe(START + 2 * DAY);
			expect((await standing(account, person(2))).dueAt).toBe(START + 9 * HOUR);
		});

		test('a step that was due and taken keeps its time, also when its execution is lost', async ({ account }) => {
			const { sequenceId } = await firstStepClaimed(account, { steps: [step('offer')] });
			await account.publishSequence(definition({ steps: [step('offer', { amount: 3, unit: 'days' })] }), owner(), START + 6 * MINUTE);

			expect((await standing(account)).dueAt).toBe(START);
			const { steps } = await claim(account, sequenceId, START + 6 * MINUTE);
			expect(steps.map(({ dueAt }) => dueAt)).toEqual([START]);
		});

		test('takes thousands along, part by part', async ({ account }) => {
			const id = await publish(account, { steps: [step('offer', { amount: 1, unit: 'days' })] });
			const people = Array.from({ length: 1_100 }, (_, n) => ({ sequence: 'welcome', contact: person(n), reentry: 'keep' as const, reference: null, context: {} }));
			await account.enroll(people, START);

			const { retimed } = await account.publishSequence(definition({ steps: [step('offer', { amount: 1, unit: 'hours' })] }), owner(), START);

			expect(retimed).toBe(1_100);
			expect((await claim(account, id, START + HOUR, LIVING, 5_000)).steps).toHaveLength(1_100);
		});

		test('pinned people finish the sequence as it was, and follow once it is no longer pinned', async ({ account }) => {
			const id = await publish(account, { liveEdit: 'pinned' });
			await enrollOne(account, person(1));
			const { pinned } = await account.publishSequence(definition({ liveEdit: 'pinned', steps: [step('news')] }), owner(), START);
			await enrollOne(account, person(2));

			expect(pinned).toBe(1);
			const names = (await claim(account, id)).steps.map((due) => due.step.name);
			expect(names.sort()).toEqual(['hello', 'news']);
			const { moved } = await account.publishSequence(definition({ steps: [step('news'), step('more')] }), owner(), START);
			expect(moved).toEqual([{ from: 'hello', to: null, why: 'removed', count: 1 }]);
		});

		test('a step that is added at the end is offered to those who had completed, once', async ({ account }) => {
			const steps = [step('hello')];
			const id = await publish(account, { steps, offerNewSteps: true });
			for (const n of [1, 2, 3]) await enrollOne(account, person(n));
			await account.endExecution((await claim(account, id)).lease, { kind: 'success' }, START);
			await enrollOne(account, person(2), {}, START + HOUR);
			await account.applyWebhook([message('wamid.stop', 'STOP', START + HOUR, { phone: phoneOf(3) })], LIVING, START + HOUR);

			const more = definition({ steps: [...steps, step('bonus', { amount: 1, unit: 'days' })], offerNewSteps: true });
			const first = await account.publishSequence(more, owner(), START + HOUR);
			const again = await account.publishSequence(more, owner(), START + HOUR);

			expect([first.offered, again.offered]).toEqual([1, 0]);
			expect(await standing(account, person(1))).toMatchObject({ state: 'active', step: 'bonus', dueAt: START + DAY });
			expect((await standing(account, person(2))).step).toBe('hello');
		});
	});
}
