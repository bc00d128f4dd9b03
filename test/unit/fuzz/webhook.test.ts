import fc from 'fast-check';
import { inMemory } from '../../../fuzz/lifecycle/ground';
import { batches, type Payload } from '../../../fuzz/webhook/payloads';
import { receive } from '../../../fuzz/webhook/receive';

/** `npm run fuzz -- webhook` takes in a million; docs/testing.md. */
const CASES = 30;

it.each([
	['always the same ones', 20_260_105],
	['others every time', Date.now() | 0],
])('damaged webhooks throw nothing, change nobody whom they do not name, and pass by no wrong signature: %s', async (_, seed) => {
	const ground = await inMemory();
	try {
		const result = await fc.check(fc.asyncProperty(batches, (payloads) => receive(ground, payloads)), { seed, numRuns: CASES });
		if (result.failed) {
			const [payloads] = result.counterexample as [Payload[]];
			throw new Error(`${String(result.errorInstance)}\n${JSON.stringify(payloads)}\nseed ${seed}, path ${result.counterexamplePath}`);
		}
	} finally {
		await ground.close();
	}
}, 60_000);
