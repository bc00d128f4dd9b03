/** Stop-When Guard, run by n8n: whom it stops, what its items say, and what it does when something is wrong. */
import { Business, HOUR } from './business';
import { enrollment, guard, sequence } from './canvas';
import { workflowOf } from './n8n-process';
import { NodeHelpers, type IDataObject, type INode } from 'n8n-workflow';

const ADA = '+491701234567';
const BOB = '+491701234568';
const NODE = 'Guard';

const rules = (...list: Array<[string, ...IDataObject[]]>): IDataObject => ({
	rules: { values: list.map(([name, ...conditions]) => ({ name, conditions: { values: conditions } })) },
});
const BUYER = rules(['Has bought', { field: 'tag', tag: 'buyer' }]);

describe('Stop-When Guard', () => {
	let business: Business;

	beforeEach(async () => {
		business = await Business.open();
		const steps = { step: ['Hello', 'Offer'].map((name) => ({ name, delayAmount: 1, delayUnit: 'hours', messageKind: 'none' })) };
		await business.activate(sequence({ steps }), { node: 'Promo' });
	});
	afterEach(() => business.close());

	async function due(...phones: string[]): Promise<IDataObject[]> {
		await business.run(enrollment({ operation: 'enroll' }), { node: 'Enrollment', items: phones.map((phone) => ({ phone })) });
		return business.itemsWhenDue('Promo', phones[0]!);
	}

	async function outputsOf(parameters: IDataObject, items: IDataObject[], more: Partial<INode> = {}): Promise<IDataObject[][]> {
		const run = await business.run(guard(parameters, more), { node: NODE, items });
		expect(run.error).toBeNull();
		return run.outputs(NODE)!;
	}

	it('stops those for whom a rule holds and lets the others go on, as they came', async () => {
		const items = await due(ADA, BOB);
		await business.store.addTags([{ contact: { phone: BOB }, tags: ['buyer'] }], Date.now());

		const [passed, stopped] = await outputsOf(BUYER, items);

		expect(passed).toEqual(items.slice(0, 1));
		expect(stopped).toEqual([
			{
				...items[1],
				guard: {
					rule: 'Has bought',
					applied: true,
					reason: 'guard_stopped',
					explanation: expect.any(String),
					stepsNotSent: ['Hello', 'Offer'],
					tagsRemoved: [],
					tagsAdded: [],
				},
			},
		]);
		expect(await business.standing('Promo', BOB)).toMatchObject({ state: 'exited', reason: 'guard_stopped', reasonDetail: 'Has bought' });
		expect(await business.standing('Promo', ADA)).toMatchObject({ state: 'active' });
		const told = await business.run(enrollment({ operation: 'get' }), { node: 'Enrollment', items: [{ phone: BOB }] });
		expect(told.outputs('Enrollment')![0]![0]!.enrollment).toMatchObject({ reason: 'guard_stopped', rule: 'Has bought' });
	});

	it('names the first rule that holds, and takes one whose conditions are any of several', async () => {
		const items = await due(ADA);
		const parameters = rules(['Wrote', { field: 'received' }], ['German', { field: 'country', value: 'AT' }, { field: 'phone', textOperator: 'starts_with', value: '+49' }]);
		expect((await outputsOf(parameters, items))[1]).toEqual([]);
		((parameters.rules as IDataObject).values as IDataObject[])[1]!.match = 'any';
		expect((await outputsOf(parameters, items))[1]![0]!.guard).toMatchObject({ rule: 'German' });
	});

	it('changes tags of those it stops', async () => {
		const items = await due(ADA);
		await business.store.addTags([{ contact: { phone: ADA }, tags: ['cart open', 'buyer'] }], Date.now());

		const [, stopped] = await outputsOf({ ...BUYER, removeTags: 'cart open, never', addTags: 'done' }, items);

		expect(stopped![0]!.guard).toMatchObject({ tagsRemoved: ['cart open'], tagsAdded: ['done'] });
		expect((await business.store.tagsOf([{ phone: ADA }]))[0]!.tags).toEqual(['buyer', 'done']);
	});

	it('works out an expression for every item', async () => {
		const parameters = rules(['Paid', { field: 'expression', holds: '={{ $json.paid > 10 }}' }]);
		const [passed, stopped] = await outputsOf(parameters, [{ phone: ADA, paid: 5 }, { phone: BOB, paid: 50 }]);
		expect([passed, stopped!.map(({ phone }) => phone)]).toEqual([[{ phone: ADA, paid: 5 }], [BOB]]);
	});

	it('checks people who came from no sequence, also unknown ones', async () => {
		await business.receives(ADA, 'hello', { at: Date.now() - 3 * HOUR });
		const quiet = rules(['Quiet', { field: 'silence', amount: 2, unit: 'hours' }]);
		const [passed, stopped] = await outputsOf(quiet, [await business.receives(BOB, 'hi'), { phone: ADA }, { phone: '+491709999999' }]);
		expect([passed!.length, stopped!.map(({ phone }) => phone)]).toEqual([1, [ADA, '+491709999999']]);
		expect(stopped![0]!.guard).toMatchObject({ rule: 'Quiet', applied: true, stepsNotSent: [] });
	});

	it('checks a thousand items with one question and one change', async () => {
		const phones = Array.from({ length: 1_000 }, (_, n) => `+4917${String(n).padStart(8, '0')}`);
		await business.store.addTags(phones.slice(0, 400).map((phone) => ({ contact: { phone }, tags: ['buyer'] })), Date.now());
		const asked = jest.spyOn(business.store, 'loadFacts');
		const changed = jest.spyOn(business.store, 'stopByGuard');

		const [passed, stopped] = await outputsOf(BUYER, phones.map((phone) => ({ phone })));

		expect([passed!.length, stopped!.length]).toEqual([600, 400]);
		expect([asked.mock.calls.length, changed.mock.calls.length]).toEqual([1, 1]);
	});

	it('lets samples of a manual run pass and writes nothing for them', async () => {
		const sample = { sample: true, enrollment: null, contact: { id: '', phone: null, userId: null, name: null }, step: { name: 'Hello' } };
		expect(await outputsOf({ ...BUYER, addTags: 'x' }, [sample])).toEqual([[sample], []]);
	});

	it('says that somebody else holds the step, and stops the item all the same', async () => {
		const [item] = await due(ADA);
		await business.store.addTags([{ contact: { phone: ADA }, tags: ['buyer'] }], Date.now());
		const stale = { ...item, enrollment: { ...(item!.enrollment as IDataObject), lease: 'of a former execution' } };
		const [passed, stopped] = await outputsOf(BUYER, [stale]);
		expect(passed).toEqual([]);
		expect(stopped![0]!.guard).toMatchObject({ applied: false, reason: 'lease_lost' });
		expect(await business.standing('Promo', ADA)).toMatchObject({ state: 'active' });
	});

	describe('when something is wrong', () => {
		const failing = async (parameters: IDataObject, items: IDataObject[]) => (await business.run(guard(parameters), { node: NODE, items })).error;

		it.each<[string, IDataObject, string]>([
			['no rule', {}, 'The guard has no rule'],
			['a rule without a condition', rules(['Empty']), 'The rule "Empty" has no condition'],
			['a number that is none', rules(['Old', { field: 'attribute', key: 'age', valueOperator: 'above', value: 'x' }]), 'compares a number, but none is given'],
			['an empty tag', rules(['Tagged', { field: 'tag', tag: '' }]), 'a tag without a name'],
			['a negative time', rules(['Quiet', { field: 'silence', amount: -1 }]), 'a time of -1 days'],
		])('refuses %s in a sentence', async (_, parameters, sentence) => {
			expect((await failing(parameters, [{ phone: ADA }]))!.message).toContain(sentence);
		});

		it('stops nobody when one item names no contact, and names that item', async () => {
			const items = await due(ADA);
			await business.store.addTags([{ contact: { phone: ADA }, tags: ['buyer'] }], Date.now());
			expect(await failing(BUYER, [...items, {}])).toMatchObject({ message: 'The incoming item names no contact', itemIndex: 1 });
			expect(await business.standing('Promo', ADA)).toMatchObject({ state: 'active' });
		});

		it('lets nobody pass when the facts cannot be read', async () => {
			jest.spyOn(business.store, 'loadFacts').mockRejectedValue(new Error('the disk is gone'));
			const run = await business.run(guard(BUYER), { node: NODE, items: [{ phone: ADA }] });
			expect(run.status).toBe('error');
			const [passed, stopped] = await outputsOf(BUYER, [{ phone: ADA }], { onError: 'continueRegularOutput' });
			expect(passed).toEqual([]);
			expect(stopped![0]).toMatchObject({ phone: ADA, error: expect.stringContaining('the disk is gone') });
		});

		it('goes on with the others when it is told to, and never by Continue with the faulty one', async () => {
			const [passed, stopped] = await outputsOf(BUYER, [{ phone: ADA }, {}], { onError: 'continueRegularOutput' });
			expect([passed!.map(({ phone }) => phone), stopped!.length]).toEqual([[ADA], 1]);
			expect(stopped![0]!.error).toContain('names no contact');
			const [going, left, errors] = await outputsOf(BUYER, [{ phone: ADA }, {}], { onError: 'continueErrorOutput' });
			expect([going!.length, left!.length, errors!.length]).toEqual([1, 0, 1]);
		});
	});

	it('hides what does not belong to the chosen field', () => {
		const workflow = workflowOf(guard(BUYER));
		const { description } = workflow.nodeTypes.getByNameAndVersion(workflow.getNode(NODE)!.type, 1);
		const collection = (properties: typeof description.properties, name: string) => {
			const [found] = properties.find((property) => property.name === name)!.options!;
			return (found as { values: typeof description.properties }).values;
		};
		const fields = collection(collection(description.properties, 'rules'), 'conditions');
		const shown = (values: IDataObject) => fields.filter((field) => NodeHelpers.displayParameter(values as never, field, null, description)).map(({ name }) => name);
		expect(shown({ field: 'tag' })).toEqual(['field', 'tagOperator', 'tag']);
		expect(shown({ field: 'name', textOperator: 'is_empty' })).toEqual(['field', 'textOperator']);
		expect(shown({ field: 'attribute', valueOperator: 'above', textOperator: 'is_empty' })).toEqual(['field', 'key', 'valueOperator', 'value']);
		expect(shown({ field: 'sent', period: 'enrolled' })).toEqual(['field', 'comparison', 'number', 'period']);
		expect(shown({ field: 'human', period: 'within' })).toEqual(['field', 'period', 'amount', 'unit']);
		expect(shown({ field: 'silence', period: 'enrolled' })).toEqual(['field', 'amount', 'unit']);
	});
});

