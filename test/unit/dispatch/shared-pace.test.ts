import { SharedPace, type PaceStore } from '../../../engine/dispatch/shared-pace';
import { openEmbeddedStore } from '../../../engine/store/open-embedded';
import { ThroughputLimit } from '../../../emulator/limits';
import { VirtualTimers } from './virtual-timers';

/** The store of several processes: one row, whoever asks. */
async function openStore() {
	const store = await openEmbeddedStore(':memory:', 0);
	return { account: store.forAccount('1065'), close: () => store.close() };
}

/** Several processes with a pace each over the same store send so many messages each; the arrivals at Meta. */
async function send(processes: number, messages: number, timers: VirtualTimers, store: PaceStore): Promise<number[]> {
	const arrivals: number[] = [];
	const one = async (): Promise<void> => {
		const pace = new SharedPace(store, 80, timers).forBatch(messages);
		for (let n = 0; n < messages; n++) {
			await pace.take();
			arrivals.push(timers.now());
		}
		pace.done();
	};
	await timers.run(Promise.all(Array.from({ length: processes }, one)));
	return arrivals;
}

describe('a pace that processes share', () => {
	it.each([1, 2, 5])('keeps %i processes together below the limit of the number, and near it', async (processes) => {
		const { account, close } = await openStore();
		const timers = new VirtualTimers();
		const began = timers.now();
		const arrivals = (await send(processes, 400 / processes, timers, account)).sort((a, b) => a - b);
		const meta = { now: 0 };
		const limit = new ThroughputLimit(80, () => meta.now);
		for (const at of arrivals) {
			meta.now = at;
			expect(limit.take()).toBe(true);
		}
		expect(arrivals).toHaveLength(400);
		expect(400 / ((arrivals.at(-1)! - began) / 1000)).toBeGreaterThan(76 * 0.95);
		await close();
	});

	it('gives each process its share', async () => {
		const { account, close } = await openStore();
		const timers = new VirtualTimers();
		const ends: number[] = [];
		const one = async (): Promise<void> => {
			const pace = new SharedPace(account, 80, timers).forBatch(200);
			for (let n = 0; n < 200; n++) await pace.take();
			ends.push(timers.now());
		};
		await timers.run(Promise.all([one(), one()]));
		expect(Math.abs(ends[0]! - ends[1]!)).toBeLessThan(600);
		await close();
	});

	it('asks the store a few times a second, however fast it is', async () => {
		const { account, close } = await openStore();
		const timers = new VirtualTimers();
		let asked = 0;
		const counting: PaceStore = { slowPace: account.slowPace, reserveDepartures: (request, now) => (asked++, account.reserveDepartures(request, now)) };
		const pace = new SharedPace(counting, 1_000, timers).forBatch(3_000);
		await timers.run((async () => { for (let n = 0; n < 3_000; n++) await pace.take(); })());
		expect(asked).toBeLessThan(30);
		await close();
	});

	it('slows all processes down when Meta refuses one, once for all refusals of a second', async () => {
		const { account, close } = await openStore();
		const now = 1_800_000_000_000;
		const before = await account.reserveDepartures({ perSecond: 80, count: 1 }, now);
		for (let n = 0; n < 5; n++) await account.slowPace(80, now + 10 * n);
		const after = await account.reserveDepartures({ perSecond: 80, count: 1 }, now + 100);
		const later = await account.reserveDepartures({ perSecond: 80, count: 1 }, now + 120_000);
		expect(after.everyMs / before.everyMs).toBeCloseTo(1.5, 1);
		expect(later.everyMs).toBe(before.everyMs);
		await close();
	});

	it('stops between two messages, and leaves its departure to the next one', async () => {
		const { account, close } = await openStore();
		const timers = new VirtualTimers();
		const pace = new SharedPace(account, 1, timers).forBatch(3);
		const abort = new AbortController();
		await timers.run(pace.take());
		const waiting = pace.take(abort.signal);
		abort.abort();
		expect(await waiting).toBe(false);
		expect(await timers.run(pace.take())).toBe(true);
		await close();
	});

	it('goes on by its own clock while the store does not answer', async () => {
		const timers = new VirtualTimers();
		const broken: PaceStore = { reserveDepartures: async () => { throw new Error('down'); }, slowPace: async () => undefined };
		const pace = new SharedPace(broken, 80, timers).forBatch(80);
		const began = timers.now();
		await timers.run((async () => { for (let n = 0; n < 80; n++) await pace.take(); })());
		expect(timers.now() - began).toBeGreaterThan(950);
	});
});
