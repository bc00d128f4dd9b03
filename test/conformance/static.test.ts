import { randomUUID } from 'node:crypto';
import type { AccountStore, Store } from '../../engine/store/contract';
import { describeStore } from './describe-store';
import { SavedWorkflow } from './saved-workflow';
import type { OpenedStore } from './store-under-test';

/** Every call is an execution of its own, with the static data as n8n hands it to an execution. */
function eachCallAnExecution(workflow: SavedWorkflow): AccountStore {
	const call = (verb: keyof AccountStore) => async (...args: unknown[]): Promise<unknown> => {
		const { store, end } = await workflow.execution();
		try {
			const account = store.forAccount(workflow.account);
			return await (account[verb] as (...given: unknown[]) => unknown)(...args);
		} finally {
			end();
		}
	};
	return new Proxy({} as AccountStore, {
		get: (_, verb) => (verb === 'onDue' ? heard(workflow) : call(verb as keyof AccountStore)),
	});
}

function heard(workflow: SavedWorkflow): AccountStore['onDue'] {
	return (listener) => {
		let silence = (): void => undefined;
		void workflow.execution().then(({ store }) => {
			silence = store.forAccount(workflow.account).onDue(listener);
		});
		return () => silence();
	};
}

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
