/** What engine/insight needs to say what is amiss on a number. Every count is bounded, so an audit of a million people is quick. */
import type { SequenceDefinition } from '../../sequence/definition';
import type { AccountHold } from './notices';
import type { SequenceSummary } from './sequences';

/** Counts stop here: more is "1,000 or more". */
export const MOST_COUNTED = 1_000;

export interface AuditFacts {
	hold: AccountHold | null;
	/** Messages of which nobody knows whether they left. */
	unconfirmed: number;
	/** Of workflows that have not been heard from for two hours. */
	deadKeywords: Array<{ keyword: string; label: string; /** UTC milliseconds. */ lastHeardAt: number }>;
	sequences: AuditedSequence[];
}

export interface AuditedSequence {
	summary: SequenceSummary;
	definition: SequenceDefinition;
	/** "Workflow / node" that published it last. */
	owner: string | null;
	enrolled: number;
	ended: number;
	/** Runs that ended as failed, by reason. */
	failed: Record<string, number>;
	/** Only steps of which something was counted. */
	steps: Array<{ step: string; sent: number; failed: number; notSent: number }>;
	/** People whose step was due more than a day ago. */
	late: number;
	/** Events that no execution has taken for a day. */
	waitingEvents: number;
}
