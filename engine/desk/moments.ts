/**
 * Moments of a conversation at which a timer begins to run. A timer is a sequence of its own (engine/desk/timers): the
 * desk enrolls the customer when the moment comes, and ends the run when it has passed. So the desk needs no clock.
 */
import type { ConversationMoment } from '../sequence/definition';
import { isOpen, type Conversation } from './conversation';

/** The moments that hold now, each with the instant from which its timer counts. That instant is its identity. */
export function momentsOf(conversation: Conversation): Map<ConversationMoment, number> {
	const { state, since, human, lastCustomerAt, lastAgentAt, waitingSince } = conversation;
	const moments = new Map<ConversationMoment, number>();
	const latest = (...times: Array<number | null>): number => Math.max(since, ...times.flatMap((time) => time ?? []));
	if (!isOpen(conversation)) {
		moments.set('closed', since);
		if (human) moments.set('survey', since);
		return moments;
	}
	switch (state) {
		case 'bot':
			moments.set('bot_silent', latest(lastCustomerAt));
			break;
		case 'unassigned':
			// Somebody who answers from the phone is there, whether or not the desk knows who.
			if ((lastAgentAt ?? Number.NEGATIVE_INFINITY) < since) moments.set('unassigned', since);
			break;
		case 'queued':
			moments.set('queued', since);
			break;
		case 'assigned':
			moments.set('assigned', since);
			if (waitingSince !== null) moments.set('unanswered', latest(waitingSince));
			// A customer who has just got an answer has as long as one who has just written.
			moments.set('silent', latest(lastCustomerAt, lastAgentAt));
			break;
	}
	return moments;
}
