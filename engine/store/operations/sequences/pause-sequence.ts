/** Pausing a whole sequence: nothing is claimed, people hold their place. */
import { StoreRefusal, type SequenceSummary } from '../../contract';
import { postponeExpiries } from '../../sql/write-enrollments';
import type { Scope } from '../../sql/scope';
import { allSequences, sequenceRowByName, writePause, writeResume, type ListedSequence, type SequenceRow } from '../../sql/sequences';
import { unknownSequence } from '../runs/enroll';

export async function listSequences(scope: Scope): Promise<SequenceSummary[]> {
	return (await allSequences(scope)).map(summaryOf);
}

/** Whoever holds a step of it at this moment is refused when they ask to send; see begin-sends. */
export async function pauseSequence(scope: Scope, name: string, reason: string): Promise<SequenceSummary> {
	const { id } = await named(scope, name);
	await writePause(scope, id, reason.trim());
	return summaryById(scope, id);
}

export async function resumeSequence(scope: Scope, name: string): Promise<SequenceSummary> {
	const row = await named(scope, name);
	await goOn(scope, row);
	return summaryById(scope, row.id);
}

/** What came due meanwhile is due now; nobody expires for the time in which nothing could be sent. */
export async function goOn(scope: Scope, { id, paused_at }: SequenceRow): Promise<void> {
	if (paused_at !== null) await postponeExpiries(scope, id, Math.max(0, scope.now - paused_at));
	await writeResume(scope, id);
}

async function named(scope: Scope, name: string): Promise<SequenceRow> {
	const row = await sequenceRowByName(scope, name);
	if (!row) throw new StoreRefusal(await unknownSequence(scope, name));
	return row;
}

export async function summaryById(scope: Scope, id: string): Promise<SequenceSummary> {
	const row = (await allSequences(scope)).find((one) => one.id === id);
	if (!row) throw new Error(`the sequence ${id} vanished while it was being read`);
	return summaryOf(row);
}

export function summaryOf(row: ListedSequence): SequenceSummary {
	return {
		id: row.id,
		name: row.name,
		description: (JSON.parse(row.definition) as { description: string }).description,
		version: row.version,
		open: row.open === 1,
		ownerWorkflow: row.owner_workflow,
		live: row.live,
		pausedAt: row.paused_at,
		pausedReason: row.paused_reason,
		pausedFor: row.paused_for,
		lockedAt: row.locked_at,
		changesWaitSince: row.waiting_since,
	};
}
