/** Conversations of the desk: one row per contact who has ever had one. */
import type { CloseReason, Conversation, ConversationState } from '../../desk/conversation';
import type { ConversationFilter, ConversationView, Page } from '../contract';
import { asList, type SqlParams } from '../driver';
import { eachState } from './each-state';
import { newId } from '../ids';
import { CONTACT_COLUMNS, columnsOf, toContact, type ContactRow } from './rows';
import type { Scope } from './scope';
import { insertRows, updateRows } from './write-rows';

const CONVERSATION = {
	id: 'text', contact_id: 'text', state: 'text', agent_id: 'text', since: 'bigint', opened_at: 'bigint', queued_at: 'bigint', human: 'bigint',
	last_customer_at: 'bigint', last_agent_at: 'bigint', waiting_since: 'bigint', closed_by: 'text',
	survey_until: 'bigint', survey_answer: 'text', survey_message_id: 'text', changed_at: 'bigint',
} as const;
const COLUMNS = Object.keys(CONVERSATION).join(', ');

type Row = { [Column in keyof typeof CONVERSATION]: (typeof CONVERSATION)[Column] extends 'text' ? string | null : number | null };

/** A conversation with its place in the table. */
export interface KeptConversation extends Conversation {
	id: string;
	contactId: string;
}

function toConversation(row: Row): KeptConversation {
	return {
		id: row.id!,
		contactId: row.contact_id!,
		state: row.state as ConversationState,
		agentId: row.agent_id,
		since: row.since!,
		openedAt: row.opened_at!,
		queuedAt: row.queued_at,
		human: row.human === 1,
		lastCustomerAt: row.last_customer_at,
		lastAgentAt: row.last_agent_at,
		waitingSince: row.waiting_since,
		closedBy: row.closed_by as CloseReason | null,
		surveyUntil: row.survey_until,
		surveyAnswer: row.survey_answer,
		surveyMessageId: row.survey_message_id,
	};
}

function rowOf(conversation: KeptConversation, now: number): Row {
	return {
		id: conversation.id,
		contact_id: conversation.contactId,
		state: conversation.state,
		agent_id: conversation.agentId,
		since: conversation.since,
		opened_at: conversation.openedAt,
		queued_at: conversation.queuedAt,
		human: conversation.human ? 1 : 0,
		last_customer_at: conversation.lastCustomerAt,
		last_agent_at: conversation.lastAgentAt,
		waiting_since: conversation.waitingSince,
		closed_by: conversation.closedBy,
		survey_until: conversation.surveyUntil,
		survey_answer: conversation.surveyAnswer,
		survey_message_id: conversation.surveyMessageId,
		changed_at: now,
	};
}

/** By contact, held until the transaction ends. The caller holds the contacts already. */
export async function holdConversations({ session }: Scope, contactIds: string[]): Promise<Map<string, KeptConversation>> {
	return held(session, contactIds, '');
}

/** Those that a message of the customer or of a person can change: who is not there costs a look at an index. */
export async function holdListening({ session }: Scope, contactIds: string[]): Promise<Map<string, KeptConversation>> {
	return held(session, contactIds, "AND (v.state <> 'closed' OR v.survey_until IS NOT NULL)");
}

async function held(session: Scope['session'], contactIds: string[], condition: string): Promise<Map<string, KeptConversation>> {
	if (contactIds.length === 0) return new Map();
	const rows = await session.all<Row>(
		`SELECT ${columnsOf(COLUMNS, 'v')} FROM conversation v
		WHERE ${session.dialect.among('v.contact_id', 'contacts')} ${condition} ${session.dialect.lockInOrder('v')}`,
		{ contacts: asList(contactIds) },
	);
	return new Map(rows.map((row) => [row.contact_id!, toConversation(row)]));
}

