/** What the end of an n8n execution means for the steps it carried. */
import type { IRun } from 'n8n-workflow';
import type { ExecutionEnd } from '../../engine/store/contract';

/**
 * An execution that sleeps in a Wait node holds its steps until it wakes, and so much longer, in milliseconds: it
 * still has to send, and n8n looks for sleepers to wake only once a minute.
 */
export const WAKING_MS = 10 * 60_000;

/**
 * @param run what n8n hands to the trigger: nothing at all for an execution that was dropped or stopped early
 * @returns null when the end cannot be known; then the lease runs out by itself
 */
export function endOf(run: IRun | undefined, now: number): ExecutionEnd | null {
	if (!run) return null;
	if (run.status === 'waiting') return { kind: 'waiting', until: (run.waitTill?.getTime() ?? now) + WAKING_MS };
	const { error } = run.data.resultData;
	if (error || run.status !== 'success') {
		return { kind: 'error', error: error?.message ?? `The execution ended as "${run.status}".` };
	}
	return { kind: 'success' };
}
