import { madeAt, maskedId, newId, timePrefix } from '../../../engine/store/ids';

describe('ids', () => {
	it('sort in the order in which they were made, a hundred thousand in one millisecond too', () => {
		const ids = Array.from({ length: 100_000 }, () => newId(1_700_000_000_000));
		expect(ids[0]).toMatch(/^[0-9A-Za-z]{15}$/);
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

	it('tell when they were made', () => {
		expect(madeAt(newId(1_764_000_123_456))).toBe(1_764_000_123_456);
	});

	it('lie on either side of an instant as they were made before it or after', () => {
		expect(newId(1_764_000_000_000) < timePrefix(1_764_000_000_001)).toBe(true);
		expect(newId(1_764_000_000_001) > timePrefix(1_764_000_000_001)).toBe(true);
	});

	it('become other ids of the same time under a mask, and the first ones again when it is put on twice', () => {
		const id = newId(1_764_000_123_456);
		for (const mask of [1, 77, 2 ** 32 - 1]) {
			expect(madeAt(maskedId(id, mask))).toBe(madeAt(id));
			expect(maskedId(id, mask)).toMatch(/^[0-9A-Za-z]{15}$/);
			expect(maskedId(id, mask)).not.toBe(id);
			expect(maskedId(maskedId(id, mask), mask)).toBe(id);
		}
		const ids = Array.from({ length: 1_000 }, () => maskedId(newId(1_764_000_200_000), 77));
		expect([...ids].sort()).toEqual(ids);
		expect(maskedId('no id of ours', 5)).toBe('no id of ours');
	});
});
