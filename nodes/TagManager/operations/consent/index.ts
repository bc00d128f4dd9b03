/** The resource Consent: which messages contacts wish to get. */
import { operationChoice, type Operation } from '../../../shared/operation';
import * as history from './history';
import * as read from './read';
import * as record from './record';

export const operations: Record<string, Operation> = { history, read, record };

export const choice = operationChoice('consent', 'read', [
	{ name: 'History', value: 'history', description: 'Show every change, with who said so and when', action: 'Get the history of consent' },
	{ name: 'Read', value: 'read', description: 'Show whether contacts may be sent marketing and utility messages', action: 'Read consent' },
	{ name: 'Record', value: 'record', description: 'Write down that contacts agreed or opted out', action: 'Record consent' },
]);
