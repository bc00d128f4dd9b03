/** Conversations and the agents who have them. */
import { sequenceOf } from '../../../../engine/desk/timers';
import { message, owner, person, phoneOf, START } from '../../builders';
import { LIVING } from '../../verbs';
import { LATER, type Operation } from './operation';

export const DESK: Operation[] = [
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
];
