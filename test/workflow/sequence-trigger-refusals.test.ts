/** What a Sequence Trigger refuses to publish: one sentence that names the step, and nothing stored. */
import { Business } from './business';
import { sequence, UPDATE, WELCOME } from './canvas';
import { toAccount } from '../../nodes/shared/account';
import { openAccountStore } from '../../nodes/shared/stores';
import type { IDataObject, NodeOperationError, WorkflowActivateMode } from 'n8n-workflow';

/** Without a template that it could be named after. */
const TEXT = { messageKind: 'text', text: 'Your order is on its way.' };

const template = (value: string) => ({ __rl: true, mode: 'list', value });

describe('Sequence Trigger refuses', () => {
	let business: Business;

	beforeEach(async () => {
		business = await Business.open();
	});
	afterEach(() => business.close());

	async function refusal(parameters: IDataObject, activation: WorkflowActivateMode = 'activate', nodeId?: string): Promise<NodeOperationError> {
		const attempt = business.activate(sequence(parameters, nodeId), { node: 'Promo', workflowId: `workflow of ${nodeId}`, activation });
		const error = await attempt.then(
			() => new Error('it was published'),
			(thrown: Error) => thrown,
		);
		expect(error.constructor.name).toBe('NodeOperationError');
		return error as NodeOperationError;
	}

	const steps = (...step: IDataObject[]) => ({ steps: { step } });

	it.each<[string, IDataObject, string]>([
		['two steps of the same name', steps(WELCOME, UPDATE, WELCOME), 'Step "Welcome" is there twice (number 1 and 3).'],
		['no steps', { steps: {} }, 'The sequence has no steps.'],
		['steps that are all switched off', steps({ ...WELCOME, enabled: false }), 'All steps of the sequence are switched off.'],
		['a step without a name', steps(WELCOME, { ...UPDATE, ...TEXT, name: ' ' }), 'Step 2 has no name.'],
		['a negative delay', steps(WELCOME, { ...UPDATE, delayAmount: -2 }), 'Step "Update" has a negative delay (-2 hours).'],
		['a delay that is no number', steps({ ...WELCOME, delayAmount: 'soon' }), 'Step "Welcome" has a delay that is no number.'],
		['a step without a template', steps({ ...WELCOME, template: template('') }), 'Step "Welcome" has no template.'],
		['an empty text', steps({ name: 'Text', messageKind: 'text', text: ' ' }), 'Step "Text" has an empty text.'],
		['an unknown template', steps(UPDATE, { ...WELCOME, template: template('promo_welcom|en') }), 'Step "Welcome": The template "promo_welcom" does not exist in this WhatsApp account. Did you mean "promo_welcome"'],
		['a template in another language', steps({ ...WELCOME, template: template('promo_welcome|de') }), 'Step "Welcome": The template "promo_welcome" does not exist in the language "de". There is: en.'],
		['a paused template', steps({ ...WELCOME, template: template('promo_paused|en') }), 'Step "Welcome": The template "promo_paused" (en) cannot be sent: Meta says PAUSED.'],
		['a variable without a value', steps({ ...WELCOME, variables: {} }), 'Step "Welcome": The template "promo_welcome" (en) has variables without a value'],
		['a placeholder that nobody knows', steps({ ...WELCOME, variables: { variable: [{ key: '1', value: '{nmae}' }] } }), 'Step "Welcome": {nmae} is not known.'],
		['a sequence without a name', { sequenceName: ' ' }, 'The sequence has no name.'],
		['a window that never opens', { options: { windows: { window: [{ from: '10:00', to: '10:00' }] } } }, 'opens and closes at 10:00, so it never opens.'],
		['a window without a day', { options: { windows: { window: [{ days: [] }] } } }, 'has no day of the week, so it never opens.'],
		['windows at weekends on business days', { options: { businessDays: true, windows: { window: [{ days: [6, 7] }] } } }, 'Business Days Only leaves weekends out, so nothing would ever be sent.'],
		['a time of day that there is not', steps({ ...WELCOME, at: '25:00' }), 'has the time "25:00", which is no time of day.'],
		['a time at which no window is open', { options: { windows: { window: [{}] } }, ...steps({ ...WELCOME, at: '03:00' }) }, 'is to be sent at 03:00, but no window is open then.'],
		['a holiday that is no date', { options: { holidays: 'Christmas' } }, 'The holiday "Christmas" is no date.'],
		['a cap of zero', { options: { frequencyCap: { cap: { messages: 0 } } } }, 'The frequency cap allows 0 messages.'],
		['a sequence that leads to itself', { options: { nextSequence: { next: { sequence: 'Promo', on: 'completed' } } } }, 'The sequence "Promo" leads to itself.'],
		['a cool-down rule without a cool-down', { options: { reentry: 'after_cool_down' } }, 'The re-entry rule waits for a cool-down, but none is set.'],
		['a hold-out of more than everybody', { options: { holdOut: 101 } }, 'The hold-out group is 101 percent.'],
	])('%s', async (_, parameters, sentence) => {
		expect((await refusal(parameters)).message).toContain(sentence);
		expect(await business.store.listSequences()).toEqual([]);
	});

	it('with the first fault as the sentence and the others below it', async () => {
		const { message, description } = await refusal(steps({ ...WELCOME, delayAmount: -1 }, { ...UPDATE, ...TEXT, name: '' }));
		expect(message).toContain('Step "Welcome" has a negative delay');
		expect(description).toContain('Also: Step 2 has no name.');
	});

	it('a name that another workflow publishes, which it names', async () => {
		await business.activate(sequence({}, 'node-1'), { node: 'Promo', workflowId: 'one' });
		expect((await refusal({}, 'activate', 'node-2')).message).toContain('published by the workflow "Promo workflow" (node "Promo") already');
		expect(await business.store.listSequences()).toMatchObject([{ name: 'Promo', version: 1, open: true }]);
	});

	it.each<[string, Record<string, string>, string]>([
		['a wrong access token', { accessToken: 'WRONG-TOKEN' }, 'Meta refused the access token: create a new one and paste it into the credential'],
		['a wrong phone number id', { phoneNumberId: '999' }, 'Meta finds no number with the Phone Number ID 999: copy it again from WhatsApp > API Setup, and check that the token has access to it'],
		['a wrong business account id', { businessAccountId: '999' }, 'Meta finds no WhatsApp Business Account 999: copy the ID again from WhatsApp > API Setup, and check that the token has access to it'],
		['no business account id', { businessAccountId: '' }, 'The credential has no WhatsApp Business Account ID: copy it from WhatsApp > API Setup'],
		['an address where nobody answers', { graphBaseUrl: 'http://127.0.0.1:1' }, "Meta cannot be reached at http://127.0.0.1:1: check n8n's internet connection, and Graph Base URL in the credential"],
	])('a credential with %s, in one sentence, with the token nowhere', async (_, fields, sentence) => {
		Object.assign(business.credential, fields);
		const error = await refusal({});
		expect(error.message).toBe(sentence);
		expect(JSON.stringify(error)).not.toContain(business.credential.accessToken);
		expect(await (await openAccountStore(toAccount(business.credential))).listSequences()).toEqual([]);
	});

	it('to publish while Meta does not hand out the templates', async () => {
		await business.faults({ action: 'error', code: 10, match: { path: '/message_templates' } });
		expect((await refusal({})).message).toContain('Meta does not hand out the templates.');
		expect(await business.store.listSequences()).toEqual([]);
	});

	it.each<WorkflowActivateMode>(['init', 'leadershipChange'])('no sequence at %s for the sake of Meta: it had been checked when it was published', async (activation) => {
		await business.faults({ action: 'drop-before-accept', times: 100, match: { path: '/' } });
		await business.activate(sequence({ ...steps({ ...WELCOME, template: template('gone|en') }) }), { node: 'Promo', activation });
		expect(await business.store.listSequences()).toMatchObject([{ name: 'Promo', open: true }]);
	});

	it('at start-up, too, what cannot work at all', async () => {
		expect((await refusal({ steps: {} }, 'init')).message).toContain('The sequence has no steps.');
	});

	it('nothing for want of an app secret, which only receiving needs', async () => {
		business.credential.appSecret = '';
		await business.activate(sequence(), { node: 'Promo' });
		expect(await business.store.listSequences()).toMatchObject([{ name: 'Promo', open: true }]);
	});

	it('does not ask Meta anything when no step has a message', async () => {
		business.credential.graphBaseUrl = 'http://127.0.0.1:1';
		await business.activate(sequence(steps({ name: 'Call', messageKind: 'none' })), { node: 'Promo' });
		expect(await business.store.listSequences()).toMatchObject([{ name: 'Promo', open: true }]);
	});
});
