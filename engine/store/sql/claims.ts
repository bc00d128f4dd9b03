/** Taking due steps under a lease. */
import { asList } from '../driver';
import { LIVE } from './live';
import { inOrder } from './lock-rows';
import { ENROLLMENT_COLUMNS, columnsOf, type EnrollmentRow } from './rows';
import { noteAtWork } from './heartbeat';
import type { Scope } from './scope';

/**
 * What is due, oldest first. A leased row comes back here once its lease has ended, since available_at is the
 * lease's end then; `lease` still being set tells that its worker never came back.
 */
export async function dueEnrollments({ session, now }: Scope, sequenceId: string, limit: number): Promise<EnrollmentRow[]> {
	return session.all<EnrollmentRow>(
		`SELECT ${ENROLLMENT_COLUMNS} FROM enrollment
		WHERE sequence_id = :sequence AND ${LIVE} AND state = 'active' AND available_at IS NOT NULL AND available_at <= :now
		ORDER BY available_at LIMIT :limit ${session.dialect.skipLocked}`,
		{ sequence: sequenceId, now, limit },
	);
}

/** An attempt counts when it is taken: a step that kills its worker cannot be claimed for ever. */
export async function lease(
	{ session }: Scope,
	ids: string[],
	{ token, owner, until }: { token: string; owner: string; until: number },
): Promise<void> {
	if (ids.length === 0) return;
	await session.run(
		`UPDATE enrollment SET lease = :token, lease_owner = :owner, available_at = :until, attempts = attempts + 1
		WHERE ${session.dialect.among('id', 'ids')}`,
		{ token, owner, until, ids: asList(ids) },
	);
}

/** The last time within `gatherMs` of the first one at which something comes due. */
export async function nextDue({ session, account }: Scope, sequenceId: string, gatherMs: number): Promise<number | null> {
	const waits = `sequence_id = (SELECT id FROM sequence WHERE id = :sequence AND account = :account AND open = 1 AND paused_at IS NULL)
		AND ${LIVE} AND state = 'active' AND available_at IS NOT NULL`;
	const [row] = await session.all<{ at: number }>(
		`SELECT available_at AS at FROM enrollment
		WHERE ${waits} AND available_at <= (SELECT MIN(available_at) FROM enrollment WHERE ${waits}) + CAST(:gather AS BIGINT)
		ORDER BY available_at DESC LIMIT 1`,
		{ sequence: sequenceId, account, gather: gatherMs },
	);
	return row?.at ?? null;
}

const LEASED = 'lease = :token AND account = :account';

export async function extendLease(scope: Scope, token: string, until: number): Promise<number> {
	const { session, account } = scope;
	await noteAtWork(scope, token, until);
	return session.run(`UPDATE enrollment SET available_at = :until WHERE ${inOrder(session, 'enrollment', LEASED)}`, { token, until, account });
}

/** The execution sleeps: its lease belongs to no process, so that it survives a restart of n8n like the execution. */
export async function leaveWaiting({ session, account }: Scope, token: string, until: number): Promise<number> {
	return session.run(
		`UPDATE enrollment SET available_at = :until, lease_owner = NULL WHERE ${inOrder(session, 'enrollment', LEASED)}`,
		{ token, until, account },
	);
}

/** Ends the leases of processes that are no more; the rows keep their lease, so the claim still sees what happened. */
export async function expireLeasesOfOthers({ session, account, now }: Scope, sequenceId: string, living: string): Promise<number> {
	const theirs = `sequence_id = :sequence AND account = :account AND ${LIVE} AND state = 'active' AND available_at > :now
		AND lease IS NOT NULL AND lease_owner <> :living`;
	return session.run(`UPDATE enrollment SET available_at = :now WHERE ${inOrder(session, 'enrollment', theirs)}`, {
		sequence: sequenceId,
		account,
		living,
		now,
	});
}

export async function leasedUnder({ session, account }: Scope, token: string): Promise<EnrollmentRow[]> {
	return session.all<EnrollmentRow>(
		`SELECT ${columnsOf(ENROLLMENT_COLUMNS, 'e')} FROM enrollment e WHERE e.lease = :token AND e.account = :account
		${session.dialect.lockInOrder('e')}`,
		{ token, account },
	);
}
