/** Sequence Enrollment, run by n8n: what it takes from an item, what it writes, what it says. */
import { Business } from './business';
import { enrollment, sequence } from './canvas';
import { workflowOf } from './n8n-process';
import type { IDataObject } from 'n8n-workflow';

const ADA = '+491701234567';
const NODE = 'Enrollment';
const ADA_ITEM = { phone: ADA, name: 'Ada' };

describe('Sequence Enrollment', () => {
	let business: Business;

	beforeEach(async () => {
		business = await Business.open();
		// An hour of delay: nothing is due, so the trigger stays quiet.
		const steps = { step: [{ name: 'Later', delayAmount: 1, delayUnit: 'hours', messageKind: 'none' }] };
		await business.activate(sequence({ steps }), { node: 'Promo' });
	});
	afterEach(() => business.close());

	async function outputOf(parameters: IDataObject, ...items: IDataObject[]): Promise<IDataObject[]> {
		const run = await business.run(enrollment(parameters), { node: NODE, items });
		expect(run.error).toBeNull();
		return run.outputs(NODE)![0]!;
	}

	const enroll = (...items: IDataObject[]) => outputOf({ operation: 'enroll' }, ...items);

	describe('Enroll', () => {
		it('adds contact and enrollment to the item and keeps its other fields', async () => {
			const [item] = await enroll({ ...ADA_ITEM, basket: 3 });
			expect(item).toMatchObject({
				phone: ADA,
				basket: 3,
				contact: { id: expect.any(String), phone: ADA, name: 'Ada', marketingAllowed: true },
				enrollment: { outcome: 'enrolled', sequence: 'Promo', state: 'active', reason: null, nextStep: 'Later', attempts: 0 },
			});
			const { enrolledAt, dueAt } = item!.enrollment as Record<string, string>;
			expect(Date.parse(dueAt!) - Date.parse(enrolledAt!)).toBe(60 * 60_000);
		});

		it('keeps the place of somebody who is in it already', async () => {
			const [first] = await enroll(ADA_ITEM);
			const [second] = await enroll(ADA_ITEM);
			expect(second!.enrollment).toEqual({ ...(first!.enrollment as IDataObject), outcome: 'kept' });
		});

		it('starts over when told to', async () => {
			const [first] = await enroll(ADA_ITEM);
			const [second] = await outputOf({ operation: 'enroll', reentry: 'restart' }, ADA_ITEM);
			expect(second!.enrollment).toMatchObject({ outcome: 'restarted', state: 'active' });
			expect((second!.enrollment as IDataObject).id).not.toBe((first!.enrollment as IDataObject).id);
		});

		it.each<[string, IDataObject]>([
			['the contact of a WhatsApp trigger', { contact: { phone: ADA, userId: null, name: 'Ada' } }],
			['a field phone', { phone: ADA }],
			['a number in the form of the country', { phone: '0170 1234567' }],
			['the id that Meta gives it, digits only', { wa_id: '491701234567' }],
			['another common field name', { mobile: '+49 170 1234567' }],
		])('takes the contact from %s', async (_, item) => {
			expect((await enroll(item))[0]!.contact).toMatchObject({ phone: ADA });
		});

		it('finds the contact of an item of this pack by its id, whatever its phone says', async () => {
			const [first] = await enroll(ADA_ITEM);
			const { id } = first!.contact as IDataObject;
			expect((await enroll({ contact: { id, phone: '+491709999999' } }))[0]!.contact).toMatchObject({ id, phone: ADA });
		});

		it('takes phone number and name from parameters, as expressions too', async () => {
			const parameters = { operation: 'enroll', contactSource: 'phone', phone: '={{ $json.customer.tel }}', contactName: '={{ $json.customer.who }}' };
			const [item] = await outputOf(parameters, { customer: { tel: ADA, who: 'Ada' } });
			expect(item!.contact).toMatchObject({ phone: ADA, name: 'Ada' });
		});

		it('takes people who hide their number by their user id', async () => {
			const [item] = await outputOf({ operation: 'enroll', contactSource: 'userId', userId: 'DE.13491208655302741918' }, {});
			expect(item!.contact).toMatchObject({ phone: null, userId: 'DE.13491208655302741918' });
		});

		it('carries the item along when told to, and the reference', async () => {
			const options = { carryItem: true, reference: '={{ "cart-" + $json.cart }}' };
			const [item] = await outputOf({ operation: 'enroll', options }, { ...ADA_ITEM, cart: 7 });
			expect(item!.enrollment).toMatchObject({ reference: 'cart-7', context: { phone: ADA, name: 'Ada', cart: 7 } });
			expect((await enroll({ phone: '+491701234568' }))[0]!.enrollment).toMatchObject({ reference: null, context: {} });
		});

		it('names the nearest sequence when it does not know one, and what the user wrote', async () => {
			const run = await business.run(enrollment({ operation: 'enroll', sequence: { __rl: true, mode: 'name', value: 'Prmo' } }), { node: NODE, items: [ADA_ITEM] });
			expect(run.status).toBe('error');
			expect(run.error!.message).toContain('"Prmo"');
			expect(run.error!.message).toContain('Did you mean "Promo"?');
		});

		it('says that no sequence is chosen when the expression gives none', async () => {
			const chosen = { __rl: true, mode: 'name', value: '={{ $json.into }}' };
			const run = await business.run(enrollment({ operation: 'enroll', sequence: chosen }), { node: NODE, items: [{ ...ADA_ITEM, into: '' }] });
			expect(run.error).toMatchObject({ message: 'No sequence is chosen', itemIndex: 0 });
		});
	});

	describe('without a chosen sequence', () => {
		const onCanvas = (workflowId: string) =>
			business.run(enrollment({ operation: 'enroll', sequence: { __rl: true, mode: 'list', value: '' } }), { node: NODE, items: [ADA_ITEM], workflowId });
		const publishOn = (workflowId: string, name: string) =>
			business.activate(sequence({ sequenceName: name, steps: { step: [{ name: 'Later', delayAmount: 1, messageKind: 'none' }] } }, `node-${name}`), { node: 'Promo', workflowId });

		it('takes the one of its own workflow, not those of others', async () => {
			await publishOn('cars', 'Car buyers');
			const run = await onCanvas('cars');
			expect(run.error).toBeNull();
			expect(run.outputs(NODE)![0]![0]!.enrollment).toMatchObject({ outcome: 'enrolled', sequence: 'Car buyers' });
		});

		it('asks which one when its workflow has several, and says what to do when it has none', async () => {
			await publishOn('cars', 'Car buyers');
			await publishOn('cars', 'Test drives');
			expect((await onCanvas('cars')).error).toMatchObject({ message: 'No sequence is chosen, and this workflow has several', description: 'Choose one of them: Car buyers, Test drives.' });
			expect((await onCanvas('bikes')).error).toMatchObject({ message: 'No sequence is chosen', description: expect.stringContaining('publish this workflow') });
		});
	});

	it('shows operation and sequence below its name on the canvas', () => {
		const workflow = workflowOf(enrollment({ operation: 'enroll' }));
		const node = workflow.getNode(NODE)!;
		const { subtitle } = workflow.nodeTypes.getByNameAndVersion(node.type, 1).description;
		expect(workflow.expression.getSimpleParameterValue(node, subtitle, 'internal', {})).toBe('enroll: Promo');
	});

	describe('Get', () => {
		const get = (...items: IDataObject[]) => outputOf({ operation: 'get' }, ...items);

		it('shows where each contact stands, in the order of the items', async () => {
			await enroll(ADA_ITEM);
			expect(await get({ phone: '+491701234568', row: 1 }, { phone: ADA, row: 2 })).toMatchObject([
				{ row: 1, enrolled: false, enrollment: null },
				{ row: 2, enrolled: true, contact: { phone: ADA }, enrollment: { sequence: 'Promo', state: 'active', nextStep: 'Later' } },
			]);
		});

		it('shows the last enrollment of somebody who is in it no more, with its reason in words', async () => {
			await enroll(ADA_ITEM);
			await outputOf({ operation: 'remove' }, ADA_ITEM);
			expect((await get(ADA_ITEM))[0]).toMatchObject({
				enrolled: false,
				enrollment: { state: 'exited', reason: 'removed', explanation: 'Removed by the workflow.' },
			});
		});
	});

	describe('Remove', () => {
		it('ends the enrollment of those who are in it', async () => {
			await enroll(ADA_ITEM);
			expect(await outputOf({ operation: 'remove' }, ADA_ITEM, { phone: '+491701234568' })).toMatchObject([
				{ removed: true, enrollment: { state: 'exited', reason: 'removed' } },
				{ removed: false, enrollment: null },
			]);
			expect(await business.standing('Promo', ADA)).toMatchObject({ state: 'exited', dueAt: null });
		});
	});

	describe('List', () => {
		const list = (parameters: IDataObject) => outputOf({ operation: 'list', ...parameters }, {});

		beforeEach(async () => {
			await enroll({ phone: '+491701230001' }, { phone: '+491701230002' }, { phone: '+491701230003' });
			await outputOf({ operation: 'remove' }, { phone: '+491701230002' });
		});

		const phones = (items: IDataObject[]) => items.map(({ contact }) => (contact as IDataObject).phone);

		it('shows who is in a sequence, one item each', async () => {
			expect(phones(await list({})).sort()).toEqual(['+491701230001', '+491701230003']);
		});

		it('shows other states, all of them when none is chosen, and keeps to the limit', async () => {
			expect(phones(await list({ states: ['exited'] }))).toEqual(['+491701230002']);
			expect(await list({ states: [] })).toHaveLength(3);
			expect(await list({ states: [], limit: 2 })).toHaveLength(2);
		});

		it('shows all sequences when none is chosen', async () => {
			expect(await list({ sequence: { __rl: true, mode: 'list', value: '' } })).toHaveLength(2);
		});
	});
});
