/**
 * Merges two states of a store that two n8n processes have written independently of one another. Pure. Merging is
 * commutative and idempotent, and it loses no opt-out and no accepted send; test/unit/store/static tries to refute it.
 */
import { isLive, type EnrollmentState } from '../../sequence/enrollment';
import { consentAfter } from '../operations/people/consent-rule';
import type { Reason } from '../../sequence/reason';
import { isInReview, withoutReview } from '../../sequence/review';
import { availableAt } from '../sql/write-enrollments';
import { groupBy } from '../group-by';
import type { ConsentCategory, ConsentSource } from '../../contact/consent';
import { joinOf } from './merge-rows';
import type { Keys, Row, Tables } from './tables';

export function mergeTables(a: Tables, b: Tables, keys: Keys): Tables {
	const people = sameThings([...rowsOf(a, 'contact_alias'), ...rowsOf(b, 'contact_alias')], ['account', 'kind', 'value'], 'contact_id');
	const joined = joinAll('sequence', [...rowsOf(a, 'sequence'), ...rowsOf(b, 'sequence')], ['id']);
	const sequences = sameThings(joined, ['account', 'name'], 'id');
	const agents = sameThings([...rowsOf(a, 'desk_agent'), ...rowsOf(b, 'desk_agent')], ['account', 'name'], 'id');
	const renamed = [a, b].map((tables) => rename(tables, { contact_id: people, sequence_id: sequences, agent_id: agents }));
	const merged: Tables = {};
	for (const table of Object.keys(keys)) {
		const rows = renamed.flatMap((tables) => rowsOf(tables, table));
		merged[table] = table === 'send' ? oneSendPerStep(rows) : joinAll(table, rows, keys[table] ?? []);
	}
	merged.consent_event = onceEach(rowsOf(merged, 'consent_event'), ['contact_id', 'category', 'source', 'change', 'at'], (one, other) => (one.id! < other.id! ? one : other));
	if (merged.conversation) merged.conversation = onceEach(merged.conversation, ['contact_id'], joinOf('conversation'));
	merged.enrollment = oneLiveRun(rowsOf(merged, 'enrollment'), rowsOf(merged, 'send'));
	merged.enrollment = withoutDecided(merged.enrollment, rowsOf(merged, 'review'));
	merged.contact = consentOf(rowsOf(merged, 'contact'), merged.consent_event);
	return sorted(merged, keys);
}

/**
 * What may be taken over from a store of another workflow: who wishes no messages. Its runs go on where they are, and
 * taking them along would send everything twice.
 */
export function consentOnly(tables: Tables): Tables {
	const { contact = [], contact_alias = [], consent_event = [] } = tables;
	return { contact, contact_alias, consent_event };
}

const rowsOf = (tables: Tables, name: string): Row[] => tables[name] ?? [];
const keyOf = (row: Row, columns: string[]): string => JSON.stringify(columns.map((column) => row[column]));

/** Ids that stand for one person, one sequence or one agent: each id of a group leads to the smallest of the group. */
function sameThings(rows: Row[], columns: string[], id: string): (value: string) => string {
	const parent = new Map<string, string>();
	const root = (value: string): string => {
		const above = parent.get(value);
		return above === undefined ? value : root(above);
	};
	const firstWith = new Map<string, string>();
	for (const row of rows) {
		const [one, other] = [root(String(row[id])), root(firstWith.get(keyOf(row, columns)) ?? String(row[id]))];
		if (one !== other) parent.set(one > other ? one : other, one > other ? other : one);
		firstWith.set(keyOf(row, columns), String(row[id]));
	}
	return root;
}

type Renaming = Record<'contact_id' | 'sequence_id' | 'agent_id', (id: string) => string>;

function rename(tables: Tables, { contact_id, sequence_id, agent_id }: Renaming): Tables {
	const own: Record<string, (id: string) => string> = { contact: contact_id, sequence: sequence_id, desk_agent: agent_id };
	return Object.fromEntries(
		Object.entries(tables).map(([table, rows]) => [
			table,
			rows.map((row) => ({
				...row,
				...(own[table] ? { id: own[table](String(row.id)) } : {}),
				...(typeof row.contact_id === 'string' ? { contact_id: contact_id(row.contact_id) } : {}),
				...(typeof row.sequence_id === 'string' ? { sequence_id: sequence_id(row.sequence_id) } : {}),
				...(typeof row.agent_id === 'string' ? { agent_id: agent_id(row.agent_id) } : {}),
			})),
		]),
	);
}

function joinAll(table: string, rows: Row[], key: string[]): Row[] {
	return onceEach(rows, key, joinOf(table));
}

