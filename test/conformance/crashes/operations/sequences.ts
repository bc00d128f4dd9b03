/** Publishing, pausing and resuming sequences, and telling of what changes in them. */
import { SEQUENCE_EVENT_KINDS, type AccountStore } from '../../../../engine/store/contract';
import { definition, enrollRequest, owner, person, START, step } from '../../builders';
import { claim, enrollOne, LEASE_MS, LIVING, publish } from '../../verbs';
import { LATER, type Operation } from './operation';

async function listening(account: AccountStore): Promise<string> {
	return (await account.publishSequence(definition(), { ...owner(), events: SEQUENCE_EVENT_KINDS }, START)).id;
}

export const SEQUENCES: Operation[] = [
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
];
