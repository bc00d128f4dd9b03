/**
 * Two states of one row become one. Where they disagree, what is further along counts, and what is stricter where
 * that cannot be told: never a message more, never an opt-out less. Each function gives the same whichever comes first.
 */
import { mergeStatus, wasAccepted, type SendState } from '../../whatsapp/send-state';
import type { SendStatus } from '../../whatsapp/webhook-event';
import type { Row } from './tables';

export type Join = (a: Row, b: Row) => Row;

type Number_ = number | null;

const earliest = (a: Number_, b: Number_): Number_ => (a === null ? b : b === null ? a : Math.min(a, b));
const latest = (a: Number_, b: Number_): Number_ => (a === null ? b : b === null ? a : Math.max(a, b));
const textOf = (row: Row): string => JSON.stringify(Object.keys(row).sort().map((column) => row[column]));

/** Of two rows the one whose measures, compared in this order, are larger; null is least. Their texts break a tie. */
function further(a: Row, b: Row, measure: (row: Row) => Number_[]): Row {
	const [first, second] = [measure(a), measure(b)];
	for (const [i, left] of first.entries()) {
		const difference = (left ?? -Infinity) === (second[i] ?? -Infinity) ? 0 : (left ?? -Infinity) - (second[i] ?? -Infinity);
		if (difference !== 0) return difference > 0 ? a : b;
	}
	return textOf(a) >= textOf(b) ? a : b;
}

/** Each column from the row that has it; the larger text where both have one. */
const known: Join = (a, b) => {
	const row: Row = {};
	for (const column of Object.keys({ ...a, ...b })) {
		const [left, right] = [a[column] ?? null, b[column] ?? null];
		row[column] = left === null || (right !== null && right > left) ? right : left;
	}
	return row;
};

/** Consent is not merged here: it follows from all the words that were said. */
const contact: Join = (a, b) => {
	// Nothing but these two columns decides: what else was merged into a row must not change the answer.
	const firsts = [a, b].map((row) => ({ first_inbound_at: row.first_inbound_at ?? null, first_message_id: row.first_message_id ?? null }));
	const first = further(firsts[0]!, firsts[1]!, (row) => [row.first_inbound_at === null ? null : -Number(row.first_inbound_at)]);
	return {
		...known(a, b),
		first_inbound_at: first.first_inbound_at ?? null,
		first_message_id: first.first_message_id ?? null,
		created_at: earliest(a.created_at as Number_, b.created_at as Number_),
	};
};

const sequence: Join = (a, b) => {
	const newer = further(a, b, (row) => [row.version as number]);
	return { ...newer, open: latest(a.open as number, b.open as number), created_at: earliest(a.created_at as number, b.created_at as number) };
};

/** An ended run stays ended. Of live ones a paused one, then the one that has sent last, then a held one. */
const STRICTNESS: Record<string, number> = { active: 0, in_review: 1, paused: 1 };

const enrollment: Join = (a, b) =>
	further(a, b, (row) => [
		STRICTNESS[String(row.state)] ?? 2,
		row.ended_at === null ? null : -Number(row.ended_at),
		row.last_sent_at as Number_,
		row.version as number,
		row.due_at === null ? 1 : 0,
		row.attempts as number,
		row.due_at as Number_,
	]);

/** Of a POST without a known answer: a later one, then one that may have left. */
const UNANSWERED: Partial<Record<SendState, number>> = { unconfirmed: 2, failed: 1 };

const TIMES = ['accepted_at', 'sent_at', 'delivered_at', 'read_at', 'failed_at'] as const;

const send: Join = (a, b) => {
	const row = further(a, b, (one) => [
		one.wamid === null ? 0 : 1,
		one.wamid === null ? (one.posts as number) : 0,
		one.wamid === null ? (UNANSWERED[one.state as SendState] ?? 0) : 0,
		one.sending_at as number,
	]);
	const merged: Row = { ...row, posts: latest(a.posts as number, b.posts as number) };
	if (a.wamid === null || b.wamid === null) return merged;
	const failed = [a, b].filter((one) => one.state === 'failed').sort((x, y) => (textOf(x) > textOf(y) ? -1 : 1))[0];
	merged.state = wasAccepted(b.state as SendState) ? mergeStatus(a.state as SendState, b.state as SendStatus) : (a.state ?? null);
	merged.error = merged.state === 'failed' && failed ? (failed.error ?? null) : (row.error ?? null);
	merged.error_code = merged.state === 'failed' && failed ? (failed.error_code ?? null) : (row.error_code ?? null);
	for (const column of TIMES) merged[column] = earliest(a[column] as Number_, b[column] as Number_);
	return merged;
};

/** A decision holds; of two the earlier one. */
const review: Join = (a, b) => {
	const row = further(a, b, (one) => [one.state === 'pending' ? 0 : 1, one.state === 'withdrawn' ? 0 : 1, one.decided_at === null ? null : -Number(one.decided_at)]);
	return { ...row, spent: latest(a.spent as number, b.spent as number), passed_at: earliest(a.passed_at as Number_, b.passed_at as Number_) };
};

/** Both copies counted what they had in common, so the larger total is nearer to the truth than the sum. */
const counter: Join = (a, b) => ({ ...a, total: latest(a.total as number, b.total as number) });

const webhookEvent: Join = (a, b) => ({
	...further(a, b, (row) => [row.acknowledged as number, row.received_at as number]),
	acknowledged: latest(a.acknowledged as number, b.acknowledged as number),
});

/** What was written last. */
const newest: Join = (a, b) => further(a, b, (row) => [row.changed_at as number]);

const JOINS: Record<string, Join> = {
	contact, sequence, enrollment, send, review, step_counter: counter, webhook_event: webhookEvent, conversation: newest, desk_agent: newest,
};

/** Rows of other tables are written once and stay, or hold a value of which any will do if it is the same everywhere. */
export function joinOf(table: string): Join {
	return JOINS[table] ?? ((a, b) => further(a, b, () => []));
}
