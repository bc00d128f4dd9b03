/** Published sequences and their versions. */
import type { SequenceDefinition } from '../../sequence/definition';
import type { SequenceOwner } from '../contract';
import { asRows } from '../driver';
import { columnsOf } from './rows';
import type { Scope } from './scope';

export interface SequenceRow {
	id: string;
	name: string;
	version: number;
	definition: string;
	open: number;
	owner_workflow: string | null;
	owner_node: string | null;
	owner_label: string | null;
	paused_at: number | null;
	paused_reason: string | null;
	/** The template for which the engine paused it; null for a person's pause. */
	paused_for: string | null;
	followed_version: number;
	/** JSON array of the kinds of events that its trigger asks for, or null. */
	events: string | null;
}

const COLUMNS =
	'id, name, version, definition, open, owner_workflow, owner_node, owner_label, paused_at, paused_reason, paused_for, followed_version, events';

/** A sequence with its definition read. */
export interface Sequence {
	id: string;
	name: string;
	version: number;
	open: boolean;
	/** Since when it is paused; null while it runs. */
	pausedAt: number | null;
	pausedReason: string | null;
	/** Up to which version everybody in flight has been brought. */
	followedVersion: number;
	/** An older version that holds for a run only until its message has left. */
	isBehind: boolean;
	definition: SequenceDefinition;
}

export function toSequence(row: SequenceRow): Sequence {
	return {
		id: row.id,
		name: row.name,
		version: row.version,
		open: row.open === 1,
		pausedAt: row.paused_at,
		pausedReason: row.paused_reason,
		followedVersion: row.followed_version,
		isBehind: false,
		definition: JSON.parse(row.definition) as SequenceDefinition,
	};
}

export async function sequenceRowByName({ session, account }: Scope, name: string): Promise<SequenceRow | undefined> {
	const [row] = await session.all<SequenceRow>(
		`SELECT ${COLUMNS} FROM sequence WHERE account = :account AND name = :name`,
		{ account, name },
	);
	return row;
}

/** The sequence that this node published last, under whatever name. */
export async function sequenceRowByOwner(
	{ session, account }: Scope,
	owner: Pick<SequenceOwner, 'workflowId' | 'nodeId'>,
): Promise<SequenceRow | undefined> {
	const [row] = await session.all<SequenceRow>(
		`SELECT ${COLUMNS} FROM sequence WHERE account = :account AND owner_workflow = :workflow AND owner_node = :node`,
		{ account, workflow: owner.workflowId, node: owner.nodeId },
	);
	return row;
}

export async function sequencesById({ session, account }: Scope, ids: string[]): Promise<Map<string, Sequence>> {
	if (ids.length === 0) return new Map();
	const rows = await session.all<SequenceRow>(
		`SELECT ${COLUMNS} FROM sequence WHERE account = :account
		AND id IN (SELECT id FROM ${session.dialect.rows('wanted', { id: 'text' })} w)`,
		{ account, wanted: asRows([...new Set(ids)].map((id) => ({ id }))) },
	);
	return new Map(rows.map((row) => [row.id, toSequence(row)]));
}

/** The timers of the conversation desk that have ever been published, open or not. */
export async function deskSequences({ session, account }: Scope): Promise<Sequence[]> {
	const rows = await session.all<SequenceRow>(`SELECT ${COLUMNS} FROM sequence WHERE account = :account AND moment IS NOT NULL`, { account });
	return rows.map(toSequence);
}

/** A sequence with the people in it, and since when it is locked and changes of it wait. */
export type ListedSequence = SequenceRow & { live: number; locked_at: number | null; waiting_since: number | null };

export async function allSequences({ session, account }: Scope): Promise<ListedSequence[]> {
	return session.all<ListedSequence>(
		`SELECT ${columnsOf(COLUMNS, 's')}, CAST(COALESCE((
			SELECT SUM(c.people) FROM live_count c WHERE c.sequence_id = s.id
		), 0) AS BIGINT) AS live, l.locked_at, l.waiting_since
		FROM sequence s LEFT JOIN sequence_lock l ON l.sequence_id = s.id WHERE s.account = :account ORDER BY s.name`,
		{ account },
	);
}

