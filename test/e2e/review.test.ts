/** A message that a person has to approve, in a real n8n: only a press of the button lets it go, and then once. */
import axios from 'axios';
import type { Page } from 'playwright-core';
import type { IDataObject, INode } from 'n8n-workflow';
import { credentialFor } from '../../scripts/demo/credential';
import { dashboardWorkflow } from '../../scripts/demo/workflow';
import { defaultOwner } from '../../scripts/n8n/rest';
import type { StoredCredential, WorkflowJson } from '../../scripts/n8n/rest-types';
import { picture, startBrowser, type Browser, type PageOptions } from './browser';
import { barriersOf, pictureOf } from './dashboard-site';
import { Editor, signIn } from './editor';
import { eventually, startRealN8n, type RealN8n } from './real-n8n';
import { chain, enrollListWorkflow, messageWorkflow, packNode } from './workflows';

const ANA = { phone: '+15550190001', name: 'Ana Lima' };
const GUESTS = ['Ben Okafor', 'Cleo Martin', 'Dana Weiss', 'Emil Novak'].map((name, n) => ({ phone: `+1555019001${n}`, name }));
const UNWANTED = ['Finn Berger', 'Gita Rao', 'Hugo Lind'].map((name, n) => ({ phone: `+1555019002${n}`, name }));
const LOGIN = { dashboardUser: 'ada', dashboardPassword: 'a good password' };

const noOp = (name: string): INode => ({ id: `id-${name.toLowerCase()}`, name, type: 'n8n-nodes-base.noOp', typeVersion: 1, position: [0, 0], parameters: {} });

/** Joins the outputs of a gate, in their order, with these nodes. */
function withOutputs(workflow: WorkflowJson, gate: string, nodes: INode[]): WorkflowJson {
	const placed = nodes.map((node, i) => ({ ...node, position: [520, (i - 1) * 200] as [number, number] }));
	const main = nodes.map(({ name }) => [{ node: name, type: 'main' as const, index: 0 }]);
	return { ...workflow, nodes: [...workflow.nodes, ...placed], connections: { ...workflow.connections, [gate]: { main } } };
}

function reviewedWorkflow(credential: StoredCredential): WorkflowJson {
	const text = 'Hello {name}, your table for tonight is ready. See you at eight?';
	const step = [{ name: 'Invitation', delayAmount: 0, delayUnit: 'seconds', messageKind: 'text', text }];
	const trigger = packNode('sequenceTrigger', 'Dinner', { sequenceName: 'Dinner', steps: { step } }, credential);
	const gate = packNode('reviewGate', 'Look at it first', {}, credential);
	return withOutputs(chain('Reviewed', [trigger, gate]), gate.name, [noOp('Notify'), packNode('sendTemplate', 'Send it', { message: 'step' }, credential), noOp('Rejected')]);
}

function answerWorkflow(credential: StoredCredential): WorkflowJson {
	const webhook: INode = { id: 'id-webhook', name: 'Question', type: 'n8n-nodes-base.webhook', typeVersion: 2, position: [0, 0], webhookId: 'question', parameters: { httpMethod: 'POST', path: 'question', responseMode: 'onReceived', options: {} } };
	const gate = packNode('reviewGate', 'Is it right', { subject: 'text', text: '={{ $json.body.answer }}' }, credential);
	return withOutputs(chain('Answers', [webhook, gate]), gate.name, [noOp('Undecided'), noOp('Right'), noOp('Wrong')]);
}

