import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { KeywordMatch } from '../../engine/contact/keywords';
import { failedItem } from '../shared/failed-item';
import { endedSequence, textsOf } from './message-texts';
import type { MatchOptions } from './parameters';
import { rulesFor } from './rule-scope';
import { checkRules, matcherOf, type RuleParameter } from './rules';

/** Puts each item of one execution on the output of its rule. */
export class Router {
	readonly outputs: INodeExecutionData[][];

	private readonly items: INodeExecutionData[];
	private readonly ruleCount: number;
	private readonly separateReplies: boolean;

	/** @throws KeywordRuleError for rules that cannot work, before any item is looked at */
	constructor(private readonly context: IExecuteFunctions) {
		this.items = context.getInputData();
		// The canvas knows one set of outputs, so their number is read once, as n8n does when it draws them.
		const { parameters } = context.getNode();
		const rules = (parameters.rules as { values?: RuleParameter[] } | undefined)?.values ?? [];
		checkRules(rules);
		this.ruleCount = rules.length;
		this.separateReplies = (parameters.options as MatchOptions | undefined)?.replies === true;
		const outputCount = this.ruleCount + (this.separateReplies ? 1 : 0) + 1;
		this.outputs = Array.from({ length: outputCount }, () => []);
	}

	/** @throws KeywordRuleError for rules that an expression breaks, UserError for an item without a message */
	route(itemIndex: number): void {
		const { json } = this.items[itemIndex];
		const matches = this.matchesOf(itemIndex);
		if (matches.length > 0) {
			for (const match of matches) this.put(match.index, itemIndex, { keyword: told(match) });
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

	/** Phrases may be expressions, so the rules are read for each item. */
	private matchesOf(itemIndex: number): KeywordMatch[] {
		const { json } = this.items[itemIndex];
		const options = this.context.getNodeParameter('options', itemIndex, {}) as MatchOptions;
		const rules = this.context.getNodeParameter('rules.values', itemIndex, []) as RuleParameter[];
		const texts = textsOf(json, options);
		const takesPart = rulesFor(json, rules, this.context.getTimezone());
		const found = matcherOf(rules).findAll(texts, takesPart);
		return options.several === 'all' ? found : found.slice(0, 1);
	}

	private put(output: number, itemIndex: number, more: INodeExecutionData['json']): void {
		const item = this.items[itemIndex];
		this.outputs[output].push({ ...item, json: { ...item.json, ...more }, pairedItem: { item: itemIndex } });
	}
}

/** What the item says of the rule that it met. */
const told = ({ rule, phrase, typo }: KeywordMatch): INodeExecutionData['json'] => ({ rule, phrase, ...(typo ? { typo } : {}) });