export async function insertSequence(
	{ session, account, now }: Scope,
	id: string,
	definition: SequenceDefinition,
	owner: SequenceOwner,
): Promise<void> {
	await session.run(
		`INSERT INTO sequence (id, account, name, version, definition, open, followed_version, owner_workflow, owner_node, owner_label, moment, created_at)
		VALUES (:id, :account, :name, 1, :definition, 1, 1, :workflow, :node, :label, :moment, :now)`,
		{
			id,
			account,
			name: definition.name,
			definition: JSON.stringify(definition),
			workflow: owner.workflowId,
			node: owner.nodeId,
			label: owner.label,
			moment: definition.moment ?? null,
			now,
		},
	);
}

export async function writeDefinition({ session }: Scope, id: string, version: number, definition: SequenceDefinition): Promise<void> {
	await session.run('UPDATE sequence SET name = :name, version = :version, definition = :definition, moment = :moment WHERE id = :id', {
		id,
		name: definition.name,
		version,
		definition: JSON.stringify(definition),
		moment: definition.moment ?? null,
	});
}

/** This node publishes it from now on. */
export async function writeOwner({ session }: Scope, id: string, { workflowId, nodeId, label }: SequenceOwner): Promise<void> {
	await session.run(
		'UPDATE sequence SET open = 1, owner_workflow = :workflow, owner_node = :node, owner_label = :label WHERE id = :id',
		{ id, workflow: workflowId, node: nodeId, label },
	);
}

export async function insertVersion(
	{ session, now }: Scope,
	id: string,
	version: number,
	definition: SequenceDefinition,
): Promise<void> {
	await session.run(
		'INSERT INTO sequence_version (sequence_id, version, definition, published_at) VALUES (:id, :version, :definition, :now)',
		{ id, version, definition: JSON.stringify(definition), now },
	);
}

/** The owner is remembered: n8n closes and publishes on every save, and the name may have changed in between. */
export async function close({ session, account }: Scope, owner: SequenceOwner): Promise<void> {
	await session.run(
		'UPDATE sequence SET open = 0 WHERE account = :account AND owner_workflow = :workflow AND owner_node = :node',
		{ account, workflow: owner.workflowId, node: owner.nodeId },
	);
}

/** A node publishes one sequence: whatever it published under other names is free for others. */
export async function releaseOthers({ session, account }: Scope, id: string, owner: SequenceOwner): Promise<void> {
	await session.run(
		`UPDATE sequence SET open = 0, owner_workflow = NULL, owner_node = NULL, owner_label = NULL
		WHERE account = :account AND owner_workflow = :workflow AND owner_node = :node AND id <> :id`,
		{ account, workflow: owner.workflowId, node: owner.nodeId, id },
	);
}

/** A person's pause. Keeps the time of one that holds already, which from now on does not end by itself. */
export async function writePause({ session, now }: Scope, id: string, reason: string): Promise<void> {
	await session.run('UPDATE sequence SET paused_at = COALESCE(paused_at, :now), paused_reason = :reason, paused_for = NULL WHERE id = :id', {
		id,
		reason,
		now,
	});
}

/** The engine's pause. False where the sequence is paused already, by whomever. */
export async function writePauseFor({ session, now }: Scope, id: string, template: string, reason: string): Promise<boolean> {
	const changed = await session.run(
		'UPDATE sequence SET paused_at = :now, paused_reason = :reason, paused_for = :template WHERE id = :id AND paused_at IS NULL',
		{ id, template, reason, now },
	);
	return changed > 0;
}

/** Sequences that the engine paused for one of these templates. */
export async function sequencesPausedFor({ session, account }: Scope, templates: string[]): Promise<SequenceRow[]> {
	if (templates.length === 0) return [];
	return session.all<SequenceRow>(
		`SELECT ${COLUMNS} FROM sequence WHERE account = :account AND paused_at IS NOT NULL
		AND paused_for IN (SELECT template FROM ${session.dialect.rows('wanted', { template: 'text' })} w)`,
		{ account, wanted: asRows(templates.map((template) => ({ template }))) },
	);
}

export async function openSequenceIds({ session, account }: Scope): Promise<string[]> {
	const rows = await session.all<{ id: string }>('SELECT id FROM sequence WHERE account = :account AND open = 1', { account });
	return rows.map(({ id }) => id);
}

export async function writeResume({ session }: Scope, id: string): Promise<void> {
	await session.run('UPDATE sequence SET paused_at = NULL, paused_reason = NULL, paused_for = NULL WHERE id = :id', { id });
}

/** Everybody has been brought to this version, unless another one was published meanwhile. */
export async function writeFollowed({ session }: Scope, id: string, version: number): Promise<void> {
	await session.run('UPDATE sequence SET followed_version = :version WHERE id = :id AND version = :version', { id, version });
}
