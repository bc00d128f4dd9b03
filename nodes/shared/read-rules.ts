/** Rules as n8n stores them, as the engine's. Fields left at their default may be missing. */
import type { Comparison, Condition, Match, Period, Rule, TextField, TextOperator, ValueOperator } from '../../engine/sequence/conditions/condition';
import type { DelayUnit } from '../../engine/sequence/definition';
import type { EnrollmentState } from '../../engine/sequence/enrollment';

export interface RuleParameters {
	name?: string;
	match?: Match;
	conditions?: { values?: ConditionParameters[] };
}

interface ConditionParameters {
	field?: string;
	key?: string;
	textOperator?: TextOperator;
	valueOperator?: ValueOperator;
	tagOperator?: 'has' | 'has_not';
	comparison?: Comparison;
	value?: unknown;
	tag?: unknown;
	number?: unknown;
	period?: 'within' | 'enrolled';
	amount?: unknown;
	unit?: DelayUnit;
	consent?: 'allowed' | 'opted_out';
	state?: EnrollmentState;
	elsewhere?: boolean;
	holds?: unknown;
}

/** @param period what counts where the user left Period as it was */
export function readRules(rules: readonly RuleParameters[], period: 'within' | 'enrolled'): Rule[] {
	return rules.map(({ name, match = 'all', conditions }) => ({
		name: text(name),
		match,
		conditions: (conditions?.values ?? []).map((condition) => readCondition({ period, ...condition })),
	}));
}

function readCondition(condition: ConditionParameters): Condition {
	const { field = 'tag', comparison = 'at_least' } = condition;
	const count = numberOf(condition.number);
	const period = readPeriod(condition);
	switch (field) {
		case 'tag':
			return { kind: 'tag', tag: text(condition.tag), has: condition.tagOperator !== 'has_not' };
		case 'attribute':
		case 'context':
			return { kind: 'value', of: field, name: text(condition.key), operator: condition.valueOperator ?? 'is', value: text(condition.value) };
		case 'consent':
			return { kind: 'consent', is: condition.consent ?? 'opted_out' };
		case 'state':
			return { kind: 'state', is: condition.state ?? 'paused' };
		case 'stepsSent':
			return { kind: 'steps_sent', comparison, count };
		case 'elsewhere':
			return { kind: 'elsewhere', is: condition.elsewhere ?? true };
		case 'received':
		case 'sent':
			return { kind: 'messages', direction: field, comparison, count, period };
		case 'silence':
			return { kind: 'silence', longerThan: readTime(condition) };
		case 'human':
		case 'conversion':
			return { kind: field, period };
		case 'conversionValue':
			return { kind: 'conversion_value', comparison, value: count, period };
		case 'expression':
			return { kind: 'expression', holds: condition.holds === true || condition.holds === 'true' };
		default:
			return { kind: 'text', field: field as TextField, operator: condition.textOperator ?? 'is', value: text(condition.value) };
	}
}

const readPeriod = (condition: ConditionParameters): Period =>
	condition.period === 'enrolled' ? { since: 'enrolled' } : { within: readTime(condition) };

const readTime = ({ amount = 7, unit = 'days' }: ConditionParameters) => ({ amount: numberOf(amount, 7), unit });

/** A number that an expression left empty is none: the rule is refused, rather than compared with 0. */
function numberOf(value: unknown, usual = 1): number {
	if (value === undefined) return usual;
	return value === null || value === '' ? NaN : Number(value);
}

const text = (value: unknown): string => (value === undefined || value === null ? '' : String(value).trim());
