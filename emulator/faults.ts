import { isObject, type Json, type JsonObject } from './json';

export type FaultAction = 'error' | 'drop-after-accept' | 'drop-before-accept' | 'delay' | 'fail';
const ACTIONS: readonly FaultAction[] = ['error', 'drop-after-accept', 'drop-before-accept', 'delay', 'fail'];

/** What goes wrong with the next Graph calls that match. */
export interface FaultRule {
	/** Part of the request body, compared deeply; `path` is looked for in the request's path. Absent: everything. */
	match?: JsonObject;
	/** How often, 1 unless told. */
	times: number;
	/**
	 * - `error`: answers with `code` and leaves nothing behind
	 * - `drop-after-accept`: does the work, then closes the connection without an answer
	 * - `drop-before-accept`: closes the connection without doing the work
	 * - `delay`: waits `ms` before doing the work
	 * - `fail`: accepts, and a `failed` status with `code` follows
	 */
	action: FaultAction;
	code?: number;
	/** HTTP status of `error`; the code's own unless told. */
	status?: number;
	ms?: number;
}

/** Whether every part of `pattern` is found in `value`. Arrays compare position by position. */
export function partOf(pattern: Json | undefined, value: Json | undefined): boolean {
	if (Array.isArray(pattern)) {
		return Array.isArray(value) && pattern.every((item, index) => partOf(item, value[index]));
	}
	if (isObject(pattern)) {
		return isObject(value) && Object.keys(pattern).every((key) => partOf(pattern[key], value[key]));
	}
	return pattern === value;
}

/** Reads rules from a control request; throws a sentence about the first one that makes no sense. */
export function readRules(value: Json | undefined): FaultRule[] {
	if (!Array.isArray(value)) throw new Error('"rules" must be a list; an empty one clears the faults.');
	return value.map((item, index) => {
		if (!isObject(item)) throw new Error(`rules[${index}] must be an object.`);
		const action = ACTIONS.find((known) => known === item.action);
		if (!action) throw new Error(`rules[${index}].action must be one of ${ACTIONS.join(', ')}.`);
		const number = (key: 'times' | 'code' | 'status' | 'ms'): number | undefined => {
			const found = item[key];
			if (found === undefined) return undefined;
			if (typeof found !== 'number' || found < 0) throw new Error(`rules[${index}].${key} must be a number, 0 or more.`);
			return found;
		};
		return {
			match: isObject(item.match) ? item.match : undefined,
			times: number('times') ?? 1,
			action,
			code: number('code'),
			status: number('status'),
			ms: number('ms'),
		};
	});
}

/** The rules in force. */
export class Faults {
	private rules: FaultRule[] = [];

	/** Replaces all rules. */
	set(rules: FaultRule[]): void {
		this.rules = rules.map((rule) => ({ ...rule }));
	}

	/** The first rule that fits the call, used up by one; `undefined` when all goes well. */
	take(path: string, body: JsonObject): FaultRule | undefined {
		const rule = this.rules.find((candidate) => candidate.times > 0 && this.fits(candidate, path, body));
		if (rule) rule.times -= 1;
		return rule;
	}

	/** Rules that can still fire. */
	waiting(): FaultRule[] {
		return this.rules.filter((rule) => rule.times > 0);
	}

	private fits(rule: FaultRule, path: string, body: JsonObject): boolean {
		const { path: wanted, ...pattern } = rule.match ?? {};
		if (typeof wanted === 'string' && !path.includes(wanted)) return false;
		return partOf(pattern, body);
	}
}
