/** The first five minutes of somebody who has a credential and an empty canvas: how much there is to fill in. */
import { defaultOwner } from '../../scripts/n8n/rest';
import { picture, startBrowser, type Browser } from './browser';
import { CanvasBuilder } from './canvas-builder';
import { CAR_TEMPLATES } from './car-templates';
import { Editor, signIn } from './editor';
import { eventually, startRealN8n, type RealN8n } from './real-n8n';

/** Also said in README.md. */
const MOST_FIELDS = 12;
const HOUR = 3_600_000;

describe('a car dealer on an empty canvas', () => {
	let real: RealN8n;
	let browser: Browser;
	let editor: Editor;
	beforeAll(async () => {
		real = await startRealN8n({ templates: CAR_TEMPLATES });
		browser = await startBrowser();
		const session = await signIn(await browser.newPage(), real.n8n.url, defaultOwner);
		editor = new Editor(await browser.newPage({ session, scale: 2 }));
	}, 240_000);
	afterAll(async () => {
		await browser?.close();
		await real?.close();
	}, 60_000);

	test(`builds brochure, film and offer with at most ${MOST_FIELDS} fields, and the first customer is enrolled`, async () => {
		const canvas = new CanvasBuilder(editor);
		await canvas.begin(real.n8n.url);
		await canvas.add('WhatsApp Sequence Trigger');
		await canvas.fill('sequenceName', 'Car buyers');
		await canvas.press('Add Step');
		await canvas.fill('delayAmount', '2');
		await canvas.chooseFromList('template', 'car_brochure');
		await canvas.press('Add Variable');
		await canvas.fill('key', 'name');
		await canvas.fill('value', '{name|there}');
		await canvas.press('Add Step');
		await canvas.fill('delayAmount', '2', 1);
		await canvas.choose('delayUnit', 'Days', 1);
		await canvas.chooseFromList('template', 'car_video', 1);
		await canvas.press('Add Step');
		await canvas.fill('delayAmount', '7', 2);
		await canvas.choose('delayUnit', 'Days', 2);
		await canvas.chooseFromList('template', 'car_offer', 2);
		expect(await editor.complaints()).toEqual([]);
		await editor.closePanel();
		await canvas.continueFrom('WhatsApp Sequence Trigger');
		await canvas.add('WhatsApp Send Template');
		await editor.closePanel();

		await canvas.beginAnew();
		await canvas.add('WhatsApp Message Trigger');
		await editor.closePanel();
		await canvas.continueFrom('WhatsApp Message Trigger');
		await canvas.add('WhatsApp Keyword Match');
		await canvas.fill('phrases', 'car');
		await editor.closePanel();
		await canvas.continueFrom('WhatsApp Keyword Match');
		await canvas.add('WhatsApp Sequence Enrollment', 'Enroll contacts');
		await editor.closePanel();
		const id = await canvas.publish();
		expect(await editor.complaints()).toEqual([]);
		process.stdout.write(`First sequence: ${canvas.filled.length} fields\n${canvas.filled.map((field) => `  ${field}\n`).join('')}`);
		expect(canvas.filled.length).toBeLessThanOrEqual(MOST_FIELDS);
		await editor.dismissNotices();
		await canvas.tidyUp();
		const { x, y, width, height } = await editor.showAll();
		// The names of the outer nodes are wider than the nodes.
		await editor.page.screenshot({ path: await picture('first-sequence'), clip: { x: x - 40, y, width: width + 80, height: height + 30 } });

		const { nodes } = await real.rest.workflow(id);
		expect(nodes.map(({ type }) => type.split('.')[1]).sort()).toEqual(['keywordMatch', 'sendTemplate', 'sequenceEnrollment', 'sequenceTrigger', 'whatsAppMessageTrigger']);
		// No expression, which n8n marks by an equals sign in front.
		expect(JSON.stringify(nodes.map(({ parameters }) => parameters))).not.toContain('":"=');

		await eventually(() => real.rest.publicationStatus(id), ({ status }) => status === 'published', 60_000);
		const wrote = Date.now();
		await real.customers.write('+15550100001', 'Ana', 'Car!');
		const [{ id: execution }] = await eventually(() => real.rest.executions(id), (all) => all.some(({ status }) => status === 'success'), 30_000);
		const { data } = await real.rest.execution(execution);
		const [[item]] = data.resultData.runData['Enroll contacts']![0]!.data!.main as Array<Array<{ json: { enrollment: Record<string, string> } }>>;
		expect(item!.json.enrollment).toMatchObject({ outcome: 'enrolled', sequence: 'Car buyers', nextStep: 'car_brochure' });
		const wait = Date.parse(item!.json.enrollment.dueAt!) - wrote;
		expect(wait).toBeGreaterThanOrEqual(2 * HOUR - 1_000);
		expect(wait).toBeLessThan(2 * HOUR + 60_000);
	}, 300_000);
});
