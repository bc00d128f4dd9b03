/** The WhatsApp Message Trigger inside of an execution: files, and blue ticks. */
import axios from 'axios';
import type { IDataObject, INode } from 'n8n-workflow';
import { startEmulator, type Emulator } from '../../emulator';
import { credentialFor } from '../../scripts/demo/credential';
import type { WorkflowJson } from '../../scripts/n8n/rest-types';
import { runWorkflow } from './run-workflow';

const NODE = 'Messages';
const FILE = Buffer.from('%PDF-1.4 an invoice');

let emulator: Emulator;
beforeAll(async () => {
	emulator = await startEmulator();
});
beforeEach(() => axios.post(`${emulator.url}/emulator/reset`, {}));
afterAll(() => emulator.close());

async function upload(mimeType = 'application/pdf'): Promise<string> {
	const form = new FormData();
	form.append('messaging_product', 'whatsapp');
	form.append('type', mimeType);
	form.append('file', new Blob([FILE], { type: mimeType }), 'file');
	const { data } = await axios.post<{ id: string }>(`${emulator.url}/v26.0/${emulator.account.phoneNumberId}/media`, form, { headers: { Authorization: `Bearer ${emulator.account.accessToken}` } });
	return data.id;
}

const item = (wamid: string, message: IDataObject, contact = 'c1'): IDataObject => ({ contact: { id: contact }, message: { id: wamid, text: '', ...message } });

async function run(messages: IDataObject, items: IDataObject[]) {
	const workflow: WorkflowJson = {
		name: 'Messages',
		nodes: [{ id: '1', name: NODE, type: 'n8n-nodes-whatsapp-sequences.whatsAppMessageTrigger', typeVersion: 2, position: [0, 0], parameters: { messages } as INode['parameters'], credentials: { whatsAppSequencesApi: { id: '1', name: 'c' } } }],
		connections: {},
		settings: {},
	};
	const done = await runWorkflow(workflow, { node: NODE, items }, { ...credentialFor(emulator) });
	expect(done.error).toBeNull();
	return { json: done.outputs(NODE)![0]!, binary: done.run.data.resultData.runData[NODE]!.at(-1)!.data!.main[0]!.map((one) => one.binary) };
}

const receipts = async (): Promise<unknown> => (await axios.get<{ readReceipts: unknown }>(`${emulator.url}/emulator/stats`)).data.readReceipts;

test('a file comes along as binary data, with its type, and a name that cannot leave its folder', async () => {
	const content = { id: await upload(), filename: '../../etc/Invoice May.pdf', mime_type: 'application/pdf' };
	const { json, binary } = await run({ downloadMedia: true }, [item('wamid.1', { type: 'document', content }), item('wamid.2', { type: 'text', text: 'hi' })]);
	expect(binary[0]).toMatchObject({ data: { mimeType: 'application/pdf', fileName: expect.not.stringMatching(/[/\\]/) } });
	expect(Buffer.from(binary[0]!.data!.data, 'base64')).toEqual(FILE);
	expect(json[0]!.media).toEqual([{ messageId: 'wamid.1', property: 'data', fileName: '_.._etc_Invoice May.pdf', mimeType: 'application/pdf', bytes: FILE.length }]);
	expect([json[1]!.media, binary[1]]).toEqual([undefined, undefined]);
});

test.each<[string, IDataObject, () => Promise<string>, RegExp]>([
	['that is gone', {}, async () => '9000000000', /^Meta does not give the file away/],
	['that is too large', { largestFileMb: 0.00001 }, upload, /^The file has 0\.0 MB, and Largest File allows 0\.0 MB\.$/],
	['whose id is none', {}, async () => '../me', /^The message names no file/],
])('a file %s never costs its message: the item tells the reason', async (_what, options, id, reason) => {
	const { json, binary } = await run({ downloadMedia: true, ...options }, [item('wamid.1', { type: 'image', content: { id: await id() } })]);
	expect(json[0]!.media).toEqual([{ messageId: 'wamid.1', property: null, reason: expect.stringMatching(reason) }]);
	expect(binary[0]).toBeUndefined();
});

test('all files of a burst come along', async () => {
	const message = async (id: string) => ({ id, type: 'image', content: { id: await upload('image/png') } });
	const messages = [await message('wamid.1'), await message('wamid.2')];
	const { binary } = await run({ downloadMedia: true }, [{ contact: { id: 'c1' }, message: messages[1], messages }]);
	expect(binary[0]).toMatchObject({ data: { fileName: 'image.png' }, data2: { fileName: 'image.png' } });
});

test('the last message of each person is marked as read, with "typing…" when asked for', async () => {
	const items = [item('wamid.1', { type: 'text' }), item('wamid.2', { type: 'text' }), item('wamid.3', { type: 'text' }, 'c2'), { event: 'status' }];
	await run({ markRead: true }, items);
	expect(await receipts()).toEqual([{ wamid: 'wamid.2', typing: false }, { wamid: 'wamid.3', typing: false }]);
	await run({ showTyping: true }, items.slice(0, 1));
	expect(await receipts()).toContainEqual({ wamid: 'wamid.1', typing: true });
	await run({}, [item('wamid.9', { type: 'text' })]);
	expect(await receipts()).not.toContainEqual(expect.objectContaining({ wamid: 'wamid.9' }));
});
