import fc from 'fast-check';
import { NodeHelpers, Workflow, type INodeExecutionData, type INodeTypes } from 'n8n-workflow';
import { KeywordMatch } from '../../../../nodes/KeywordMatch/KeywordMatch.node';
import { execute, messageItem, nodeWith, type Run } from './stub-execute';

const PRICES = { name: 'Prices', match: 'word', phrases: 'price, how much' };
const HOURS = { name: 'Hours', match: 'exact', phrases: 'hours\nopen?' };
const rules = [PRICES, HOURS];
const text = (words: string): INodeExecutionData => messageItem({ text: words });
const counts = (outputs: INodeExecutionData[][]): number[] => outputs.map((items) => items.length);

describe('routing', () => {
	test('each message leaves by the output of the first rule that matches, else by No Match', async () => {
		const outputs = await execute({ rules }, [text('What is the PRICE?'), text('Open!'), text('hello'), text('')]);
		expect(counts(outputs)).toEqual([1, 1, 2]);
		expect(outputs[0]?.[0]).toMatchObject({ json: { keyword: { rule: 'Prices', phrase: 'price' } }, pairedItem: { item: 0 } });
		expect(outputs[1]?.[0]?.json.keyword).toEqual({ rule: 'Hours', phrase: 'open?' });
		expect(outputs[2]?.map((item) => item.pairedItem)).toEqual([{ item: 2 }, { item: 3 }]);
	});

	test('the item keeps what it had, and the incoming one is left as it was', async () => {
		const item = { ...messageItem({ text: 'price' }, { contact: { id: 'c1' } }), binary: {} };
		const before = structuredClone(item);
		const outputs = await execute({ rules }, [item]);
		expect(outputs[0]?.[0]).toMatchObject({ json: { contact: { id: 'c1' } }, binary: {} });
		expect(item).toEqual(before);
	});

	test('buttons and lists count by what they show and by their id, unless switched off', async () => {
		const tap = messageItem({ type: 'interactive', text: 'Tell me', payload: 'how_much' });
		expect(counts(await execute({ rules }, [tap]))).toEqual([1, 0, 0]);
		expect(counts(await execute({ rules, options: { buttons: false } }, [tap, text('price')]))).toEqual([1, 0, 1]);
	});

	test('a reply that ended a sequence has an output of its own when asked for, after the rules', async () => {
		const ended = { endedEnrollments: [{ id: 'e1', sequence: 'Welcome', reason: 'replied' }] };
		const items = [messageItem({ text: 'thanks' }, ended), messageItem({ text: 'price' }, ended), messageItem({ text: 'thanks' }, { endedEnrollments: [] })];
		expect(counts(await execute({ rules, options: { replies: true } }, items))).toEqual([1, 0, 1, 1]);
		expect(counts(await execute({ rules }, items))).toEqual([1, 0, 2]);
	});

	test('another text may be compared instead, also an empty one', async () => {
		expect(counts(await execute({ rules, options: { text: 'hours' } }, [{ json: {} }]))).toEqual([0, 1, 0]);
		expect(counts(await execute({ rules, options: { text: '' } }, [text('hours')]))).toEqual([0, 0, 1]);
	});

	test('without rules everything is No Match', async () => {
		expect(counts(await execute({ rules: [] }, [text('hi')]))).toEqual([1]);
	});
});

describe('what is refused', () => {
	test.each<[string, Run['rules'], RegExp]>([
		['a rule without phrase', [PRICES, { name: 'Empty', phrases: ' , ' }], /"Empty" has no phrase/],
		['a rule without phrase and name', [PRICES, {}], /"Rule 2" has no phrase/],
		['two rules of one name', [PRICES, { ...HOURS, name: 'PRICES' }], /Two rules are called "PRICES"/],
		['a broken regex', [{ name: 'Number', match: 'regex', phrases: '[0-9' }], /"Number" cannot be used/],
	])('%s, by name', async (_what, broken, message) => {
		await expect(execute({ rules: broken }, [text('hi')])).rejects.toThrow(message);
	});

	test('an item that holds no message, with what to do', async () => {
		const error = await execute({ rules }, [text('hi'), { json: { body: 'x' } }]).catch((caught: unknown) => caught);
		expect(error).toMatchObject({
			message: 'The incoming item holds no WhatsApp message',
			description: expect.stringContaining('WhatsApp Message Trigger'),
			context: { itemIndex: 1 },
		});
	});

	test('when the node goes on after errors, the item leaves by No Match with the reason', async () => {
		const outputs = await execute({ rules, continueOnFail: true }, [{ json: { a: 1 } }, text('price')]);
		expect(counts(outputs)).toEqual([1, 0, 1]);
		expect(outputs[2]?.[0]).toEqual({ json: { a: 1, error: 'The incoming item holds no WhatsApp message' }, pairedItem: { item: 0 } });
	});
});

describe('the outputs on the canvas', () => {
	const names = (run: Run): Array<string | undefined> => {
		const type = new KeywordMatch();
		const nodeTypes = { getByName: () => type, getByNameAndVersion: () => type, getKnownTypes: () => ({}) } as unknown as INodeTypes;
		const node = nodeWith(run);
		const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
		return NodeHelpers.getNodeOutputs(workflow, node, type.description).map((output) =>
			typeof output === 'string' ? output : output.displayName,
		);
	};

	test('are named after the rules, with No Match as the last', () => {
		expect(names({ rules })).toEqual(['Prices', 'Hours', 'No Match']);
		expect(names({ rules: [{ phrases: 'x' }, PRICES] })).toEqual(['Rule 1', 'Prices', 'No Match']);
		expect(names({ rules, options: { replies: true } })).toEqual(['Prices', 'Hours', 'Reply', 'No Match']);
		expect(names({ rules: [] })).toEqual(['No Match']);
	});

	test('are as many as the node fills', async () => {
		for (const options of [{}, { replies: true }]) {
			expect(await execute({ rules, options }, [])).toHaveLength(names({ rules, options }).length);
		}
	});
});

test('whatever a message holds, it leaves by exactly one output', async () => {
	await fc.assert(
		fc.asyncProperty(fc.dictionary(fc.constantFrom('type', 'text', 'payload', 'x'), fc.jsonValue()), fc.jsonValue(), async (message, ended) => {
			const outputs = await execute({ rules, options: { replies: true } }, [messageItem(message, { endedEnrollments: ended })]);
			expect(outputs.flat()).toHaveLength(1);
		}),
		{ numRuns: 300 },
	);
});
