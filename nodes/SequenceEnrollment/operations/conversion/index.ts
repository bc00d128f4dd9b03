/** The resource Conversion: purchases and bookings. */
import { operationChoice } from '../../../shared/operation';
import type { Operation } from '../operation';
import * as record from './record';

export const operations: Record<string, Operation> = { record };

export const choice = operationChoice('conversion', 'record', [
	{ name: 'Record', value: 'record', description: 'Note a purchase or booking of a contact', action: 'Record a conversion' },
]);
