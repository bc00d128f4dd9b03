/** The conversation desk: agents with a reception limit, and the conversation of each contact. */
import type { Contact, ContactRef } from '../../contact/contact';
import type { AgentLoad } from '../../desk/agents';
import type { Conversation, ConversationState } from '../../desk/conversation';
import type { DeskReason } from '../../desk/reasons';

export interface AgentRequest {
	/** Agents are known by their names, whatever the case. */
	name: string;
	/** Most conversations at the same time. What is left out stays; a new agent takes 5, is available and has no address. */
	limit?: number;
	available?: boolean;
	/** Where the agent is told of work, such as a phone number or an e-mail address; empty for none. */
	address?: string;
}

export interface AgentView extends AgentLoad {
	name: string;
	address: string | null;
}

export interface SavedAgent extends AgentView {
	created: boolean;
}

export type DeskAction =
	/** A conversation begins: a bot has it, or nobody. An open one stays as it is. */
	| { kind: 'open'; for: 'bot' | 'nobody' }
	/**
	 * To the agent with the most free places, in the order of the line. Without a free one it waits: queued while agents are
	 * at work, unassigned while none is. Opens what is not open.
	 */
	| { kind: 'assign' }
	/** The same, but it is queued also while no agent is at work. */
	| { kind: 'queue' }
	/** The agent takes it by hand, out of the line or from the bot. The limit holds here, too; being away does not matter. */
	| { kind: 'claim'; agent: string }
	/** To this agent; null: to whoever else is free, else into the line. */
	| { kind: 'transfer'; to: string | null }
	/** A person has answered at `at` (UTC milliseconds). Answers from the phone app are noted by themselves. */
	| { kind: 'answered'; at: number }
	/** @property silentSince close it only if its silence still counts from this instant */
	| { kind: 'close'; silentSince?: number };

export interface DeskRequest {
	contact: ContactRef;
	action: DeskAction;
	/** wamid of the message that led here: an answer to the survey opens no conversation. */
	messageId?: string;
}

export interface ConversationView extends Omit<Conversation, 'agentId' | 'surveyUntil' | 'surveyMessageId'> {
	id: string;
	contact: Contact;
	agent: { id: string; name: string; address: string | null } | null;
	/** Place in the line, 1 for who is next; null for who does not stand in it. */
	position: number | null;
}

export interface DeskResult {
	changed: boolean;
	/** Why nothing was changed, or null. */
	reason: DeskReason | null;
	/** Null where the contact has never had a conversation. */
	conversation: ConversationView | null;
}

export interface DeskWork {
	/** In the order of the requests. */
	results: DeskResult[];
	/** Who left the line because a place became free: the agent has them now. */
	next: ConversationView[];
}

export interface ConversationFilter {
	/**
	 * open: every state but closed; line: who stands in the line, in its order; beside_line: those that are open and do not stand
	 * in it. All but the line come newest first.
	 */
	show: ConversationState | 'open' | 'line' | 'beside_line' | 'all';
	/** Name of an agent. */
	agent?: string;
}
