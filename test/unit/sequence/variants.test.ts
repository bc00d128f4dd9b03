import fc from 'fast-check';
import { stableFraction } from '../../../engine/sequence/stable-hash';
import { isHeldOut, messageFor } from '../../../engine/sequence/variants';
import { step } from './builders';

const PEOPLE = Array.from({ length: 4000 }, (_, n) => ({ contactId: `contact ${n}`, sequenceId: 's' }));
const tested = (...weights: number[]) =>
	step('offer', { variants: weights.map((weight, n) => ({ name: 'ABC'[n]!, weight, message: { kind: 'text', text: 'ABC'[n]! } })) });
const share = (name: string, ...weights: number[]) => PEOPLE.filter((one) => messageFor(tested(...weights), one).variant === name).length / PEOPLE.length;

describe('variants', () => {
	it('are given out by their weights', () => {
		expect(share('A', 1, 1)).toBeCloseTo(0.5, 1);
		expect(share('A', 1, 3)).toBeCloseTo(0.25, 1);
		expect(share('C', 2, 1, 1)).toBeCloseTo(0.25, 1);
		expect(share('B', 1, 0)).toBe(0);
		expect(share('B', 0, 1)).toBe(1);
	});

	it('stay with a contact, and in two steps have nothing to do with each other', () => {
		const other = { ...tested(1, 1), name: 'offer 2' };
		const both = PEOPLE.filter((one) => messageFor(tested(1, 1), one).variant === 'A' && messageFor(other, one).variant === 'A');
		expect(both.length / PEOPLE.length).toBeCloseTo(0.25, 1);
		fc.assert(fc.property(fc.string(), fc.string(), (contactId, sequenceId) => messageFor(tested(1, 1), { contactId, sequenceId }).variant === messageFor(tested(1, 1), { contactId, sequenceId }).variant));
	});

	it('bring their message along; a step without any has its own', () => {
		expect(messageFor(tested(1), PEOPLE[0]!)).toEqual({ variant: 'A', message: { kind: 'text', text: 'A' } });
		expect(messageFor(step('plain'), PEOPLE[0]!)).toEqual({ variant: null, message: { kind: 'none' } });
	});
});

describe('the hold-out group', () => {
	it('is as large as was asked for, and grows without letting anybody out', () => {
		const group = (holdOut: number) => PEOPLE.filter((one) => isHeldOut({ holdOut }, one));
		expect(group(0)).toEqual([]);
		expect(group(100)).toHaveLength(PEOPLE.length);
		expect(group(10).length / PEOPLE.length).toBeCloseTo(0.1, 1);
		const larger = new Set(group(20));
		expect(group(10).every((one) => larger.has(one))).toBe(true);
	});
});

describe('the stable hash', () => {
	it('is a number from 0 to 1 that stays the same from release to release', () => {
		expect(stableFraction('spread', 'e', 'one')).toBe(stableFraction('spread', 'e', 'one'));
		fc.assert(fc.property(fc.array(fc.string()), (texts) => stableFraction(...texts) >= 0 && stableFraction(...texts) < 1));
	});

	it('fills ten boxes evenly from texts that differ at the end only', () => {
		const boxes = new Array<number>(10).fill(0);
		for (let n = 0; n < 10_000; n++) boxes[Math.floor(stableFraction('variant', '019b8d62-7a80-73c1-916b', `${n}`) * 10)]!++;
		// 1000 each, give or take five standard deviations.
		for (const box of boxes) expect(Math.abs(box - 1000)).toBeLessThan(150);
	});
});