/** The contacts at the head of the line. Nothing is held: whoever hands out holds the agents, and the line is theirs. */
export async function headOfLine({ session, account }: Scope, limit: number): Promise<string[]> {
	if (limit <= 0) return [];
	const rows = await session.all<{ contact_id: string }>(
		'SELECT contact_id FROM conversation WHERE account = :account AND queued_at IS NOT NULL ORDER BY queued_at, contact_id LIMIT :limit',
		{ account, limit },
	);
	return rows.map(({ contact_id }) => contact_id);
}

export async function contactsOfAgents({ session, account }: Scope, agentIds: string[]): Promise<string[]> {
	const rows = await session.all<{ contact_id: string }>(
		`SELECT contact_id FROM conversation WHERE account = :account AND state = 'assigned' AND ${session.dialect.among('agent_id', 'agents')}`,
		{ account, agents: asList(agentIds) },
	);
	return rows.map(({ contact_id }) => contact_id);
}

const OPEN: readonly ConversationState[] = ['bot', 'unassigned', 'queued', 'assigned'];

/** The next open conversations by their ids. */
export async function openAfter({ session, account }: Scope, after: string, limit: number): Promise<Array<{ id: string; contact_id: string }>> {
	const params: SqlParams = { account, after, limit };
	const next = eachState({ table: 'conversation', columns: 'id, contact_id', condition: 'l.account = :account AND l.id > :after', order: 'ASC' }, OPEN, params);
	return session.all(`${next} ORDER BY id LIMIT :limit`, params);
}

/** When somebody last answered these contacts from the phone app. */
export async function lastHumanOf({ session }: Scope, contactIds: string[]): Promise<Map<string, number | null>> {
	if (contactIds.length === 0) return new Map();
	const rows = await session.all<{ id: string; last_human_at: number | null }>(
		`SELECT id, last_human_at FROM contact WHERE ${session.dialect.among('id', 'ids')}`,
		{ ids: asList(contactIds) },
	);
	return new Map(rows.map(({ id, last_human_at }) => [id, last_human_at]));
}

export const newConversationId = ({ now }: Scope): string => newId(now);

export async function insertConversations({ session, account, now }: Scope, conversations: KeptConversation[]): Promise<void> {
	await insertRows(session, 'conversation', { account: 'text', ...CONVERSATION }, conversations.map((one) => ({ account, ...rowOf(one, now) })));
}

export async function updateConversations({ session, now }: Scope, conversations: KeptConversation[]): Promise<void> {
	await updateRows(session, 'conversation', CONVERSATION, conversations.map((one) => rowOf(one, now)));
}

type ViewRow = Row & { agent_name: string | null; agent_address: string | null } & { [Column in keyof ContactRow as `contact_${Column}`]: ContactRow[Column] };

const VIEWED = `${columnsOf(COLUMNS, 'v')}, a.name AS agent_name, a.address AS agent_address,
	${CONTACT_COLUMNS.split(', ').filter((column) => column !== 'id').map((column) => `c.${column} AS contact_${column}`).join(', ')}`;
const JOINED = 'JOIN contact c ON c.id = v.contact_id LEFT JOIN desk_agent a ON a.id = v.agent_id';

/** Where these stand in the line. It is walked once, however many are asked for. */
async function placesOf({ session, account }: Scope, rows: ViewRow[]): Promise<Map<string, number>> {
	const waiting = rows.flatMap(({ queued_at, contact_id }) => (queued_at === null ? [] : [contact_id!]));
	if (waiting.length === 0) return new Map();
	const places = await session.all<{ contact_id: string; place: number }>(
		`SELECT line.contact_id, line.place FROM (
			SELECT contact_id, ROW_NUMBER() OVER (ORDER BY queued_at, contact_id) AS place
			FROM conversation WHERE account = :account AND queued_at IS NOT NULL
		) line WHERE ${session.dialect.among('line.contact_id', 'contacts')}`,
		{ account, contacts: asList(waiting) },
	);
	return new Map(places.map(({ contact_id, place }) => [contact_id, Number(place)]));
}

async function toViews(scope: Scope, rows: ViewRow[]): Promise<ConversationView[]> {
	const places = await placesOf(scope, rows);
	return rows.map((row) => toView(row, places.get(row.contact_id!) ?? null));
}

