import { NodeOperationError } from 'n8n-workflow';
import { StoreRefusal } from '../../../../engine/store/contract';
import { WELCOME, dueStep, opened, sendOf, world } from './world';

jest.mock('../../../../nodes/shared/stores', () => ({
	openAccountStore: async () => {
		if (opened.fault) throw opened.fault;
		return opened.store;
	},
}));

const TEXT = { kind: 'text', text: 'Hi {name|there}' };

const refusal = (code: number, more: object = {}) => ({ statusCode: 400, body: { error: { code, message: `(#${code}) Refused`, ...more } } });

describe('Send Template: the message of the sequence step', () => {
	it('sends the step’s template and keeps the item', async () => {
		const here = world();
		here.store.enrollmentAfter = () => ({ id: 'e-1', state: 'active', step: 'Second', dueAt: Date.UTC(2026, 0, 2) });
		const [sent, notSent] = await here.run([dueStep(WELCOME, { mine: 1 })]);
		expect(notSent).toEqual([]);
		expect(sent).toHaveLength(1);
		expect(sent[0].pairedItem).toEqual({ item: 0 });
		expect(sent[0].json).toMatchObject({ mine: 1, sequence: { name: 'Promo' }, enrollment: { id: 'e-1' } });
		expect(sendOf(sent[0])).toEqual({
			status: 'accepted',
			reason: 'sent',
			explanation: 'Sent: Meta accepted the message.',
			wamid: 'wamid.1',
			nextStep: 'Second',
			nextDueAt: '2026-01-02T00:00:00.000Z',
		});
		expect(here.posted[0]).toMatchObject({
			to: '+491701234567',
			biz_opaque_callback_data: 'callback-send-1',
			template: { name: 'promo_welcome', components: [{ parameters: [{ text: 'Ada' }] }, { parameters: [{ text: 'Bonn' }, { text: 'SUN' }] }, {}, {}] },
		});
		expect(here.store.begun).toEqual([
			{
				step: { enrollmentId: 'e-1', lease: 'lease-1', step: 'Welcome' },
				node: 'node-1',
				contact: { id: 'c-1', phone: '+491701234567', name: 'Ada' },
				category: 'marketing',
				label: 'promo_welcome (en)',
			},
		]);
	});

	it('sends the step’s text as a session message, without asking for templates', async () => {
		const here = world();
		const [sent] = await here.run([dueStep(TEXT)]);
		expect(sent).toHaveLength(1);
		expect(here.posted[0]).toMatchObject({ type: 'text', text: { body: 'Hi Ada' } });
		expect(here.store.begun[0]).toMatchObject({ category: 'session', label: 'text' });
		expect(here.templateReads).toBe(0);
	});

	it('passes a step without a message on, unsettled', async () => {
		const here = world();
		const [, notSent] = await here.run([dueStep({ kind: 'none' })]);
		expect(sendOf(notSent[0])).toMatchObject({ status: 'not_sent', reason: 'done' });
		expect(here.store.refusals).toEqual([]);
	});

	it('refuses in the store what cannot be built: a missing value skips the step, a missing template holds it', async () => {
		const here = world();
		const noValue = dueStep({ ...WELCOME, variables: { ...WELCOME.variables, 'body.1': '{context.nothing}' } });
		const [sent, notSent] = await here.run([noValue, dueStep({ ...WELCOME, name: 'promo_welcom' }), dueStep({ ...WELCOME, name: 'promo_paused' })]);
		expect(sent).toEqual([]);
		expect(notSent.map((item) => sendOf(item).reason)).toEqual(['missing_variable', 'template_missing', 'template_missing']);
		expect(here.store.refusals.map(({ action }) => action)).toEqual(['skip', 'hold', 'hold']);
		expect(here.store.refusals[0]).toMatchObject({ step: { enrollmentId: 'e-1' }, detail: expect.stringContaining('{context.nothing}') });
		expect(here.posted).toEqual([]);
	});

	it('says so when the step had been handed to another execution', async () => {
		const here = world();
		here.store.refusalApplies = false;
		const [, notSent] = await here.run([dueStep({ ...WELCOME, name: 'nothing' })]);
		expect(sendOf(notSent[0])).toMatchObject({ reason: 'lease_lost' });
	});

	it('names the wiring when the item has no step, before anything leaves', async () => {
		const here = world();
		const run = here.run([dueStep(TEXT), { contact: { id: 'c', phone: '+491' } }]);
		await expect(run).rejects.toThrow(NodeOperationError);
		await expect(run).rejects.toMatchObject({ message: 'The item holds no sequence step', description: expect.stringContaining('WhatsApp Sequence Trigger'), context: { itemIndex: 1 } });
		expect(here.posted).toEqual([]);
		here.continueOnFail = true;
		const [sent, notSent] = await here.run([dueStep(TEXT), { contact: { id: 'c', phone: '+491' } }]);
		expect(sent).toHaveLength(1);
		expect(sendOf(notSent[0])).toMatchObject({ reason: 'invalid_message', detail: 'The item holds no sequence step' });
	});

	it('withholds templates while they cannot be read, to be tried later', async () => {
		const here = world();
		here.answer = () => ({ statusCode: 503, body: { error: { code: 2, message: 'Service temporarily unavailable' } } });
		here.store.enrollmentAfter = () => ({ id: 'e-1', state: 'active', step: 'Welcome', dueAt: Date.UTC(2026, 0, 1, 1) });
		const [, notSent] = await here.run([dueStep(WELCOME)]);
		expect(sendOf(notSent[0])).toMatchObject({ status: 'postponed', reason: 'meta_unavailable', retryAt: '2026-01-01T01:00:00.000Z' });
		expect(here.posted).toEqual([]);
		expect(here.store.begun[0]).toMatchObject({ category: 'marketing' });
		expect(here.store.settlements[0].outcome).toMatchObject({ kind: 'not_posted', reason: 'meta_unavailable' });
	});

	it('asks Meta for every due step of a run once', async () => {
		const here = world();
		await here.run([dueStep(WELCOME), dueStep(WELCOME)]);
		expect(here.templateReads).toBe(1);
		await here.run([dueStep(WELCOME)]);
		expect(here.templateReads).toBe(1);
		expect(here.store.beginCalls).toEqual([2, 1]);
	});
});

