/** What publishing a locked sequence does: it goes on as it is, and what the canvas says otherwise waits for the password. */
import type { SequenceDefinition } from '../../../sequence/definition';
import type { PublishedSequence } from '../../contract';
import { addNotice } from '../../sql/notices';
import type { Scope } from '../../sql/scope';
import { lockOfSequence, writeWaiting } from '../../sql/sequence-locks';
import { toSequence, type SequenceRow } from '../../sql/sequences';

export const NOBODY_MOVED = { moved: [], retimed: 0, pinned: 0, offered: 0, changesWait: false };

/** Null where the sequence is not locked. */
export async function waitBehindLock(scope: Scope, row: SequenceRow, definition: SequenceDefinition): Promise<PublishedSequence | null> {
	const lock = await lockOfSequence(scope, row.id);
	if (!lock) return null;
	const wanted = JSON.stringify(definition);
	const changed = wanted !== JSON.stringify(toSequence(row).definition);
	// n8n publishes at every start: what waits already keeps its time, and is told of once.
	if (lock.waiting !== (changed ? wanted : null)) {
		await writeWaiting(scope, row.id, changed ? definition : null);
		if (changed) await addNotice(scope, { kind: 'changes_wait', sequenceId: row.id, reason: 'sequence_locked', detail: `Version ${row.version} goes on.` });
	}
	return { ...NOBODY_MOVED, id: row.id, version: row.version, changesWait: changed };
}