function toView(row: ViewRow, position: number | null): ConversationView {
	const { id, state, since, openedAt, queuedAt, human, lastCustomerAt, lastAgentAt, waitingSince, closedBy, surveyAnswer, agentId } = toConversation(row);
	const contact = Object.fromEntries(Object.entries(row).flatMap(([name, value]) => (name.startsWith('contact_') ? [[name.slice('contact_'.length), value]] : [])));
	return {
		id, state, since, openedAt, queuedAt, human, lastCustomerAt, lastAgentAt, waitingSince, closedBy, surveyAnswer, position,
		contact: toContact({ ...(contact as unknown as ContactRow), id: row.contact_id! }),
		agent: agentId === null ? null : { id: agentId, name: row.agent_name ?? '', address: row.agent_address },
	};
}

/** By contact; whoever has never had a conversation is missing. */
export async function viewsOfConversations(scope: Scope, contactIds: string[]): Promise<Map<string, ConversationView>> {
	if (contactIds.length === 0) return new Map();
	const { session } = scope;
	const rows = await session.all<ViewRow>(
		`SELECT ${VIEWED} FROM conversation v ${JOINED} WHERE ${session.dialect.among('v.contact_id', 'contacts')}`,
		{ contacts: asList(contactIds) },
	);
	return new Map((await toViews(scope, rows)).map((view) => [view.contact.id, view]));
}

/** `after` is the id of the last conversation already seen. */
export async function listConversationViews(scope: Scope, { show, agent }: ConversationFilter, page: Page): Promise<ConversationView[]> {
	const named = agent?.trim().toLowerCase();
	const params: SqlParams = { account: scope.account, limit: page.limit, ...(named === undefined ? {} : { agent: named }), ...(page.after === undefined ? {} : { after: page.after }) };
	return show === 'line' ? lineViews(scope, params) : latestViews(scope, show, params);
}

async function lineViews(scope: Scope, params: SqlParams): Promise<ConversationView[]> {
	const isHead = params.after === undefined && params.agent === undefined;
	const rows = await scope.session.all<ViewRow>(
		`SELECT ${VIEWED} FROM conversation v ${JOINED} WHERE v.account = :account AND v.queued_at IS NOT NULL
		${params.agent === undefined ? '' : 'AND LOWER(a.name) = :agent'}
		${params.after === undefined ? '' : 'AND (v.queued_at, v.contact_id) > (SELECT l.queued_at, l.contact_id FROM conversation l WHERE l.id = :after)'}
		ORDER BY v.queued_at, v.contact_id LIMIT :limit`,
		params,
	);
	// The head of the line is counted as it comes: a long line need not be walked for it.
	return isHead ? rows.map((row, i) => toView(row, i + 1)) : toViews(scope, rows);
}

async function latestViews(scope: Scope, show: Exclude<ConversationFilter['show'], 'line'>, params: SqlParams): Promise<ConversationView[]> {
	const states: readonly ConversationState[] = show === 'all' ? [...OPEN, 'closed'] : show === 'open' || show === 'beside_line' ? OPEN : [show];
	const conditions = [
		'l.account = :account',
		...(show === 'beside_line' ? ["l.state <> 'closed' AND l.queued_at IS NULL"] : []),
		...(params.agent === undefined ? [] : ['l.agent_id IN (SELECT a.id FROM desk_agent a WHERE a.account = :account AND LOWER(a.name) = :agent)']),
		...(params.after === undefined ? [] : ['l.id < :after']),
	];
	const latest = eachState({ table: 'conversation', columns: 'id, contact_id', condition: conditions.join(' AND '), order: 'DESC' }, states, params);
	const rows = await scope.session.all<{ contact_id: string }>(`${latest} ORDER BY id DESC LIMIT :limit`, params);
	const views = await viewsOfConversations(scope, rows.map(({ contact_id }) => contact_id));
	return rows.flatMap(({ contact_id }) => views.get(contact_id) ?? []);
}
