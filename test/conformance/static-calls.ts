/** The static store as a workflow uses it over many executions. */
import type { AccountStore } from '../../engine/store/contract';
import type { SavedWorkflow } from './saved-workflow';

/** Every call is an execution of its own, with the static data as n8n hands it to an execution. */
export function eachCallAnExecution(workflow: SavedWorkflow): AccountStore {
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
		get: (_, verb) => (verb === 'onDue' || verb === 'onEvents' ? heard(workflow, verb) : call(verb as keyof AccountStore)),
	});
}

function heard(workflow: SavedWorkflow, verb: 'onDue' | 'onEvents'): AccountStore['onDue'] {
	return (listener) => {
		let silence = (): void => undefined;
		void workflow.execution().then(({ store }) => {
			silence = store.forAccount(workflow.account)[verb](listener);
		});
		return () => silence();
	};
}
