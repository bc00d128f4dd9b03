/**
 * The examples in n8n's editor: the canvas of each, and what travels when one is downloaded that has people in it.
 * `SCREENSHOTS=docs/images` renews the pictures of the documentation.
 */
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { DEFAULT_TEMPLATES } from '../../emulator/templates/defaults';
import { EXAMPLE_TEMPLATES } from '../../emulator/templates/examples';
import { credentialFor } from '../../scripts/demo/credential';
import { exampleWorkflow, withCredential } from '../../scripts/demo/workflow';
import { defaultOwner } from '../../scripts/n8n/rest';
import type { WorkflowJson } from '../../scripts/n8n/rest-types';
import { FILES, isNote } from '../unit/examples/files';
import { picture, startBrowser, type Browser, type Session } from './browser';
import { Editor, signIn } from './editor';
import { eventually, startRealN8n, type RealN8n } from './real-n8n';

let real: RealN8n;
let browser: Browser;
let session: Session;
beforeAll(async () => {
	real = await startRealN8n({ templates: [...DEFAULT_TEMPLATES, ...EXAMPLE_TEMPLATES] });
	browser = await startBrowser();
	session = await signIn(await browser.newPage(), real.n8n.url, defaultOwner);
}, 300_000);
afterAll(async () => {
	await browser?.close();
	await real?.close();
}, 60_000);
afterEach(() => browser.closePages());

async function editor(workflowId: string): Promise<Editor> {
	const canvas = new Editor(await browser.newPage({ session }));
	await canvas.open(real.n8n.url, workflowId);
	return canvas;
}

test.each(FILES)('%s shows every node with its icon', async (file) => {
	const workflow = exampleWorkflow(file);
	// Sample data would stand in the way of the picture; that it works is shown in examples.test.ts.
	const { id } = await real.rest.createWorkflow({ ...withCredential(workflow, real.credential), pinData: {} });
	const canvas = await editor(id);
	for (const { name } of workflow.nodes.filter((node) => !isNote(node))) await canvas.node(name).waitFor();
	expect((await canvas.icons()).broken).toEqual([]);
	expect(await canvas.complaints()).toEqual([]);
	const clip = await canvas.showAll();
	const target = await picture(path.join('examples', path.basename(file, '.json')));
	await mkdir(path.dirname(target), { recursive: true });
	await canvas.page.screenshot({ path: target, clip });
}, 120_000);

/** Characters beyond which static data holds more than settings. */
const PACKED_LENGTH = 500;
const CUSTOMER = { phone: '+4915112345678', name: 'Zenobia Quast' };

describe('a workflow whose people are in its static data, downloaded', () => {
	let stored: WorkflowJson & IDataObject;
	let text: string;
	let downloaded: WorkflowJson & IDataObject;

	beforeAll(async () => {
		const { rest } = real;
		const credential = await rest.createCredential('whatsAppSequencesApi', 'In the workflow', { ...credentialFor(real.emulator), store: 'static' });
		const { id } = await rest.createWorkflow(withCredential(exampleWorkflow('car-dealer-follow-up.json'), credential));
		await rest.activate(id);
		await real.customers.write(CUSTOMER.phone, CUSTOMER.name, 'A brochure, please');
		// n8n saves it when the execution ends, or when the trigger asks for it.
		stored = await eventually(
			async () => (await rest.workflow(id)) as unknown as WorkflowJson & IDataObject,
			({ staticData }) => JSON.stringify(staticData ?? null).length > PACKED_LENGTH,
			60_000,
		);
		text = await download(id);
		downloaded = JSON.parse(text) as WorkflowJson & IDataObject;
		await rest.deactivate(id);
	}, 180_000);

	async function download(workflowId: string): Promise<string> {
		const { page } = await editor(workflowId);
		const file = page.waitForEvent('download');
		await page.getByRole('button', { name: 'More actions' }).first().click();
		await page.getByTestId('workflow-menu-item-download').click();
		return await readFile(await (await file).path(), 'utf8');
	}

	test('holds no people, although the workflow itself does', () => {
		expect(JSON.stringify(stored.staticData).length).toBeGreaterThan(PACKED_LENGTH);
		expect(downloaded.staticData ?? null).toBeNull();
		expect(text).not.toContain(CUSTOMER.phone.slice(1));
		expect(text).not.toContain(CUSTOMER.name);
	});

	test('holds no secrets and no ids of the account', () => {
		const { accessToken, appSecret, verifyToken, phoneNumberId, businessAccountId, appId } = real.emulator.account;
		for (const mine of [accessToken, appSecret, verifyToken, phoneNumberId, businessAccountId, appId]) expect(text).not.toContain(mine);
	});

	test('takes along what is pinned, which in the examples is made-up people', () => {
		expect(JSON.stringify(downloaded.pinData?.['A customer writes'])).toContain('+15550100123');
	});

	test('asks for the credential only elsewhere, and is active then', async () => {
		const { nodes, connections, settings, pinData } = downloaded;
		const { id } = await real.rest.createWorkflow(withCredential({ name: 'At the client', nodes, connections, settings, pinData }, real.credential));
		await real.rest.activate(id);
		await real.rest.deactivate(id);
	}, 120_000);
});
