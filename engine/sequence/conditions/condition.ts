/**
 * Conditions, as the Stop-When Guard and a sequence's entry conditions hold them. Plain JSON: entry conditions are
 * stored with their sequence.
 */
import type { Delay } from '../definition';
import type { EnrollmentState } from '../enrollment';

/** Rules that must all hold, or of which one is enough. */
export interface ConditionGroup {
	match: Match;
	rules: Rule[];
}

/** Conditions under one name, by which people are told what stopped or refused an enrollment. */
export interface Rule {
	name: string;
	match: Match;
	conditions: Condition[];
}

export type Match = 'all' | 'any';

/** Texts of the contact, and of the enrollment that the item belongs to. */
export type TextField = 'name' | 'phone' | 'country' | 'timeZone' | 'language' | 'sequence' | 'step' | 'reference';

/** Capital letters make no difference. */
export type TextOperator = 'is' | 'is_not' | 'contains' | 'contains_not' | 'starts_with' | 'is_empty' | 'is_filled';

export type Comparison = 'equals' | 'differs' | 'above' | 'at_least' | 'below' | 'at_most';

/** before and after compare times (ISO 8601; without a zone UTC). */
export type ValueOperator = TextOperator | Comparison | 'before' | 'after' | 'is_true' | 'is_false';

/** From the enrollment on, or so long before now; a day counts as 24 hours here. */
export type Period = { since: 'enrolled' } | { within: Delay };

export type Condition =
	| { kind: 'text'; field: TextField; operator: TextOperator; value: string }
	/** What is kept with the contact, or what the enrolling item brought along; `name` may be a path such as cart.total. */
	| { kind: 'value'; of: 'attribute' | 'context'; name: string; operator: ValueOperator; value: string }
	| { kind: 'tag'; tag: string; has: boolean }
	| { kind: 'consent'; is: 'allowed' | 'opted_out' }
	| { kind: 'state'; is: EnrollmentState }
	/** Steps of this enrollment whose message Meta accepted. */
	| { kind: 'steps_sent'; comparison: Comparison; count: number }
	/** The contact is in another sequence at the moment. */
	| { kind: 'elsewhere'; is: boolean }
	/** Messages that the contact wrote, or that any sequence or node sent them. */
	| { kind: 'messages'; direction: 'received' | 'sent'; comparison: Comparison; count: number; period: Period }
	/** The contact's last message is older than that, or they never wrote. */
	| { kind: 'silence'; longerThan: Delay }
	/** Somebody answered the contact from the phone app. */
	| { kind: 'human'; period: Period }
	| { kind: 'conversion'; period: Period }
	/** A conversion of such a value was recorded, in whatever currency. */
	| { kind: 'conversion_value'; comparison: Comparison; value: number; period: Period }
	/** What an expression of the user's gave for the item. */
	| { kind: 'expression'; holds: boolean };

const UNIT_MS = { seconds: 1_000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 } as const;

/** How long that is, in milliseconds. */
export function lengthOf({ amount, unit }: Delay): number {
	return amount * UNIT_MS[unit];
}
