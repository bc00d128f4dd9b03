/** What people see: the demo's canvas in n8n's editor, the panels of its nodes, the credential, and the phone. */
import { Customers } from '../../scripts/demo/customer';
import { DEMO_OWNER, setTheStage, type Stage } from '../../scripts/demo/stage';
import { exampleWorkflow, withCredential } from '../../scripts/demo/workflow';
import { picture, startBrowser, type Browser, type PageOptions, type Session } from './browser';
import { Editor, signIn } from './editor';
import { PhonePage } from './phone-page';
import { chain, guardedWorkflow, packNode } from './workflows';

const NODES = ['WhatsApp Message Trigger', 'WhatsApp Keyword Match', 'Enroll', 'Answer', 'Promo follow-up', 'Send'];

describe('the demo in the browser', () => {
	let stage: Stage;
	let browser: Browser;
	let session: Session;
	beforeAll(async () => {
		stage = await setTheStage({ stepSeconds: 2, say: () => undefined });
		browser = await startBrowser();
		session = await signIn(await browser.newPage(), stage.n8n.url, DEMO_OWNER);
	}, 240_000);
	afterAll(async () => {
		await browser?.close();
		await stage?.close();
	}, 60_000);

	afterEach(() => browser.closePages());

	async function editor(options: PageOptions = {}, workflowId = stage.workflowId): Promise<Editor> {
		const opened = new Editor(await browser.newPage({ session, ...options }));
		await opened.open(stage.n8n.url, workflowId);
		return opened;
	}

	test.each([
		['light', false],
		['dark', true],
	])('the canvas shows every node with its icon, in %s', async (theme, dark) => {
		const canvas = await editor({ dark, scale: 2 });
		for (const name of NODES) await canvas.node(name).waitFor();
		expect(await canvas.icons()).toEqual({ shown: NODES.length, broken: [] });
		expect(await canvas.complaints()).toEqual([]);
		const clip = await canvas.showAll();
		await canvas.page.screenshot({ path: await picture(`canvas-${theme}`), clip });
	}, 120_000);

	test('the panel of every node opens with its fields', async () => {
		const canvas = await editor();
		const panels: Array<[string, string[]]> = [
			['WhatsApp Message Trigger', ['Registration', 'Options']],
			['WhatsApp Keyword Match', ['Rules', 'Phrases', 'Separate Output for Replies']],
			['Promo follow-up', ['Sequence Name', 'Steps', 'Stop When the Contact Replies']],
			['Answer', ['Message Type', 'Text', 'Recipient']],
			['Enroll', ['Operation', 'Sequence', 'Contact', 'If Already Enrolled']],
		];
		for (const [name, labels] of panels) {
			await canvas.openPanel(name);
			for (const label of labels) await canvas.fields.getByText(label, { exact: true }).first().waitFor();
			expect(await canvas.complaints()).toEqual([]);
			if (name === 'Enroll') await canvas.page.screenshot({ path: await picture('node-sequence-enrollment') });
			await canvas.closePanel();
		}
	}, 120_000);

	test('a step of the sequence offers the approved templates of Meta, and no others', async () => {
		const canvas = await editor();
		await canvas.openPanel('Promo follow-up');
		const entries = await canvas.openList('template', 1);
		await entries.nth(3).waitFor();
		const names = (await entries.allInnerTexts()).map((entry) => entry.split(' ')[0]).sort();
		expect(names).toEqual(['order_update', 'promo_offer', 'promo_video', 'promo_welcome']);
		await canvas.page.screenshot({ path: await picture('template-list') });
	}, 120_000);

	test('choosing a template brings up a field for each of its variables', async () => {
		// A workflow of its own: who edits one keeps others from it for a while.
		const send = packNode('sendTemplate', 'Send an offer', {}, stage.credential);
		const { id } = await stage.rest.createWorkflow(chain('Offer', [packNode('whatsAppMessageTrigger', 'Messages', {}, stage.credential), send]));
		const canvas = await editor({}, id);
		await canvas.openPanel('Send an offer');
		await canvas.choose('message', 'Template');
		await (await canvas.openList('template')).filter({ hasText: 'promo_offer' }).click();
		const values: Array<[string, string]> = [
			['header.first_name', '{name|friend}'],
			['body.first_name', '{name|friend}'],
			['body.discount', '20%'],
			['body.end_date', '30 June'],
			['button.0.code', 'SUN20'],
		];
		for (const [variable, value] of values) await canvas.fill(variable, value);
		await canvas.leaveField();
		expect(await canvas.complaints()).toEqual([]);
		await canvas.page.screenshot({ path: await picture('node-send-template') });
	}, 120_000);

	test('executing the Sequence Trigger by hand shows a sample of each step', async () => {
		// As a user imports it: with its own delays, and not published.
		const example = withCredential(exampleWorkflow('promo-follow-up.json'), stage.credential);
		const { id } = await stage.rest.createWorkflow({ ...example, pinData: {} });
		const canvas = await editor({}, id);
		await canvas.openPanel('Promo follow-up');
		await canvas.executeStep();
		await canvas.output.getByText('3 items').waitFor();
		for (const step of ['Welcome', 'Film', 'Offer']) await canvas.output.getByText(step).first().waitFor();
		expect(await canvas.complaints()).toEqual([]);
		await canvas.dismissNotices();
		await canvas.output.getByTestId('radio-button-schema').click();
		// The second step, from its name on.
		await canvas.fields.getByText('Name', { exact: true }).nth(1).evaluate((label) => label.scrollIntoView({ block: 'start' }));
		await canvas.page.screenshot({ path: await picture('node-sequence-trigger') });
	}, 120_000);

	test('a sequence with a guard shows what it would send, before anybody gets it', async () => {
		const office = { windows: { window: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' }] } };
		const example = exampleWorkflow('promo-follow-up.json').nodes.find(({ name }) => name === 'Promo follow-up')!;
		const trigger = { ...example.parameters, sequenceName: 'Summer promo', options: office };
		const reply = { kind: 'reply', amount: 5, unit: 'days', text: 'How much is it?' };
		const preview = { pretendPhone: '+49 170 1234567', startsAt: '2026-05-29T16:30:00Z', events: { event: [reply] } };
		const { id } = await stage.rest.createWorkflow(guardedWorkflow(trigger, preview, stage.credential));
		await stage.rest.activate(id);
		const canvas = await editor({ scale: 2 }, id);
		await canvas.node('Stop for buyers').waitFor();
		const clip = await canvas.showAll();
		await canvas.page.screenshot({ path: await picture('canvas-guard'), clip });

		await canvas.openPanel('Stop for buyers');
		for (const label of ['Stop When', 'Conditions', 'Remove Tags']) await canvas.fields.getByText(label, { exact: true }).first().waitFor();
		expect(await canvas.complaints()).toEqual([]);
		expect(await canvas.field('name').locator('input').inputValue()).toBe('Has bought');
		await canvas.leaveField();
		await canvas.page.screenshot({ path: await picture('node-stop-when-guard') });
		await canvas.closePanel();

		await canvas.openPanel('Preview');
		await canvas.executeStep();
		// Enrolled, Welcome, Film, the reply, the end, and the offer that never comes.
		await canvas.output.getByText('6 items').waitFor();
		await canvas.output.getByTestId('radio-button-table').click();
		for (const said of ['Welcome', 'Film', 'The contact writes "How much is it?".', 'exited']) await canvas.output.getByText(said).first().waitFor();
		expect(await canvas.complaints()).toEqual([]);
		await canvas.dismissNotices();
		await canvas.page.screenshot({ path: await picture('node-preview') });
	}, 120_000);

	test('the credential says that its connection works', async () => {
		const canvas = await editor();
		await canvas.openPanel('Send');
		await canvas.panel.getByTestId('credential-edit-button').click();
		const dialog = canvas.page.getByTestId('editCredential-modal');
		await dialog.getByText('Connection tested successfully').waitFor();
		await dialog.getByTestId('phoneNumberId').waitFor();
		await dialog.getByRole('button', { name: 'Retry' }).waitFor();
		await dialog.screenshot({ path: await picture('credential') });
	}, 120_000);

	test('a customer writes through the phone page and gets the whole sequence', async () => {
		const phone = new PhonePage(await browser.newPage({ width: 1100, height: 930 }));
		await phone.open(stage.emulator.url);
		await phone.become('Ana', '+1 555 010 0001');
		await phone.write('PROMO');
		await phone.received.filter({ hasText: 'Hi Ana, welcome to the Sunrise Shop club!' }).waitFor();
		await phone.received.filter({ hasText: 'the new summer collection is here' }).waitFor();
		await phone.received.filter({ hasText: 'A gift for Ana' }).waitFor();
		expect(await phone.received.count()).toBe(3);
		expect(await phone.written.allInnerTexts()).toEqual([expect.stringContaining('PROMO')]);
		await phone.page.screenshot({ path: await picture('phone') });
	}, 120_000);

	test('the phone page fits a phone in the dark, and a customer who writes something else gets the answer', async () => {
		const phone = new PhonePage(await browser.newPage({ dark: true, width: 390, height: 844, scale: 2 }));
		await phone.open(stage.emulator.url);
		await phone.become('Dan', '+1 555 010 0004');
		await phone.write('Are you open on Sunday?');
		await phone.received.filter({ hasText: 'Hi Dan, write PROMO' }).waitFor();
		await phone.write('promo!');
		await phone.received.filter({ hasText: 'Hi Dan, welcome' }).waitFor();
		const width = await phone.page.evaluate(() => document.documentElement.scrollWidth);
		expect(width).toBeLessThanOrEqual(390);
		await phone.page.screenshot({ path: await picture('phone-dark') });
	}, 120_000);

	test('beside the published workflow, a test message arrives in the editor and goes down the path of its keyword', async () => {
		const canvas = await editor();
		await canvas.openPanel('WhatsApp Message Trigger');
		await canvas.executeStep();
		await canvas.panel.getByText('Listening for test event').waitFor();
		await new Customers(stage.emulator.url).write('+15550100009', 'Eva', 'Promo please');
		await canvas.output.getByText('1 item').waitFor();
		await canvas.output.getByText('Eva').first().waitFor();
		expect(await canvas.complaints()).toEqual([]);
		await canvas.dismissNotices();
		await canvas.page.screenshot({ path: await picture('node-message-trigger') });
		await canvas.closePanel();
		await canvas.openPanel('WhatsApp Keyword Match');
		await canvas.executeStep();
		await canvas.output.getByText('1 item').first().waitFor();
		await canvas.output.getByText('Eva').first().waitFor();
		expect(await canvas.complaints()).toEqual([]);
		await canvas.dismissNotices();
		await canvas.page.screenshot({ path: await picture('node-keyword-match') });
	}, 120_000);
});
