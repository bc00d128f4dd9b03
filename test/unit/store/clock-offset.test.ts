import fc from 'fast-check';
import { ClockOffset } from '../../../engine/store/postgres/clock-offset';

/** A process whose clock is off, a database, and the time that passes between question, reading and answer. */
class World {
	private time = Date.UTC(2026, 0, 5);
	readonly offset: ClockOffset;

	constructor(public ahead: number) {
		this.offset = new ClockOffset(() => this.time - this.ahead);
	}

	measure(thereMs: number, backMs: number): Promise<number> {
		return this.offset.measure(async () => {
			this.time += thereMs;
			const read = this.time;
			this.time += backMs;
			return read;
		});
	}
}

const delay = fc.integer({ min: 0, max: 5_000 });

describe('the offset of the database\'s clock', () => {
	it('is nothing as long as both clocks may agree, however slow the network is', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(fc.tuple(delay, delay)), async (trips) => {
				const world = new World(0);
				for (const [there, back] of trips) expect(await world.measure(there, back)).toBe(0);
			}),
		);
	});

	it('is known but for the quickest round trip so far', async () => {
		await fc.assert(
			fc.asyncProperty(fc.integer({ min: -600_000, max: 600_000 }), fc.array(fc.tuple(delay, delay), { minLength: 1 }), async (ahead, trips) => {
				const world = new World(ahead);
				let quickest = Infinity;
				for (const [there, back] of trips) {
					quickest = Math.min(quickest, there + back);
					expect(Math.abs((await world.measure(there, back)) - ahead)).toBeLessThanOrEqual(quickest);
				}
			}),
		);
	});

	it('follows a clock that is set right', async () => {
		const world = new World(120_000);
		expect(await world.measure(3, 4)).toBeGreaterThan(119_000);
		world.ahead = 0;
		expect(Math.abs(await world.measure(3, 4))).toBeLessThanOrEqual(7);
	});
});
