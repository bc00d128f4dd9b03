/** What waits behind the lock of a sequence, see engine/store/operations/sequences/sequence-lock. */
import type { SequenceDefinition } from '../../sequence/definition';

export interface WaitingChanges {
	/** What is sent by now. */
	current: SequenceDefinition;
	/** What the canvas says. */
	waiting: SequenceDefinition;
	/** Since when it waits, in UTC milliseconds. */
	since: number;
}
