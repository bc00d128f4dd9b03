import fc from 'fast-check';
import { consentAfter } from '../../../engine/store/operations/people/consent-rule';

type Word = Parameters<typeof consentAfter>[0][number];

const word: fc.Arbitrary<Word> = fc.record({
	category: fc.constantFrom('marketing' as const, 'utility' as const),
	change: fc.constantFrom('stop' as const, 'start' as const),
	source: fc.constantFrom('keyword' as const, 'preference' as const, 'meta_error' as const, 'manual' as const, 'import' as const),
	at: fc.nat(5),
});

describe('consent after all that was said', () => {
	it.each<[string, Word[], ReturnType<typeof consentAfter>]>([
		['nothing', [], { optedOutBy: null, at: null }],
		['STOP', [{ category: 'marketing', change: 'stop', source: 'keyword', at: 1 }], { optedOutBy: 'keyword', at: 1 }],
		[
			'STOP, then START',
			[
				{ category: 'marketing', change: 'stop', source: 'keyword', at: 1 },
				{ category: 'marketing', change: 'start', source: 'keyword', at: 2 },
			],
			{ optedOutBy: null, at: 2 },
		],
		[
			'STOP, then "resume" in WhatsApp',
			[
				{ category: 'marketing', change: 'stop', source: 'keyword', at: 1 },
				{ category: 'marketing', change: 'start', source: 'preference', at: 2 },
			],
			{ optedOutBy: 'keyword', at: 1 },
		],
		[
			'an error of Meta, then "resume"',
			[
				{ category: 'marketing', change: 'stop', source: 'meta_error', at: 1 },
				{ category: 'marketing', change: 'start', source: 'preference', at: 2 },
			],
			{ optedOutBy: null, at: 2 },
		],
		[
			'both in the same instant',
			[
				{ category: 'marketing', change: 'start', source: 'keyword', at: 1 },
				{ category: 'marketing', change: 'stop', source: 'preference', at: 1 },
			],
			{ optedOutBy: 'preference', at: 1 },
		],
		[
			'STOP, then a recorded start',
			[
				{ category: 'marketing', change: 'stop', source: 'keyword', at: 1 },
				{ category: 'marketing', change: 'start', source: 'manual', at: 2 },
			],
			{ optedOutBy: null, at: 2 },
		],
		[
			'the switch in WhatsApp, then a recorded start',
			[
				{ category: 'marketing', change: 'stop', source: 'preference', at: 1 },
				{ category: 'marketing', change: 'start', source: 'manual', at: 2 },
			],
			{ optedOutBy: 'preference', at: 1 },
		],
		['a stop of utility messages', [{ category: 'utility', change: 'stop', source: 'manual', at: 1 }], { optedOutBy: null, at: null }],
	])('%s', (_, words, expected) => {
		expect(consentAfter(words, 'marketing')).toEqual(expected);
	});

	it('of utility messages is lifted by START, and untouched by STOP', () => {
		const stop: Word = { category: 'utility', change: 'stop', source: 'manual', at: 1 };
		expect(consentAfter([stop], 'utility')).toEqual({ optedOutBy: 'manual', at: 1 });
		expect(consentAfter([stop, { category: 'marketing', change: 'start', source: 'keyword', at: 2 }], 'utility').optedOutBy).toBeNull();
		expect(consentAfter([{ category: 'marketing', change: 'stop', source: 'keyword', at: 1 }], 'utility').optedOutBy).toBeNull();
	});

	it('does not depend on the order, nor on how often a word is told', () => {
		fc.assert(
			fc.property(
				fc.array(word, { maxLength: 8 }).chain((words) => fc.tuple(fc.constant(words), fc.shuffledSubarray([...words, ...words], { minLength: words.length * 2 }))),
				([words, shuffled]) => {
					expect(consentAfter(shuffled, 'marketing')).toEqual(consentAfter(words, 'marketing'));
				},
			),
		);
	});

	it('depends on the latest word of each kind only', () => {
		fc.assert(
			fc.property(fc.array(word, { maxLength: 10 }), (words) => {
				const latest = words.filter((one) => !words.some((other) => other.category === one.category && other.change === one.change && other.source === one.source && other.at > one.at));
				expect(consentAfter(latest, 'utility')).toEqual(consentAfter(words, 'utility'));
			}),
		);
	});
});