describe('Send Template: what becomes of it', () => {
	it('sends what is not permitted nowhere', async () => {
		const here = world();
		here.store.forbid = () => ({ reason: 'opted_out' });
		const [, notSent] = await here.run([dueStep(WELCOME)]);
		expect(sendOf(notSent[0])).toMatchObject({ status: 'not_sent', reason: 'opted_out', wamid: null });
		expect(here.posted).toEqual([]);
	});

	it('goes on at Sent with a message that had been sent before', async () => {
		const here = world();
		here.store.forbid = () => ({ reason: 'already_sent', wamid: 'wamid.before' });
		const [sent] = await here.run([dueStep(WELCOME)]);
		expect(sendOf(sent[0])).toMatchObject({ status: 'accepted', reason: 'already_sent', wamid: 'wamid.before' });
	});

	it('keeps Meta’s code and says what to do', async () => {
		const here = world({ message: 'text', text: 'Hi' });
		here.answer = () => refusal(131026, { error_data: { details: 'Not on WhatsApp' }, fbtrace_id: 'T1' });
		const [, notSent] = await here.run([dueStep(TEXT)]);
		expect(sendOf(notSent[0])).toMatchObject({
			status: 'not_sent',
			code: 131026,
			detail: '(#131026) Refused Not on WhatsApp (fbtrace_id T1)',
			explanation: expect.stringContaining('WhatsApp cannot deliver to this person'),
		});
		expect(here.store.settlements[0].outcome).toMatchObject({ kind: 'refused', disposition: 'undeliverable' });
	});

	it('says when a refused step comes again', async () => {
		const here = world();
		here.answer = () => refusal(130429);
		here.store.enrollmentAfter = () => ({ id: 'e-1', state: 'active', step: 'Welcome', dueAt: Date.UTC(2026, 0, 1) });
		const [, notSent] = await here.run([dueStep(TEXT)]);
		expect(sendOf(notSent[0])).toMatchObject({ status: 'postponed', reason: 'rate_limited', retryAt: '2026-01-01T00:00:00.000Z' });
	});

	it('promises no retry for a message of no sequence', async () => {
		const here = world({ message: 'text', text: 'Hi' });
		here.answer = () => refusal(130429);
		const [, notSent] = await here.run([{ contact: { id: 'c-1', phone: '+491701234567' } }]);
		expect(sendOf(notSent[0])).toMatchObject({ status: 'not_sent', explanation: expect.stringContaining('belongs to no sequence') });
	});

	it('leaves a lost answer unconfirmed, and a lost connection not posted', async () => {
		const here = world();
		here.answer = () => ({ statusCode: 502, body: 'Bad gateway' });
		const [, unconfirmed] = await here.run([dueStep(TEXT)]);
		expect(sendOf(unconfirmed[0])).toMatchObject({ status: 'unconfirmed', reason: 'unconfirmed' });
		here.answer = () => {
			throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED', syscall: 'connect' });
		};
		const [, notPosted] = await here.run([dueStep(TEXT)]);
		expect(sendOf(notPosted[0])).toMatchObject({ reason: 'meta_unavailable' });
		expect(here.store.settlements.map(({ outcome }) => outcome.kind)).toEqual(['unknown', 'not_posted']);
	});

	it('says in one line how many were not sent', async () => {
		const here = world();
		here.store.forbid = ({ contact }) => (contact.id === 'c-1' ? undefined : { reason: 'window_closed' });
		await here.run([dueStep(TEXT), dueStep(TEXT, { contact: { id: 'c-2', phone: '+49170222' } })]);
		expect(here.hints).toMatchObject([{ message: '1 of 2 messages were not sent: window_closed (1). Each item on Not Sent says why.', location: 'outputPane' }]);
	});

	it('stops with a sentence when the store fails, and goes on with Not Sent when told to', async () => {
		const here = world();
		here.store.beginFaults = [new Error('database is locked'), new Error('database is locked')];
		await expect(here.run([dueStep(TEXT)])).rejects.toMatchObject({ message: expect.stringContaining('store did not answer for 1 messages'), description: 'database is locked' });
		here.continueOnFail = true;
		const [, notSent] = await here.run([dueStep(TEXT)]);
		expect(sendOf(notSent[0])).toMatchObject({ reason: 'execution_failed', detail: 'database is locked' });
	});

	it('says which store cannot be opened', async () => {
		const here = world();
		opened.fault = new StoreRefusal('The embedded store cannot use that folder.');
		await expect(here.run([dueStep(TEXT)])).rejects.toMatchObject({ description: 'The embedded store cannot use that folder.' });
	});

	it('puts a contact that the store does not know on Not Sent', async () => {
		const here = world();
		here.store.beginSends = async () => {
			throw new StoreRefusal('There is no contact with the id "x".');
		};
		const [, notSent] = await here.run([dueStep(TEXT)]);
		expect(sendOf(notSent[0])).toMatchObject({ reason: 'no_address', detail: 'There is no contact with the id "x".' });
	});

	it('posts nothing more once the execution is stopped', async () => {
		const here = world();
		here.signal = AbortSignal.abort();
		const [, notSent] = await here.run([dueStep(TEXT)]);
		expect(here.posted).toEqual([]);
		expect(sendOf(notSent[0])).toMatchObject({ reason: 'execution_failed' });
		expect(here.store.settlements[0].outcome).toMatchObject({ kind: 'not_posted' });
	});
});

