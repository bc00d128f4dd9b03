import { Remembered } from '../../../engine/contact/remembered';

describe('answers that are kept', () => {
	it('are found once for each key, also where the answer is that there is none', () => {
		const finds: string[] = [];
		const kept = new Remembered<string | null>(10);
		const ask = (key: string, answer: string | null): string | null =>
			kept.get(key, () => {
				finds.push(key);
				return answer;
			});
		expect([ask('a', 'A'), ask('b', null), ask('a', 'other'), ask('b', 'other')]).toEqual(['A', null, 'A', null]);
		expect(finds).toEqual(['a', 'b']);
	});

	it('are all forgotten when there are too many', () => {
		const kept = new Remembered<number>(2);
		['a', 'b', 'c'].forEach((key, i) => kept.get(key, () => i));
		expect([kept.get('c', () => 9), kept.get('a', () => 9)]).toEqual([2, 9]);
	});

	it('are not kept when finding them fails', () => {
		const kept = new Remembered<number>(2);
		const fails = (): number => {
			throw new Error('not now');
		};
		expect(() => kept.get('a', fails)).toThrow('not now');
		expect(kept.get('a', () => 1)).toBe(1);
	});
});