describe('Entry Conditions of the Sequence Trigger', () => {
	it('keep out who does not meet them, and the item of Enroll names the rule', async () => {
		const business = await Business.open();
		try {
			const entry = { values: [{ name: 'Customers only', conditions: { values: [{ field: 'tag', tag: 'customer' }] } }] };
			const steps = { step: [{ name: 'Later', delayAmount: 1, messageKind: 'none' }] };
			await business.activate(sequence({ steps, options: { entry } }), { node: 'Promo' });
			await business.store.addTags([{ contact: { phone: BOB }, tags: ['customer'] }], Date.now());
			const run = await business.run(enrollment({ operation: 'enroll' }), { node: 'Enrollment', items: [{ phone: ADA }, { phone: BOB }] });
			expect(run.outputs('Enrollment')![0]!.map((item) => item.enrollment)).toMatchObject([
				{ outcome: 'refused', reason: 'conditions_not_met', rule: 'Customers only', explanation: expect.any(String) },
				{ outcome: 'enrolled' },
			]);
		} finally {
			await business.close();
		}
	});

	it('that make no sense keep the sequence from being published', async () => {
		const business = await Business.open();
		try {
			const entry = { values: [{ name: 'Quiet', conditions: { values: [{ field: 'silence', amount: 0 }] } }] };
			await expect(business.activate(sequence({ options: { entry } }), { node: 'Promo' })).rejects.toThrow(/"Quiet" has a time of 0 days/);
		} finally {
			await business.close();
		}
	});
});
