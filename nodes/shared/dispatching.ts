/** How triggers hand out what is due: the same pace for all, one execution for what is claimed together. */
import type { INodeExecutionData, IRun, ITriggerFunctions } from 'n8n-workflow';
import type { ExecutionEnd } from '../../engine/store/contract';
import { endOf } from './execution-end';

export const PACE = {
	/** Renewed every 20 seconds while its execution runs, so what a dead worker had comes back within a minute. */
	leaseMs: 60_000,
	/** What other processes made due is seen after this time; what this process did, at once. */
	pollMs: 5_000,
	/** Nobody notices a message of a sequence that comes a second later, and n8n is spared most of its executions. */
	gatherMs: 1_000,
} as const;

/** One execution for all items; resolves when it has ended, with null where its end cannot be known. */
export async function execute(trigger: Pick<ITriggerFunctions, 'emit' | 'helpers'>, outputs: INodeExecutionData[][]): Promise<ExecutionEnd | null> {
	const done = trigger.helpers.createDeferredPromise<IRun>();
	trigger.emit(outputs, undefined, done);
	return endOf(await done.promise, Date.now());
}
