import type { Condition, Rule } from '../../../engine/sequence/conditions/condition';
import { firstMet } from '../../../engine/sequence/conditions/evaluate';
import { needsOf } from '../../../engine/sequence/conditions/facts';
import { StoreRefusal, type AccountStore, type FactsRequest, type GuardStop } from '../../../engine/store/contract';
import { DAY, enrollRequest, HOUR, message, messageOfType, MINUTE, person, phoneOf, START, step } from '../builders';
import { onStore, type OpenStore } from '../store-under-test';
import { begin, claimOne, enrollOne, firstStepClaimed, LEASE_MS, LIVING, publish, sendAccepted, standing, type Held } from '../verbs';

const rule = (...conditions: Condition[]): Rule => ({ name: 'Stop', match: 'all', conditions });

async function isMet(account: AccountStore, request: FactsRequest, condition: Condition, now: number): Promise<boolean> {
	const rules = [rule(condition)];
	const [facts] = await account.loadFacts([request], needsOf(rules), now);
	return firstMet(rules, facts!) !== null;
}

function stopOf(held: Held, more: Partial<GuardStop> = {}): GuardStop {
	const { enrollment, contact } = held.due;
	return { contact: { id: contact.id }, enrollmentId: enrollment.id, step: held.step, rule: 'Has bought', addTags: [], removeTags: [], ...more };
}

const ofHeld = (held: Held): FactsRequest => ({ contact: { id: held.due.contact.id }, enrollmentId: held.due.enrollment.id });
const wroteSince: Condition = { kind: 'messages', direction: 'received', comparison: 'at_least', count: 1, period: { since: 'enrolled' } };

