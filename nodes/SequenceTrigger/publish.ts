/** Publishing on activation: everything is checked before anything is written. */
import { NodeOperationError, type ITriggerFunctions } from 'n8n-workflow';
import type { SequenceDefinition } from '../../engine/sequence/definition';
import { faultsOf } from '../../engine/sequence/validate';
import type { AccountStore, PublishedSequence, SequenceOwner } from '../../engine/store/contract';
import { checkStepMessage } from '../../engine/whatsapp/check-message';
import { sharedTemplateCatalog } from '../../engine/whatsapp/template-catalog';
import type { Account } from '../shared/account';
import { toNodeError } from '../shared/errors';
import { graphTransport } from '../shared/graph';

/** n8n starts up, or another process takes over: the sequence was checked when a person published it. */
const UNATTENDED = ['init', 'leadershipChange'];

export async function publish(
	trigger: ITriggerFunctions,
	account: Account,
	store: AccountStore,
	definition: SequenceDefinition,
): Promise<PublishedSequence> {
	refuse(trigger, faultsOf(definition));
	if (!UNATTENDED.includes(trigger.getActivationMode())) refuse(trigger, await templateFaults(trigger, account, definition));
	try {
		return await store.publishSequence(definition, ownerOf(trigger), Date.now());
	} catch (error) {
		throw toNodeError(trigger.getNode(), error);
	}
}

export function ownerOf(trigger: ITriggerFunctions): SequenceOwner {
	const { id, name } = trigger.getWorkflow();
	const node = trigger.getNode();
	return { workflowId: String(id), nodeId: node.id, label: `the workflow "${name ?? id}" (node "${node.name}")` };
}

async function templateFaults(trigger: ITriggerFunctions, account: Account, definition: SequenceDefinition): Promise<string[]> {
	if (!definition.steps.some((step) => step.message.kind !== 'none')) return [];
	try {
		const catalog = sharedTemplateCatalog(account);
		const templates = await catalog.read(graphTransport(trigger, account), 0);
		return definition.steps.flatMap((step) => {
			const fault = step.enabled ? checkStepMessage(step.message, templates) : null;
			return fault ? [`Step "${step.name}": ${fault}`] : [];
		});
	} catch (error) {
		throw toNodeError(trigger.getNode(), error);
	}
}

function refuse(trigger: ITriggerFunctions, faults: string[]): void {
	const [first, ...others] = faults;
	if (first === undefined) return;
	throw new NodeOperationError(trigger.getNode(), first, {
		description: others.length > 0 ? `Also: ${others.join(' ')}` : 'Nothing was published. Change the node and publish the workflow again.',
	});
}
