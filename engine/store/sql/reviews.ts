/** Reviews: written by gates, decided once, read by pages. */
import type { StepMessage } from '../../sequence/definition';
import type { Reason } from '../../sequence/reason';
import type { Silence, Verdict } from '../../sequence/review';
import type { DecidedVia, Page, ReviewState, ReviewView, WakeableExecution } from '../contract';
import { asList, asRows, type SqlParams } from '../driver';
import { eachState } from './each-state';
import { columnsOf, toContact, type ContactRow } from './rows';
import type { Scope } from './scope';
import { insertRows, updateRows } from './write-rows';

export interface ReviewRow {
	id: string;
	contact_id: string | null;
	enrollment_id: string | null;
	sequence_id: string | null;
	step: string | null;
	gate: string;
	gate_label: string;
	shown: string;
	label: string | null;
	message: string | null;
	edited: string | null;
	state: ReviewState;
	silence: Silence;
	expires_at: number | null;
	reviewer: string | null;
	verdict: Verdict | null;
	decided_by: string | null;
	decided_via: DecidedVia | null;
	comment: string | null;
	decided_at: number | null;
	reason: Reason | null;
	spent: number;
	execution: string | null;
	item: number | null;
	resume_url: string | null;
	passed_at: number | null;
	created_at: number;
}

/** What is written when it is made, and what may change later. */
const MADE = {
	id: 'text',
	contact_id: 'text',
	enrollment_id: 'text',
	sequence_id: 'text',
	step: 'text',
	gate: 'text',
	gate_label: 'text',
	shown: 'text',
	label: 'text',
	message: 'text',
	silence: 'text',
	expires_at: 'bigint',
	reviewer: 'text',
	execution: 'text',
	item: 'bigint',
	resume_url: 'text',
	created_at: 'bigint',
} as const;

const CHANGING = {
	edited: 'text',
	state: 'text',
	verdict: 'text',
	decided_by: 'text',
	decided_via: 'text',
	comment: 'text',
	decided_at: 'bigint',
	reason: 'text',
	spent: 'bigint',
	passed_at: 'bigint',
} as const;

const COLUMNS = [...Object.keys(MADE), ...Object.keys(CHANGING)].join(', ');

export async function insertReviews({ session, account, now }: Scope, rows: ReviewRow[]): Promise<void> {
	const columns = { ...MADE, ...CHANGING, account: 'text', changed_at: 'bigint' } as const;
	await insertRows(session, 'review', columns, rows.map((row) => ({ ...row, account, changed_at: now })));
}

/** Writes what may have changed of them. */
export async function updateReviews({ session, now }: Scope, rows: ReviewRow[]): Promise<void> {
	const columns = { id: 'text', ...CHANGING, changed_at: 'bigint' } as const;
	await updateRows(session, 'review', columns, rows.map((row) => pick(row, Object.keys(columns), now)));
}

function pick(row: ReviewRow, columns: string[], now: number) {
	return Object.fromEntries(columns.map((column) => [column, column === 'changed_at' ? now : row[column as keyof ReviewRow]])) as never;
}

/** SQLite looks for `account || ''` behind no index, so that it finds them by their ids and not among all of the account. */
const OF_ACCOUNT = "account || '' = :account";

/** Without holding them: their runs are locked first. */
export async function reviewsById({ session, account }: Scope, ids: string[]): Promise<Map<string, ReviewRow>> {
	return byId(await session.all<ReviewRow>(`SELECT ${COLUMNS} FROM review WHERE ${session.dialect.among('id', 'ids')} AND ${OF_ACCOUNT}`, { account, ids: asList(ids) }));
}

export async function lockReviews({ session, account }: Scope, ids: string[]): Promise<Map<string, ReviewRow>> {
	return byId(
		await session.all<ReviewRow>(
			`SELECT ${columnsOf(COLUMNS, 'e')} FROM review e WHERE ${session.dialect.among('e.id', 'ids')} AND e.${OF_ACCOUNT}
			${session.dialect.lockInOrder('e')}`,
			{ account, ids: asList(ids) },
		),
	);
}

const byId = (rows: ReviewRow[]): Map<string, ReviewRow> => new Map(rows.map((row) => [row.id, row]));

