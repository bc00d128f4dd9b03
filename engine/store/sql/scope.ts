/** What every statement family works with: an open transaction, the account it is bound to, and the time. */
import type { SqlSession } from '../driver';
import type { Count } from './counters';
import type { EnrollmentRow } from './rows';
import type { NewSequenceEvent } from './sequence-events';

export interface Scope {
	session: SqlSession;
	account: string;
	/** UTC milliseconds. */
	now: number;
	/** Runs that ended in this transaction, as they stand now; what follows from that is done before it commits. */
	ended: EndedRun[];
	/** What happened, to be added to the totals before the transaction commits. */
	counts: Count[];
	/** Runs that stand at no gate any more since this transaction: what was still to be decided about them is withdrawn before it commits. */
	leftReview: Array<Pick<EnrollmentRow, 'id' | 'reason'>>;
	/** Changes that triggers may have asked for; those are kept for them before the transaction commits. */
	events: NewSequenceEvent[];
	/** Sequences whose trigger has new events waiting. */
	told: Set<string>;
	/** Sequences in which this transaction made steps due earlier than before. */
	woken: Set<string>;
}

export type EndedRun = Pick<
	EnrollmentRow,
	'id' | 'sequence_id' | 'version' | 'contact_id' | 'state' | 'reason' | 'reason_detail' | 'step' | 'reference' | 'context'
>;
