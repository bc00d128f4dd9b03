/** Publishing on activation: everything is checked before anything is written. */
import { NodeOperationError, type ITriggerFunctions } from 'n8n-workflow';
import type { SequenceDefinition } from '../../engine/sequence/definition';
import { faultsOf } from '../../engine/sequence/validate';
import type { AccountStore, PublishedSequence, SequenceEventKind, SequenceOwner } from '../../engine/store/contract';
import { contentsOf, faultsOfMessages, placeOf } from '../../engine/whatsapp/check-steps';
import { sharedTemplateCatalog } from '../../engine/whatsapp/template-catalog';
import type { Account } from '../shared/account';
import { checkBusinessAccount, readNumber } from '../shared/check-account';
import { toNodeError } from '../shared/errors';
import { graphTransport } from '../shared/graph';

/** n8n starts up, or another process takes over: the sequence was checked when a person published it. */
const UNATTENDED = ['init', 'leadershipChange'];

export async function publish(
	trigger: ITriggerFunctions,
	account: Account,
	store: AccountStore,
	definition: SequenceDefinition,
	events: readonly SequenceEventKind[],
): Promise<PublishedSequence> {
	refuse(trigger, faultsOf(definition));
	try {
		if (hasMessages(definition) && !UNATTENDED.includes(trigger.getActivationMode())) {
			refuse(trigger, await faultsAtMeta(trigger, account, definition));
			// Meta has answered with this credential, so whoever published has mended what was wrong with it.
			await store.credentialWorks(Date.now());
		}
		return await store.publishSequence(definition, { ...ownerOf(trigger), events }, Date.now());
	} catch (error) {
		throw toNodeError(trigger.getNode(), error);
	}
}

export function ownerOf(trigger: ITriggerFunctions): SequenceOwner {
	const { id, name } = trigger.getWorkflow();
	const node = trigger.getNode();
	return { workflowId: String(id), nodeId: node.id, label: `the workflow "${name ?? id}" (node "${node.name}")` };
}

const hasMessages = (definition: SequenceDefinition): boolean => contentsOf(definition).some(({ message }) => message.kind !== 'none');

/** What Meta has against the messages of the steps. Throws ActivationRefusal for a credential that cannot send any. */
async function faultsAtMeta(trigger: ITriggerFunctions, account: Account, definition: SequenceDefinition): Promise<string[]> {
	const transport = graphTransport(trigger, account);
	await readNumber(transport, account);
	await checkBusinessAccount(transport, account);
	const templates = await sharedTemplateCatalog(account).read(transport, 0);
	return faultsOfMessages(definition, templates).map(({ fault, ...content }) => `${placeOf(content)}: ${fault}`);
}

function refuse(trigger: ITriggerFunctions, faults: string[]): void {
	const [first, ...others] = faults;
	if (first === undefined) return;
	throw new NodeOperationError(trigger.getNode(), first, {
		description: others.length > 0 ? `Also: ${others.join(' ')}` : 'Nothing was published. Change the node and publish the workflow again.',
	});
}
