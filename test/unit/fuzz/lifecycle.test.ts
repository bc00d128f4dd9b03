import fc from 'fast-check';
import { describeHistory, histories, type History } from '../../../fuzz/lifecycle/actions';
import { inMemory, inStaticData, type Ground } from '../../../fuzz/lifecycle/ground';
import { liveThrough } from '../../../fuzz/lifecycle/live-through';
import { steadyIds } from '../../../fuzz/lifecycle/steady-ids';

/** `npm run fuzz -- lifecycle` plays 100,000; docs/testing.md. */
const CASES = 150;
const LONGEST = 20;

beforeAll(steadyIds);

async function hold(open: () => Promise<Ground>, seed: number, cases: number): Promise<void> {
	const ground = await open();
	try {
		const property = fc.asyncProperty(histories(LONGEST), (history) => liveThrough(ground, history));
		const result = await fc.check(property, { seed, numRuns: cases });
		if (result.failed) {
			const [history] = result.counterexample as [History];
			throw new Error(`${String(result.errorInstance)}\n${describeHistory(history)}\nseed ${seed}, path ${result.counterexamplePath}`);
		}
	} finally {
		await ground.close();
	}
}

describe('random lives of people in sequences keep all invariants', () => {
	it('always the same ones', async () => {
		await hold(inMemory, 20_260_105, CASES);
	}, 60_000);

	it('others every time', async () => {
		await hold(inMemory, Date.now() | 0, CASES);
	}, 60_000);

	it('on the static store', async () => {
		await hold(inStaticData, 20_260_105, 10);
	}, 60_000);
});
