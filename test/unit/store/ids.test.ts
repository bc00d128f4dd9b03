import { newId } from '../../../engine/store/ids';

describe('ids', () => {
	it('are UUIDv7 that sort in the order in which they were made, a hundred thousand in one millisecond too', () => {
		const ids = Array.from({ length: 100_000 }, () => newId(1_700_000_000_000));
		expect(ids[0]).toMatch(/^018bcfe5-6800-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
		expect([...ids].sort()).toEqual(ids);
		expect(new Set(ids).size).toBe(ids.length);
	});

	it('sort by time', () => {
		expect(newId(2_000) < newId(30_000)).toBe(true);
	});

	it('never sort before an earlier one when the clock is set back a little', () => {
		const before = newId(100_000_000_000);
		expect(newId(100_000_000_000 - 5_000) > before).toBe(true);
	});
});
