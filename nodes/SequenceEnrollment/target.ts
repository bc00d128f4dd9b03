/** Which enrollment an item means. */
import type { EnrollmentTarget } from '../../engine/store/contract';
import { ItemFault, type Batch } from './batch';
import { readContact } from './contact-parameter';

export type NamedTarget = Extract<EnrollmentTarget, { sequence: string }>;

export function readTarget(batch: Batch, item: number): NamedTarget {
	return { sequence: readSequence(batch, item), contact: readContact(batch, item) };
}

/** The name of the chosen sequence; throws ItemFault when none is chosen. */
export function readSequence(batch: Batch, item: number): string {
	const sequence = sequenceOrAll(batch, item);
	if (sequence) return sequence;
	throw new ItemFault('No sequence is chosen', 'Choose one from the list. It appears there once its Sequence Trigger is published.');
}

/** The name of the chosen sequence, empty when none is chosen. */
export function sequenceOrAll({ node }: Batch, item: number): string {
	return String(node.getNodeParameter('sequence', item, '', { extractValue: true }) ?? '').trim();
}
