/** The resource Connection: whether this WhatsApp number is set up as it has to be. */
import type { INodeProperties } from 'n8n-workflow';
import type { Operation } from '../operation';
import * as doctor from './doctor';

export const operations: Record<string, Operation> = { doctor };

export const choice: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: ['connection'] } },
	options: [
		{
			name: 'Doctor',
			value: 'doctor',
			description: 'Find out why messages do not come or go, and what to do. Nothing is changed.',
			action: 'Examine the connection to whats app',
		},
	],
	default: 'doctor',
};
