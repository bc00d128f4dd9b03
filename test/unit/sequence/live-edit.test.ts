import fc from 'fast-check';
import { findStep, type SequenceDefinition } from '../../../engine/sequence/definition';
import { addedAtEnd, carryOver, moveOf } from '../../../engine/sequence/live-edit';
import { DAY, definition, enrollment, HOUR, NOW, step } from './builders';

const names = (...all: string[]): SequenceDefinition => definition({ steps: all.map((name) => step(name)) });
const timing = { zone: 'Europe/Berlin', lastInboundAt: null, now: NOW, isTaken: false };

describe('the move of a step', () => {
	it.each([
		['stays where it is when it only moved', ['a', 'b', 'c'], ['c', 'a', 'b'], 'b', { kind: 'same' }],
		['is a rename between the same neighbours', ['a', 'b', 'c'], ['a', 'x', 'c'], 'b', { kind: 'renamed', to: 'x' }],
		['is a rename at the start', ['a', 'b'], ['x', 'b'], 'a', { kind: 'renamed', to: 'x' }],
		['is a rename at the end', ['a', 'b'], ['a', 'x'], 'b', { kind: 'renamed', to: 'x' }],
		['leads to the one behind when it is gone', ['a', 'b', 'c'], ['a', 'c'], 'b', { kind: 'gone', to: 'c' }],
		['is no rename where two stand instead of one', ['a', 'b', 'c'], ['a', 'x', 'y', 'c'], 'b', { kind: 'gone', to: 'c' }],
		['is no rename where two changed side by side', ['a', 'b', 'c'], ['a', 'x', 'y'], 'b', { kind: 'gone', to: null }],
	])('%s', (_, before, after, of, expected) => {
		expect(moveOf(of, names(...before), names(...after))).toEqual(expected);
	});
});

describe('a run that is carried over', () => {
	const slower = definition({ steps: [step('one', { delay: { amount: 2, unit: 'days' } }), step('two'), step('three')] });

	it('gets a new time from its anchor when the delay changed', () => {
		expect(carryOver(enrollment({ enrolledAt: NOW }), [definition(), slower], timing).progress.dueAt).toBe(NOW + 2 * DAY);
		const later = enrollment({ step: 'one', lastSentAt: NOW - HOUR });
		expect(carryOver(later, [definition(), slower], timing).progress.dueAt).toBe(NOW - HOUR + 2 * DAY);
	});

	it.each(['rescheduled', 'rate_limited', 'held_back_by_meta'] as const)('keeps a time that %s had set', (reason) => {
		expect(carryOver(enrollment({ reason, dueAt: NOW + 5 }), [definition(), slower], timing).progress.dueAt).toBe(NOW + 5);
	});

	it('keeps the time of a step that an execution holds at this moment', () => {
		expect(carryOver(enrollment(), [definition(), slower], { ...timing, isTaken: true }).progress.dueAt).toBe(NOW);
	});

	it('follows a rename of a rename', () => {
		const run = enrollment({ step: 'two', cancelledSteps: ['three', 'one'] });
		const { progress, leavesStep } = carryOver(run, [names('one', 'two', 'three'), names('one', 'x', 'three'), names('one', 'y', 'three')], timing);
		expect([progress.step, leavesStep, progress.cancelledSteps]).toEqual(['y', true, ['three', 'one']]);
	});

	it('passes over a step that was cancelled for it, when the one before is gone', () => {
		const waiting = (...cancelledSteps: string[]) => enrollment({ step: 'one', cancelledSteps });
		const without = [names('one', 'two', 'three'), names('two', 'three')];
		expect(carryOver(waiting('two'), without, timing).progress).toMatchObject({ state: 'active', step: 'three', cancelledSteps: ['two'] });
		expect(carryOver(waiting('two', 'three'), without, timing).progress).toMatchObject({ state: 'completed', step: null, dueAt: null });
	});

	it('whatever is changed, waits for a step that exists or has completed, and nothing else of it changes', () => {
		const anyNames = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { minLength: 1 });
		fc.assert(
			fc.property(fc.array(anyNames, { minLength: 2, maxLength: 5 }), fc.nat(), (versions, pick) => {
				const first = versions[0]!;
				const run = enrollment({ step: first[pick % first.length]!, attempts: 2 });
				const { progress } = carryOver(run, versions.map((all) => names(...all)), timing);
				if (progress.state === 'completed') expect(progress).toMatchObject({ step: null, dueAt: null, endedAt: NOW });
				else expect(findStep(names(...versions.at(-1)!), progress.step!)).toBeDefined();
				expect(progress.lastSentAt).toBe(run.lastSentAt);
			}),
			{ numRuns: 1000 },
		);
	});
});

describe('the step that is offered to those who had completed', () => {
	it.each([
		['the first one added behind', ['a', 'b'], ['a', 'b', 'c', 'd'], 'c'],
		['none that is inserted', ['a', 'b'], ['a', 'x', 'b'], undefined],
		['none that only has a new name', ['a', 'b'], ['a', 'x'], undefined],
		['none of a sequence that is another one altogether', ['a'], ['x', 'y'], undefined],
	])('is %s', (_, before, after, expected) => {
		expect(addedAtEnd(names(...before), names(...after))?.name).toBe(expected);
	});
});
