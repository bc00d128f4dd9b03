/** Locks of sequences, and the changes that wait behind them. */
import type { SequenceDefinition } from '../../sequence/definition';
import type { Scope } from './scope';

export interface LockRow {
	hash: string;
	wrong: number;
	retry_at: number | null;
	/** The definition as JSON. */
	waiting: string | null;
	waiting_since: number | null;
}

/** The lock of this sequence, held until the transaction ends; undefined when there is none. */
export async function lockOfSequence({ session, account }: Scope, sequenceId: string): Promise<LockRow | undefined> {
	const [row] = await session.all<LockRow>(
		`SELECT hash, wrong, retry_at, waiting, waiting_since FROM sequence_lock l
		WHERE sequence_id = :sequence AND account = :account ${session.dialect.lock('l')}`,
		{ sequence: sequenceId, account },
	);
	return row;
}

/** False where it is locked already. */
export async function insertLock({ session, account, now }: Scope, sequenceId: string, hash: string): Promise<boolean> {
	const written = await session.run(
		`INSERT INTO sequence_lock (sequence_id, account, hash, locked_at, wrong) VALUES (:sequence, :account, :hash, :now, 0)
		ON CONFLICT (sequence_id) DO NOTHING`,
		{ sequence: sequenceId, account, hash, now },
	);
	return written > 0;
}

export async function deleteLock({ session }: Scope, sequenceId: string): Promise<void> {
	await session.run('DELETE FROM sequence_lock WHERE sequence_id = :sequence', { sequence: sequenceId });
}

export async function writeTries({ session }: Scope, sequenceId: string, wrong: number, retryAt: number | null): Promise<void> {
	await session.run('UPDATE sequence_lock SET wrong = :wrong, retry_at = :retryAt WHERE sequence_id = :sequence', { sequence: sequenceId, wrong, retryAt });
}

/** null: nothing waits (any more). */
export async function writeWaiting({ session, now }: Scope, sequenceId: string, definition: SequenceDefinition | null): Promise<void> {
	await session.run('UPDATE sequence_lock SET waiting = :waiting, waiting_since = :since WHERE sequence_id = :sequence', {
		sequence: sequenceId,
		waiting: definition && JSON.stringify(definition),
		since: definition && now,
	});
}
