/** The resource Conversion: purchases and bookings. */
import type { INodeProperties } from 'n8n-workflow';
import type { Operation } from '../operation';
import * as record from './record';

export const operations: Record<string, Operation> = { record };

export const choice: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: ['conversion'] } },
	options: [
		{ name: 'Record', value: 'record', description: 'Note a purchase or booking of a contact', action: 'Record a conversion' },
	],
	default: 'record',
};