describe('Send Template: test recipients and samples', () => {
	const sample = (contact: object | null) => ({ ...dueStep(TEXT), enrollment: null, sample: true, contact }) as never;

	it('writes to nobody but the test recipients when there are any', async () => {
		const here = world();
		here.credentials.testRecipients = '+491709999999, US.1';
		const [sent, notSent] = await here.run([
			dueStep(TEXT),
			dueStep(TEXT, { contact: { id: 'c-2', phone: '+491709999999' } }),
			dueStep(TEXT, { contact: { id: 'c-3', userId: 'US.1' } }),
		]);
		expect(sent.map((item) => item.pairedItem)).toEqual([{ item: 1 }, { item: 2 }]);
		expect(sendOf(notSent[0])).toMatchObject({ reason: 'not_a_test_recipient' });
		expect(here.store.refusals).toMatchObject([{ reason: 'not_a_test_recipient', action: 'fail' }]);
	});

	it('checks the address that the store knows, when the item tells only an id', async () => {
		const here = world();
		here.credentials.testRecipients = '+491709999999';
		const [, notSent] = await here.run([dueStep(TEXT, { contact: { id: 'c-1' } })]);
		expect(here.posted).toEqual([]);
		expect(sendOf(notSent[0])).toMatchObject({ reason: 'not_a_test_recipient' });
	});

	it('sends a sample to a test recipient, without a step', async () => {
		const here = world();
		here.credentials.testRecipients = '0170 9999999'.replace(/ /g, '');
		const [sent] = await here.run([sample({ id: 'nobody', phone: '+491709999999', userId: null, name: 'Sample' })]);
		expect(sent).toHaveLength(1);
		expect(here.store.begun).toEqual([{ node: 'node-1', contact: { phone: '+491709999999', name: 'Sample' }, category: 'session', label: 'text' }]);
	});

	it('sends no sample to anybody else, or when there are no test recipients', async () => {
		const here = world();
		const [, notSent] = await here.run([sample({ id: 'x', phone: '+491701234567' }), sample(null)]);
		expect(notSent.map((item) => sendOf(item).reason)).toEqual(['not_a_test_recipient', 'not_a_test_recipient']);
		expect(sendOf(notSent[0]).detail).toContain('Test Recipients');
		expect(here.store.begun).toEqual([]);
	});
});

