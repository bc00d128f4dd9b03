import type { IDataObject } from 'n8n-workflow';
import { readDefinition, readOptions } from '../../../../nodes/SequenceTrigger/read-definition';

/** Parameters as n8n stores them: what stands at its default may be missing. */
const readerOf = (parameters: IDataObject) => ({
	getNodeParameter: (name: string, fallback?: unknown) => {
		const found = name.split('.').reduce<unknown>((value, part) => (value as IDataObject | undefined)?.[part], parameters);
		return (found ?? fallback) as object;
	},
});

const definitionOf = (parameters: IDataObject) => readDefinition(readerOf(parameters), 'Europe/Berlin');
const stepOf = (step: IDataObject) => definitionOf({ steps: { step: [step] } }).steps[0]!;

describe('The definition read from the Sequence Trigger', () => {
	it('has safe defaults where the user has chosen nothing', () => {
		expect(definitionOf({})).toEqual({
			name: '',
			description: '',
			steps: [],
			stopOnReply: true,
			unconfirmed: 'hold',
			maxAttempts: 5,
			timeZone: 'Europe/Berlin',
		});
		expect(readOptions(readerOf({}))).toEqual({ batch: 500, inFlight: 3, outputPerStep: false, noticesOutput: false, events: [] });
	});

	it('fills in what n8n leaves out of a step', () => {
		expect(stepOf({ name: ' Welcome ', template: { __rl: true, value: 'promo|en_US' } })).toEqual({
			name: 'Welcome',
			enabled: true,
			delay: { amount: 0, unit: 'hours' },
			message: { kind: 'template', name: 'promo', language: 'en_US', variables: {} },
		});
	});

	it('names a step after its template where the user gave no name', () => {
		expect(stepOf({ template: { value: 'car_brochure|en' } }).name).toBe('car_brochure');
		expect(stepOf({ name: 'Brochure', template: { value: 'car_brochure|en' } }).name).toBe('Brochure');
		expect(stepOf({ messageKind: 'text', text: 'Hi', template: { value: 'left over|en' } }).name).toBe('');
	});

	it('reads every kind of message', () => {
		expect(stepOf({ messageKind: 'text', text: 'Hi {name}' }).message).toEqual({ kind: 'text', text: 'Hi {name}' });
		expect(stepOf({ messageKind: 'text' }).message).toEqual({ kind: 'text', text: '' });
		expect(stepOf({ messageKind: 'none', text: 'left over' }).message).toEqual({ kind: 'none' });
	});

	it.each<[unknown, string, string]>([
		[{ value: 'promo|de' }, 'promo', 'de'],
		['promo|pt_BR', 'promo', 'pt_BR'],
		['promo', 'promo', 'en'],
		[{ value: '' }, '', 'en'],
		[undefined, '', 'en'],
	])('reads the template %j', (template, name, language) => {
		expect(stepOf({ template } as IDataObject).message).toMatchObject({ name, language });
	});

	it.each([
		['1', 'body.1'],
		['{{1}}', 'body.1'],
		[' first_name ', 'body.first_name'],
		['header.media', 'header.media'],
		['button.0.url', 'button.0.url'],
	])('takes %j for the variable %s', (key, variable) => {
		expect(stepOf({ variables: { variable: [{ key, value: 'x' }] } }).message).toMatchObject({ variables: { [variable]: 'x' } });
	});

	it('keeps a variable without a value as an empty one, so that it can be complained of', () => {
		expect(stepOf({ variables: { variable: [{ key: '1' }] } }).message).toMatchObject({ variables: { 'body.1': '' } });
	});
});
