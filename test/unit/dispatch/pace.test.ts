import fc from 'fast-check';
import { Pace, sharedPace } from '../../../engine/dispatch/pace';
import { VirtualTimers } from './virtual-timers';

/** Alarms go off so many milliseconds late. */
class LateTimers extends VirtualTimers {
	constructor(private readonly lateMs: number) {
		super();
	}

	override after(ms: number, action: () => void): () => void {
		return super.after(ms + this.lateMs, action);
	}
}

async function departures(perSecond: number, count: number, timers = new VirtualTimers()): Promise<number[]> {
	const pace = new Pace(perSecond, timers);
	const times: number[] = [];
	const takers = Array.from({ length: count }, async () => {
		expect(await pace.take()).toBe(true);
		times.push(timers.now());
	});
	await timers.run(Promise.all(takers));
	return times;
}

function mostInAnySecond(times: number[]): number {
	return Math.max(...times.map((start) => times.filter((time) => time >= start && time < start + 1000).length));
}

describe('Pace', () => {
	it.each([20, 80, 1000])('never lets more than %i leave in any one second, and nearly as many', async (perSecond) => {
		const times = await departures(perSecond, perSecond * 3);
		expect(mostInAnySecond(times)).toBeLessThanOrEqual(perSecond);
		const seconds = (times[times.length - 1] - times[0]) / 1000;
		expect(times.length / seconds).toBeGreaterThanOrEqual(perSecond * 0.95);
	});

	it('keeps to the limit where the messages arrive, each held up by chance for up to 34 ms', async () => {
		const times = await departures(80, 800);
		fc.assert(
			fc.property(fc.infiniteStream(fc.integer({ min: 0, max: 34 })), (delays) => {
				const arrivals = times.map((time) => time + Number(delays.next().value));
				expect(mostInAnySecond(arrivals)).toBeLessThanOrEqual(80);
			}),
			{ numRuns: 20 },
		);
		const seconds = (times[times.length - 1] - times[0]) / 1000;
		expect((times.length - 1) / seconds).toBeGreaterThanOrEqual(76);
	});

	it('keeps its rate with timers that are late, and makes up for no more than that', async () => {
		const late = await departures(80, 400, new LateTimers(9));
		expect((late.length - 1) / ((late[late.length - 1] - late[0]) / 1000)).toBeGreaterThanOrEqual(76);
		expect(mostInAnySecond(late)).toBeLessThanOrEqual(80);
		// A process that stands still for 150 ms at each alarm sends two at a time.
		const blocked = await departures(80, 20, new LateTimers(150));
		expect(mostInAnySecond(blocked)).toBeLessThanOrEqual(2 * Math.ceil(1000 / 150));
	});

	it('waits no longer than one interval when the clock is set back', async () => {
		const timers = new VirtualTimers();
		const pace = new Pace(80, timers);
		await pace.take();
		const anHourAgo = timers.now() - 3_600_000;
		jest.spyOn(timers, 'now').mockImplementation(() => anHourAgo);
		const after = jest.spyOn(timers, 'after');
		void pace.take();
		expect(after).toHaveBeenCalledWith(14, expect.any(Function));
	});

	it('does not save up what an idle time would have allowed', async () => {
		const timers = new VirtualTimers();
		const pace = new Pace(80, timers);
		timers.after(60_000, () => undefined);
		await timers.run(new Promise<void>((resolve) => void timers.after(60_000, resolve)));
		const times: number[] = [];
		await timers.run(Promise.all(Array.from({ length: 160 }, async () => times.push((await pace.take()) ? timers.now() : 0))));
		expect(mostInAnySecond(times)).toBeLessThanOrEqual(80);
	});

	it('serves in the order of asking', async () => {
		const timers = new VirtualTimers();
		const pace = new Pace(10, timers);
		const order: number[] = [];
		await timers.run(Promise.all([1, 2, 3, 4].map(async (number) => order.push((await pace.take()) ? number : 0))));
		expect(order).toEqual([1, 2, 3, 4]);
	});

	it('lets a waiting message go unsent when the signal aborts, without using up its turn', async () => {
		const timers = new VirtualTimers();
		const pace = new Pace(1, timers);
		const abort = new AbortController();
		await pace.take();
		const stopped = pace.take(abort.signal);
		const other = pace.take();
		abort.abort();
		expect(await stopped).toBe(false);
		const before = timers.now();
		expect(await timers.run(other)).toBe(true);
		expect(timers.now() - before).toBeLessThan(1_100);
		expect(await pace.take(abort.signal)).toBe(false);
	});

	describe('after Meta refused messages for its throughput', () => {
		const inTheNextSecond = async (pace: Pace, timers: VirtualTimers): Promise<number> => {
			const end = timers.now() + 1_000;
			let left = 0;
			const abort = new AbortController();
			timers.after(1_000, () => abort.abort());
			const leave = async (): Promise<void> => {
				while (timers.now() < end && (await pace.take(abort.signal))) left += 1;
			};
			await timers.run(leave());
			return left;
		};
		const pass = (timers: VirtualTimers, ms: number) => timers.run(new Promise<void>((resolve) => void timers.after(ms, resolve)));

		it('sends a third less, once for all refusals of a second, and comes back within a minute', async () => {
			const timers = new VirtualTimers();
			const pace = new Pace(90, timers);
			for (let refusal = 0; refusal < 20; refusal++) pace.slowDown();
			const slow = await inTheNextSecond(pace, timers);
			expect(slow).toBeGreaterThanOrEqual(50);
			expect(slow).toBeLessThanOrEqual(61);
			await pass(timers, 60_000);
			const full = await inTheNextSecond(pace, timers);
			expect(full).toBeGreaterThanOrEqual(85);
			expect(full).toBeLessThanOrEqual(90);
		});

		it('finds the speed of a number that may less, and never stands still', async () => {
			const timers = new VirtualTimers();
			const pace = new Pace(80, timers);
			for (let second = 0; second < 30; second++) {
				pace.slowDown();
				await pass(timers, 1_000);
			}
			const left = await inTheNextSecond(pace, timers);
			expect(left).toBeGreaterThanOrEqual(1);
			expect(left).toBeLessThanOrEqual(3);
		});
	});

	it('is one per number in the process', () => {
		expect(sharedPace('a')).toBe(sharedPace('a'));
		expect(sharedPace('a')).not.toBe(sharedPace('b'));
		expect(sharedPace('a').perSecond).toBe(80);
	});
});
