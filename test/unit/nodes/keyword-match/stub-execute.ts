import type { IExecuteFunctions, INode, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { KeywordMatch } from '../../../../nodes/KeywordMatch/KeywordMatch.node';
import type { RuleParameter } from '../../../../nodes/KeywordMatch/rules';

export interface Run {
	rules: RuleParameter[];
	options?: INodeParameters;
	continueOnFail?: boolean;
}

export function nodeWith(run: Run): INode {
	const parameters = { rules: { values: run.rules }, options: run.options ?? {} } as unknown as INodeParameters;
	return { id: '1', name: 'Keyword Match', type: 'keywordMatch', typeVersion: 1, position: [0, 0], parameters };
}

/** Executes the node on these items; the answer is one list per output. */
export async function execute(run: Run, items: INodeExecutionData[]): Promise<INodeExecutionData[][]> {
	const node = nodeWith(run);
	const context = {
		getNode: () => node,
		getInputData: () => items,
		getTimezone: () => 'Europe/Berlin',
		continueOnFail: () => run.continueOnFail === true,
		getNodeParameter: (name: string) => (name === 'rules.values' ? run.rules : run.options ?? {}),
	} as unknown as IExecuteFunctions;
	return await new KeywordMatch().execute.call(context);
}

/** An item of the WhatsApp Message Trigger. */
export function messageItem(message: Record<string, unknown>, more: Record<string, unknown> = {}): INodeExecutionData {
	return { json: { message: { id: 'wamid.1', type: 'text', text: '', payload: null, ...message }, ...more } as INodeExecutionData['json'] };
}
