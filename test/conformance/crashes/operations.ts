/** The verbs that write, each in a situation in which it writes as much as it can. */
import { sequenceOf } from '../../../engine/desk/timers';
import type { Rule } from '../../../engine/sequence/conditions/condition';
import { needsOf } from '../../../engine/sequence/conditions/facts';
import { SEQUENCE_EVENT_KINDS, type AccountStore, type ReviewRequest, type SendOutcome, type SendPermit } from '../../../engine/store/contract';
import { DAY, definition, enrollRequest, HOUR, message, owner, person, phoneOf, preference, START, status, step } from '../builders';
import { reviewOf } from '../behaviours/reviews';
import { exportAll, fillAccount, withOtherStore } from '../moving';
import { claim, claimOne, enrollOne, firstStepClaimed, heldStep, LEASE_MS, LIVING, publish, sendAccepted, sendRequest } from '../verbs';

export interface Operation {
	name: string;
	/** Prepares an empty account and answers the call to be tried; the call can be repeated. */
	prepare: (account: AccountStore) => Promise<() => Promise<unknown>>;
}

const LATER = START + LEASE_MS;

async function claimed(account: AccountStore, people: number) {
	const id = await publish(account);
	await account.enroll(Array.from({ length: people }, (_, n) => enrollRequest(person(n))), START);
	const taken = await claim(account, id);
	return { id, taken, requests: taken.steps.map((_, n) => sendRequest(heldStep(taken, n))) };
}

/** Ids of the reviews of so many people. */
async function parkedAtGate(account: AccountStore, people: number, more: Partial<ReviewRequest> = {}): Promise<string[]> {
	const { taken } = await claimed(account, people);
	const answers = await account.review(taken.steps.map((_, n) => reviewOf(heldStep(taken, n), more)), START);
	return answers.flatMap((answer) => (answer.kind === 'pending' ? [answer.review.id] : []));
}

async function listening(account: AccountStore): Promise<string> {
	return (await account.publishSequence(definition(), { ...owner(), events: SEQUENCE_EVENT_KINDS }, START)).id;
}

const allowed = (permits: SendPermit[]) => permits.map((permit) => {
	if (!permit.allowed) throw new Error(`refused: ${permit.reason}`);
	return permit;
});

const OUTCOMES: SendOutcome[] = [
	{ kind: 'accepted', wamid: 'wamid.out0', userId: 'DE.1' },
	{ kind: 'unknown', detail: 'timeout' },
	{ kind: 'not_posted', reason: 'meta_unavailable', detail: 'down', retryAfterMs: HOUR },
	{ kind: 'refused', error: { code: 131050, text: 'stopped' }, disposition: 'opt_out' },
	{ kind: 'refused', error: { code: 4, text: 'slow' }, disposition: 'retry' },
];

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

