/** List: the sequences of this WhatsApp number, one item each. */
import type { INodeProperties } from 'n8n-workflow';
import type { Batch, Outcome } from '../../batch';
import { sequenceItem } from '../../sequence-item';

export const description: INodeProperties[] = [];

/** Once per incoming item, as n8n's list operations do; they are read once. */
export async function execute({ store, items }: Batch): Promise<Outcome> {
	const sequences = (await store.listSequences()).map(sequenceItem);
	return { answers: items.flatMap((_, item) => sequences.map((sequence) => ({ item, json: { sequence } }))), faults: [] };
}
