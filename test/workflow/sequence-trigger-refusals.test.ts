/** What a Sequence Trigger refuses to publish: one sentence that names the step, and nothing stored. */
import { Business } from './business';
import { sequence, UPDATE, WELCOME } from './canvas';
import type { IDataObject, NodeOperationError, WorkflowActivateMode } from 'n8n-workflow';

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
		['a step without a name', steps(WELCOME, { ...UPDATE, name: ' ' }), 'Step 2 has no name.'],
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
	])('%s', async (_, parameters, sentence) => {
		expect((await refusal(parameters)).message).toContain(sentence);
		expect(await business.store.listSequences()).toEqual([]);
	});

	it('with the first fault as the sentence and the others below it', async () => {
		const { message, description } = await refusal(steps({ ...WELCOME, delayAmount: -1 }, { ...UPDATE, name: '' }));
		expect(message).toContain('Step "Welcome" has a negative delay');
		expect(description).toContain('Also: Step 2 has no name.');
	});

	it('a name that another workflow publishes, which it names', async () => {
		await business.activate(sequence({}, 'node-1'), { node: 'Promo', workflowId: 'one' });
		expect((await refusal({}, 'activate', 'node-2')).message).toContain('published by the workflow "Promo workflow" (node "Promo") already');
		expect(await business.store.listSequences()).toMatchObject([{ name: 'Promo', version: 1, open: true }]);
	});

	it('to publish while Meta refuses the token, and says so without showing it', async () => {
		await business.faults({ action: 'error', code: 190, match: { path: '/message_templates' } });
		const error = await refusal({});
		expect(error.message).toContain('access token');
		expect(JSON.stringify(error)).not.toContain(business.credential.accessToken);
		expect(await business.store.listSequences()).toEqual([]);
	});

	it.each<WorkflowActivateMode>(['init', 'leadershipChange'])('no sequence at %s for the sake of Meta: it had been checked when it was published', async (activation) => {
		await business.faults({ action: 'drop-before-accept', times: 100, match: { path: '/message_templates' } });
		await business.activate(sequence({ ...steps({ ...WELCOME, template: template('gone|en') }) }), { node: 'Promo', activation });
		expect(await business.store.listSequences()).toMatchObject([{ name: 'Promo', open: true }]);
	});

	it('at start-up, too, what cannot work at all', async () => {
		expect((await refusal({ steps: {} }, 'init')).message).toContain('The sequence has no steps.');
	});

	it('does not ask Meta for templates when no step has a message', async () => {
		await business.faults({ action: 'error', code: 190, times: 100, match: { path: '/message_templates' } });
		await business.activate(sequence(steps({ name: 'Call', messageKind: 'none' })), { node: 'Promo' });
		expect(await business.store.listSequences()).toMatchObject([{ name: 'Promo', open: true }]);
	});
});
