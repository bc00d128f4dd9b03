/** All items of a node, with what its credential names: the business number and its store. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { readAccount } from './account';
import type { Batch } from './batch';
import { openAccountStore } from './stores';

/** Throws NodeOperationError for an incomplete credential, StoreRefusal for a store that cannot be opened. */
export async function openBatch(node: IExecuteFunctions): Promise<Batch> {
	const account = await readAccount(node);
	return { node, account, store: await openAccountStore(account, node), items: node.getInputData(), now: Date.now() };
}
