/** Keyword Match on n8n's engine: n8n works its outputs out from an expression, and passes items on accordingly. */
import { workflowOf } from './n8n-process';
import { keywords, sequence } from './canvas';
import { chain } from '../e2e/workflows';
import { runWorkflow } from './run-workflow';
import { NodeHelpers, type IDataObject } from 'n8n-workflow';

const RULES = {
	values: [
		{ name: 'Price', match: 'word', phrases: 'price, how much' },
		{ name: 'Promo', match: 'exact', phrases: 'promo' },
	],
};

const wrote = (text: string, more: IDataObject = {}): IDataObject => ({ message: { id: 'wamid.1', type: 'text', text, payload: null }, ...more });
const REPLY = { endedEnrollments: [{ id: 'e-1', sequence: 'Promo', reason: 'replied' }] };

async function outputsOf(parameters: IDataObject, ...items: IDataObject[]) {
	const run = await runWorkflow(keywords(parameters), { node: 'Keywords', items }, {});
	expect(run.error).toBeNull();
	return run.outputs('Keywords')!.map((output) => output.map(({ message, keyword }) => [(message as IDataObject).text, (keyword as IDataObject | undefined)?.phrase]));
}

function drawn(parameters: IDataObject): Array<string | undefined> {
	const workflow = workflowOf(keywords(parameters));
	const node = workflow.getNode('Keywords')!;
	const { description } = workflow.nodeTypes.getByNameAndVersion(node.type, 1);
	return NodeHelpers.getNodeOutputs(workflow, node, description).map((output) => (typeof output === 'string' ? output : output.displayName));
}

describe('Keyword Match', () => {
	it('draws an output per rule, one for replies when wanted, and No Match last', () => {
		expect(drawn({ rules: RULES, options: {} })).toEqual(['Price', 'Promo', 'No Match']);
		expect(drawn({ rules: RULES, options: { replies: true } })).toEqual(['Price', 'Promo', 'Reply', 'No Match']);
	});

	it('sends each message down the path of the first rule that matches', async () => {
		expect(await outputsOf({ rules: RULES }, wrote('How much is it?'), wrote('PROMO!'), wrote('promo price'), wrote('Hello'))).toEqual([
			[['How much is it?', 'how much'], ['promo price', 'price']],
			[['PROMO!', 'promo']],
			[['Hello', undefined]],
		]);
	});

	it('keeps replies apart when wanted, unless they hold a keyword', async () => {
		const parameters = { rules: RULES, options: { replies: true } };
		expect(await outputsOf(parameters, wrote('Yes, please', REPLY), wrote('promo', REPLY), wrote('Hello'))).toEqual([
			[],
			[['promo', 'promo']],
			[['Yes, please', undefined]],
			[['Hello', undefined]],
		]);
	});

	it('takes captions and taps, forgives typing errors, and uses every rule that matches, as told', async () => {
		const values = [
			{ name: 'Price', match: 'word', phrases: 'price', typos: true },
			{ name: 'Order', match: 'regex', phrases: 'order\\s*#?\\d+\nprice' },
			{ name: 'Welcome', match: 'contains', phrases: 'price', appliesTo: 'new_contact' },
		];
		const items = [
			{ ...wrote('Which prise?'), isFirstContact: true },
			{ message: { type: 'image', text: 'My order #12' }, isFirstContact: true },
			{ message: { type: 'interactive', text: 'Tell me', payload: 'price' }, isFirstContact: true },
			{ ...wrote('price'), isFirstContact: false },
		];
		expect(await outputsOf({ rules: { values }, options: { several: 'all', compare: ['text', 'caption', 'id'] } }, ...items)).toEqual([
			[['Which prise?', 'price'], ['Tell me', 'price'], ['price', 'price']],
			[['My order #12', 'order\\s*#?\\d+'], ['Tell me', 'price'], ['price', 'price']],
			[['Tell me', 'price']],
			[],
		]);
	});

	it('stops with a sentence that names the rule when a regular expression is broken, before any message is looked at', async () => {
		const values = [...RULES.values, { name: 'Number', match: 'regex', phrases: '[0-9' }];
		const run = await runWorkflow(keywords({ rules: { values } }), { node: 'Keywords', items: [wrote('promo')] }, {});
		expect(run.error).toMatchObject({ message: expect.stringContaining('The rule "Number" cannot be used') });
		expect(run.outputs('Keywords')).toBeFalsy();
	});

	it('hands an item that holds no message to the error output, with its fields, when the node has one', async () => {
		const workflow = keywords({ rules: RULES });
		const node = { ...workflow.nodes[0]!, onError: 'continueErrorOutput' as const };
		const start = { ...sequence().nodes[0]!, name: 'Start' };
		const run = await runWorkflow(chain('With an error output', [start, node]), { node: 'Start', items: [wrote('promo'), { order: 1 }, wrote('Hello')] }, {});
		const outputs = run.outputs('Keywords')!.map((items) => items.map(({ message, ...more }) => ({ text: (message as IDataObject | undefined)?.text, ...more })));
		expect(outputs).toEqual([
			[],
			[{ text: 'promo', keyword: expect.anything() }],
			[{ text: 'Hello' }],
			[{ order: 1, error: 'The incoming item holds no WhatsApp message' }],
		]);
	});

	it('stops with a sentence on an item that holds no message', async () => {
		const run = await runWorkflow(keywords({ rules: RULES }), { node: 'Keywords', items: [{ order: 1 }] }, {});
		expect(run.error).toMatchObject({ message: 'The incoming item holds no WhatsApp message' });
	});
});
