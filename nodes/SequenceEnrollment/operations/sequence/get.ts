/** Get: whether a sequence is published or paused, and how many people are in it. */
import { updateDisplayOptions } from 'n8n-workflow';
import { StoreRefusal } from '../../../../engine/store/contract';
import { nearestNames } from '../../../../engine/text/nearest-names';
import { workOnItems, type Batch, type Outcome } from '../../batch';
import { sequenceField } from '../../fields';
import { sequenceItem } from '../../sequence-item';
import { readSequence } from '../../target';

export const description = updateDisplayOptions({ show: { resource: ['sequence'], operation: ['get'] } }, [sequenceField]);

export function execute(batch: Batch): Promise<Outcome> {
	return workOnItems(batch, {
		read: (item) => readSequence(batch, item),
		work: async (names) => {
			const sequences = await batch.store.listSequences();
			const known = new Map(sequences.map((sequence) => [sequence.name, sequence]));
			return names.map((name) => {
				const sequence = known.get(name);
				if (sequence) return sequence;
				const [near] = nearestNames(name, [...known.keys()]);
				throw new StoreRefusal(`There is no sequence "${name}".${near ? ` Did you mean "${near}"?` : ' Publish its workflow first.'}`);
			});
		},
		answer: (sequence) => ({ sequence: sequenceItem(sequence) }),
	});
}