/** Those of these runs that may still let something through: pending, or approved and not spent. Oldest first. */
export async function openReviewsOf({ session }: Scope, enrollmentIds: string[]): Promise<ReviewRow[]> {
	if (enrollmentIds.length === 0) return [];
	const rows = await session.all<ReviewRow>(
		`SELECT ${columnsOf(COLUMNS, 'e')} FROM review e
		WHERE ${session.dialect.among('e.enrollment_id', 'runs')} AND (e.state = 'pending' OR (e.state = 'approved' AND e.spent = 0))
		${session.dialect.lockInOrder('e')}`,
		{ runs: asList(enrollmentIds) },
	);
	return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Which of these contacts have had the template approved by a person, as "contact label". */
export async function trustedTemplates({ session }: Scope, pairs: Array<{ contact_id: string; label: string }>): Promise<Set<string>> {
	if (pairs.length === 0) return new Set();
	const rows = await session.all<{ contact_id: string; label: string }>(
		`SELECT DISTINCT w.contact_id, w.label FROM ${session.dialect.rows('wanted', { contact_id: 'text', label: 'text' })} w
		CROSS JOIN review r WHERE r.contact_id = w.contact_id AND r.label = w.label AND r.state = 'approved' AND r.decided_via <> 'silence'`,
		{ wanted: asRows(pairs) },
	);
	return new Set(rows.map((row) => trustKey(row.contact_id, row.label)));
}

export const trustKey = (contactId: string, label: string): string => `${contactId} ${label}`;

/** Whose silence counts by now. */
export async function silentReviews({ session, account, now }: Scope, limit: number): Promise<ReviewRow[]> {
	return session.all<ReviewRow>(
		`SELECT ${COLUMNS} FROM review WHERE account = :account AND state = 'pending' AND expires_at IS NOT NULL AND expires_at <= :now
		ORDER BY expires_at LIMIT :limit`,
		{ account, now, limit },
	);
}

/** Runs that stand at no gate any more take their open reviews back. */
export async function withdrawReviewsOf({ session, now }: Scope, runs: Array<{ id: string; reason: string | null }>): Promise<void> {
	if (runs.length === 0) return;
	await session.run(
		`UPDATE review SET state = 'withdrawn', reason = n.reason, decided_at = :now, changed_at = :now
		FROM ${session.dialect.rows('runs', { id: 'text', reason: 'text' })} n
		WHERE review.enrollment_id = n.id AND review.state = 'pending'`,
		{ now, runs: asRows(runs) },
	);
}

/** Runs that come back to a step by a jump: it is reviewed anew. */
export async function spendApprovals({ session, now }: Scope, steps: Array<{ enrollment_id: string; step: string }>): Promise<void> {
	if (steps.length === 0) return;
	await session.run(
		`UPDATE review SET spent = 1, changed_at = :now FROM ${session.dialect.rows('steps', { enrollment_id: 'text', step: 'text' })} n
		WHERE review.enrollment_id = n.enrollment_id AND review.step = n.step AND review.state = 'approved'`,
		{ now, steps: asRows(steps) },
	);
}

const STATES: readonly ReviewState[] = ['pending', 'approved', 'rejected', 'withdrawn'];

export interface ReviewsOf {
	states?: readonly ReviewState[];
	/** The id of a sequence. */
	sequence?: string;
}

/** Newest first. */
export async function listReviewRows({ session, account }: Scope, { states, sequence }: ReviewsOf, page: Page): Promise<ReviewRow[]> {
	const params: SqlParams = { account, limit: page.limit, ...(sequence === undefined ? {} : { sequence }), ...(page.after === undefined ? {} : { after: page.after }) };
	const conditions = ['l.account = :account', ...(sequence === undefined ? [] : ['l.sequence_id = :sequence']), ...(page.after === undefined ? [] : ['l.id < :after'])];
	const latest = eachState({ table: 'review', columns: COLUMNS, condition: conditions.join(' AND '), order: 'DESC' }, states ?? STATES, params);
	return session.all<ReviewRow>(`${latest} ORDER BY id DESC LIMIT :limit`, params);
}

/** What it waits for now: an execution may come to gates several times. */
export async function reviewsOf({ session, account }: Scope, execution: string): Promise<ReviewRow[]> {
	return session.all<ReviewRow>(`SELECT ${COLUMNS} FROM review WHERE execution = :execution AND account = :account AND passed_at IS NULL ORDER BY item`, { execution, account });
}

export async function unwoken({ session, account }: Scope, limit: number): Promise<WakeableExecution[]> {
	return session.all<WakeableExecution>(
		`SELECT DISTINCT r.execution, r.resume_url AS "resumeUrl" FROM review r
		WHERE r.account = :account AND r.execution IS NOT NULL AND r.passed_at IS NULL AND r.state <> 'pending'
			AND NOT EXISTS (SELECT 1 FROM review o WHERE o.execution = r.execution AND o.account = r.account AND o.state = 'pending')
		LIMIT :limit`,
		{ account, limit },
	);
}

export async function markWoken({ session, account, now }: Scope, execution: string): Promise<void> {
	await session.run('UPDATE review SET passed_at = :now, changed_at = :now WHERE execution = :execution AND account = :account AND passed_at IS NULL', { execution, account, now });
}

export interface Names {
	contacts: Map<string, ContactRow>;
	/** By the sequence's id. */
	sequences: Map<string, { name: string }>;
}

export function toReviewView(row: ReviewRow, { contacts, sequences }: Names): ReviewView {
	const contact = contacts.get(row.contact_id ?? '');
	return {
		id: row.id,
		state: row.state,
		contact: contact ? toContact(contact) : null,
		enrollmentId: row.enrollment_id,
		sequence: sequences.get(row.sequence_id ?? '')?.name ?? null,
		step: row.step,
		gate: row.gate,
		gateLabel: row.gate_label,
		shown: row.shown,
		message: messageIn(row.message),
		edited: messageIn(row.edited),
		silence: row.silence,
		expiresAt: row.expires_at,
		reviewer: row.reviewer,
		verdict: row.verdict,
		decidedBy: row.decided_by,
		decidedVia: row.decided_via,
		comment: row.comment,
		decidedAt: row.decided_at,
		reason: row.reason,
		waiting: row.execution === null ? null : { execution: row.execution, item: row.item ?? 0 },
		createdAt: row.created_at,
	};
}

export const messageIn = (json: string | null): StepMessage | null => (json === null ? null : (JSON.parse(json) as StepMessage));
