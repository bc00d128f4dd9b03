/** The store in a workflow's static data: where in it, and who may use it. */
import type { IDataObject, WorkflowExecuteMode } from 'n8n-workflow';
import { StoreRefusal } from '../../engine/store/contract';
import { openStaticStore, type Slot, type StaticStore } from '../../engine/store/static/static-store';

/** What the store needs of n8n's context of a node. */
export interface NodeOfWorkflow {
	getWorkflow(): { id?: string };
	getMode(): WorkflowExecuteMode;
	getWorkflowStaticData(type: string): IDataObject;
}

export async function openWorkflowStore(phoneNumberId: string, node: NodeOfWorkflow | undefined): Promise<StaticStore> {
	refuseQueueMode();
	if (!node) {
		throw new StoreRefusal(
			'The credential keeps its contacts in the workflow static data, which n8n does not show to lists. Choose "By Name" and type the name.',
		);
	}
	const workflow = node.getWorkflow().id;
	if (!workflow) throw new StoreRefusal('The credential keeps its contacts in the workflow static data. Save the workflow first.');
	return await openStaticStore({ workflow, account: phoneNumberId }, slotOf(node, phoneNumberId), Date.now());
}

/** Throws StoreRefusal where n8n runs as several processes. */
export function refuseQueueMode(): void {
	if (process.env.EXECUTIONS_MODE !== 'queue') return;
	throw new StoreRefusal(
		'n8n runs in queue mode, where the workflow static data of one process overwrites that of another. Choose PostgreSQL under "Keep Data In" in the credential.',
	);
}

function slotOf(node: NodeOfWorkflow, phoneNumberId: string): Slot {
	const key = `whatsAppSequences ${phoneNumberId}`;
	return {
		read: () => node.getWorkflowStaticData('global')[key],
		// At the top level of what n8n watches: it does not notice a change inside of a value that a node has put there.
		write: (value) => {
			node.getWorkflowStaticData('global')[key] = value as unknown as IDataObject;
		},
		isTest: node.getMode() === 'manual',
	};
}
