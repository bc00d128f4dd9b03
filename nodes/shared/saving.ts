/** How the workflow's static data gets saved when no execution takes a change along. */
import { systemTimers } from '../../engine/dispatch/timers';
import type { Store } from '../../engine/store/contract';
import type { StaticStore } from '../../engine/store/static/static-store';

/**
 * n8n saves the static data whenever a trigger emits (n8n: trigger-execution-context.factory), and at no other time that
 * a trigger can choose. An emission without items starts an execution in which no further node runs.
 *
 * @returns what ends it
 */
export function serveSaving(store: Store, emitNothing: () => void): () => void {
	if (store.kind !== 'static') return () => undefined;
	return (store as StaticStore).serve({ save: emitNothing, after: systemTimers.after });
}

/**
 * Most contacts in one execution. A crash leaves all of them in doubt, since n8n saves nothing while the execution runs;
 * an execution more costs n8n some 0.1 s.
 */
const LARGEST_BATCH = 50;

export function batchFor(store: Store, wanted: number): number {
	return store.kind === 'static' ? Math.min(wanted, LARGEST_BATCH) : wanted;
}
