/** Auto, binary files, dry run, missing values, marketing to the United States: Send Template against the emulator. */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { chain, packNode } from '../e2e/workflows';
import { Business, HOUR } from './business';
import type { WorkflowRun } from './run-workflow';

const ADA = '+491701234567';
const BOB = '+491701234568';
const TEMPLATE: IDataObject = {
	template: { __rl: true, mode: 'list', value: 'promo_welcome|en' },
	variables: { mappingMode: 'defineBelow', value: { 'body.1': '{name|you}' } },
};
const PICTURE = { mimeType: 'image/png', fileName: 'lamp.png', data: Buffer.from('a picture').toString('base64') };

describe('Send Template', () => {
	let business: Business;

	beforeEach(async () => {
		business = await Business.open({}, { checkMediaIds: true, blockUsMarketing: true });
	});
	afterEach(() => business.close());

	function send(parameters: IDataObject, items: IDataObject[] | INodeExecutionData[][]): Promise<WorkflowRun> {
		const node = packNode('sendTemplate', 'Send', parameters, { id: 'c', name: 'c', type: 'whatsAppSequencesApi' });
		return business.run(chain('Send', [node]), { node: 'Send', items });
	}
	const person = (phone: string, more: IDataObject = {}): IDataObject => ({ contact: { phone, name: 'Ada', ...more } });

	it('Auto sends the session message in the window and the template outside, and says which', async () => {
		await business.receives(ADA, 'hello');
		await business.receives(BOB, 'hello', { at: Date.now() - 25 * HOUR });
		const run = await send({ message: 'auto', sessionType: 'text', text: 'Hi {name}', ...TEMPLATE }, [person(ADA), person(BOB)]);
		expect(run.outputs('Send')![0]).toMatchObject([{ send: { status: 'accepted', category: 'session' } }, { send: { status: 'accepted', category: 'marketing' } }]);
		const sent = await business.accepted();
		expect(sent.map(({ to, type }) => ({ to, type })).sort((a, b) => a.to.localeCompare(b.to))).toEqual([
			{ to: ADA.slice(1), type: 'text' },
			{ to: BOB.slice(1), type: 'template' },
		]);
	});

	it('uploads a binary file once, however many items carry it, and sends its id', async () => {
		await business.receives(ADA, 'hello');
		await business.receives(BOB, 'hello');
		const items = [ADA, BOB].map((phone) => ({ json: person(phone), binary: { photo: PICTURE } }));
		const run = await send({ message: 'image', fileFrom: 'binary', binaryField: 'photo', caption: 'Look' }, [items]);
		expect(run.error).toBeNull();
		expect(run.outputs('Send')![0]).toHaveLength(2);
		const bodies = (await business.accepted()).map(({ body }) => body.image as IDataObject);
		expect(bodies).toEqual([{ id: expect.stringMatching(/^\d+$/), caption: 'Look' }, { id: bodies[0]!.id, caption: 'Look' }]);
	});

	it('takes a binary field as the header of a template', async () => {
		const template = { name: 'promo_picture', language: 'en', category: 'UTILITY', components: [{ type: 'HEADER', format: 'IMAGE' }, { type: 'BODY', text: 'Look at this, it is new here.' }] };
		await business.control('templates', template);
		const parameters = { message: 'template', template: { __rl: true, mode: 'name', value: 'promo_picture|en' }, variables: { mappingMode: 'defineBelow', value: { 'header.media': 'photo' } } };
		const run = await send(parameters, [[{ json: person(ADA), binary: { photo: PICTURE } }]]);
		expect(run.outputs('Send')![0]).toHaveLength(1);
		expect((await business.accepted())[0]!.body).toMatchObject({
			template: { components: [{ type: 'header', parameters: [{ type: 'image', image: { id: expect.stringMatching(/^\d{5,}$/) } }] }] },
		});
	});

	it('refuses a file that Meta would not take, and one that is not there, in words', async () => {
		await business.receives(ADA, 'hello');
		const items: INodeExecutionData[] = [{ json: person(ADA), binary: { photo: { ...PICTURE, mimeType: 'image/gif' } } }, { json: person(ADA), binary: { other: PICTURE } }];
		const run = await send({ message: 'image', fileFrom: 'binary', binaryField: 'photo' }, [items]);
		const details = run.outputs('Send')![1]!.map(({ send: report }) => (report as IDataObject).detail);
		expect(details).toEqual([
			'The file "lamp.png" is image/gif; as image WhatsApp takes JPEG and PNG.',
			'The item has no binary field "photo" with the image. It has "other".',
		]);
		expect(await business.accepted()).toEqual([]);
	});

	it('waits when the file cannot be uploaded now', async () => {
		await business.receives(ADA, 'hello');
		await business.control('faults', { rules: [{ match: { path: '/media' }, action: 'error', code: 131016 }] });
		const run = await send({ message: 'image', fileFrom: 'binary', binaryField: 'photo' }, [[{ json: person(ADA), binary: { photo: PICTURE } }]]);
		expect(run.outputs('Send')![1]).toMatchObject([{ send: { reason: 'meta_unavailable', detail: expect.stringContaining('Meta did not take the file') } }]);
		expect(await business.accepted()).toEqual([]);
	});

	it('shows the exact requests in a dry run, and neither Meta nor the store learns of it', async () => {
		await business.receives(ADA, 'hello');
		const parameters = { message: 'auto', sessionType: 'text', text: 'Hi {name}', ...TEMPLATE, options: { dryRun: true } };
		const run = await send(parameters, [person(ADA)]);
		const url = `${String(business.credential.graphBaseUrl)}/v26.0/${String(business.credential.phoneNumberId)}/messages`;
		expect(run.outputs('Send')).toEqual([
			[
				{
					contact: { phone: ADA, name: 'Ada' },
					send: expect.objectContaining({
						status: 'dry_run',
						reason: 'dry_run',
						wamid: null,
						request: { method: 'POST', url, body: expect.objectContaining({ to: ADA, type: 'text', text: { body: 'Hi Ada', preview_url: false } }) },
						requestOutsideWindow: { method: 'POST', url, body: expect.objectContaining({ to: ADA, type: 'template' }) },
					}),
				},
			],
			[],
		]);
		expect(await business.accepted()).toEqual([]);
		expect(await business.store.listSends({}, { limit: 10 })).toEqual([]);
	});

	it('writes to test recipients only, when there are any, however the recipient is named', async () => {
		await business.close();
		business = await Business.open({ testRecipients: BOB });
		await business.receives(ADA, 'hello');
		await business.receives(BOB, 'hello');
		const byId = await send({ message: 'text', text: 'Hi' }, [person(ADA), person(BOB)]);
		expect(byId.outputs('Send')).toMatchObject([[{ contact: { phone: BOB } }], [{ send: { reason: 'not_a_test_recipient' } }]]);
		const byNumber = await send({ message: 'text', text: 'Hi', recipient: 'phone', phone: ADA }, [{}]);
		expect(byNumber.outputs('Send')![1]).toMatchObject([{ send: { reason: 'not_a_test_recipient' } }]);
		expect((await business.accepted()).map(({ to }) => to)).toEqual([BOB.slice(1)]);
	});

	it('fills in attributes and tags of the contact, and a common text for what is missing', async () => {
		await business.receives(ADA, 'hello');
		const options = { missing: 'fallback', missingText: 'friend' };
		await send({ message: 'text', text: '{attribute.city} {tags} {context.x}', options }, [person(ADA, { attributes: { city: 'Bonn' }, tags: ['vip'] })]);
		expect((await business.accepted())[0]!.body).toMatchObject({ text: { body: 'Bonn vip friend' } });
	});

	it('warns of marketing to the United States, or does not send it', async () => {
		const us = '+12025550123';
		const anyway = await send({ message: 'template', ...TEMPLATE }, [person(us)]);
		expect(anyway.outputs('Send')![0]).toMatchObject([{ send: { status: 'accepted', warning: expect.stringContaining('United States') } }]);
		const not = await send({ message: 'template', ...TEMPLATE, options: { marketingToUs: 'refuse' } }, [person(us)]);
		expect(not.outputs('Send')![1]).toMatchObject([{ send: { status: 'not_sent', reason: 'us_marketing' } }]);
		expect(await business.accepted()).toHaveLength(1);
	});
});
