/** The resource Conversation: who answers a customer. */
import { operationChoice, type Operation } from '../../../shared/operation';
import * as answered from './answered';
import * as assign from './assign';
import * as claim from './claim';
import * as close from './close';
import * as get from './get';
import * as list from './list';
import * as open from './open';
import * as queue from './queue';
import * as transfer from './transfer';

export const operations: Record<string, Operation> = { answered, assign, claim, close, get, list, open, queue, transfer };

export const choice = operationChoice('conversation', 'assign', [
	{ name: 'Assign', value: 'assign', description: 'Give it to an agent with a free place; without one the customer waits', action: 'Assign a conversation' },
	{ name: 'Claim', value: 'claim', description: 'An agent takes it by hand, within the limit', action: 'Claim a conversation' },
	{ name: 'Close', value: 'close', description: 'It is over; the next in the queue gets the free place', action: 'Close a conversation' },
	{ name: 'Get', value: 'get', description: 'Show who has the conversation, since when, and the place in the queue', action: 'Get a conversation' },
	{ name: 'List', value: 'list', description: 'Show conversations, or the queue', action: 'List conversations' },
	{ name: 'Open', value: 'open', description: 'It begins with a bot, or with nobody', action: 'Open a conversation' },
	{ name: 'Queue', value: 'queue', description: 'Like Assign, but the customer is queued also while no agent is at work', action: 'Queue a conversation' },
	{ name: 'Record Answer', value: 'answered', description: 'An agent answered from elsewhere than the phone app, so no reminder is needed', action: 'Record an answer' },
	{ name: 'Transfer', value: 'transfer', description: 'Give it to another agent, or to whoever else is free', action: 'Transfer a conversation' },
]);
