/** Enrolling people, leading them through a sequence, and ending their runs. */
import type { Rule } from '../../../../engine/sequence/conditions/condition';
import { needsOf } from '../../../../engine/sequence/conditions/facts';
import { enrollRequest, message, person, phoneOf, START } from '../../builders';
import { enrollOne, firstStepClaimed, LIVING, publish } from '../../verbs';
import { LATER, type Operation } from './operation';

const since = { since: 'enrolled' } as const;

/** Conditions of every family of facts. */
const EVERY_FACT: Rule[] = [
	{
		name: 'everything',
		match: 'all',
		conditions: [
			{ kind: 'tag', tag: 'vip', has: true },
			{ kind: 'human', period: since },
			{ kind: 'steps_sent', comparison: 'above', count: 1 },
			{ kind: 'elsewhere', is: true },
			{ kind: 'messages', direction: 'received', comparison: 'above', count: 1, period: since },
			{ kind: 'messages', direction: 'sent', comparison: 'above', count: 1, period: since },
			{ kind: 'conversion', period: since },
		],
	},
];

export const RUNS: Operation[] = [
	{
		name: 'enrolling new people, some again, some who replied with the keyword',
		prepare: async (account) => {
			await publish(account);
			for (const n of [1, 2, 3]) await enrollOne(account, person(n));
			await account.applyWebhook([message('wamid.in', 'PROMO', LATER, { phone: phoneOf(3) })], LIVING, LATER);
			return () =>
				account.enroll(
					[
						enrollRequest(person(1)),
						enrollRequest(person(2), { reentry: 'restart', messageId: 'wamid.again' }),
						enrollRequest(person(3), { messageId: 'wamid.in' }),
						enrollRequest({ ...person(4), name: 'Ana', userId: 'DE.4' }),
					],
					LATER,
				);
		},
	},
	{
		name: 'enrolling by every re-entry rule, one of them in a chain',
		prepare: async (account) => {
			await publish(account, { coolDown: { amount: 1, unit: 'days' }, tags: { completed: 'done' } });
			const { enrollment } = await enrollOne(account, person(1));
			for (const n of [2, 3]) await enrollOne(account, person(n), { reference: 'cart-1' });
			await account.remove([{ sequence: 'welcome', contact: person(3) }], 'removed', START);
			return () =>
				account.enroll(
					[
						enrollRequest(person(1), { reentry: 'restart', startedBy: enrollment.id }),
						enrollRequest(person(2), { reentry: 'replace', reference: 'cart-2' }),
						enrollRequest(person(3), { reentry: 'once' }),
						enrollRequest(person(4), { reentry: 'sequence', startedBy: enrollment.id }),
					],
					LATER,
				);
		},
	},
	{
		name: 'pausing, skipping, jumping, rescheduling and cancelling',
		prepare: async (account) => {
			await publish(account);
			await account.enroll([1, 2, 3, 4, 5].map((n) => enrollRequest(person(n))), START);
			const target = (n: number) => ({ sequence: 'welcome', contact: person(n) });
			return () =>
				account.changeEnrollments(
					[
						{ target: target(1), change: { kind: 'pause' } },
						{ target: target(2), change: { kind: 'skip' } },
						{ target: target(3), change: { kind: 'jump', step: 'reminder', when: 'at_once' } },
						{ target: target(4), change: { kind: 'reschedule', at: LATER } },
						{ target: target(5), change: { kind: 'cancel', step: 'offer' } },
					],
					START,
				);
		},
	},
	{
		name: 'stopping a run by a guard, with all facts asked for and tags changed',
		prepare: async (account) => {
			const held = await firstStepClaimed(account);
			const contact = { id: held.due.contact.id };
			await account.addTags([{ contact, tags: ['cart open'] }], START);
			const asked = { contact, enrollmentId: held.step.enrollmentId };
			const stop = { ...asked, step: held.step, rule: 'Has bought', addTags: ['stopped'], removeTags: ['cart open'] };
			return async () => {
				await account.loadFacts([asked], needsOf(EVERY_FACT), START);
				return account.stopByGuard([stop], START);
			};
		},
	},
	{
		name: 'enrolling by entry conditions, one in and one out',
		prepare: async (account) => {
			await publish(account, { conditions: { match: 'all', rules: [{ name: 'VIPs only', match: 'all', conditions: [{ kind: 'tag', tag: 'vip', has: true }] }] } });
			await account.addTags([{ contact: person(1), tags: ['vip'] }], START);
			return () => account.enroll([enrollRequest(person(1)), enrollRequest(person(2))], START);
		},
	},
	{
		name: 'removing people',
		prepare: async (account) => {
			await publish(account);
			await enrollOne(account);
			return () => account.remove([{ sequence: 'welcome', contact: person() }], 'removed', START);
		},
	},
];
