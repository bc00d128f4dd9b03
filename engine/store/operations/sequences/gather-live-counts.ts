/**
 * Brings together what many transactions have added to the counts of live people. In a transaction of its own: it waits for
 * totals that others write, and must hold nothing that they wait for.
 */
import { addToWhole, dropEmpty, takeParts } from '../../sql/live-counts';
import type { Scope } from '../../sql/scope';

/** Rows of one transaction: 5,000 take 30 ms. */
const AT_ONCE = 5_000;

/** Reading a sequence's counts is cheap up to here: 500 rows are read in less than a millisecond. */
export const SCATTERED = 500;

/** Whether there may be more. */
export async function gatherLiveCounts(scope: Scope): Promise<boolean> {
	const parts = await takeParts(scope, AT_ONCE);
	if (parts.length > 0) await addToWhole(scope, parts);
	await dropEmpty(scope);
	return parts.length === AT_ONCE;
}
