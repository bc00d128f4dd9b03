/** The pace of a number, and the batches that are on their way. */
import type { RunningBatch } from '../contract';
import type { Scope } from './scope';

export interface PaceRow {
	/** Microseconds. */
	next_us: number;
	/** Messages in a thousand seconds. */
	rate: number;
	rated_at: number;
	slowed_at: number | null;
}

/** @param perSecond the pace of a number of which nothing has been sent yet */
export async function lockPace({ session, account, now }: Scope, perSecond: number): Promise<PaceRow> {
	const find = (): Promise<PaceRow[]> =>
		session.all<PaceRow>(`SELECT next_us, rate, rated_at, slowed_at FROM number_pace p WHERE account = :account ${session.dialect.lock('p')}`, { account });
	const [known] = await find();
	if (known) return known;
	await session.run(
		`INSERT INTO number_pace (account, next_us, rate, rated_at) VALUES (:account, :next, :rate, :now) ON CONFLICT (account) DO NOTHING`,
		{ account, next: now * 1000, rate: perSecond * 1000, now },
	);
	return (await find())[0]!;
}

export async function writePace({ session, account }: Scope, { next_us, rate, rated_at, slowed_at }: PaceRow): Promise<void> {
	await session.run('UPDATE number_pace SET next_us = :next, rate = :rate, rated_at = :rated, slowed_at = :slowed WHERE account = :account', {
		account,
		next: next_us,
		rate,
		rated: rated_at,
		slowed: slowed_at,
	});
}

export async function writeBatch({ session, account }: Scope, { id, sequenceId, node, of, done, sent, beganAt, seenAt }: RunningBatch): Promise<void> {
	await session.run(
		`INSERT INTO running_batch (id, account, sequence_id, node, of, done, sent, began_at, seen_at)
		VALUES (:id, :account, :sequence, :node, :of, :done, :sent, :began, :seen)
		ON CONFLICT (id) DO UPDATE SET done = :done, sent = :sent, seen_at = :seen`,
		{ id, account, sequence: sequenceId, node, of, done, sent, began: beganAt, seen: seenAt },
	);
}

/** The batch has ended; what a process left behind that is no more goes with it. */
export async function deleteBatch({ session, account }: Scope, id: string, staleBefore: number): Promise<void> {
	await session.run('DELETE FROM running_batch WHERE account = :account AND (id = :id OR seen_at < :before)', { account, id, before: staleBefore });
}

export async function batchesSeenSince({ session, account }: Scope, since: number): Promise<RunningBatch[]> {
	return session.all<RunningBatch>(
		`SELECT id, sequence_id AS "sequenceId", node, of, done, sent, began_at AS "beganAt", seen_at AS "seenAt"
		FROM running_batch WHERE account = :account AND seen_at >= :since ORDER BY began_at, id`,
		{ account, since },
	);
}
