/** The rules as the node's parameters hold them, and as the engine takes them. */
import { KeywordMatcher, splitPhrases, type KeywordRule, type MatchKind } from '../../engine/contact/keywords';
import { Remembered } from '../../engine/contact/remembered';

/** For which messages a rule counts. */
export type RuleScope = 'any' | 'new_contact' | 'first_today';

/** A rule as the parameter holds it; what was never touched is absent. */
export interface RuleParameter {
	name?: string;
	phrases?: string;
	match?: string;
	typos?: boolean;
	appliesTo?: RuleScope;
}

/** Name of a rule wherever people see it: its own, else its number. */
export function ruleName(rule: RuleParameter, index: number): string {
	return (rule.name ?? '').trim() || `Rule ${index + 1}`;
}

export function toRule(values: RuleParameter, index: number): KeywordRule {
	const match = (values.match ?? 'exact') as MatchKind;
	// An expression may give a number, or nothing.
	const phrases = splitPhrases(String(values.phrases ?? ''), match);
	return { name: ruleName(values, index), match, phrases, typos: values.typos === true };
}

/** Whether the phrases are known only when a message is there. */
export const isExpression = ({ phrases }: RuleParameter): boolean => String(phrases ?? '').startsWith('=');

/**
 * Looks at the rules before any message is there; those with expressions can only be looked at then.
 *
 * @throws KeywordRuleError with a sentence that names the rule
 */
export function checkRules(rules: RuleParameter[]): void {
	new KeywordMatcher(rules.map((rule, index) => (isExpression(rule) ? { name: ruleName(rule, index), match: 'exact', phrases: ['…'] } : toRule(rule, index))));
}

/** Making 5,000 rules ready takes 50 ms, so they are kept between executions. */
const ready = new Remembered<KeywordMatcher>(50);

/** @throws KeywordRuleError */
export function matcherOf(rules: RuleParameter[]): KeywordMatcher {
	return ready.get(JSON.stringify(rules), () => new KeywordMatcher(rules.map(toRule)));
}
