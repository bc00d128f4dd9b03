/** What a page shows of a sequence beside its figures. */
import type { SequenceDefinition } from '../../sequence/definition';
import type { PublishedSequence, SequenceSummary } from './sequences';

export interface SequenceDescription {
	summary: SequenceSummary;
	definition: SequenceDefinition;
	/** "Workflow / node" that published it last; null when it moved here from another store. */
	owner: string | null;
	/** Newest first, at most as many as were asked for. */
	versions: SequenceVersion[];
}

export interface SequenceVersion {
	version: number;
	/** UTC milliseconds. */
	publishedAt: number;
	steps: number;
	/** What publishing it meant for the people in flight; null for a first version. */
	effect: Pick<PublishedSequence, 'moved' | 'retimed' | 'pinned'> | null;
}