export const OPERATIONS: Operation[] = [
	{
		name: 'publishing for the first time',
		prepare: async (account) => () => account.publishSequence(definition(), owner(), START),
	},
	{
		name: 'publishing a change that moves people, completes others, and frees another name',
		prepare: async (account) => {
			await publish(account, { name: 'summer' });
			const id = await publish(account, {}, 'second');
			await enrollOne(account, person(1));
			await enrollOne(account, person(2));
			await account.endExecution((await claim(account, id)).lease, { kind: 'success' }, START);
			await enrollOne(account, person(3));
			await account.closeSequence(owner('second'), START);
			return () => account.publishSequence(definition({ steps: [step('offer2'), step('hello2')] }), owner(), LATER);
		},
	},
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
		name: 'recording conversions that end a run and begin the next one, with tags',
		prepare: async (account) => {
			await publish(account, { name: 'after-sales' }, 'second');
			const tags = { progress: true, completed: 'bought' };
			const id = await publish(account, { stopOn: { conversion: true }, next: { sequence: 'after-sales', on: 'converted' }, tags });
			await enrollOne(account);
			const [permit] = allowed(await account.beginSends([sendRequest(await claimOne(account, id))], START));
			await account.settleSends([{ sendId: permit!.sendId, outcome: OUTCOMES[0]! }], START);
			const order = { contact: person(), orderId: 'o-1', value: 5, currency: 'EUR', coupon: null, at: LATER };
			return () => account.recordConversions([order, { ...order, orderId: 'o-2' }], LATER);
		},
	},
	{
		name: 'publishing a change of a locked sequence',
		prepare: async (account) => {
			await publish(account);
			await account.lockSequence('welcome', 'correct horse', START);
			return () => account.publishSequence(definition({ steps: [step('offer')] }), owner(), LATER);
		},
	},
	{
		name: 'ending and beginning runs of which the trigger wants to be told',
		prepare: async (account) => {
			await listening(account);
			await account.enroll([1, 2, 3].map((n) => enrollRequest(person(n))), START);
			return () => account.enroll([1, 2, 3, 4].map((n) => enrollRequest(person(n), { reentry: 'restart' })), LATER);
		},
	},
	{
		name: 'handing out events',
		prepare: async (account) => {
			const sequenceId = await listening(account);
			await account.enroll([1, 2, 3].map((n) => enrollRequest(person(n))), START);
			return () => account.claimEvents({ sequenceId, owner: LIVING, limit: 2, leaseMs: LEASE_MS }, START);
		},
	},
	{
		name: 'acknowledging events',
		prepare: async (account) => {
			const sequenceId = await listening(account);
			await account.enroll([1, 2, 3].map((n) => enrollRequest(person(n))), START);
			const { lease } = await account.claimEvents({ sequenceId, owner: LIVING, limit: 2, leaseMs: LEASE_MS }, START);
			return () => account.acknowledgeEvents(lease, START);
		},
	},
	{
		name: 'pausing a sequence',
		prepare: async (account) => {
			await publish(account);
			return () => account.pauseSequence('welcome', 'why', START);
		},
	},
	{
		name: 'resuming a sequence whose people expire',
		prepare: async (account) => {
			await publish(account, { expireAfter: { amount: 1, unit: 'days' } });
			await enrollOne(account);
			await account.pauseSequence('welcome', 'why', START);
			return () => account.resumeSequence('welcome', LATER);
		},
	},
	{
		name: 'claiming what has expired',
		prepare: async (account) => {
			const id = await publish(account, { expireAfter: { amount: 1, unit: 'seconds' }, steps: [step('late', { amount: 1, unit: 'hours' })] });
			await enrollOne(account);
			return () => claim(account, id, LATER);
		},
	},
	{
		name: 'adding and removing tags',
		prepare: async (account) => {
			await account.addTags([{ contact: person(1), tags: ['old'] }], START);
			return () => account.addTags([{ contact: person(1), tags: ['new', 'old'] }, { contact: person(2), tags: ['new'] }], START);
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
		name: 'parking steps at a gate, one of them exempt, and an item that waits in its execution',
		prepare: async (account) => {
			const { taken } = await claimed(account, 2);
			const waiting = { execution: '7', item: 0, resumeUrl: 'http://n8n/webhook-waiting/7' };
			return () => account.review([reviewOf(heldStep(taken, 0)), reviewOf(heldStep(taken, 1), { exempt: 'below 50' }), { ...reviewOf(heldStep(taken, 0)), step: undefined, contact: person(9), waiting }], START);
		},
	},
	{
		name: 'deciding about reviews in every way, one of them about a run that has ended',
		prepare: async (account) => {
			const reviews = await parkedAtGate(account, 4);
			await account.remove([{ sequence: 'welcome', contact: person(3) }], 'removed', START);
			const verdicts = ['approve', 'skip', 'end', 'approve'] as const;
			return () => account.decideReviews(reviews.map((reviewId, n) => ({ reviewId, verdict: verdicts[n]!, by: 'Ana', via: 'dashboard', comment: 'why' })), LATER);
		},
	},
	{
		name: 'ending the silence about reviews',
		prepare: async (account) => {
			await parkedAtGate(account, 2, { silence: { then: 'approve', at: LATER } });
			return () => account.endSilence(10, LATER);
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
	{
		name: 'claiming, with steps left by a dead process',
		prepare: async (account) => {
			const { id, requests } = await claimed(account, 2);
			await account.beginSends([requests[0]!], START);
			await enrollOne(account, person(7), {}, LATER);
			return () => claim(account, id, LATER);
		},
	},
	{
		name: 'claiming steps that were switched off',
		prepare: async (account) => {
			const id = await publish(account, { steps: [step('hello'), step('end')] });
			await enrollOne(account);
			await publish(account, { steps: [step('hello', undefined, { enabled: false }), step('end')] });
			return () => claim(account, id, LATER);
		},
	},
	{
		name: 'beginning sends: new ones, repeated ones, refused ones, strangers',
		prepare: async (account) => {
			const { id, requests } = await claimed(account, 3);
			const [first] = allowed(await account.beginSends([requests[0]!], START));
			await account.settleSends([{ sendId: first!.sendId, outcome: OUTCOMES[2]! }], START);
			const again = await claimOne(account, id, START + HOUR).catch(() => null);
			const retaken = again ? [sendRequest(again)] : [];
			await account.applyWebhook([preference('stop', START - HOUR, { phone: phoneOf(2) })], LIVING, START);
			const stranger = { node: 'n', contact: { phone: phoneOf(9), name: 'Eve' }, category: 'utility', label: 'x' } as const;
			return () => account.beginSends([...requests.slice(1), ...retaken, stranger], START + 1);
		},
	},
	{
		name: 'settling sends in every way',
		prepare: async (account) => {
			const { requests } = await claimed(account, OUTCOMES.length);
			const permits = allowed(await account.beginSends(requests, START));
			return () => account.settleSends(permits.map(({ sendId }, n) => ({ sendId, outcome: OUTCOMES[n]! })), START);
		},
	},
	{
		name: 'refusing steps',
		prepare: async (account) => {
			const { requests } = await claimed(account, 2);
			return () =>
				account.refuseSteps(
					requests.map(({ step: held }, n) => ({ step: held!, reason: 'missing_variable', detail: 'name', action: n === 0 ? 'skip' : 'fail' })),
					START,
				);
		},
	},
	{
		name: 'applying a webhook of statuses, opt-outs and messages',
		prepare: async (account) => {
			const { requests } = await claimed(account, 5);
			const permits = allowed(await account.beginSends(requests, START));
			await account.settleSends([{ sendId: permits[0]!.sendId, outcome: OUTCOMES[0]! }], START);
			const { callbackData } = permits[1]!;
			return () =>
				account.applyWebhook(
					[
						status('wamid.out0', 'failed', START, { error: { code: 131026, text: 'undeliverable' } }),
						status('wamid.out1', 'read', START, { callbackData }),
						preference('stop', LATER, { phone: phoneOf(2) }),
						message('wamid.a', 'thanks', LATER, { phone: phoneOf(3), userId: 'DE.3', name: 'Ana' }),
						message('wamid.b', 'STOP', LATER, { phone: phoneOf(4) }),
						message('wamid.c', 'hello', LATER, { phone: phoneOf(9) }),
					],
					LIVING,
					LATER,
				);
		},
	},
	{
		name: 'ending an execution with steps done, begun and untouched',
		prepare: async (account) => {
			const { requests, taken } = await claimed(account, 3);
			await account.beginSends(requests.slice(0, 2), START);
			return () => account.endExecution(taken.lease, { kind: 'error', error: 'boom' }, START);
		},
	},
	{
		name: 'taking leases back',
		prepare: async (account) => {
			const { id } = await claimed(account, 3);
			return () => account.reclaimFrom(id, 'the living', START + 1);
		},
	},
	{
		name: 'importing an account, in part over what is there',
		prepare: async (account) => {
			await publish(account);
			await enrollOne(account, person(1));
			const { header, records } = await withOtherStore(async (other) => {
				await sendAccepted(other, await firstStepClaimed(other), 'wamid.out');
				await other.applyWebhook([message('wamid.stop', 'STOP', LATER, { phone: phoneOf(2) })], LIVING, LATER);
				return await exportAll(other);
			});
			return () => account.importRecords(header, records, 'allow', LATER);
		},
	},
	{
		name: 'closing a conversation, which gives the next in the queue to the agent and asks for a survey',
		prepare: async (account) => {
			for (const moment of ['queued', 'assigned', 'survey'] as const) {
				const timer = { moment, after: { amount: 0, unit: 'minutes' as const }, ...(moment === 'survey' ? { survey: { attribute: 'stars', answers: ['5'] } } : {}) };
				await account.publishSequence(sequenceOf(timer, 'Europe/Berlin'), { ...owner('desk'), nodeId: moment }, START);
			}
			await account.saveAgents([{ name: 'Ana', limit: 1 }], START);
			await account.workDesk([1, 2, 3].map((n) => ({ contact: person(n), action: { kind: 'assign' } })), START);
			return () => account.workDesk([{ contact: person(1), action: { kind: 'close' } }], LATER);
		},
	},
	{
		name: 'an agent leaving, whose conversations go to another one and into the queue',
		prepare: async (account) => {
			await account.saveAgents([{ name: 'Ana', limit: 2 }, { name: 'Ben', limit: 0 }], START);
			await account.workDesk([1, 2].map((n) => ({ contact: person(n), action: { kind: 'assign' } })), START);
			await account.saveAgents([{ name: 'Ben', limit: 1 }], START);
			return () => account.removeAgents(['Ana'], LATER);
		},
	},
	{
		name: 'a customer writing to an agent, and the answer to a survey',
		prepare: async (account) => {
			const survey = { attribute: 'stars', answers: ['5'] };
			await account.publishSequence(sequenceOf({ moment: 'survey', after: { amount: 0, unit: 'minutes' }, survey }, 'Europe/Berlin'), owner('survey'), START);
			await account.publishSequence(sequenceOf({ moment: 'silent', after: { amount: 1, unit: 'hours' } }, 'Europe/Berlin'), owner('silent'), START);
			await account.saveAgents([{ name: 'Ana', limit: 2 }], START);
			await account.workDesk([1, 2].map((n) => ({ contact: person(n), action: { kind: 'assign' } })), START);
			await account.workDesk([{ contact: person(2), action: { kind: 'close' } }], START);
			return () => account.applyWebhook([1, 2].map((n) => message(`wamid.${n}`, '5', LATER, { phone: phoneOf(n) })), LIVING, LATER);
		},
	},
	{
		name: 'erasing people, one of whom had opted out',
		prepare: async (account) => {
			await fillAccount(account);
			return () => account.erasePeople([person(1), person(9)], LATER);
		},
	},
	{
		name: 'forgetting what is old',
		prepare: async (account) => {
			await fillAccount(account);
			return () => account.prune({ historyBefore: START + DAY, after: null, limit: 100 }, START + 30 * DAY);
		},
	},
];