describe('Send Template: a template or text of its own', () => {
	const template = (value: string, variables: object | null = null) =>
		({ message: 'template', recipient: 'item', template: { __rl: true, mode: 'list', value }, variables: { mappingMode: 'defineBelow', value: variables } }) as never;

	it('fills in the fields of the panel', async () => {
		const here = world(template('offer|en_US', { 'body.first_name': '{name}', 'body.discount': 20 }));
		const [sent] = await here.run([{ contact: { id: 'c-1', phone: '+491701234567', name: 'Ada' } }]);
		expect(sent).toHaveLength(1);
		expect(here.posted[0]).toMatchObject({ template: { components: [{ parameters: [{ text: 'Ada' }, { text: '20' }] }] } });
		expect(here.store.begun[0]).toMatchObject({ category: 'utility', label: 'offer (en_US)' });
	});

	it('takes a name alone where there is one language, and a template without variables', async () => {
		const here = world(template('brochure', { 'header.media': 'https://x.example/a.pdf' }));
		const [sent] = await here.run([{ contact: { id: 'c-1', phone: '+491701234567' } }]);
		expect(sent).toHaveLength(1);
		expect(here.posted[0]).toMatchObject({ template: { language: { code: 'de' } } });
	});

	it('asks Meta again before it misses a template', async () => {
		const here = world(template('fresh|en'));
		await here.run([{ contact: { id: 'c-1', phone: '+491701234567' } }]);
		expect(here.templateReads).toBe(1);
		const [, notSent] = await here.run([{ contact: { id: 'c-1', phone: '+491701234567' } }]);
		expect(sendOf(notSent[0])).toMatchObject({ reason: 'template_missing', detail: 'There is no approved template "fresh" in en in this WhatsApp account.' });
	});

	it('reads parameters without expressions once for all items', async () => {
		const here = world({ message: 'text', recipient: 'item', text: 'Hi {name|there}' });
		await here.run(Array.from({ length: 3 }, () => ({ contact: { id: 'c-1', phone: '+491701234567' } })));
		expect(here.evaluations.filter((name) => name === 'text')).toHaveLength(1);
		expect(here.credentialReads).toBe(1);
	});

	it('evaluates expressions per item and sends their result as it is', async () => {
		const here = world({ message: 'text', recipient: 'item', text: '=text' }, { '=text': (item) => `{phone} ${item}` });
		await here.run([{ contact: { id: 'c-1', phone: '+491701234567' } }, { contact: { id: 'c-1', phone: '+491701234567' } }]);
		expect(here.posted.map(({ text }) => text)).toMatchObject([{ body: '{phone} 0' }, { body: '{phone} 1' }]);
	});

	it('writes to a number given in the node, outside the sequence', async () => {
		const here = world({ message: 'text', recipient: 'phone', text: 'Hi', phone: '0170 7654321' });
		const [sent] = await here.run([dueStep(WELCOME)]);
		expect(sent).toHaveLength(1);
		expect(here.store.begun).toEqual([{ node: 'node-1', contact: { phone: '+491707654321' }, category: 'session', label: 'text' }]);
	});

	it('writes to a user id given in the node', async () => {
		const here = world({ message: 'text', recipient: 'userId', text: 'Hi', userId: ' US.9 ' });
		await here.run([{}]);
		expect(here.posted[0]).toMatchObject({ recipient: 'US.9' });
	});

	it('says what is wrong with a number', async () => {
		const here = world({ message: 'text', recipient: 'phone', text: 'Hi', phone: 'Ada' });
		const [, notSent] = await here.run([{}]);
		expect(sendOf(notSent[0])).toMatchObject({ reason: 'no_address', detail: expect.stringContaining('"Ada" is no phone number') });
	});

	it('stops where no template is chosen, or the item names nobody', async () => {
		await expect(world(template('')).run([{ contact: { id: 'c', phone: '+491701234567' } }])).rejects.toThrow('No template is chosen');
		await expect(world({ message: 'text', text: 'Hi', recipient: 'item' }).run([{}])).rejects.toThrow('The item names no contact');
	});
});