describe('a Review Gate in n8n', () => {
	let real: RealN8n;
	let browser: Browser;
	let reviewedId: string;
	let answersId: string;
	beforeAll(async () => {
		real = await startRealN8n();
		const { rest, credential, emulator } = real;
		await rest.updateCredential(credential, { ...credentialFor(emulator), ...LOGIN });
		const activated = async (workflow: WorkflowJson): Promise<string> => {
			const { id } = await rest.createWorkflow(workflow);
			await rest.activate(id);
			return id;
		};
		await activated(messageWorkflow(credential));
		reviewedId = await activated(reviewedWorkflow(credential));
		answersId = await activated(answerWorkflow(credential));
		await activated(enrollListWorkflow('dinner-list', 'Dinner', credential));
		await activated(dashboardWorkflow('reviews-page', credential));
		browser = await startBrowser();
	}, 300_000);
	afterAll(async () => {
		await browser?.close();
		await real?.close();
	}, 60_000);

	/** The items of an output of a node in all executions so far, oldest first. */
	async function itemsOf(workflowId: string, node: string, output: number): Promise<IDataObject[]> {
		const executions = await real.rest.executions(workflowId);
		const all = await Promise.all(executions.map(({ id }) => real.rest.execution(id)));
		return all.reverse().flatMap(({ data }) => ((data.resultData.runData[node]?.at(-1)?.data?.main[output] ?? []) as Array<{ json: IDataObject }>).map(({ json }) => json));
	}

	async function enroll(person: typeof ANA): Promise<string> {
		await real.customers.write(person.phone, person.name, 'hi');
		await axios.post(`${real.n8n.url}/webhook/dinner-list`, { people: [person] });
		const isTheirs = (json: IDataObject): boolean => (json.contact as IDataObject).phone === person.phone;
		const items = await eventually(() => itemsOf(reviewedId, 'Look at it first', 0), (found) => found.some(isTheirs), 60_000);
		return String((items.find(isTheirs)!.review as IDataObject).link);
	}

	const textsTo = async ({ phone }: typeof ANA): Promise<string[]> =>
		(await real.customers.sends()).filter(({ to }) => phone.endsWith(to)).map(({ body }) => body.text?.body ?? '');

	async function openDashboard(query: string, options: PageOptions = {}): Promise<Page> {
		const page = await browser.newPage({ width: 1100, height: 760, ...options });
		await page.setExtraHTTPHeaders({ Authorization: `Basic ${Buffer.from(`${LOGIN.dashboardUser}:${LOGIN.dashboardPassword}`).toString('base64')}` });
		await page.goto(`${real.n8n.url}/webhook/reviews-page/dashboard${query}`);
		return page;
	}

	test('looks, repetitions and a restart approve nothing; the button does, and the message goes once, as it was changed', async () => {
		const link = await enroll(ANA);
		const anyStatus = { validateStatus: () => true };
		expect((await axios.get(link)).data).toContain('Hello Ana Lima, your table for tonight is ready');
		expect((await axios.head(link)).status).toBe(200);
		expect((await axios.post(link, 'verdict=approve&by=Robot', anyStatus)).status).toBe(403);
		await real.n8n.restart();
		const form = await eventually(() => axios.get<string>(link, anyStatus), ({ status }) => status === 200, 60_000);
		expect(await textsTo(ANA)).toEqual([]);

		const page = await browser.newPage({ width: 900, height: 1000 });
		await page.goto(link);
		await page.getByLabel('Text').fill('Hello {name}, your table is ready at half past eight.');
		await page.getByLabel('Your name').fill('Eva');
		await page.getByLabel('Comment').fill('we are late');
		await page.screenshot({ path: await picture('review-page'), fullPage: true });
		await page.getByRole('button', { name: 'Approve' }).click();
		await page.getByText('Your decision is kept').waitFor();

		await eventually(() => textsTo(ANA), (texts) => texts.length > 0, 60_000);
		const token = /name="token" value="([^"]*)"/.exec(form.data)![1]!;
		const again = await axios.post(link, new URLSearchParams({ token, verdict: 'approve', by: 'Ben' }).toString(), anyStatus);
		expect([again.status, again.data]).toEqual([409, expect.stringContaining('approved by Eva')]);
		expect((await axios.get(link)).data).not.toContain('<form');
		expect(await textsTo(ANA)).toEqual(['Hello Ana Lima, your table is ready at half past eight.']);
	}, 240_000);

	test('in the queue several are approved at once, one is changed before, and the rest goes on waiting', async () => {
		for (const guest of GUESTS) await enroll(guest);
		const [ben, cleo, dana, emil] = GUESTS as [typeof ANA, typeof ANA, typeof ANA, typeof ANA];
		const page = await openDashboard('?page=reviews');
		for (const { name } of GUESTS) await page.getByRole('checkbox', { name: `Choose ${name}` }).check();
		expect(await barriersOf(page)).toEqual([]);
		await pictureOf(page, 'review-queue');
		for (const options of [{ dark: true }, { width: 390, height: 844 }]) {
			const other = await openDashboard('?page=reviews', options);
			expect(await barriersOf(other)).toEqual([]);
			expect(await other.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
		}

		await page.getByRole('link', { name: dana.name }).click();
		await page.getByLabel('Text').fill('Hello {name}, we kept the table at the window for you.');
		expect(await barriersOf(page)).toEqual([]);
		await page.getByRole('button', { name: 'Approve' }).click();
		await page.getByRole('status').getByText('Your decision is kept').waitFor();
		for (const { name } of [ben, cleo]) await page.getByRole('checkbox', { name: `Choose ${name}` }).check();
		await page.getByLabel('Comment').fill('for tonight');
		await page.getByRole('button', { name: 'Approve all ticked' }).click();
		await page.getByRole('status').getByText('2 reviews decided.').waitFor();

		const sent = await eventually(() => Promise.all([ben, cleo, dana].map(textsTo)), (texts) => texts.every((one) => one.length > 0), 60_000);
		const asWritten = ({ name }: typeof ANA): string => `Hello ${name}, your table for tonight is ready. See you at eight?`;
		expect(sent).toEqual([[asWritten(ben)], [asWritten(cleo)], [`Hello ${dana.name}, we kept the table at the window for you.`]]);
		expect(await page.getByRole('checkbox').count()).toBe(1);
		expect(await page.getByRole('checkbox', { name: `Choose ${emil.name}` }).count()).toBe(1);
		expect(await textsTo(emil)).toEqual([]);
	}, 300_000);

	test('rejected are several at once or one by one, whoever decides later is told, and all of it can be looked up', async () => {
		for (const guest of UNWANTED) await enroll(guest);
		const [finn, gita, hugo] = UNWANTED as [typeof ANA, typeof ANA, typeof ANA];
		const page = await openDashboard('?page=reviews');
		const late = await openDashboard('?page=reviews');
		const latest = await openDashboard('?page=reviews');
		await latest.getByRole('link', { name: hugo.name }).click();
		await page.getByRole('checkbox', { name: `Choose ${finn.name}` }).check();
		await page.getByRole('button', { name: 'Reject ticked: skip the step' }).click();
		await page.getByRole('status').getByText('1 review decided.').waitFor();
		for (const { name } of [finn, gita]) await late.getByRole('checkbox', { name: `Choose ${name}` }).check();
		await late.getByRole('button', { name: 'Reject ticked: end the run' }).click();
		await late.getByRole('status').getByText('1 review decided. 1 other had been decided or withdrawn before.').waitFor();

		await page.getByRole('link', { name: hugo.name }).click();
		await page.getByLabel('Comment').fill('is on holiday');
		await page.getByRole('button', { name: 'Reject: end the run' }).click();
		await page.getByRole('status').getByText('Your decision is kept').waitFor();
		await latest.getByRole('button', { name: 'Approve' }).click();
		await latest.getByRole('status').getByText('It had been decided before: rejected by ada. Nothing was changed.').waitFor();

		await page.getByLabel('State').selectOption('rejected');
		await page.getByRole('button', { name: 'Show' }).click();
		await page.getByRole('link', { name: finn.name }).waitFor();
		expect(await page.getByRole('table').getByRole('link').allTextContents()).toEqual(UNWANTED.map(({ name, phone }) => `${name} ${phone}`).reverse());
		expect(await barriersOf(page)).toEqual([]);
		await page.getByRole('link', { name: finn.name }).click();
		await page.getByText('the step was skipped').waitFor();
		await page.getByRole('link', { name: 'All reviews' }).waitFor();
		expect(await Promise.all(UNWANTED.map(textsTo))).toEqual([[], [], []]);
	}, 300_000);

	test('an item from elsewhere waits in its execution until somebody decides', async () => {
		await axios.post(`${real.n8n.url}/webhook/question`, { answer: 'We open at nine.' });
		const [waiting] = await eventually(() => real.rest.executions(answersId), ([first]) => first?.status === 'waiting', 60_000);
		const page = await openDashboard('?page=reviews');
		await page.getByRole('link', { name: 'nobody who is known' }).click();
		await page.getByLabel('Text').fill('We open at ten.');
		await page.getByRole('button', { name: 'Approve' }).click();
		await page.getByText('Your decision is kept').waitFor();
		const ended = await eventually(() => real.rest.execution(waiting!.id), ({ status }) => status !== 'waiting', 60_000);
		expect(ended.status).toBe('success');
		expect(await itemsOf(answersId, 'Right', 0)).toMatchObject([{ body: { answer: 'We open at nine.' }, review: { decision: 'approved', text: 'We open at ten.', by: 'ada' } }]);
		expect([await itemsOf(answersId, 'Undecided', 0), await itemsOf(answersId, 'Wrong', 0)]).toEqual([[], []]);
	}, 180_000);

	test('its panel says what it does', async () => {
		const session = await signIn(await browser.newPage(), real.n8n.url, defaultOwner);
		const editor = new Editor(await browser.newPage({ session, width: 1600, height: 1000 }));
		await editor.open(real.n8n.url, reviewedId);
		await editor.openPanel('Look at it first');
		await editor.choose('silence', 'Approve It');
		await editor.leaveField();
		expect(await editor.complaints()).toEqual([]);
		await editor.dismissNotices();
		await editor.page.screenshot({ path: await picture('node-review-gate') });
	}, 120_000);
});
