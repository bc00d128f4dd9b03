/** The keywords of a workflow: those of the Keyword Match nodes that a message can reach. */
import type { NodeTypeAndVersion } from 'n8n-workflow';
import { KeywordRuleError, keywordsOf } from '../../engine/contact/keywords';
import type { KeywordClaim } from '../../engine/store/contract';
import type { MatchOptions } from './parameters';
import { checkRules, isExpression, toRule, type RuleParameter } from './rules';

interface Workflow {
	id?: string;
	name?: string;
}

/**
 * Keywords that an expression gives are left out: they are known when a message is there. So are nodes that compare
 * something else than the message.
 *
 * @param nodes with their parameters
 * @throws KeywordRuleError with a sentence that names node and rule
 */
export function claimsOf(workflow: Workflow, nodes: readonly NodeTypeAndVersion[]): KeywordClaim[] {
	return nodes.filter(isKeywordMatch).flatMap((node) => claimsOfNode(workflow, node));
}

const isKeywordMatch = ({ type, disabled }: NodeTypeAndVersion): boolean => !disabled && type.split('.').at(-1) === 'keywordMatch';

function claimsOfNode(workflow: Workflow, { name, parameters = {} }: NodeTypeAndVersion): KeywordClaim[] {
	const rules = (parameters.rules as { values?: RuleParameter[] } | undefined)?.values ?? [];
	const { text, takeOver } = (parameters.options ?? {}) as MatchOptions;
	try {
		checkRules(rules);
	} catch (error) {
		throw error instanceof KeywordRuleError ? new KeywordRuleError(`${error.message} (node "${name}")`) : error;
	}
	if (text !== undefined) return [];
	const label = `the workflow "${workflow.name ?? workflow.id}" (node "${name}")`;
	return rules.flatMap((rule, index) => {
		if (isExpression(rule)) return [];
		return keywordsOf(toRule(rule, index)).map((keyword) => ({ ...keyword, label, ...(takeOver === true ? { takeOver } : {}) }));
	});
}