export function guard(open: OpenStore): void {
	const test = onStore(open);

	describe('facts for conditions', () => {
		test('tell messages written since the enrollment, and no reactions', async ({ account }) => {
			await account.applyWebhook([message('w.0', 'PROMO', START)], LIVING, START);
			const held = await firstStepClaimed(account, { stopOnReply: false });
			await account.applyWebhook([messageOfType('reaction', 'w.1', START + MINUTE)], LIVING, START + MINUTE);
			expect(await isMet(account, ofHeld(held), wroteSince, START + HOUR)).toBe(false);

			await account.applyWebhook([message('w.2', 'hi', START + MINUTE)], LIVING, START + MINUTE);
			expect(await isMet(account, ofHeld(held), wroteSince, START + HOUR)).toBe(true);
			const lately: Condition = { ...wroteSince, period: { within: { amount: 30, unit: 'minutes' } } } as Condition;
			expect(await isMet(account, ofHeld(held), lately, START + HOUR)).toBe(false);
		});

		test('tell steps and messages sent', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const sentSteps: Condition = { kind: 'steps_sent', comparison: 'equals', count: 1 };
			expect(await isMet(account, ofHeld(held), sentSteps, START)).toBe(false);
			await sendAccepted(account, held, 'wamid.1');

			expect(await isMet(account, ofHeld(held), sentSteps, START)).toBe(true);
			const capped: Condition = { kind: 'messages', direction: 'sent', comparison: 'at_least', count: 1, period: { within: { amount: 1, unit: 'days' } } };
			expect(await isMet(account, ofHeld(held), capped, START + HOUR)).toBe(true);
			expect(await isMet(account, ofHeld(held), capped, START + 2 * DAY)).toBe(false);
		});

		test('tell tags, attributes, conversions and other sequences', async ({ account }) => {
			const held = await firstStepClaimed(account);
			await account.addTags([{ contact: person(1), tags: ['vip'] }], START);
			await account.setAttributes([{ contact: person(1), attributes: { age: 30 } }], START);
			await account.recordConversions([{ contact: person(1), orderId: 'o-1', value: 49.9, currency: 'EUR', coupon: null, at: START + HOUR }], START + HOUR);
			const met = (condition: Condition) => isMet(account, ofHeld(held), condition, START + HOUR);

			expect(await met({ kind: 'tag', tag: 'vip', has: true })).toBe(true);
			expect(await met({ kind: 'value', of: 'attribute', name: 'age', operator: 'at_least', value: '18' })).toBe(true);
			expect(await met({ kind: 'conversion_value', comparison: 'equals', value: 49.9, period: { since: 'enrolled' } })).toBe(true);
			expect(await met({ kind: 'elsewhere', is: true })).toBe(false);
			await publish(account, { name: 'other' }, 'second');
			await enrollOne(account, person(1), { sequence: 'other' });
			expect(await met({ kind: 'elsewhere', is: true })).toBe(true);
		});

		test('of somebody unknown are those of a person of whom nothing is kept', async ({ account }) => {
			expect(await isMet(account, { contact: person(9) }, { kind: 'tag', tag: 'vip', has: false }, START)).toBe(true);
			expect(await isMet(account, { contact: person(9) }, wroteSince, START)).toBe(false);
			expect(await account.tagsOf([person(9)])).toEqual([null]);
			expect(await account.loadFacts([{ contact: { id: 'gone' } }], needsOf([]), START)).toEqual([null]);
		});

		test('of a run belong to its own contact only', async ({ account }) => {
			const held = await firstStepClaimed(account);
			await enrollOne(account, person(2));
			const [facts] = await account.loadFacts([{ contact: person(2), enrollmentId: held.due.enrollment.id }], needsOf([rule({ kind: 'state', is: 'active' })]), START);
			expect(facts!.run).toBeNull();
		});
	});

	describe('a guard', () => {
		test('ends the run with its rule as the reason, and says what is not sent', async ({ account }) => {
			const held = await firstStepClaimed(account);

			const [stopped] = await account.stopByGuard([stopOf(held)], START);

			expect(stopped).toMatchObject({ applied: true, reason: 'guard_stopped', stepsNotSent: ['hello', 'offer', 'reminder'] });
			expect(await standing(account)).toMatchObject({ state: 'exited', reason: 'guard_stopped', reasonDetail: 'Has bought', step: 'hello', dueAt: null });
			expect((await account.contactTimeline(person(1), 10)).at(-1)).toMatchObject({ kind: 'ended', reason: 'guard_stopped', detail: 'Has bought', step: 'hello' });
			expect(await begin(account, held)).toMatchObject({ allowed: false, reason: 'enrollment_ended' });
			expect((await account.sequenceStats('welcome', START)).exited).toEqual({ guard_stopped: 1 });
		});

		test('leaves out steps that are switched off or cancelled', async ({ account }) => {
			const held = await firstStepClaimed(account, { steps: [step('a'), step('b', undefined, { enabled: false }), step('c'), step('d')] });
			await account.changeEnrollments([{ target: { id: held.due.enrollment.id }, change: { kind: 'cancel', step: 'c' } }], START);

			expect((await account.stopByGuard([stopOf(held)], START))[0]!.stepsNotSent).toEqual(['a', 'd']);
		});

		test('whose item has lost its lease writes nothing, not even tags', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const later = START + LEASE_MS;
			await claimOne(account, held.sequenceId, later, 'another');

			const [stopped] = await account.stopByGuard([stopOf(held, { addTags: ['stopped'] })], later);

			expect(stopped).toEqual({ applied: false, reason: 'lease_lost', enrollment: expect.anything(), stepsNotSent: [], tagsAdded: [], tagsRemoved: [] });
			expect(await standing(account)).toMatchObject({ state: 'active' });
			expect((await account.tagsOf([person(1)]))[0]!.tags).toEqual([]);
		});

		test('behind the sending node ends what is left', async ({ account }) => {
			const held = await firstStepClaimed(account);
			await sendAccepted(account, held, 'wamid.1');

			expect((await account.stopByGuard([stopOf(held)], START))[0]).toMatchObject({ applied: true, stepsNotSent: ['offer', 'reminder'] });
		});

		test('ends a run once, however many of its items it meets', async ({ account }) => {
			const held = await firstStepClaimed(account);

			const answers = await account.stopByGuard([stopOf(held), stopOf(held)], START);
			const [again] = await account.stopByGuard([stopOf(held)], START);

			expect(answers.map(({ applied }) => applied)).toEqual([true, true]);
			expect(again).toMatchObject({ applied: false, reason: 'enrollment_ended' });
			expect((await account.contactTimeline(person(1), 10)).filter(({ kind }) => kind === 'ended')).toHaveLength(1);
		});

		test('changes tags of people outside any sequence, and tells each change once', async ({ account }) => {
			const stop = { contact: person(5), rule: 'Has bought', addTags: ['buyer'], removeTags: [] };

			const answers = await account.stopByGuard([stop, stop], START);

			expect(answers.map(({ tagsAdded }) => tagsAdded)).toEqual([['buyer'], []]);
			expect(answers[0]).toMatchObject({ applied: true, enrollment: null, stepsNotSent: [] });
			expect((await account.tagsOf([person(5)]))[0]!.tags).toEqual(['buyer']);
		});

		test('refuses an empty tag and then stops nobody', async ({ account }) => {
			const held = await firstStepClaimed(account);
			await expect(account.stopByGuard([stopOf(held, { addTags: [' '] })], START)).rejects.toThrow(StoreRefusal);
			expect(await standing(account)).toMatchObject({ state: 'active' });
		});

		test('that removes the tag a sequence began with lets the tag begin it again', async ({ account }) => {
			await publish(account);
			const tagged = async (now: number) => {
				const [{ changed } = { changed: [] as string[] }] = await account.addTags([{ contact: person(1), tags: ['cart open'] }], now);
				// What a tag trigger does: only a tag that is really new enrolls.
				return changed.includes('cart open') ? (await enrollOne(account, person(1), {}, now)).outcome : 'nothing';
			};
			expect([await tagged(START), await tagged(START)]).toEqual(['enrolled', 'nothing']);
			const held = await claimOne(account, (await account.listSequences())[0]!.id);

			const answers = await account.stopByGuard([stopOf(held, { removeTags: ['cart open'] }), stopOf(held, { removeTags: ['cart open'] })], START);

			expect(answers.map(({ tagsRemoved }) => tagsRemoved)).toEqual([['cart open'], []]);
			expect([await tagged(START + HOUR), await tagged(START + HOUR)]).toEqual(['enrolled', 'nothing']);
			expect(await standing(account)).toMatchObject({ state: 'active', step: 'hello', enrolledAt: START + HOUR });
		});
	});

	describe('entry conditions', () => {
		const vips = { conditions: { match: 'all' as const, rules: [{ name: 'VIPs only', match: 'all' as const, conditions: [{ kind: 'tag' as const, tag: 'vip', has: true }] }] } };

		test('refuse who does not meet them, name the rule, and let others of the batch in', async ({ account }) => {
			await publish(account, vips);
			await account.addTags([{ contact: person(2), tags: ['vip'] }], START);

			const [one, two] = await account.enroll([enrollRequest(person(1)), enrollRequest(person(2))], START);

			expect(one).toMatchObject({ outcome: 'refused', reason: 'conditions_not_met', rule: 'VIPs only', enrollment: null });
			expect(two).toMatchObject({ outcome: 'enrolled', reason: null });
			expect(two).not.toHaveProperty('rule');
			expect(await account.contactTimeline({ phone: phoneOf(1) }, 5)).toMatchObject([{ kind: 'refused', reason: 'conditions_not_met', detail: 'VIPs only' }]);
		});

		test('are not asked of who is in it already, but of who starts over', async ({ account }) => {
			await publish(account);
			await enrollOne(account);
			await publish(account, vips);

			expect((await account.enroll([enrollRequest()], START))[0]).toMatchObject({ outcome: 'kept' });
			expect((await account.enroll([enrollRequest(person(), { reentry: 'restart' })], START))[0]).toMatchObject({ outcome: 'refused', reason: 'conditions_not_met' });
			expect(await standing(account)).toMatchObject({ state: 'active' });
		});

		test('know what the enrolling item brings along', async ({ account }) => {
			const rich: Rule = { name: 'Large carts', match: 'all', conditions: [{ kind: 'value', of: 'context', name: 'total', operator: 'at_least', value: '50' }] };
			await publish(account, { conditions: { match: 'all', rules: [rich] } });

			const answers = await account.enroll([10, 60].map((total, n) => enrollRequest(person(n), { context: { total } })), START);
			expect(answers.map(({ outcome }) => outcome)).toEqual(['refused', 'enrolled']);
		});
	});
}
