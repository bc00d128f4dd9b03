/** What a busy year leaves behind, on top of the people of bench/scale: five sends each, ended runs, counters, one long timeline. */
import { ACCOUNT } from '../queues/ours';
import { HOUR_MS, START } from '../scale/loader';
import type { Site } from '../scale/site';

export const SENDS_EACH = 5;
/** Lines of the timeline of the first contact. */
const LONG_TIMELINE = 5_000;
/** People of one statement. */
const CHUNK = 50_000;

/** As bench/scale names contacts ('1') and enrollments ('2'). */
export const idOf = (kind: string, n: number): string => `V0${kind}${n.toString(16).padStart(12, '0')}`;

/** To be written behind what bench/scale has loaded. */
export function* history({ store, people }: Site, sequenceId: string): Generator<string> {
	const rounds = Array.from({ length: SENDS_EACH }, (_, k) => `SELECT ${k + 1} AS k`).join(' UNION ALL ');
	for (let from = 0; from < people; from += CHUNK) {
		yield `INSERT INTO send (id, account, contact_id, enrollment_id, sequence_id, step, node, label, state, posts, wamid, sending_at, accepted_at, sent_at, delivered_at)
			SELECT 'V1' || k || substr(e.id, 4), e.account, e.contact_id, e.id, e.sequence_id, 'step ' || k, 'send', 'promo (en)',
				'delivered', 1, 'wamid.' || k || substr(e.id, 4), ${START} + k * ${HOUR_MS}, ${START} + k * ${HOUR_MS}, ${START} + k * ${HOUR_MS}, ${START} + k * ${HOUR_MS}
			FROM enrollment e CROSS JOIN (${rounds}) rounds WHERE e.id >= '${idOf('2', from)}' AND e.id < '${idOf('2', Math.min(from + CHUNK, people))}'`;
	}
	// One in sixteen has answered, and some runs have failed: few among many.
	yield "UPDATE enrollment SET state = 'exited', reason = 'replied', ended_at = enrolled_at, due_at = NULL, available_at = NULL WHERE substr(id, 15) = '0'";
	yield "UPDATE enrollment SET state = 'failed', reason = 'rejected', ended_at = enrolled_at, due_at = NULL, available_at = NULL WHERE substr(id, 12) = '0fff'";
	yield "UPDATE send SET state = 'unconfirmed' WHERE id LIKE 'V11%' AND substr(id, 12) = '0ffe'";
	const events = ['accepted', 'delivered', 'read', 'failed'].map((event) => `SELECT '${event}' AS event`).join(' UNION ALL ');
	yield `INSERT INTO step_counter (sequence_id, step, event, total) SELECT '${sequenceId}', 'step ' || k, event, ${people} FROM (${rounds}) rounds CROSS JOIN (${events}) events`;
	const lines = `WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${LONG_TIMELINE}) SELECT n FROM numbers`;
	// PostgreSQL counts the places of substr from the left only.
	const padded = store === 'postgres' ? "lpad(n::text, 12, '0')" : "substr('000000000000' || n, -12)";
	yield `INSERT INTO timeline_event (id, account, contact_id, enrollment_id, sequence_id, kind, step, reason, at)
		SELECT 'V09' || ${padded}, '${ACCOUNT}', '${idOf('1', 1)}', '${idOf('2', 1)}', '${sequenceId}', 'step', 'step 1', 'sent', ${START}
		FROM (${lines}) numbers`;
}
