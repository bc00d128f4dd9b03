import { PAIR_LIMIT, PairPace } from '../../../engine/dispatch/pair-pace';

const ADA = '+491701234567';

describe('the pace of messages to one person', () => {
	it('lets a burst of 45 go, and then one every six seconds', () => {
		const pairs = new PairPace();
		for (let n = 0; n < 45; n++) {
			expect(pairs.waitMs(ADA, 1_000)).toBe(0);
			pairs.note(ADA, 1_000);
		}
		expect(pairs.waitMs(ADA, 1_000)).toBe(6_000);
		expect(pairs.waitMs(ADA, 7_000)).toBe(0);
		pairs.note(ADA, 7_000);
		expect(pairs.waitMs(ADA, 7_000)).toBe(6_000);
	});

	it('keeps nobody else waiting', () => {
		const pairs = new PairPace();
		for (let n = 0; n < 45; n++) pairs.note(ADA, 0);
		expect(pairs.waitMs('+491700000000', 0)).toBe(0);
	});

	it('counts what other processes have sent, and no message twice', () => {
		const pairs = new PairPace();
		const sends = Array.from({ length: 44 }, (_, n) => ({ at: n, errorCode: null }));
		pairs.learn(ADA, sends);
		expect(pairs.waitMs(ADA, 1_000)).toBe(0);
		pairs.note(ADA, 1_000);
		pairs.learn(ADA, [...sends, { at: 1_000, errorCode: null }]);
		expect(pairs.waitMs(ADA, 1_000)).toBe(5_000);
	});

	it('waits until all is paid back once Meta has refused one of another process', () => {
		const pairs = new PairPace();
		pairs.learn(ADA, [{ at: 0, errorCode: null }, { at: 0, errorCode: null }, { at: 7_000, errorCode: PAIR_LIMIT }]);
		expect(pairs.waitMs(ADA, 7_000)).toBe(6_000);
	});

	it('waits until all is paid back once Meta has refused one', () => {
		const pairs = new PairPace();
		for (let n = 0; n < 3; n++) pairs.note(ADA, 0);
		pairs.refused(ADA, 7_000);
		expect(pairs.waitMs(ADA, 7_000)).toBe(11_000);
		expect(pairs.waitMs(ADA, 18_000)).toBe(0);
		pairs.note(ADA, 18_000);
		expect(pairs.waitMs(ADA, 18_001)).toBe(0);
	});
});
