/** Rules, facts and arbitrary conditions for the tests. */
import fc from 'fast-check';
import type { Comparison, Condition, Match, Rule } from '../../../../engine/sequence/conditions/condition';
import type { Facts } from '../../../../engine/sequence/conditions/facts';

export const NOW = Date.UTC(2026, 0, 5, 9);
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** Ana of Berlin, a day into "Promo", who wrote once since and bought for 49.90. */
export function facts(more: Partial<Facts> = {}): Facts {
	return {
		now: NOW,
		contact: { phone: '+491701234567', userId: null, name: 'Ana', timeZone: null, lastInboundAt: NOW - 2 * HOUR, marketingAllowed: true, utilityAllowed: true },
		run: { sequence: 'Promo', reference: 'cart-7', context: { cart: { total: 80 }, plan: 'Gold' }, begun: { state: 'active', step: 'Offer', enrolledAt: NOW - DAY } },
		tags: new Set(['vip']),
		person: { attributes: { language: 'de', age: 30, since: '2025-05-01', news: 'yes', empty: '' }, lastHumanAt: NOW - 3 * HOUR },
		stepsSent: ['Hello'],
		elsewhere: false,
		received: [NOW - 2 * DAY, NOW - 2 * HOUR],
		sent: [NOW - 20 * HOUR],
		conversions: [{ at: NOW - HOUR, value: 49.9 }],
		...more,
	};
}

/** Nothing is known: no run, and no family was loaded. */
export function unknown(): Facts {
	const contact = { phone: null, userId: 'DE.1', name: null, timeZone: null, lastInboundAt: NOW, marketingAllowed: true, utilityAllowed: true };
	return { now: NOW, contact, run: null, tags: null, person: null, stepsSent: null, elsewhere: null, received: null, sent: null, conversions: null };
}

export function rule(conditions: Condition[], match: Match = 'all', name = 'rule'): Rule {
	return { name, match, conditions };
}

const comparison = fc.constantFrom<Comparison>('equals', 'differs', 'above', 'at_least', 'below', 'at_most');
const delay = fc.record({ amount: fc.integer({ min: 1, max: 100 }), unit: fc.constantFrom('minutes' as const, 'hours' as const, 'days' as const) });
const period = fc.oneof(fc.constant({ since: 'enrolled' as const }), fc.record({ within: delay }));
const textOperator = fc.constantFrom('is' as const, 'is_not' as const, 'contains' as const, 'contains_not' as const, 'starts_with' as const, 'is_empty' as const, 'is_filled' as const);
const valueOperator = fc.oneof(textOperator, comparison, fc.constantFrom('before' as const, 'after' as const, 'is_true' as const, 'is_false' as const));

export const anyCondition: fc.Arbitrary<Condition> = fc.oneof(
	fc.record({
		kind: fc.constant('text' as const),
		field: fc.constantFrom('name' as const, 'phone' as const, 'country' as const, 'timeZone' as const, 'language' as const, 'sequence' as const, 'step' as const, 'reference' as const),
		operator: textOperator,
		value: fc.oneof(fc.string(), fc.constantFrom('Ana', '+49', 'DE', 'Promo', 'de')),
	}),
	fc.record({
		kind: fc.constant('value' as const),
		of: fc.constantFrom('attribute' as const, 'context' as const),
		name: fc.oneof(fc.string(), fc.constantFrom('age', 'cart.total', 'plan', '__proto__', 'constructor')),
		operator: valueOperator,
		value: fc.oneof(fc.string(), fc.constantFrom('30', 'gold', '2026-01-01')),
	}),
	fc.record({ kind: fc.constant('tag' as const), tag: fc.constantFrom('vip', 'buyer'), has: fc.boolean() }),
	fc.record({ kind: fc.constant('consent' as const), is: fc.constantFrom('allowed' as const, 'opted_out' as const) }),
	fc.record({ kind: fc.constant('state' as const), is: fc.constantFrom('active' as const, 'paused' as const) }),
	fc.record({ kind: fc.constant('steps_sent' as const), comparison, count: fc.nat(5) }),
	fc.record({ kind: fc.constant('elsewhere' as const), is: fc.boolean() }),
	fc.record({ kind: fc.constant('messages' as const), direction: fc.constantFrom('received' as const, 'sent' as const), comparison, count: fc.nat(4), period }),
	fc.record({ kind: fc.constant('silence' as const), longerThan: delay }),
	fc.record({ kind: fc.constant('human' as const), period }),
	fc.record({ kind: fc.constant('conversion' as const), period }),
	fc.record({ kind: fc.constant('conversion_value' as const), comparison, value: fc.double({ min: 0, max: 100 }), period }),
	fc.record({ kind: fc.constant('expression' as const), holds: fc.boolean() }),
);
