/** The field that names an agent. */
import type { INodeProperties } from 'n8n-workflow';
import { ItemFault, type Batch } from '../shared/batch';

export function agentField(description: string): INodeProperties {
	return { displayName: 'Agent', name: 'agentName', type: 'string', default: '', required: true, placeholder: 'e.g. Ana', description };
}

export function readAgent({ node }: Pick<Batch, 'node'>, item: number): string {
	const name = String(node.getNodeParameter('agentName', item, '') ?? '').trim();
	if (name === '') throw new ItemFault('Agent is empty', 'Write the name of the agent.');
	return name;
}
