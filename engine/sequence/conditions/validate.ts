/** What rules must be before they are used. Each fault is a sentence that names the rule. */
import type { Delay } from '../definition';
import { isComparison, numberOf, timeOf } from './compare';
import type { Condition, ConditionGroup, Period, Rule } from './condition';

const LONGEST_NAME = 100;
const UNITS: readonly string[] = ['seconds', 'minutes', 'hours', 'days'];

/** Faults of rules, in their order; empty when they can be used. */
export function faultsOfRules(rules: readonly Rule[]): string[] {
	return rules.flatMap((rule, index) => {
		const label = rule.name.trim() === '' ? `Rule ${index + 1}` : `The rule "${rule.name}"`;
		const faults: string[] = [];
		if (rule.name.trim() === '') faults.push(`${label} has no name. Give it one: it is shown as the reason.`);
		if (rule.name.length > LONGEST_NAME) faults.push(`${label} has a name longer than ${LONGEST_NAME} characters. Write a shorter one.`);
		if (rule.conditions.length === 0) faults.push(`${label} has no condition. Add one, or remove the rule.`);
		return [...faults, ...rule.conditions.flatMap((condition) => faultsOfCondition(condition, label))];
	});
}

/** Faults of entry conditions: they are asked before there is a run, so what only a run has cannot be among them. */
export function faultsOfEntry({ rules }: ConditionGroup): string[] {
	const faults = faultsOfRules(rules);
	if (rules.length === 0) faults.push('The entry conditions have no rule. Add one, or remove them.');
	for (const { name, conditions } of rules) {
		if (!conditions.some(asksForRun)) continue;
		faults.push(`The entry condition "${name}" asks about the enrollment, which has not begun at that time. Use "In the Last" with a time, or another field.`);
	}
	return faults;
}

function asksForRun(condition: Condition): boolean {
	if (condition.kind === 'state' || condition.kind === 'steps_sent' || condition.kind === 'expression') return true;
	if (condition.kind === 'text') return condition.field === 'step';
	return 'period' in condition && 'since' in condition.period;
}

function faultsOfCondition(condition: Condition, label: string): string[] {
	switch (condition.kind) {
		case 'text':
			return faultsOfText(condition, label);
		case 'value':
			return faultsOfValue(condition, label);
		case 'tag':
			return condition.tag.trim() === '' ? [`${label} asks for a tag without a name. Write the tag.`] : [];
		case 'steps_sent':
			return faultsOfCount(condition.count, label);
		case 'messages':
			return [...faultsOfCount(condition.count, label), ...faultsOfPeriod(condition.period, label)];
		case 'silence':
			return faultsOfTime(condition.longerThan, label);
		case 'human':
		case 'conversion':
			return faultsOfPeriod(condition.period, label);
		case 'conversion_value':
			return [...(Number.isFinite(condition.value) ? [] : [noNumber(label)]), ...faultsOfPeriod(condition.period, label)];
		default:
			return [];
	}
}

const needsNothing = (operator: string): boolean => ['is_empty', 'is_filled', 'is_true', 'is_false'].includes(operator);

const noNumber = (label: string): string => `${label} compares a number, but none is given. Write one, such as 3 or 49.90.`;

function faultsOfText({ field, operator, value }: Extract<Condition, { kind: 'text' }>, label: string): string[] {
	if (needsNothing(operator)) return [];
	if (value.trim() === '') return [`${label} compares with an empty value. Write one, or choose "Is Empty".`];
	if (field === 'phone' && !/\d/.test(value)) return [`${label} compares the phone number with "${value}", which has no digits. Write a number such as +49.`];
	if (field === 'country' && !/^[a-z]{2}$/i.test(value.trim())) return [`${label} names the country "${value}". Write its two letters, such as DE.`];
	return [];
}

function faultsOfValue({ of, name, operator, value }: Extract<Condition, { kind: 'value' }>, label: string): string[] {
	if (name.trim() === '') return [`${label} asks for ${of === 'attribute' ? 'an attribute' : 'a context field'} without a name. Write its name.`];
	if (needsNothing(operator)) return [];
	if (isComparison(operator)) return Number.isFinite(numberOf(value)) ? [] : [noNumber(label)];
	if (value.trim() === '') return [`${label} compares "${name}" with an empty value. Write one, or choose "Is Empty".`];
	if ((operator === 'before' || operator === 'after') && timeOf(value) === null) {
		return [`${label} compares "${name}" with "${value}", which is no time. Write it like 2026-05-31 or 2026-05-31T18:00:00Z.`];
	}
	return [];
}

function faultsOfCount(count: number, label: string): string[] {
	if (!Number.isFinite(count)) return [noNumber(label)];
	return count < 0 || !Number.isInteger(count) ? [`${label} counts ${count}. Write a whole number of 0 or more.`] : [];
}

function faultsOfPeriod(period: Period, label: string): string[] {
	return 'within' in period ? faultsOfTime(period.within, label) : [];
}

function faultsOfTime({ amount, unit }: Delay, label: string): string[] {
	if (!Number.isFinite(amount) || amount <= 0) return [`${label} has a time of ${amount} ${unit}. Write a number above 0.`];
	return UNITS.includes(unit) ? [] : [`${label} has the unknown unit "${unit}". Use seconds, minutes, hours or days.`];
}
