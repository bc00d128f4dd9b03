/** The resource Consent: which messages contacts wish to get. */
import type { INodeProperties } from 'n8n-workflow';
import type { Operation } from '../../../shared/operation';
import * as history from './history';
import * as read from './read';
import * as record from './record';

export const operations: Record<string, Operation> = { history, read, record };

export const choice: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: ['consent'] } },
	options: [
		{ name: 'History', value: 'history', description: 'Show every change, with who said so and when', action: 'Get the history of consent' },
		{ name: 'Read', value: 'read', description: 'Show whether contacts may be sent marketing and utility messages', action: 'Read consent' },
		{ name: 'Record', value: 'record', description: 'Write down that contacts agreed or opted out', action: 'Record consent' },
	],
	default: 'read',
};
