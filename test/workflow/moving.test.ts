/** Moving an account on one canvas, and people who ask what is stored of them, as n8n runs it. */
import { Business } from './business';
import { enrollment, sequence } from './canvas';
import { runWorkflow, type WorkflowRun } from './run-workflow';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { toAccount } from '../../nodes/shared/account';
import { openAccountStore, openStore } from '../../nodes/shared/stores';
import { people } from '../e2e/workflows';
import { contentOf } from '../conformance/moving';

const NODE = 'Enrollment';
const ADA = '+491701234567';

/** Each test moves some thousand rows. */
jest.setTimeout(60_000);

describe('Sequence Enrollment: Data', () => {
	let business: Business;
	/** The credential of the store to move to: the same number, another file. */
	let destination: Business['credential'];

	beforeEach(async () => {
		business = await Business.open();
		destination = { ...business.credential, storeFile: join(tmpdir(), `moved-${randomUUID()}.sqlite`) };
		const steps = { step: [{ name: 'Later', delayAmount: 1, delayUnit: 'hours', messageKind: 'none' }] };
		await business.activate(sequence({ steps }), { node: 'Promo' });
		await business.run(enrollment({ operation: 'enroll' }), { node: NODE, items: [{ phone: ADA, name: 'Ada' }, ...people(1_200)] });
	});
	afterEach(async () => {
		await (await openStore(toAccount(destination))).close();
		await business.close();
	});

	const data = (operation: string, parameters: IDataObject = {}) => enrollment({ resource: 'data', operation, ...parameters });
	const itemsOf = (run: WorkflowRun): INodeExecutionData[] => run.run.data.resultData.runData[NODE]!.at(-1)!.data!.main[0]!;
	const exported = (parameters: IDataObject = {}) => business.run(data('exportAccount', parameters), { node: NODE, items: [{}] });
	const imported = (items: INodeExecutionData[], parameters: IDataObject = {}, into = destination) =>
		runWorkflow(data('importAccount', parameters), { node: NODE, items: [items] }, into);
	const moved = async () => contentOf(await openAccountStore(toAccount(destination)));

	describe.each([
		['a packed file', {}],
		['a file of text', { exportOptions: { compress: false } }],
	])('as %s', (_, parameters) => {
		it('moves everything, tells how much, and can be done again', async () => {
			const run = await exported(parameters);
			expect(run.error).toBeNull();
			const [file] = itemsOf(run);
			expect(file!.json).toMatchObject({ account: business.credential.phoneNumberId, done: true, pages: 4, rows: { contact: 1_201, enrollment: 1_201 } });
			expect(file!.binary!.data!.fileName).toMatch(/^whatsapp-sequences-\d+-\d{4}-\d\d-\d\d\.jsonl/);

			const first = await imported(itemsOf(run));
			expect(first.error).toBeNull();
			expect(itemsOf(first)[0]!.json).toMatchObject({
				done: true,
				records: file!.json.records,
				cursor: file!.json.records,
				rows: { contact: { added: 1_201, changed: 0, unchanged: 0, skipped: 0 } },
			});
			expect(await moved()).toEqual(await contentOf(business.store));
			const again = await imported(itemsOf(run));
			expect(itemsOf(again)[0]!.json).toMatchObject({ rows: { contact: { added: 0, unchanged: 1_201 }, enrollment: { added: 0, unchanged: 1_201 } } });
		});
	});

	it('moves as items, one per page, also a few at a time from where the last one ended', async () => {
		const all = itemsOf(await exported({ exportAs: 'items' }));
		expect(all.map(({ json }) => [json.page, json.done, (json.records as unknown[]).length <= 1_000])).toEqual([
			[1, false, true],
			[2, false, true],
			[3, false, true],
			[4, true, true],
		]);
		let cursor: unknown = '';
		for (let round = 0; cursor !== null && round < 9; round++) {
			const some = itemsOf(await exported({ exportAs: 'items', exportOptions: { pages: 3, cursor } }));
			const run = await imported(some.map(({ json }) => ({ json })));
			expect(run.error).toBeNull();
			cursor = itemsOf(run).at(-1)!.json.cursor;
		}
		expect(cursor).toBeNull();
		expect(await moved()).toEqual(await contentOf(business.store));
	});

	it('says which sequences are still active while it exports', async () => {
		const run = await exported();
		expect(run.hints(NODE)).toEqual([expect.stringContaining('Still active: "Promo"')]);
	});

	it('refuses a file of something else, and a damaged one, before anything is written', async () => {
		const [file] = itemsOf(await exported({ exportOptions: { compress: false } }));
		const text = Buffer.from(file!.binary!.data!.data, 'base64').toString();
		const spoilt = (content: string): INodeExecutionData[] => [
			{ json: {}, binary: { data: { mimeType: 'text/plain', data: Buffer.from(content).toString('base64') } } },
		];
		const refusal = async (content: string) => (await imported(spoilt(content))).error!.message;
		expect(await refusal('name,phone')).toContain('not an export of WhatsApp Sequences');
		expect(await refusal(text.slice(0, text.trimEnd().lastIndexOf('\n') + 1))).toContain('ends too early');
		expect(await refusal(text.replace('"format":1', '"format":7'))).toContain('format 7');
		expect(await moved()).toEqual({});
	});

	it('refuses an item without a file, in the words of the node', async () => {
		const run = await imported([{ json: { phone: ADA } }]);
		expect(run.error!.message).toMatch(/binary/);
	});

	it('refuses another number unless told to take it', async () => {
		const items = itemsOf(await exported());
		const other = { ...destination, phoneNumberId: '999' };
		expect((await imported(items, {}, other)).error!.message).toContain('"Into Another Number"');
		expect((await imported(items, { importOptions: { otherNumber: true } }, other)).error).toBeNull();
		const [view] = await (await openAccountStore(toAccount(other))).getEnrollments([{ sequence: 'Promo', contact: { phone: ADA } }]);
		expect(view).toMatchObject({ state: 'active', contact: { name: 'Ada' } });
	});

	it('says how far it came when the store fails, and goes on from there', async () => {
		const items = itemsOf(await exported());
		const store = await openAccountStore(toAccount(destination));
		const original = store.importRecords;
		let calls = 0;
		jest.spyOn(store, 'importRecords').mockImplementation((...input) => (++calls === 3 ? Promise.reject(new Error('disk gone')) : original(...input)));
		const broken = await imported(items);
		expect(broken.error!.description).toContain('"Continue From" 2000');
		const rest = await imported(items, { importOptions: { from: 2_000 } });
		expect(itemsOf(rest)[0]!.json).toMatchObject({ done: true, cursor: itemsOf(await exported())[0]!.json.records });
		expect(await moved()).toEqual(await contentOf(business.store));
	});

	it('shows a person everything that is stored of them, and erases it', async () => {
		const out = async (operation: string, ...items: IDataObject[]) => (await business.run(data(operation), { node: NODE, items })).outputs(NODE)![0]!;
		const [ada, nobody] = await out('exportPerson', { phone: ADA }, { phone: '+4915799999999' });
		expect(ada).toMatchObject({ known: true, person: { contact: [{ phone: ADA, name: 'Ada' }], enrollment: [{ sequence: 'Promo' }] } });
		expect(nobody).toMatchObject({ known: false, person: null });
		expect(await out('erasePerson', { phone: ADA }, { phone: '+4915799999999' })).toMatchObject([
			{ erased: true, endedEnrollments: 1, optOutKept: false, rows: { contact: 1, enrollment: 1 } },
			{ erased: false },
		]);
		expect(JSON.stringify(await contentOf(business.store))).not.toContain(ADA);
	});
});
