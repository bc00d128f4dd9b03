/** Why the desk did not do what it was asked, in words for people. */
export const DESK_REASONS = {
	already_open: 'The conversation is open already.',
	already_assigned: 'An agent has the conversation already. Transfer it to give it to another one.',
	already_queued: 'The conversation waits in the queue already.',
	taken: 'Another agent has taken the conversation.',
	agent_full: 'The agent has as many conversations as the reception limit allows.',
	not_open: 'The customer has no open conversation.',
	not_assigned: 'No agent has the conversation. Assign it, or have an agent claim it.',
	survey_answer: 'The message is the answer to the survey, so it opens no conversation.',
	not_silent: 'Somebody has written meanwhile, so it is not closed for silence.',
} as const;

export type DeskReason = keyof typeof DESK_REASONS;
