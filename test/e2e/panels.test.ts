/** Panels of nodes as a person uses them: what is filled in, and what comes out. */
import type { IDataObject, INode } from 'n8n-workflow';
import { credentialFor, postgresFields } from '../../scripts/demo/credential';
import { dashboardWorkflow } from '../../scripts/demo/workflow';
import { defaultOwner } from '../../scripts/n8n/rest';
import { picture, startBrowser, type Browser } from './browser';
import { Editor, signIn } from './editor';
import { startRealN8n, type RealN8n } from './real-n8n';
import { chain, packNode } from './workflows';

describe('the panel of', () => {
	let real: RealN8n;
	let browser: Browser;
	let editor: Editor;
	beforeAll(async () => {
		real = await startRealN8n();
		browser = await startBrowser();
		const session = await signIn(await browser.newPage(), real.n8n.url, defaultOwner);
		editor = new Editor(await browser.newPage({ session, width: 1600, height: 1000 }));
	}, 240_000);
	afterAll(async () => {
		await browser?.close();
		await real?.close();
	}, 60_000);

	test('Send Template fills the variables of a template, and its dry run shows the request', async () => {
		const shop = packNode('whatsAppMessageTrigger', 'Customers', {}, real.credential);
		const send = packNode('sendTemplate', 'Send the offer', { message: 'template', options: { dryRun: true } }, real.credential);
		const customer = { contact: { phone: '+15550100001', name: 'Ana' }, discount: '20%', until: '30 June' };
		const workflow = await real.rest.createWorkflow({ ...chain('Offer', [shop, send]), pinData: { Customers: [{ json: customer }] } });
		await editor.open(real.n8n.url, workflow.id);
		await editor.openPanel('Send the offer');
		await (await editor.openList('template')).filter({ hasText: 'promo_offer' }).click();
		await editor.fill('header.first_name', '{name|friend}');
		await editor.fill('body.first_name', '{name|friend}');
		await editor.fill('body.discount', '20%');
		await editor.fill('body.end_date', '30 June');
		await editor.fill('button.0.code', 'SUN20');
		await editor.leaveField();
		expect(await editor.complaints()).toEqual([]);

		await editor.executeStep();
		await editor.output.getByText('dry_run').first().waitFor();
		await editor.output.getByText('SUN20').first().waitFor();
		await editor.dismissNotices();
		expect(await editor.complaints()).toEqual([]);
		await editor.output.getByTestId('radio-button-json').click();
		await editor.fields.getByText('Template', { exact: true }).first().evaluate((label) => label.scrollIntoView({ block: 'start' }));
		await editor.page.screenshot({ path: await picture('node-send-template-variables') });
	}, 120_000);

	test('Tag Manager tells apart who got the tag and who had it', async () => {
		const tags = packNode('tagManager', 'Mark as buyers', { resource: 'tag', operation: 'add', tags: 'buyer' }, real.credential);
		await openBehind(tags, [{ phone: '+15550100001', name: 'Ana' }, { phone: '+15550100002', name: 'Ben' }]);
		await editor.executeStep();
		await editor.output.getByText('Changed Branch (2 items)').waitFor();
		await shoot('node-tag-manager');
	}, 120_000);

	test('the Conversation Desk gives a customer to an agent who has room, and queues the next', async () => {
		const agent = packNode('conversationDesk', 'Ana is there', { resource: 'agent', operation: 'save', agentName: 'Ana', receptionLimit: 1 }, real.credential);
		await openBehind(agent, [{}]);
		await editor.executeStep();
		await editor.output.getByText('1 item', { exact: true }).waitFor();
		const desk = packNode('conversationDesk', 'Find an agent', {}, real.credential);
		await openBehind(desk, [{ phone: '+15550100001', name: 'Ana Lima' }, { phone: '+15550100002', name: 'Ben Okafor' }]);
		await editor.executeStep();
		await editor.output.getByText('Assigned Branch (1 item)').waitFor();
		await editor.output.getByText('Queued Branch (1 item)').waitFor();
		await shoot('node-conversation-desk');
	}, 120_000);

	test('the Dashboard shows the address of its page under Webhook URLs', async () => {
		const { id } = await real.rest.createWorkflow(dashboardWorkflow('panel-of-the-dashboard', real.credential));
		await editor.open(real.n8n.url, id);
		await editor.openPanel('Dashboard');
		await editor.panel.getByText('Open the dashboard').first().waitFor();
		await editor.panel.getByText('Webhook URLs', { exact: true }).first().click();
		await editor.panel.getByText('Production URL', { exact: true }).first().click();
		await editor.panel.getByText('/webhook/panel-of-the-dashboard/dashboard').first().waitFor();
		await editor.dismissNotices();
		expect(await editor.complaints()).toEqual([]);
		await editor.page.screenshot({ path: await picture('node-sequence-dashboard') });
	}, 120_000);

	test('the credential says in the panel of a node that its store is missing', async () => {
		const fields = { ...credentialFor(real.emulator), ...postgresFields('postgres://somebody:guess@127.0.0.1:1/people', 'sequences') };
		const credential = await real.rest.createCredential('whatsAppSequencesApi', 'Without a store', fields);
		const { id } = await real.rest.createWorkflow(chain('Without a store', [packNode('sequenceTrigger', 'Offer', {}, credential)]));
		await editor.open(real.n8n.url, id);
		await editor.openPanel('Offer');
		await editor.panel.getByTestId('credential-edit-button').click();
		await editor.page.getByText('Couldn’t connect with these settings').waitFor();
		await editor.page.getByText('More details').click();
		await editor.page.getByText('No database server answers at this host and port').first().waitFor();
		await editor.page.screenshot({ path: await picture('credential-without-store') });
		await editor.page.keyboard.press('Escape');
	}, 120_000);

	test('the Doctor says what is set up, what is not, and what to do', async () => {
		const doctor = packNode('sequenceEnrollment', 'Doctor', { resource: 'connection', operation: 'doctor' }, real.credential);
		await openBehind(doctor, [{}]);
		await editor.executeStep();
		await editor.output.getByText('app_without_webhook').waitFor();
		await shoot('node-doctor');
	}, 120_000);

	test('the Message Trigger shows what starts it, what it does with messages, and the menu of the chat', async () => {
		const filled: IDataObject = {
			registration: 'number',
			startOn: { kinds: ['text', 'button'], optOuts: true, fields: ['calls'] },
			messages: { downloadMedia: true, markRead: true, quietSeconds: 5 },
			chatMenu: { iceBreakers: { iceBreaker: [{ text: 'Where is my order?' }, { text: 'What is on sale?' }] } },
			options: { routeThroughN8n: true },
		};
		const trigger = packNode('whatsAppMessageTrigger', 'Customers', filled, real.credential);
		const workflow = await real.rest.createWorkflow(chain('Customers', [trigger]));
		await editor.open(real.n8n.url, workflow.id);
		await editor.openPanel('Customers');
		for (const label of ['Start On', 'Wait for More', 'Enroll New Contacts', 'Use the Webhook Router']) {
			await editor.fields.getByText(label).first().waitFor();
		}
		expect(await editor.field('text').locator('input, textarea').inputValue()).toBe('Where is my order?');
		await editor.dismissNotices();
		expect(await editor.complaints()).toEqual([]);
		await editor.fields.getByText('Start On', { exact: true }).first().evaluate((label) => label.scrollIntoView({ block: 'start' }));
		await editor.page.screenshot({ path: await picture('node-message-trigger-fields') });
	}, 120_000);

	async function openBehind(node: INode, items: IDataObject[]): Promise<void> {
		const start = packNode('whatsAppMessageTrigger', 'Customers', {}, real.credential);
		const workflow = await real.rest.createWorkflow({ ...chain(node.name, [start, node]), pinData: { Customers: items.map((json) => ({ json })) } });
		await editor.open(real.n8n.url, workflow.id);
		await editor.openPanel(node.name);
	}

	async function shoot(name: string): Promise<void> {
		await editor.dismissNotices();
		expect(await editor.complaints()).toEqual([]);
		await editor.output.getByTestId('radio-button-table').click();
		await editor.page.screenshot({ path: await picture(name) });
	}
});
