import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { KeywordMatcher, splitPhrases, type KeywordRule, type MatchKind } from '../../engine/contact/keywords';
import { failedItem } from '../shared/failed-item';
import { endedSequence, textsOf } from './message-texts';
import { ruleName, type RuleParameter } from './outputs';
import type { MatchOptions } from './parameters';

/** Puts each item of one execution on the output of its rule. */
export class Router {
	readonly outputs: INodeExecutionData[][];

	private readonly items: INodeExecutionData[];
	private readonly ruleCount: number;
	private readonly separateReplies: boolean;
	private readonly matchers = new Map<string, KeywordMatcher>();

	constructor(private readonly context: IExecuteFunctions) {
		this.items = context.getInputData();
		// The canvas knows one set of outputs, so their number is read once, as n8n does when it draws them.
		const { parameters } = context.getNode();
		this.ruleCount = (parameters.rules as { values?: RuleParameter[] } | undefined)?.values?.length ?? 0;
		this.separateReplies = (parameters.options as MatchOptions | undefined)?.replies === true;
		const outputCount = this.ruleCount + (this.separateReplies ? 1 : 0) + 1;
		this.outputs = Array.from({ length: outputCount }, () => []);
	}

	/** @throws KeywordRuleError for rules that cannot work, UserError for an item without a message */
	route(itemIndex: number): void {
		const { json } = this.items[itemIndex];
		const options = this.context.getNodeParameter('options', itemIndex, {}) as MatchOptions;
		const match = this.matcher(itemIndex).find(textsOf(json, options));
		if (match !== null) {
			this.put(match.index, itemIndex, { keyword: { rule: match.rule, phrase: match.phrase } });
		} else if (this.separateReplies && endedSequence(json)) {
			this.put(this.ruleCount, itemIndex, {});
		} else {
			this.put(this.outputs.length - 1, itemIndex, {});
		}
	}

	/** An item that could not be compared, when the node is told to go on: nothing matched it. */
	fail(itemIndex: number, error: Error): void {
		this.outputs[this.outputs.length - 1].push(failedItem(this.context, this.items[itemIndex], itemIndex, error.message));
	}

	private put(output: number, itemIndex: number, more: INodeExecutionData['json']): void {
		const item = this.items[itemIndex];
		this.outputs[output].push({ ...item, json: { ...item.json, ...more }, pairedItem: { item: itemIndex } });
	}

	/** Phrases may be expressions and so differ between items; equal rules are made ready once. */
	private matcher(itemIndex: number): KeywordMatcher {
		const values = this.context.getNodeParameter('rules.values', itemIndex, []) as RuleParameter[];
		const key = JSON.stringify(values);
		let matcher = this.matchers.get(key);
		if (matcher === undefined) {
			matcher = new KeywordMatcher(values.map(toRule));
			this.matchers.set(key, matcher);
		}
		return matcher;
	}
}

function toRule(values: RuleParameter, index: number): KeywordRule {
	const match = (values.match ?? 'exact') as MatchKind;
	// An expression may give a number, or nothing.
	const phrases = splitPhrases(String(values.phrases ?? ''), match);
	return { name: ruleName(values, index), match, phrases };
}
