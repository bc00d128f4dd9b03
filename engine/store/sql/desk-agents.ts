/** Agents of the conversation desk and how much they have to do. */
import type { AgentView } from '../contract';
import { asList } from '../driver';
import type { Scope } from './scope';
import { insertRows, updateRows } from './write-rows';

export interface AgentRow {
	id: string;
	name: string;
	address: string | null;
	reception_limit: number;
	available: number;
	last_assigned_at: number | null;
	created_at: number;
	changed_at: number;
}

const CHANGING = {
	id: 'text', name: 'text', address: 'text', reception_limit: 'bigint', available: 'bigint', last_assigned_at: 'bigint', changed_at: 'bigint',
} as const;
const AGENT = { ...CHANGING, created_at: 'bigint' } as const;
const COLUMNS = Object.keys(AGENT).join(', ');

/**
 * All agents with their loads. Whoever hands out conversations holds them until the transaction ends, so one after the
 * other does, and none sees places that another is about to fill. The loads are counted by a statement of their own: the
 * one that waited for the lock still sees the counts from before.
 */
export async function holdAgents(scope: Scope): Promise<Map<string, AgentView>> {
	const { session, account } = scope;
	const rows = await session.all<AgentRow>(
		`SELECT ${COLUMNS} FROM desk_agent a WHERE a.account = :account ${session.dialect.lockInOrder('a')}`,
		{ account },
	);
	return withLoads(scope, rows);
}

/** The same, for reading. */
export async function allAgents(scope: Scope): Promise<Map<string, AgentView>> {
	const rows = await scope.session.all<AgentRow>(`SELECT ${COLUMNS} FROM desk_agent WHERE account = :account`, { account: scope.account });
	return withLoads(scope, rows);
}

async function withLoads({ session, account }: Scope, rows: AgentRow[]): Promise<Map<string, AgentView>> {
	if (rows.length === 0) return new Map();
	const loads = await session.all<{ agent_id: string; load: number }>(
		"SELECT agent_id, CAST(COUNT(*) AS BIGINT) AS load FROM conversation WHERE account = :account AND state = 'assigned' GROUP BY agent_id",
		{ account },
	);
	const loadOf = new Map(loads.map(({ agent_id, load }) => [agent_id, Number(load)]));
	const sorted = [...rows].sort((a, b) => a.name.localeCompare(b.name));
	return new Map(sorted.map((row) => [row.id, toAgent(row, loadOf.get(row.id) ?? 0)]));
}

function toAgent({ id, name, address, reception_limit, available, last_assigned_at }: AgentRow, load: number): AgentView {
	return { id, name, address, limit: reception_limit, available: available === 1, load, lastAssignedAt: last_assigned_at };
}

export async function insertAgents({ session, account, now }: Scope, agents: AgentView[]): Promise<void> {
	await insertRows(
		session,
		'desk_agent',
		{ account: 'text', ...AGENT },
		agents.map((agent) => ({ account, ...rowOf(agent), created_at: now, changed_at: now })),
	);
}

export async function updateAgents({ session, now }: Scope, agents: AgentView[]): Promise<void> {
	await updateRows(session, 'desk_agent', CHANGING, agents.map((agent) => ({ ...rowOf(agent), changed_at: now })));
}

function rowOf({ id, name, address, limit, available, lastAssignedAt }: AgentView): Omit<AgentRow, 'created_at' | 'changed_at'> {
	return { id, name, address, reception_limit: limit, available: available ? 1 : 0, last_assigned_at: lastAssignedAt };
}

/** Conversations of theirs that are over forget who had them. */
export async function deleteAgents({ session, account, now }: Scope, ids: string[]): Promise<void> {
	if (ids.length === 0) return;
	const params = { account, ids: asList(ids) };
	await session.run(
		`UPDATE conversation SET agent_id = NULL, changed_at = CAST(:now AS BIGINT) WHERE account || '' = :account AND ${session.dialect.among('agent_id', 'ids')}`,
		{ ...params, now },
	);
	await session.run(`DELETE FROM desk_agent WHERE account = :account AND ${session.dialect.among('id', 'ids')}`, params);
}
