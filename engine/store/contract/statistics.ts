/** The totals of a sequence, kept as things happened. */
import type { AccountHold } from './notices';
import type { BatchProgress } from './pace';
import type { PublishedSequence, SequenceSummary } from './sequences';

export interface SequenceStats {
	sequence: SequenceSummary;
	enrolled: number;
	/** People in it at the moment, by state. */
	live: { active: number; paused: number; inReview: number };
	/** Runs that ended well; a conversion counts as a completion. */
	completed: number;
	converted: number;
	/** By reason code. */
	exited: Record<string, number>;
	failed: Record<string, number>;
	/** Conversions attributed to it, also of runs that had ended before. */
	conversions: number;
	/** By currency, in its main unit. */
	revenue: Record<string, number>;
	/** In the order of the sequence; steps that are gone come last. */
	steps: StepStats[];
	/** Batches of it that are on their way at this moment: sent, of how many, how fast, until when. */
	running: BatchProgress[];
	/** Why nothing of the whole number is sent at present. */
	held: AccountHold | null;
	/** People who still are at an older version. */
	behind: number;
	/** When the current version was published, and what that meant for the people in flight; null for a first version. */
	lastChange: ({ at: number } & Pick<PublishedSequence, 'moved' | 'retimed' | 'pinned'>) | null;
}

export interface StepStats {
	step: string;
	enabled: boolean;
	/** People whose next step it is. */
	waiting: number;
	sent: number;
	delivered: number;
	read: number;
	/** Replies that ended the run, or that a step waited for, after this step. */
	replied: number;
	failed: number;
	notSent: number;
	conversions: number;
}
