/** Sequence Enrollment with many items, and with faulty ones among them. */
import { Business } from './business';
import { tmpdir } from 'node:os';
import { enrollment, sequence } from './canvas';
import { runWorkflow } from './run-workflow';
import { chain, people } from '../e2e/workflows';
import type { IDataObject, INode } from 'n8n-workflow';

const NODE = 'Enrollment';
const GOOD = { phone: '+491701230001' };
const ALSO_GOOD = { phone: '+491701230003' };
const BAD = { phone: 'ask him' };
const MIXED = [GOOD, BAD, ALSO_GOOD];
const NOT_A_NUMBER = '"ask him" is not a phone number';

describe('Sequence Enrollment in batches', () => {
	let business: Business;

	beforeEach(async () => {
		business = await Business.open();
		const steps = { step: [{ name: 'Later', delayAmount: 1, delayUnit: 'hours', messageKind: 'none' }] };
		await business.activate(sequence({ steps }), { node: 'Promo' });
	});
	afterEach(() => business.close());

	const run = (parameters: IDataObject, items: IDataObject[], more: Partial<INode> = {}) =>
		business.run(enrollment(parameters, more), { node: NODE, items });
	const enrolled = () => business.store.listEnrollments({}, { limit: 5_000 });

	it.each([1, 1_000])('enrolls, finds and removes %i contacts with one call of the store each', async (count) => {
		const items = people(count);
		const calls = {
			enroll: jest.spyOn(business.store, 'enroll'),
			getEnrollments: jest.spyOn(business.store, 'getEnrollments'),
			remove: jest.spyOn(business.store, 'remove'),
		};
		const outputs = async (operation: string) => (await run({ operation }, items)).outputs(NODE)![0]!;
		const phones = items.map(({ phone }) => phone);
		const phoneOf = ({ contact, phone }: IDataObject) => (contact as IDataObject | undefined)?.phone ?? phone;

		expect((await outputs('enroll')).map(phoneOf)).toEqual(phones);
		expect((await outputs('get')).filter(({ enrolled: isIn }) => isIn).map(phoneOf)).toEqual(phones);
		expect((await outputs('remove')).filter(({ removed }) => removed).map(phoneOf)).toEqual(phones);
		for (const call of Object.values(calls)) expect(call).toHaveBeenCalledTimes(1);
	});

	it('lists more than one page, all or up to the limit', async () => {
		await run({ operation: 'enroll' }, people(1_200));
		const listed = async (parameters: IDataObject) => (await run({ operation: 'list', ...parameters }, [{}])).outputs(NODE)![0]!;
		const all = await listed({ returnAll: true });
		expect(new Set(all.map(({ contact }) => (contact as IDataObject).phone)).size).toBe(1_200);
		expect(await listed({ returnAll: false, limit: 700 })).toHaveLength(700);
		expect(await listed({})).toHaveLength(50);
	});

	it('enrolls somebody once who stands in the list twice', async () => {
		const result = await run({ operation: 'enroll' }, [GOOD, GOOD]);
		expect(result.outputs(NODE)![0]!.map(({ enrollment: one }) => (one as IDataObject).outcome)).toEqual(['enrolled', 'kept']);
		expect(await enrolled()).toHaveLength(1);
	});

	describe('with an invalid phone number among good ones', () => {
		it.each(['enroll', 'get', 'remove'])('%s stops before anything is written, and says which item', async (operation) => {
			const result = await run({ operation }, MIXED);
			expect(result.status).toBe('error');
			expect(result.error).toEqual({ message: NOT_A_NUMBER, description: expect.stringContaining('country code'), itemIndex: 1 });
			expect(await enrolled()).toEqual([]);
		});

		it('only the bad one fails when the node continues on error', async () => {
			const result = await run({ operation: 'enroll' }, MIXED, { onError: 'continueRegularOutput' });
			expect(result.status).toBe('success');
			expect(result.outputs(NODE)![0]).toMatchObject([
				{ enrollment: { outcome: 'enrolled' } },
				{ phone: 'ask him', error: expect.stringContaining(NOT_A_NUMBER) },
				{ enrollment: { outcome: 'enrolled' } },
			]);
			expect(await enrolled()).toHaveLength(2);
		});

		it('leaves by the error output, with its fields, when the node has one', async () => {
			const [node] = enrollment({ operation: 'enroll' }, { onError: 'continueErrorOutput' }).nodes;
			const start: INode = { ...sequence().nodes[0]!, name: 'Start' };
			const result = await business.run(chain('With an error output', [start, node!]), { node: 'Start', items: MIXED });
			const [good, failed] = result.outputs(NODE)!;
			expect(good!.map(({ phone }) => phone)).toEqual([GOOD.phone, ALSO_GOOD.phone]);
			expect(failed).toMatchObject([{ phone: 'ask him', error: expect.stringContaining(NOT_A_NUMBER) }]);
		});
	});

	describe('with an unknown sequence among known ones', () => {
		const byItem = { operation: 'enroll', sequence: { __rl: true, mode: 'name', value: '={{ $json.into }}' } };
		const items = [{ ...GOOD, into: 'Promo' }, { phone: '+491701230002', into: 'Prmo' }, { ...ALSO_GOOD, into: 'Promo' }];

		it('stops before anything is written', async () => {
			const result = await run(byItem, items);
			expect(result.error!.message).toContain('Did you mean "Promo"?');
			expect(await enrolled()).toEqual([]);
		});

		it('only that item fails when the node continues on error', async () => {
			const result = await run(byItem, items, { onError: 'continueRegularOutput' });
			expect(result.outputs(NODE)![0]).toMatchObject([
				{ enrollment: { outcome: 'enrolled' } },
				{ into: 'Prmo', error: expect.stringContaining('Did you mean "Promo"?') },
				{ enrollment: { outcome: 'enrolled' } },
			]);
		});
	});

	it('fails the one item whose expression cannot be worked out', async () => {
		const parameters = { operation: 'enroll', contactSource: 'phone', phone: '={{ $json.customer.tel.trim() }}' };
		const items = [{ customer: { tel: GOOD.phone } }, { customer: {} }];
		const result = await run(parameters, items, { onError: 'continueRegularOutput' });
		expect(result.outputs(NODE)![0]).toMatchObject([{ enrollment: { outcome: 'enrolled' } }, { error: expect.any(String) }]);
	});

	describe('with a store that cannot be opened', () => {
		const start = { node: NODE, items: MIXED };
		const elsewhere = () => ({ ...business.credential, storeFile: tmpdir() });

		it('stops with what to do about it', async () => {
			const result = await runWorkflow(enrollment({ operation: 'enroll' }), start, elsewhere());
			expect(result.error!.message).toContain('Check that the folder exists, that n8n may write to it');
		});

		it('says so on every item when the node continues on error', async () => {
			const result = await runWorkflow(enrollment({ operation: 'enroll' }, { onError: 'continueRegularOutput' }), start, elsewhere());
			const error = expect.stringContaining('Check that the folder exists, that n8n may write to it');
			expect(result.outputs(NODE)![0]).toEqual(MIXED.map((item) => ({ ...item, error })));
		});
	});
});
