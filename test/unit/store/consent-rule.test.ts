import fc from 'fast-check';
import { consentAfter } from '../../../engine/store/operations/consent-rule';

type Word = Parameters<typeof consentAfter>[0][number];

const word: fc.Arbitrary<Word> = fc.record({
	change: fc.constantFrom('stop' as const, 'start' as const),
	source: fc.constantFrom('keyword' as const, 'preference' as const, 'meta_error' as const),
	at: fc.nat(5),
});

describe('consent after all that was said', () => {
	it.each<[string, Word[], ReturnType<typeof consentAfter>]>([
		['nothing', [], { optedOutBy: null, at: null }],
		['STOP', [{ change: 'stop', source: 'keyword', at: 1 }], { optedOutBy: 'keyword', at: 1 }],
		[
			'STOP, then START',
			[
				{ change: 'stop', source: 'keyword', at: 1 },
				{ change: 'start', source: 'keyword', at: 2 },
			],
			{ optedOutBy: null, at: 2 },
		],
		[
			'STOP, then "resume" in WhatsApp',
			[
				{ change: 'stop', source: 'keyword', at: 1 },
				{ change: 'start', source: 'preference', at: 2 },
			],
			{ optedOutBy: 'keyword', at: 1 },
		],
		[
			'an error of Meta, then "resume"',
			[
				{ change: 'stop', source: 'meta_error', at: 1 },
				{ change: 'start', source: 'preference', at: 2 },
			],
			{ optedOutBy: null, at: 2 },
		],
		[
			'both in the same instant',
			[
				{ change: 'start', source: 'keyword', at: 1 },
				{ change: 'stop', source: 'preference', at: 1 },
			],
			{ optedOutBy: 'preference', at: 1 },
		],
	])('%s', (_, words, expected) => {
		expect(consentAfter(words)).toEqual(expected);
	});

	it('does not depend on the order, nor on how often a word is told', () => {
		fc.assert(
			fc.property(
				fc.array(word, { maxLength: 8 }).chain((words) => fc.tuple(fc.constant(words), fc.shuffledSubarray([...words, ...words], { minLength: words.length * 2 }))),
				([words, shuffled]) => {
					expect(consentAfter(shuffled)).toEqual(consentAfter(words));
				},
			),
		);
	});

	it('depends on the latest word of each kind only', () => {
		fc.assert(
			fc.property(fc.array(word, { maxLength: 10 }), (words) => {
				const latest = words.filter((one) => !words.some((other) => other.change === one.change && other.source === one.source && other.at > one.at));
				expect(consentAfter(latest)).toEqual(consentAfter(words));
			}),
		);
	});
});
