/** A conversation as items show it. */
import type { IDataObject } from 'n8n-workflow';
import type { AgentView, ConversationView } from '../../engine/store/contract';

const iso = (instant: number | null): string | null => (instant === null ? null : new Date(instant).toISOString());

export function conversationItem(view: ConversationView): IDataObject {
	const { state, agent, position, closedBy, surveyAnswer, since, openedAt, waitingSince, lastCustomerAt, lastAgentAt, human } = view;
	return {
		state,
		agent: agent === null ? null : { name: agent.name, address: agent.address },
		position,
		since: iso(since),
		openedAt: iso(openedAt),
		waitingSince: iso(waitingSince),
		lastCustomerAt: iso(lastCustomerAt),
		lastAgentAt: iso(lastAgentAt),
		human,
		closedBy,
		surveyAnswer,
	};
}

export function agentItem({ name, address, limit, available, load, lastAssignedAt }: AgentView): IDataObject {
	return { name, address, limit, available, conversations: load, free: Math.max(0, limit - load), lastAssignedAt: iso(lastAssignedAt) };
}
