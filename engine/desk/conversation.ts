/**
 * A customer's conversation with the desk, pure: who has it, since when, and whose turn it is to write. The stores only
 * write down what these functions answer. Instants are UTC milliseconds.
 *
 *     bot, unassigned, queued <-> assigned -> closed -> (opened again)
 */

/** bot: a workflow answers; unassigned: nobody has it; queued: waits for a free agent; assigned: an agent has it. */
export type ConversationState = 'bot' | 'unassigned' | 'queued' | 'assigned' | 'closed';

/** by hand or by a workflow; or because the customer fell silent. */
export type CloseReason = 'closed' | 'silence';

export interface Conversation {
	state: ConversationState;
	/** Who has it; of a closed one who had it last. */
	agentId: string | null;
	/** When it came into this state, or to this agent. */
	since: number;
	openedAt: number;
	/** Its place in the line for automatic assignment; null for one that does not wait there. */
	queuedAt: number | null;
	/** An agent has had it since it was opened. */
	human: boolean;
	lastCustomerAt: number | null;
	lastAgentAt: number | null;
	/** The customer's first message since the last answer; null when it is not the agent's turn. */
	waitingSince: number | null;
	closedBy: CloseReason | null;
	/** Until when a word of the customer may be the answer to the survey; null when none is expected. */
	surveyUntil: number | null;
	surveyAnswer: string | null;
	/** wamid of the message that answered the survey: it opens no conversation. */
	surveyMessageId: string | null;
}

/** When customer and business wrote last, as the contact's record knows it. */
export interface LastWords {
	lastCustomerAt: number | null;
	lastAgentAt: number | null;
}

export const isOpen = (conversation: Pick<Conversation, 'state'> | null): boolean => conversation !== null && conversation.state !== 'closed';

/** A new conversation, or a closed one that begins anew. What was said before the desk took it in counts as said. */
export function opened(state: 'bot' | 'unassigned', { lastCustomerAt, lastAgentAt }: LastWords, now: number): Conversation {
	const unanswered = lastCustomerAt !== null && lastCustomerAt > (lastAgentAt ?? Number.NEGATIVE_INFINITY);
	return {
		state,
		agentId: null,
		since: now,
		openedAt: now,
		queuedAt: null,
		human: false,
		lastCustomerAt,
		lastAgentAt,
		waitingSince: unanswered ? lastCustomerAt : null,
		closedBy: null,
		surveyUntil: null,
		surveyAnswer: null,
		surveyMessageId: null,
	};
}

export function assigned(conversation: Conversation, agentId: string, now: number): Conversation {
	return { ...conversation, state: 'assigned', agentId, since: now, queuedAt: null, human: true };
}

/**
 * Into the line; whoever stands in it keeps their place.
 *
 * @param state queued while agents are at work, unassigned while nobody is
 */
export function lined(conversation: Conversation, state: 'queued' | 'unassigned', now: number): Conversation {
	const queuedAt = conversation.queuedAt ?? now;
	if (conversation.state === state && conversation.queuedAt !== null) return conversation;
	const since = conversation.state === state ? conversation.since : now;
	return { ...conversation, state, agentId: null, since, queuedAt };
}

/** @param surveyUntil until when an answer to the survey counts; null where none is asked for */
export function closed(conversation: Conversation, closedBy: CloseReason, surveyUntil: number | null, now: number): Conversation {
	return {
		...conversation,
		state: 'closed',
		since: now,
		queuedAt: null,
		waitingSince: null,
		closedBy,
		surveyUntil: conversation.human ? surveyUntil : null,
	};
}

/** Told late or twice it ends the same: times only grow, and what was answered already waits for nothing. */
export function customerWrote(conversation: Conversation, at: number): Conversation {
	const lastCustomerAt = Math.max(at, conversation.lastCustomerAt ?? at);
	if (!isOpen(conversation)) return { ...conversation, lastCustomerAt };
	const answered = conversation.lastAgentAt !== null && at <= conversation.lastAgentAt;
	const waitingSince = answered ? conversation.waitingSince : Math.min(at, conversation.waitingSince ?? at);
	return { ...conversation, lastCustomerAt, waitingSince };
}

/** A person answered. What the customer wrote after that answer still waits for one. */
export function agentAnswered(conversation: Conversation, at: number): Conversation {
	const lastAgentAt = Math.max(at, conversation.lastAgentAt ?? at);
	if (!isOpen(conversation)) return { ...conversation, lastAgentAt };
	const { waitingSince, lastCustomerAt } = conversation;
	if (lastCustomerAt === null || lastCustomerAt <= lastAgentAt) return { ...conversation, lastAgentAt, waitingSince: null };
	// Which of their later messages came first is not kept: the latest one is certain.
	const sinceThen = waitingSince !== null && waitingSince > lastAgentAt ? waitingSince : lastCustomerAt;
	return { ...conversation, lastAgentAt, waitingSince: sinceThen };
}
