/** Which enrollment an item means. */
import { DateTime } from 'luxon';
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

/** The name of the step that an item means; throws ItemFault when it is empty. */
export function readStep({ node }: Batch, item: number): string {
	const step = String(node.getNodeParameter('step', item, '') ?? '').trim();
	if (step === '') throw new ItemFault('Step is empty', 'Write the name of the step as it stands on the Sequence Trigger.');
	return step;
}

/** A time as UTC milliseconds. One without a zone is in the workflow's time zone, as n8n's date fields are. */
export function readInstant({ node }: Batch, item: number, parameter: string, label: string): number {
	const written = node.getNodeParameter(parameter, item, '') as unknown;
	const text = written instanceof Date ? written.toISOString() : String(written ?? '').trim();
	const at = DateTime.fromISO(text.replace(' ', 'T'), { zone: node.getTimezone() });
	if (text !== '' && at.isValid) return at.toMillis();
	throw new ItemFault(text === '' ? `${label} is empty` : `"${text}" is no time`, `Write ${label} like 2026-05-31T18:00:00.`);
}
