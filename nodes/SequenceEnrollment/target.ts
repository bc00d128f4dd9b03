/** Which enrollment an item means. */
import { DateTime } from 'luxon';
import type { EnrollmentTarget } from '../../engine/store/contract';
import { ItemFault, type Batch } from './batch';
import { readContact } from '../shared/contact-parameter';

export type NamedTarget = Extract<EnrollmentTarget, { sequence: string }>;

export function readTarget(batch: Batch, item: number): NamedTarget {
	return { sequence: readSequence(batch, item), contact: readContact(batch, item) };
}

/** The name of the chosen sequence, else of the one on this canvas; throws ItemFault when there is none, or several. */
export function readSequence(batch: Batch, item: number): string {
	const sequence = sequenceOrAll(batch, item);
	if (sequence) return sequence;
	const [own, ...others] = batch.ownSequences ?? [];
	if (own !== undefined && others.length === 0) return own;
	throw own === undefined
		? new ItemFault('No sequence is chosen', 'Choose one from the list, or publish this workflow with a Sequence Trigger on it. A sequence is in the list once its Sequence Trigger is published.')
		: new ItemFault('No sequence is chosen, and this workflow has several', `Choose one of them: ${[own, ...others].join(', ')}.`);
}

/** The sequences that the workflow of this node publishes, where one of the items may mean them. */
export async function ownSequencesOf({ node, store, items }: Batch): Promise<readonly string[]> {
	// Operations that are about no sequence have no such parameter, and n8n cannot extract a value of one that is not there.
	if (node.getNodeParameter('sequence', 0, null) === null) return [];
	const namesOne = (item: number): boolean => node.getNodeParameter('sequence', item, '', { extractValue: true }) !== '';
	if (items.every((_, item) => namesOne(item))) return [];
	const { id } = node.getWorkflow();
	return (await store.listSequences()).filter(({ open, ownerWorkflow }) => open && ownerWorkflow === String(id)).map(({ name }) => name);
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
