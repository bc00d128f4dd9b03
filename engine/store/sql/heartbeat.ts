/**
 * When a sequence was claimed from: it tells steps that were missed, since nobody claimed, from steps that wait for their
 * turn in a long queue (sequence/schedule/catch-up.ts).
 */
import { MISSED_AFTER_MS } from '../../sequence/schedule/catch-up';
import type { Scope } from './scope';

/** Written at most this often, so that a quiet sequence costs one small write a minute. */
const WRITE_EVERY_MS = 60_000;

interface Heartbeat {
	claimed_at: number | null;
	caught_up_at: number | null;
}

/**
 * Notes a claim, and answers until when everything that came due had been claimed before it, or was missed; null when
 * that is not known.
 *
 * @param drained nothing that is due is left behind by this claim
 */
export async function noteClaim({ session, now }: Scope, sequenceId: string, drained: boolean): Promise<number | null> {
	const [row] = await session.all<Heartbeat>('SELECT claimed_at, caught_up_at FROM sequence WHERE id = :id', { id: sequenceId });
	const { claimed_at = null, caught_up_at = null } = row ?? {};
	const afterBreak = claimed_at === null || now - claimed_at > MISSED_AFTER_MS;
	if (afterBreak || now - claimed_at >= WRITE_EVERY_MS || (drained && now - (caught_up_at ?? 0) >= WRITE_EVERY_MS)) {
		await session.run(
			`UPDATE sequence SET claimed_at = :now, caught_up_at = :caughtUp
			WHERE id IN (SELECT id FROM sequence WHERE id = :id ${session.dialect.skipLocked})`,
			{ id: sequenceId, now, caughtUp: afterBreak || drained ? now : caught_up_at },
		);
	}
	return afterBreak ? now : caught_up_at;
}

/** While an execution runs, and may keep others from being claimed, its sequence is at work, at least `until`. */
export async function noteAtWork({ session }: Scope, lease: string, until: number): Promise<void> {
	await session.run(
		`UPDATE sequence SET claimed_at = :until
		WHERE claimed_at < :before AND id IN (
			SELECT id FROM sequence WHERE id = (SELECT sequence_id FROM enrollment WHERE lease = :lease LIMIT 1) ${session.dialect.skipLocked}
		)`,
		{ lease, until, before: until - 2 * WRITE_EVERY_MS },
	);
}
