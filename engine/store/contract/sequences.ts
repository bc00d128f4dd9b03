/** What publishing and listing sequences takes and gives. */
import type { SequenceEventKind } from './events';

/** Which node of which workflow publishes a sequence; two may not publish the same name at once. */
export interface SequenceOwner {
	workflowId: string;
	nodeId: string;
	/** "Workflow name / node name", for the error that names the owner. */
	label: string;
	/** Of which changes in the sequence it wants to be told; of none when absent. */
	events?: readonly SequenceEventKind[];
}

export interface SequenceSummary {
	id: string;
	name: string;
	description: string;
	version: number;
	/** True while a Sequence Trigger publishes it. Closed ones keep their people, but nothing is sent. */
	open: boolean;
	/** Id of the workflow whose Sequence Trigger publishes it, or did so last; null for one that was imported. */
	ownerWorkflow: string | null;
	live: number;
	/** Since when it is paused, by a person or because of a template, in UTC milliseconds, and why; null while it runs. */
	pausedAt: number | null;
	pausedReason: string | null;
	/** The template for which the engine paused it, like "promo (en)"; it goes on by itself once that one is approved again. */
	pausedFor: string | null;
	/** Since when a password protects it against changes, in UTC milliseconds; null while it does not. */
	lockedAt: number | null;
	/** Since when changes of the canvas wait for that password; null while none do. */
	changesWaitSince: number | null;
}

export interface PublishedSequence {
	id: string;
	version: number;
	/** Live enrollments whose next step was renamed or removed, and where they go on; null: they have completed. */
	moved: Array<{ from: string; to: string | null; why: 'renamed' | 'removed'; count: number }>;
	/** Live enrollments that get another time, since a delay or the schedule has changed. */
	retimed: number;
	/** Live enrollments that keep an older version. */
	pinned: number;
	/** People who had completed and got a step that was added at the end. */
	offered: number;
	/** The sequence is locked and was changed on the canvas: `version` goes on until somebody enters the password. */
	changesWait: boolean;
}
