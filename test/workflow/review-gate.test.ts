/** Review Gate, run by n8n: what waits, what passes, and what its page does. */
import { WebhookContext } from 'n8n-core';
import { createRunExecutionData, type IDataObject, type INode, type IWebhookResponseData } from 'n8n-workflow';
import { reviewButtonId } from '../../engine/whatsapp/review-button';
import { step } from '../conformance/builders';
import { pendingReviews } from '../conformance/review-verbs';
import { publish } from '../conformance/verbs';
import { Business } from './business';
import { enrollment, reviewGate } from './canvas';
import { additionalDataOf, workflowOf } from './n8n-process';

const ADA = '+491701234567';
const BOB = '+491701234568';
const REVIEWER = '+491709999999';
const NODE = 'Gate';

type Outputs = [IDataObject[], IDataObject[], IDataObject[]];

describe('Review Gate', () => {
	let business: Business;

	beforeEach(async () => {
		business = await Business.open();
		const message = { kind: 'text', text: 'Hello {name|there}, still interested?' } as const;
		// Nobody hands its steps out but the tests.
		await publish(business.store, { name: 'Promo', steps: ['Hello', 'Offer'].map((name) => step(name, undefined, { message })) }, 'first', Date.now());
	});
	afterEach(() => business.close());

	async function due(...people: IDataObject[]): Promise<IDataObject[]> {
		await business.run(enrollment({ operation: 'enroll' }), { node: 'Enrollment', items: people });
		return business.itemsWhenDue('Promo', String(people[0]!.phone));
	}

	async function pass(items: IDataObject[], parameters: IDataObject = {}, more: Partial<INode> = {}): Promise<Outputs> {
		const run = await business.run(reviewGate(parameters, more), { node: NODE, items });
		expect(run.error).toBeNull();
		return run.outputs(NODE) as Outputs;
	}

	const reviewOf = (item: IDataObject): IDataObject => item.review as IDataObject;

	async function ask(method: 'GET' | 'HEAD' | 'POST', query: string, body = ''): Promise<{ status: number; body: string; result: IWebhookResponseData }> {
		const workflow = workflowOf(reviewGate({}));
		const node = workflow.getNode(NODE)!;
		const additional = additionalDataOf(workflow, business.credential, 'webhook');
		const answer = { status: 0, body: '' };
		const response = { status: (code: number) => void (answer.status = code), setHeader: () => undefined, end: (text: string) => void (answer.body = text) };
		const request = { method, url: `/webhook/gate-1/review${query}`, headers: {}, ip: '', rawBody: Buffer.from(body) };
		Object.assign(additional, { httpRequest: request, httpResponse: response });
		const type = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
		const webhook = { httpMethod: method, node: node.name, path: 'review', workflowId: workflow.id, webhookDescription: type.description.webhooks![0]!, workflowExecuteAdditionalData: additional };
		const context = new WebhookContext(workflow, node, additional, 'webhook', webhook, [], null);
		const result = await type.webhook!.call(context);
		return { ...answer, result };
	}

	const queryOf = (item: IDataObject): string => new URL(String(reviewOf(item).link)).search;

	async function press(query: string, fields: Record<string, string>): Promise<number> {
		const token = /name="token" value="([^"]*)"/.exec((await ask('GET', query)).body)![1]!;
		return (await ask('POST', query, new URLSearchParams({ token, by: 'Eva', comment: '', ...fields }).toString())).status;
	}

	it('keeps a due step, hands out a link, and lets it through once somebody has approved', async () => {
		const [item] = await due({ phone: ADA, name: 'Ada' });
		const [pending, approved, rejected] = await pass([item!]);

		expect([approved, rejected]).toEqual([[], []]);
		expect(pending).toMatchObject([{ contact: { phone: ADA }, review: { decision: null, shown: 'Hello Ada, still interested?', ifNobodyDecides: 'hold', link: expect.stringMatching(/^http:\/\/127\.0\.0\.1\/webhook\/gate-1\/review\?/) } }]);
		expect(await business.standing('Promo', ADA)).toMatchObject({ state: 'in_review' });

		expect(await press(queryOf(pending[0]!), { verdict: 'approve', comment: 'fine' })).toBe(200);
		const again = await business.itemsWhenDue('Promo', ADA);
		const [, passed] = await pass(again);
		expect(passed).toMatchObject([{ step: { name: 'Hello' }, review: { decision: 'approved', by: 'Eva', comment: 'fine', via: 'link', edited: false } }]);
	});

	it('shows its page as often as programs like to look, and decides by a button only', async () => {
		const [item] = await due({ phone: ADA, name: '<img src=x onerror=alert(1)>' });
		const [pending] = await pass([item!]);
		const query = queryOf(pending[0]!);
		for (const method of ['GET', 'HEAD', 'GET'] as const) {
			const { status, body, result } = await ask(method, query);
			expect([status, result]).toEqual([200, { noWebhookResponse: true }]);
			expect(body).not.toContain('<img');
		}
		expect((await ask('POST', query, 'verdict=approve&by=Eva')).status).toBe(403);
		expect((await ask('GET', `${query}x`)).status).toBe(403);
		expect(await business.standing('Promo', ADA)).toMatchObject({ state: 'in_review' });

		expect(await press(query, { verdict: 'end' })).toBe(200);
		const { body } = await ask('GET', query);
		expect(body).toContain('Eva');
		expect(body).not.toContain('<form');
		expect(await business.standing('Promo', ADA)).toMatchObject({ state: 'exited', reason: 'review_rejected' });
	});

	it('takes over the text as the reviewer changed it', async () => {
		const [item] = await due({ phone: ADA, name: 'Ada' });
		const [pending] = await pass([item!]);
		await press(queryOf(pending[0]!), { verdict: 'approve', text: 'Good day {name}' });

		const [, approved] = await pass(await business.itemsWhenDue('Promo', ADA));
		expect(approved).toMatchObject([{ step: { message: { kind: 'text', text: 'Good day {name}' } }, review: { edited: true, text: 'Good day {name}' } }]);
	});

	it('goes on with the next step when somebody skips one', async () => {
		const [item] = await due({ phone: ADA });
		const [pending] = await pass([item!]);
		await press(queryOf(pending[0]!), { verdict: 'skip' });
		expect((await business.itemsWhenDue('Promo', ADA))[0]).toMatchObject({ step: { name: 'Offer' } });
	});

	it('passes what its rules exempt, and reviews what is no number', async () => {
		const items = (await due({ phone: ADA }, { phone: BOB })).map((item, n) => ({ ...item, total: n === 0 ? 20 : 'unknown' }));
		const rules = { values: [{ kind: 'below', value: '={{ $json.total }}', below: 50 }] };
		const [pending, approved] = await pass(items, { rules });
		expect(approved).toMatchObject([{ contact: { phone: ADA }, review: { decision: 'not_needed', rule: 'below 50' } }]);
		expect(pending).toMatchObject([{ contact: { phone: BOB } }]);
	});

	it('turns away what another execution holds by now', async () => {
		const [item] = await due({ phone: ADA });
		await pass([item!]);
		const [pending, approved, rejected] = await pass([item!]);
		expect([pending, approved]).toEqual([[], []]);
		expect(rejected).toMatchObject([{ review: { decision: null, reason: 'enrollment_paused' } }]);
	});

	it('asks nobody on WhatsApp who is not among the test recipients of the credential', async () => {
		await business.receives(REVIEWER, 'hi');
		business.credential.testRecipients = ADA;
		const [item] = await due({ phone: ADA, name: 'Ada' });
		const [pending] = await pass([item!], { options: { reviewer: REVIEWER } });
		expect(reviewOf(pending[0]!).whatsApp).toMatchObject({ sent: false, error: expect.stringContaining('test recipients') });
		expect(await business.accepted()).toEqual([]);

		business.credential.testRecipients = `${ADA}, ${REVIEWER}`;
		const [offer] = await due({ phone: BOB, name: 'Bob' });
		const [asked] = await pass([offer!], { options: { reviewer: REVIEWER } });
		expect(reviewOf(asked[0]!).whatsApp).toEqual({ sent: true, error: null });
	});

	it('asks a reviewer on WhatsApp once, whose tap decides', async () => {
		await business.receives(REVIEWER, 'hi');
		const [item] = await due({ phone: ADA, name: 'Ada' });
		const options = { reviewer: REVIEWER, tapRejects: 'skip' };
		const [pending] = await pass([item!], { options });
		expect(reviewOf(pending[0]!).whatsApp).toEqual({ sent: true, error: null });
		const [asked] = await business.accepted();
		const id = String(reviewOf(pending[0]!).id);
		expect(asked).toMatchObject({ type: 'interactive', body: { interactive: { action: { buttons: [{ reply: { id: reviewButtonId(id, 'approve') } }, { reply: { id: reviewButtonId(id, 'skip') } }] } } } });

		const tap = { type: 'interactive', text: 'Approve', payload: reviewButtonId(id, 'approve') };
		const { messages } = await business.store.applyWebhook([{ kind: 'message', id: 'wamid.tap', at: Date.now(), contact: { phone: REVIEWER }, message: tap }], 'the tests', Date.now());
		expect(messages).toEqual([]);
		expect((await pass(await business.itemsWhenDue('Promo', ADA), { options }))[1]).toMatchObject([{ review: { via: 'whatsapp' } }]);
		expect(await business.accepted()).toHaveLength(1);
	});

	it('says so when WhatsApp does not take the question, and waits all the same', async () => {
		const [item] = await due({ phone: ADA });
		await business.faults({ action: 'error', code: 131047 });
		const [pending] = await pass([item!], { options: { reviewer: REVIEWER } });
		expect(reviewOf(pending[0]!).whatsApp).toMatchObject({ sent: false, error: expect.stringContaining('131047') });
	});

	it('decides by itself only when it was told so, and then as it was told', async () => {
		const [item] = await due({ phone: ADA });
		const [pending] = await pass([item!], { silence: 'approve', silenceAmount: 2, silenceUnit: 'hours' });
		expect(Date.parse(String(reviewOf(pending[0]!).decidesItselfAt)) - Date.now()).toBeGreaterThan(7_100_000);
		expect(await business.store.endSilence(10, Date.now())).toBe(0);
		expect(await business.store.endSilence(10, Date.now() + 7_300_000)).toBe(1);
		expect((await pass(await business.itemsWhenDue('Promo', ADA)))[1]).toMatchObject([{ review: { via: 'silence', by: null } }]);
	});

	it('makes the execution wait for items from elsewhere, without a time', async () => {
		const run = await business.run(reviewGate({ subject: 'text', text: '={{ $json.answer }}' }), { node: NODE, items: [{ answer: 'Yes', phone: ADA }, { answer: 'No' }] });
		expect(run.status).toBe('waiting');
		expect(run.run.waitTill!.getFullYear()).toBe(3000);
		expect(await business.store.listReviews({}, { limit: 9 })).toMatchObject([{ shown: 'No', contact: null, waiting: { item: 1 } }, { shown: 'Yes', waiting: { item: 0 } }]);
	});

	it('wakes such an execution when all of it is decided, and not before', async () => {
		await business.run(reviewGate({ subject: 'text', text: '={{ $json.answer }}' }), { node: NODE, items: [{ answer: 'Yes' }, { answer: 'No' }] });
		const reviews = await business.store.listReviews({}, { limit: 9 });
		const decide = (n: number, verdict: 'approve' | 'end') => business.store.decideReviews([{ reviewId: reviews[n]!.id, verdict, by: 'Eva', via: 'dashboard', comment: null }], Date.now());

		await decide(0, 'end');
		expect(await wakeUp()).toEqual({ noWebhookResponse: true });
		await decide(1, 'approve');
		const { workflowData } = await wakeUp();
		expect(workflowData!.map((items) => items.map(({ json }) => json))).toMatchObject([[], [{ answer: 'Yes', review: { decision: 'approved', text: 'Yes' } }], [{ answer: 'No', review: { decision: 'rejected' } }]]);
		expect(await business.store.wakeableExecutions(9)).toEqual([]);
	});

	async function wakeUp(): Promise<IWebhookResponseData> {
		const workflow = workflowOf(reviewGate({}));
		const node = workflow.getNode(NODE)!;
		const additional = additionalDataOf(workflow, business.credential, 'webhook');
		Object.assign(additional, { httpRequest: { method: 'POST', headers: {} }, httpResponse: { status: () => ({ end: () => undefined }) } });
		const main = [[{ json: { answer: 'Yes' } }, { json: { answer: 'No' } }]];
		const data = createRunExecutionData({ executionData: { nodeExecutionStack: [{ node, data: { main }, source: null }] } });
		const type = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
		const webhook = { httpMethod: 'POST' as const, node: node.name, path: '', workflowId: workflow.id, webhookDescription: type.description.webhooks!.at(-1)!, workflowExecuteAdditionalData: additional };
		return await type.webhook!.call(new WebhookContext(workflow, node, additional, 'webhook', webhook, [], data));
	}

	it('refuses what holds nothing to review, and parks nothing then', async () => {
		const run = await business.run(reviewGate({}), { node: NODE, items: [{ phone: ADA }] });
		expect(run.error).toMatchObject({ message: 'There is nothing to review in the incoming item' });
		expect(await pendingReviews(business.store)).toBe(0);
	});

	it('lets a sample of a manual run show the way', async () => {
		const sample = { sample: true, enrollment: null, contact: { id: '', phone: ADA, userId: null, name: 'Sample' }, step: { name: 'Hello', message: { kind: 'text', text: 'Hi' } } };
		expect((await pass([sample]))[1]).toMatchObject([{ review: { decision: 'sample' } }]);
		expect(await pendingReviews(business.store)).toBe(0);
	});
});
