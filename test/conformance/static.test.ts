import { randomUUID } from 'node:crypto';
import type { Store } from '../../engine/store/contract';
import { describeStore } from './describe-store';
import { SavedWorkflow } from './saved-workflow';
import { eachCallAnExecution } from './static-calls';
import type { OpenedStore } from './store-under-test';

/** A workflow holds what belongs to it for each number of its own. */
async function openWorkflow(): Promise<OpenedStore> {
	const id = randomUUID();
	const workflows = new Map<string, SavedWorkflow>();
	const workflowOf = (account: string): SavedWorkflow => {
		const workflow = workflows.get(account) ?? new SavedWorkflow(id, account);
		workflows.set(account, workflow);
		return workflow;
	};
	const close = async (): Promise<void> => {
		for (const workflow of workflows.values()) await workflow.crash();
	};
	const store: Store = {
		kind: 'static',
		singleProcess: true,
		forAccount: (account) => eachCallAnExecution(workflowOf(account)),
		close,
	};
	return {
		store,
		doubtsWhatWasHandedOut: true,
		reopen: async () => {
			await close();
			return store;
		},
		close,
	};
}

describeStore('the store in the workflow static data', openWorkflow);
