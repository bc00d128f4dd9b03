/** Comparing one value with another, as conditions do. A value that is not there is empty, and compares with nothing. */
import { DateTime } from 'luxon';
import type { Comparison, TextOperator, ValueOperator } from './condition';

const COMPARISONS: Record<Comparison, (a: number, b: number) => boolean> = {
	equals: (a, b) => a === b,
	differs: (a, b) => a !== b,
	above: (a, b) => a > b,
	at_least: (a, b) => a >= b,
	below: (a, b) => a < b,
	at_most: (a, b) => a <= b,
};

export function isComparison(operator: string): operator is Comparison {
	return Object.hasOwn(COMPARISONS, operator);
}

export function compareNumbers(actual: number, comparison: Comparison, wanted: number): boolean {
	return Number.isFinite(actual) && Number.isFinite(wanted) && COMPARISONS[comparison](actual, wanted);
}

const folded = (text: string): string => text.normalize('NFC').trim().toLowerCase();

/** Nothing is compared with an empty text: that is what is_empty is for. */
export function compareText(actual: string, operator: TextOperator, wanted: string): boolean {
	const [text, other] = [folded(actual), folded(wanted)];
	if (operator === 'is_empty') return text === '';
	if (operator === 'is_filled') return text !== '';
	if (other === '') return false;
	switch (operator) {
		case 'is':
			return text === other;
		case 'is_not':
			return text !== other;
		case 'contains':
			return text.includes(other);
		case 'contains_not':
			return !text.includes(other);
		case 'starts_with':
			return text.startsWith(other);
	}
}

export function compareValue(actual: unknown, operator: ValueOperator, wanted: string): boolean {
	if (operator === 'is_empty' || operator === 'is_filled') return isEmpty(actual) === (operator === 'is_empty');
	if (isEmpty(actual)) return false;
	if (operator === 'is_true' || operator === 'is_false') return booleanOf(actual) === (operator === 'is_true');
	if (operator === 'before' || operator === 'after') {
		const [time, other] = [timeOf(actual), timeOf(wanted)];
		if (time === null || other === null) return false;
		return operator === 'before' ? time < other : time > other;
	}
	if (isComparison(operator)) return compareNumbers(numberOf(actual), operator, numberOf(wanted));
	const text = textOf(actual);
	return text !== null && compareText(text, operator, wanted);
}

export function isEmpty(value: unknown): boolean {
	if (value === undefined || value === null) return true;
	if (typeof value === 'string') return value.trim() === '';
	return Array.isArray(value) && value.length === 0;
}

/** A number, also one that is written as a text; NaN for anything else. */
export function numberOf(value: unknown): number {
	if (typeof value === 'number') return value;
	return typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
}

/** The instant in UTC milliseconds; null for what is no time. */
export function timeOf(value: unknown): number | null {
	if (typeof value !== 'string') return null;
	const time = DateTime.fromISO(value.trim().replace(' ', 'T'), { zone: 'utc' });
	return time.isValid ? time.toMillis() : null;
}

/** Tables and shops write yes and no in several ways; null for what is neither. */
function booleanOf(value: unknown): boolean | null {
	const text = textOf(value)?.trim().toLowerCase() ?? '';
	if (['true', '1', 'yes'].includes(text)) return true;
	return ['false', '0', 'no'].includes(text) ? false : null;
}

function textOf(value: unknown): string | null {
	if (typeof value === 'string') return value;
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	return Array.isArray(value) ? value.map((one) => textOf(one) ?? '').join(', ') : null;
}

/** A field by its name, or by a path with dots into it; undefined when it is not there. */
export function valueAt(record: Readonly<Record<string, unknown>>, name: string): unknown {
	if (Object.hasOwn(record, name)) return record[name];
	let value: unknown = record;
	for (const part of name.split('.')) {
		if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
		value = (value as Record<string, unknown>)[part];
	}
	return value;
}
