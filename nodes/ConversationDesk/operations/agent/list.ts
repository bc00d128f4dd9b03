/** List: all agents with their limits and how many conversations they have. */
import type { INodeProperties } from 'n8n-workflow';
import type { Answer, Batch, Outcome } from '../../../shared/batch';
import { agentItem } from '../../../shared/conversation-item';

export const description: INodeProperties[] = [];

/** Runs once per incoming item, as n8n's list operations do. */
export async function execute(batch: Batch): Promise<Outcome> {
	const agents = await batch.store.listAgents();
	const answers = batch.items.flatMap((_, item) => agents.map((agent): Answer => ({ item, json: agentItem(agent) })));
	return { answers, faults: [] };
}
