/** The resource Connection: whether this WhatsApp number is set up as it has to be. */
import { operationChoice } from '../../../shared/operation';
import type { Operation } from '../operation';
import * as doctor from './doctor';

export const operations: Record<string, Operation> = { doctor };

export const choice = operationChoice('connection', 'doctor', [
	{
		name: 'Doctor',
		value: 'doctor',
		description: 'Find out why messages do not come or go, and what to do. Nothing is changed.',
		action: 'Examine the connection to WhatsApp',
	},
]);
