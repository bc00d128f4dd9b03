/** Keeps the saved state small: what ended long ago is not needed to send anything right. */
import type { SqlSession } from '../driver';

/** Meta tells of a message for up to 30 days (Meta: webhooks/reference/messages/status); a day more for clocks. */
const KEEP_MS = 31 * 24 * 60 * 60_000;

const OLD = 'SELECT id FROM enrollment WHERE account = :account AND ended_at < :before';

/** Runs that ended before that, with their messages, and the timeline of that time. Contacts and opt-outs stay. */
export async function forgetOld(session: SqlSession, account: string, now: number): Promise<void> {
	const params = { account, before: now - KEEP_MS };
	await session.run('DELETE FROM timeline_event WHERE account = :account AND at < :before', params);
	await session.run(`DELETE FROM send WHERE enrollment_id IN (${OLD})`, params);
	await session.run('DELETE FROM send WHERE account = :account AND enrollment_id IS NULL AND sending_at < :before', params);
	await session.run('DELETE FROM enrollment WHERE account = :account AND ended_at < :before', params);
}
