import { PairLimit, ThroughputLimit } from '../../../emulator/limits';
import { FakeClock, startBench, welcome } from './support';

const taken = (times: number, take: () => boolean): number => Array.from({ length: times }, take).filter(Boolean).length;

describe('throughput', () => {
	test('so many sends get through in any one second', async () => {
		const clock = new FakeClock();
		const limit = new ThroughputLimit(80, () => clock.now());
		expect(taken(50, () => limit.take())).toBe(50);
		await clock.advance(600);
		expect(taken(50, () => limit.take())).toBe(30);
		await clock.advance(400);
		expect(taken(100, () => limit.take())).toBe(50);
		expect(limit.peakPerSecond).toBe(80);
	});

	test('one send too many is refused with 130429 and counted', async () => {
		const { send, control } = startBench({ throughputPerSecond: 2 });
		const codes = [];
		for (const to of ['15550000001', '15550000002', '15550000003']) codes.push((await send({ ...welcome(), to })).code);
		expect(codes).toEqual([0, 0, 130429]);
		expect(await control('GET', '/emulator/stats')).toMatchObject({ accepted: 2, rateLimited: { throughput: 1, pair: 0 }, refused: { 130429: 1 } });
	});
});

describe('the pair limit', () => {
	const limitAt = (clock: FakeClock): PairLimit => new PairLimit(6_000, 45, () => clock.now());

	test('one message every 6 seconds goes on for ever', async () => {
		const clock = new FakeClock();
		const limit = limitAt(clock);
		for (let sent = 0; sent < 100; sent += 1) {
			expect(limit.take('a')).toBe(true);
			await clock.advance(6_000);
		}
	});

	test('a burst of 45 is taken, the 46th is not, and the borrowed time is paid back', async () => {
		const clock = new FakeClock();
		const limit = limitAt(clock);
		expect(taken(50, () => limit.take('a'))).toBe(45);
		await clock.advance(45 * 6_000 - 1);
		expect(limit.take('a')).toBe(false);
		await clock.advance(1);
		expect(limit.take('a')).toBe(true);
	});

	test('a burst ends after one interval', async () => {
		const clock = new FakeClock();
		const limit = limitAt(clock);
		expect(taken(3, () => limit.take('a'))).toBe(3);
		await clock.advance(6_000);
		expect(limit.take('a')).toBe(false);
		await clock.advance(12_000);
		expect(limit.take('a')).toBe(true);
	});

	test('each contact has a limit of its own', () => {
		const limit = limitAt(new FakeClock());
		expect(taken(46, () => limit.take('a'))).toBe(45);
		expect(limit.take('b')).toBe(true);
	});

	test('beyond it Meta answers 131056', async () => {
		const { send } = startBench({ pairBurst: 1 });
		expect(await send(welcome())).toMatchObject({ code: 0 });
		expect(await send(welcome())).toMatchObject({ status: 400, code: 131056 });
	});
});