function onceEach(rows: Row[], columns: string[], join: (a: Row, b: Row) => Row): Row[] {
	const byKey = new Map<string, Row>();
	for (const row of rows) {
		const key = keyOf(row, columns);
		const known = byKey.get(key);
		byKey.set(key, known ? join(known, row) : row);
	}
	return [...byKey.values()];
}

/**
 * Both copies may have begun the same message, each under an id of its own. One row stands for it; a second message
 * that Meta took as well stays in the ledger, outside of the run.
 */
function oneSendPerStep(rows: Row[]): Row[] {
	const loose = rows.filter((row) => row.enrollment_id === null);
	const groups = groupBy(rows.filter((row) => row.enrollment_id !== null), (row) => keyOf(row, ['enrollment_id', 'step', 'node']));
	const join = joinOf('send');
	const extra: Row[] = [];
	const kept = [...groups.values()].map((group) => {
		const id = least(group.map((row) => String(row.id)));
		const byWamid = groupBy(group, (row) => row.wamid as string | null);
		const [wamid, ...others] = [...byWamid.keys()].filter((one) => one !== null).sort();
		for (const other of others) {
			extra.push({ ...byWamid.get(other)!.reduce(join), id: `${id}~${other}`, enrollment_id: null });
		}
		const same = [...(byWamid.get(null) ?? []), ...(byWamid.get(wamid ?? null) ?? [])];
		return { ...same.reduce(join), id };
	});
	return [...kept, ...joinAll('send', [...loose, ...extra], ['id'])];
}

const least = (texts: string[]): string => texts.reduce((a, b) => (a < b ? a : b));

/**
 * Two live runs of a contact in one sequence: the one whose messages are further goes on, so that nothing is sent a
 * second time, and the other ends as if it had never been begun.
 */
function oneLiveRun(rows: Row[], sends: Row[]): Row[] {
	const left = groupBy(sends.filter((row) => row.wamid !== null || row.state !== 'failed'), (row) => String(row.enrollment_id));
	const progress = (row: Row): number => left.get(String(row.id))?.length ?? 0;
	const order = (a: Row, b: Row): number =>
		progress(b) - progress(a) || Number(b.last_sent_at ?? 0) - Number(a.last_sent_at ?? 0) || (String(a.id) < String(b.id) ? -1 : 1);
	const live = groupBy(rows.filter((row) => isLive(row.state as EnrollmentState)), (row) => keyOf(row, ['sequence_id', 'contact_id']));
	const ended = new Set([...live.values()].flatMap((group) => [...group].sort(order).slice(1)));
	return rows.map((row) => (ended.has(row) ? { ...row, ...SUPERSEDED, ended_at: row.enrolled_at ?? null } : row));
}

/** A run waits at its gate only while nobody has decided: what one copy knows to be decided goes on. */
function withoutDecided(runs: Row[], reviews: Row[]): Row[] {
	const waiting = new Set(reviews.filter(({ state }) => state === 'pending').map((row) => row.enrollment_id));
	return runs.map((row) => {
		const standing = { state: row.state as EnrollmentState, reason: (row.reason ?? null) as Reason | null };
		if (!isInReview(standing) || waiting.has(row.id ?? null)) return row;
		const going = { ...row, ...withoutReview(standing) };
		return { ...going, available_at: going.state === 'active' ? availableAt({ state: 'active', dueAt: row.due_at as number | null, expiresAt: (row.expires_at ?? null) as number | null }) : null };
	});
}

const SUPERSEDED = { state: 'exited', reason: 'restarted', due_at: null, available_at: null, lease: null, lease_owner: null };

function consentOf(contacts: Row[], events: Row[]): Row[] {
	const said = groupBy(events, (event) => String(event.contact_id));
	return contacts.map((contact) => {
		const words = (said.get(String(contact.id)) ?? []).map(({ category, change, source, at }) => ({
			category: category as ConsentCategory,
			change: change as 'stop' | 'start',
			source: source as ConsentSource,
			at: at as number,
		}));
		const { optedOutBy, at } = consentAfter(words, 'marketing');
		return { ...contact, opted_out_by: optedOutBy, consent_at: at, utility_out_by: consentAfter(words, 'utility').optedOutBy };
	});
}

function sorted(tables: Tables, keys: Keys): Tables {
	return Object.fromEntries(
		Object.entries(tables).map(([name, rows]) => {
			const keyed = rows.map((row) => ({ row, key: keyOf(row, keys[name] ?? []) }));
			return [name, keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ row }) => row)];
		}),
	);
}
