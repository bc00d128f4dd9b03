import { beginIds } from '../../engine/store/ids';

/** Its multiples lie apart for longer than any history, whatever time they are drawn at. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * The spread, the variants and the hold-out follow from the ids of rows: played again, a history must get the same ones.
 * Afterwards ids are by chance again, for whatever else runs in this process.
 */
export async function withSteadyIds<Result>(work: () => Promise<Result>): Promise<Result> {
	let drawn = 0;
	beginIds(() => (++drawn * GOLDEN) % 1);
	try {
		return await work();
	} finally {
		beginIds();
	}
}
