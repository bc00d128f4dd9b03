/** Whether conditions hold, pure. What is not known is not met: a rule never fires, and nobody is let in, on a guess. */
import { countryOf } from '../../contact/phone';
import { zoneOfPhone } from '../../contact/time-zone';
import { compareNumbers, compareText, compareValue, isEmpty, valueAt } from './compare';
import { lengthOf, type Condition, type ConditionGroup, type Match, type Period, type Rule, type TextField } from './condition';
import type { Facts } from './facts';

/** The first rule that holds; null when none does. A rule without conditions never holds. */
export function firstMet(rules: readonly Rule[], facts: Facts): Rule | null {
	return rules.find((rule) => isRuleMet(rule, facts)) ?? null;
}

/**
 * Why a group does not hold: the name of its first rule that does not or, where one is enough, of all of them. Null
 * when it holds; a group without rules asks for nothing when all must hold.
 */
export function unmetRule({ match, rules }: ConditionGroup, facts: Facts): string | null {
	const unmet = rules.filter((rule) => !isRuleMet(rule, facts));
	if (match === 'all') return unmet[0]?.name ?? null;
	return unmet.length < rules.length ? null : unmet.map(({ name }) => name).join(' / ');
}

export function isRuleMet({ match, conditions }: Rule, facts: Facts): boolean {
	return conditions.length > 0 && holds(match, conditions, (condition) => isMet(condition, facts));
}

function holds<Item>(match: Match, items: readonly Item[], test: (item: Item) => boolean): boolean {
	return match === 'all' ? items.every(test) : items.some(test);
}

export function isMet(condition: Condition, facts: Facts): boolean {
	switch (condition.kind) {
		case 'text':
			return isTextMet(condition, facts);
		case 'value': {
			const record = condition.of === 'attribute' ? facts.person?.attributes : facts.run?.context;
			return record !== undefined && compareValue(valueAt(record, condition.name), condition.operator, condition.value);
		}
		case 'tag':
			return facts.tags !== null && facts.tags.has(condition.tag) === condition.has;
		case 'consent':
			return facts.contact.marketingAllowed === (condition.is === 'allowed');
		case 'state':
			return facts.run?.begun?.state === condition.is;
		case 'steps_sent':
			return !!facts.run && facts.stepsSent !== null && compareNumbers(facts.stepsSent.length, condition.comparison, condition.count);
		case 'elsewhere':
			return facts.elsewhere === condition.is;
		case 'silence': {
			const last = facts.contact.lastInboundAt;
			return last === null || facts.now - last > lengthOf(condition.longerThan);
		}
		case 'expression':
			return condition.holds;
		default:
			return isMetInTime(condition, facts);
	}
}

type Timed = Extract<Condition, { period: Period }>;

function isMetInTime(condition: Timed, facts: Facts): boolean {
	const start = startOf(condition.period, facts);
	if (start === null) return false;
	switch (condition.kind) {
		case 'messages': {
			const times = condition.direction === 'received' ? facts.received : facts.sent;
			// The message that led into the sequence came in before the enrollment, at the latest in the same millisecond.
			const first = condition.direction === 'received' && 'since' in condition.period ? start + 1 : start;
			return times !== null && compareNumbers(times.filter((at) => at >= first).length, condition.comparison, condition.count);
		}
		case 'human': {
			const last = facts.person?.lastHumanAt ?? null;
			return last !== null && last >= start;
		}
		case 'conversion':
			return (facts.conversions ?? []).some(({ at }) => at >= start);
		case 'conversion_value':
			return (facts.conversions ?? []).some(
				({ at, value }) => at >= start && value !== null && compareNumbers(value, condition.comparison, condition.value),
			);
	}
}

/** The first instant of a period; null when it counts from an enrollment that there is not. */
function startOf(period: Period, { now, run }: Facts): number | null {
	return 'within' in period ? now - lengthOf(period.within) : (run?.begun?.enrolledAt ?? null);
}

function isTextMet({ field, operator, value }: Extract<Condition, { kind: 'text' }>, facts: Facts): boolean {
	const text = textOf(field, facts);
	if (text === undefined) return false;
	if (field === 'phone' && text !== null) return compareText(digitsOf(text), operator, digitsOf(value));
	if (operator === 'is_empty' || operator === 'is_filled') return isEmpty(text) === (operator === 'is_empty');
	return text !== null && compareText(text, operator, value);
}

const digitsOf = (phone: string): string => phone.replace(/\D/g, '');

/** undefined where nobody knows; null where it is known to be empty. */
function textOf(field: TextField, { contact, run, person }: Facts): string | null | undefined {
	switch (field) {
		case 'name':
			return contact.name;
		case 'phone':
			return contact.phone;
		case 'country':
			return contact.phone === null ? undefined : (countryOf(contact.phone) ?? undefined);
		case 'timeZone':
			return contact.timeZone ?? (contact.phone === null ? null : zoneOfPhone(contact.phone));
		case 'language': {
			const language = person?.attributes.language;
			return typeof language === 'string' ? language : person ? null : undefined;
		}
		case 'sequence':
			return run?.sequence;
		case 'step':
			return run?.begun ? run.begun.step : undefined;
		case 'reference':
			return run?.reference;
	}
}
