import fc from 'fast-check';
import { NodeHelpers, Workflow, type INodeExecutionData, type INodeTypes } from 'n8n-workflow';
import { KeywordMatch } from '../../../../nodes/KeywordMatch/KeywordMatch.node';
import type { RuleParameter } from '../../../../nodes/KeywordMatch/rules';
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

	test('texts, captions, and titles and ids of buttons and lists count, or those of them that are chosen', async () => {
		const items = [
			text('price'),
			messageItem({ type: 'image', text: 'Price of this?' }),
			messageItem({ type: 'interactive', text: 'Price', payload: 'b1' }),
			messageItem({ type: 'button', text: 'Tell me', payload: 'how_much' }),
		];
		const taken = async (compare?: string[]): Promise<unknown[]> => {
			const [prices] = await execute({ rules, options: compare ? { compare } : {} }, items);
			return prices!.map(({ pairedItem }) => (pairedItem as { item: number }).item);
		};
		expect(await taken()).toEqual([0, 1, 2, 3]);
		expect(await taken(['text'])).toEqual([0]);
		expect(await taken(['caption'])).toEqual([1]);
		expect(await taken(['title'])).toEqual([2]);
		expect(await taken(['id'])).toEqual([3]);
		expect(await taken([])).toEqual([]);
	});

	test('each message of a burst is compared by itself', async () => {
		const messages = [{ type: 'text', text: 'hi' }, { type: 'text', text: 'hours' }, { type: 'image', text: 'price' }];
		const burst = messageItem({ type: 'image', text: 'hi\nhours\nprice' }, { messages });
		expect(counts(await execute({ rules: [HOURS] }, [burst]))).toEqual([1, 0]);
		expect(counts(await execute({ rules: [PRICES], options: { compare: ['text'] } }, [burst]))).toEqual([0, 1]);
	});

	test('a message that matches several rules leaves by all of them when asked to, each with its own phrase', async () => {
		const both = [{ ...PRICES, name: 'A' }, { ...PRICES, name: 'B', phrases: 'is' }, HOURS];
		const item = text('how much is the price');
		expect(counts(await execute({ rules: both }, [item]))).toEqual([1, 0, 0, 0]);
		const outputs = await execute({ rules: both, options: { several: 'all' } }, [item, text('hello')]);
		expect(counts(outputs)).toEqual([1, 1, 0, 1]);
		expect(outputs.slice(0, 2).map(([first]) => first?.json.keyword)).toEqual([{ rule: 'A', phrase: 'price' }, { rule: 'B', phrase: 'is' }]);
	});

	test('typing errors are forgiven by the rules that say so', async () => {
		const outputs = await execute({ rules: [{ ...PRICES, typos: true }, HOURS] }, [text('the prise?'), text('hoours')]);
		expect(outputs[0]?.[0]?.json.keyword).toEqual({ rule: 'Prices', phrase: 'price', typo: true });
		expect(counts(outputs)).toEqual([1, 0, 1]);
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

describe('rules that apply to some messages only', () => {
	const anew: RuleParameter = { name: 'New', match: 'contains', phrases: 'hi', appliesTo: 'new_contact' };
	const today: RuleParameter = { ...anew, name: 'Today', appliesTo: 'first_today' };
	const hi = (more: Record<string, unknown>): INodeExecutionData =>
		messageItem({ text: 'hi', at: '2026-03-10T08:00:00.000Z' }, { contact: { phone: '+491701234567' }, ...more });

	test('of new contacts', async () => {
		const outputs = await execute({ rules: [anew] }, [hi({ isFirstContact: true }), hi({ isFirstContact: false })]);
		expect(counts(outputs)).toEqual([1, 1]);
	});

	test("the first of the day in the contact's time zone", async () => {
		const items = [null, '2026-03-09T22:59:59.000Z', '2026-03-09T23:00:00.000Z', '2026-03-10T08:00:00.000Z'].map((at) => hi({ previousMessageAt: at }));
		const outputs = await execute({ rules: [today] }, items);
		expect(outputs[0]!.map(({ pairedItem }) => (pairedItem as { item: number }).item)).toEqual([0, 1]);
		const elsewhere = hi({ previousMessageAt: '2026-03-10T02:00:00.000Z', contact: { phone: '+5511912345678' } });
		expect(counts(await execute({ rules: [today] }, [elsewhere]))).toEqual([1, 0]);
	});

	test('leave the message to the rules behind them', async () => {
		const rest = { name: 'Rest', match: 'contains', phrases: 'hi' };
		expect(counts(await execute({ rules: [anew, rest] }, [hi({ isFirstContact: false })]))).toEqual([0, 1, 0]);
	});

	test.each([anew, today])('$appliesTo of an item that does not tell is refused with what to do', async (rule) => {
		await expect(execute({ rules: [rule] }, [hi({})])).rejects.toMatchObject({
			message: `The incoming item does not tell whether the rule "${rule.name}" applies`,
			description: expect.stringContaining('Applies To'),
		});
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

	test('a broken regex, before any item is looked at, also when the node goes on after errors', async () => {
		const rules: RuleParameter[] = [PRICES, { name: 'Late', match: 'contains', phrases: '={{ $json.x }}' }, { name: 'Number', match: 'regex', phrases: '[0-9' }];
		await expect(execute({ rules, continueOnFail: true }, [])).rejects.toThrow(/"Number" cannot be used: "\[0-9" is not a regular expression/);
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
