import fc from 'fast-check';
import { newId } from '../../../engine/store/ids';
import { describeHistory, histories, type History } from '../../../fuzz/lifecycle/actions';
import { inMemory, inStaticData, type Ground } from '../../../fuzz/lifecycle/ground';
import { liveThrough } from '../../../fuzz/lifecycle/live-through';
import { snapshot } from '../../../fuzz/lifecycle/snapshot';
import { withSteadyIds } from '../../../fuzz/lifecycle/steady-ids';

/** `npm run fuzz -- lifecycle` plays 100,000; docs/testing.md. */
const CASES = 150;
const LONGEST = 20;

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

describe('a life that is played again', () => {
	it('leaves the same rows with the same ids', async () => {
		const ground = await inMemory();
		const lived = async (history: History): Promise<unknown> => {
			await liveThrough(ground, history);
			return snapshot(ground);
		};
		for (const history of fc.sample(histories(LONGEST), { seed: 20_260_105, numRuns: 20 })) {
			const first = await lived(history);
			expect(await lived(history)).toEqual(first);
		}
		await ground.close();
	}, 60_000);

	it('leaves ids to chance for what comes after it', async () => {
		const after = async (): Promise<string> => {
			await withSteadyIds(async () => undefined);
			return newId(1_764_000_000_000);
		};
		expect(await after()).not.toBe(await after());
	});
});
