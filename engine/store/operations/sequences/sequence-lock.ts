/**
 * A locked sequence goes on as it is when the canvas was changed, until somebody enters the password. The password is set
 * and entered on the dashboard, so no workflow holds it, nor does an export of the account.
 */
import type { SequenceDefinition } from '../../../sequence/definition';
import { StoreRefusal, type PublishedSequence, type SequenceSummary, type WaitingChanges } from '../../contract';
import type { Scope } from '../../sql/scope';
import { deleteLock, insertLock, lockOfSequence, writeTries, writeWaiting, type LockRow } from '../../sql/sequence-locks';
import { sequenceRowByName, toSequence, type SequenceRow } from '../../sql/sequences';
import { unknownSequence } from '../runs/enroll';
import { summaryById } from './pause-sequence';
import { replace } from './publish';
import { NOBODY_MOVED } from './wait-behind-lock';

const LEAST_CHARACTERS = 8;

export function checkNewPassword(password: string): void {
	if ([...password].length < LEAST_CHARACTERS) throw new StoreRefusal(`The password is too short. Take at least ${LEAST_CHARACTERS} characters.`);
}

export async function lockWith(scope: Scope, name: string, hash: string): Promise<SequenceSummary> {
	const { id } = await named(scope, name);
	if (await insertLock(scope, id, hash)) return summaryById(scope, id);
	throw new StoreRefusal(`The sequence "${name}" is locked already. Remove its lock with the present password before you set another one.`);
}

/** After the first wrong password one must wait a second, then two, four and so on, up to this time. */
const LONGEST_PAUSE_MS = 5 * 60_000;

/** A password that is being tried. */
export interface Try {
	sequenceId: string;
	hash: string;
	/** Until when no other one is looked at should this one be wrong. */
	retryAt: number;
}

/**
 * Every try counts as a wrong one until it turns out right: so many at once, in however many processes, are no way around
 * the pause.
 */
export async function beginTry(scope: Scope, name: string): Promise<Try> {
	const { id } = await named(scope, name);
	const lock = await lockOfSequence(scope, id);
	if (!lock) throw new StoreRefusal(notLocked(name));
	if (lock.retry_at !== null && lock.retry_at > scope.now) throw new StoreRefusal(`Another password was wrong a moment ago. Try again in ${secondsTo(lock.retry_at, scope.now)}.`);
	const retryAt = scope.now + Math.min(LONGEST_PAUSE_MS, 1_000 * 2 ** Math.min(lock.wrong, 20));
	await writeTries(scope, id, lock.wrong + 1, retryAt);
	return { sequenceId: id, hash: lock.hash, retryAt };
}

export const wrongPassword = (name: string, { retryAt }: Try, now: number): StoreRefusal =>
	new StoreRefusal(`This is not the password of the sequence "${name}". Nothing was changed. You can try again in ${secondsTo(retryAt, now)}.`);

function secondsTo(at: number, now: number): string {
	const seconds = Math.max(1, Math.ceil((at - now) / 1_000));
	return seconds === 1 ? '1 second' : `${seconds} seconds`;
}

const notLocked = (name: string): string => `The sequence "${name}" is not locked.`;

/** The password was right: the changes that wait are the sequence from now on. */
export async function confirmWaiting(scope: Scope, name: string, tried: Try): Promise<PublishedSequence> {
	const { row, lock } = await stillLocked(scope, name, tried);
	if (lock.waiting === null) throw new StoreRefusal(`No changes of the sequence "${name}" wait for its password.`);
	await writeTries(scope, row.id, 0, null);
	return release(scope, row, lock.waiting);
}

/** The password was right: the lock goes, and what waited behind it holds. */
export async function removeLock(scope: Scope, name: string, tried: Try): Promise<PublishedSequence> {
	const { row, lock } = await stillLocked(scope, name, tried);
	const published = lock.waiting === null ? { ...NOBODY_MOVED, id: row.id, version: row.version } : await release(scope, row, lock.waiting);
	await deleteLock(scope, row.id);
	return published;
}

/** The lock may have been replaced while the password was being looked at. */
async function stillLocked(scope: Scope, name: string, { sequenceId, hash }: Try): Promise<{ row: SequenceRow; lock: LockRow }> {
	const row = await named(scope, name);
	const lock = await lockOfSequence(scope, row.id);
	if (!lock || row.id !== sequenceId || lock.hash !== hash) throw new StoreRefusal(`The lock of the sequence "${name}" was changed meanwhile. Look at it again.`);
	return { row, lock };
}

async function release(scope: Scope, row: SequenceRow, waiting: string): Promise<PublishedSequence> {
	const definition = JSON.parse(waiting) as SequenceDefinition;
	const namesake = await sequenceRowByName(scope, definition.name);
	if (namesake && namesake.id !== row.id) {
		throw new StoreRefusal(`The waiting changes call the sequence "${definition.name}", and there is another one of that name. Change the name on the Sequence Trigger and publish its workflow again.`);
	}
	await writeWaiting(scope, row.id, null);
	return replace(scope, row, definition);
}

/** Null where nothing waits. Throws StoreRefusal for an unknown sequence. */
export async function waitingChanges(scope: Scope, name: string): Promise<WaitingChanges | null> {
	const row = await named(scope, name);
	const lock = await lockOfSequence(scope, row.id);
	if (!lock || lock.waiting === null || lock.waiting_since === null) return null;
	return { current: toSequence(row).definition, waiting: JSON.parse(lock.waiting) as SequenceDefinition, since: lock.waiting_since };
}

async function named(scope: Scope, name: string): Promise<SequenceRow> {
	const row = await sequenceRowByName(scope, name);
	if (!row) throw new StoreRefusal(await unknownSequence(scope, name));
	return row;
}
