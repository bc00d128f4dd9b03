import { NodeHelpers, type INodeProperties } from 'n8n-workflow';
import { SequenceTrigger } from '../../../../nodes/SequenceTrigger/SequenceTrigger.node';
import { stepTitle } from '../../../../nodes/SequenceTrigger/properties';

/** The editor's evaluation of a title, as far as this one needs it. */
function titleOf(steps: Array<{ name?: string; enabled?: boolean }>, index: number): string {
	const expression = stepTitle.slice('={{'.length, -'}}'.length);
	const evaluate = new Function('$parameter', '$collection', `return (${expression})`) as (parameter: object, collection: object) => string;
	return evaluate({ steps: { step: steps } }, { item: { value: steps[index], index: 7 } });
}

describe('The panel of the Sequence Trigger', () => {
	const { description } = new SequenceTrigger();

	it('titles each folded step by its place and name', () => {
		const steps = [{ name: 'Welcome' }, { name: 'Film', enabled: true }, { name: 'Offer', enabled: false }, {}];
		expect(steps.map((_, index) => titleOf(steps, index))).toEqual(['1. Welcome', '2. Film', '3. Offer (off)', '4. Step']);
	});

	it('titles a step without a name by its template, as the engine names it', () => {
		const steps = [{ template: { __rl: true, mode: 'list', value: 'car_brochure|en' } }, { template: 'car_video|en' }];
		expect(steps.map((_, index) => titleOf(steps as never, index))).toEqual(['1. car_brochure', '2. car_video']);
	});

	it('uses the titles in its list of steps', () => {
		const steps = description.properties.find(({ name }) => name === 'steps') as INodeProperties;
		expect(steps.typeOptions?.fixedCollection?.itemTitle).toBe(stepTitle);
	});

	it('speaks of publishing, as n8n does', () => {
		const { properties, triggerPanel, activationMessage } = description;
		expect(JSON.stringify({ properties, triggerPanel, activationMessage })).not.toMatch(/\b(de)?activat(e|ed|ing)\b/i);
	});

	it('has no issues with the steps of a plain sequence', () => {
		const node = { id: '1', name: 'Promo', type: 'sequenceTrigger', typeVersion: 1, position: [0, 0] as [number, number], parameters: { sequenceName: 'Promo', steps: { step: [{ name: 'Welcome' }] } } };
		expect(NodeHelpers.getNodeParametersIssues(description.properties, node, description)).toBeNull();
	});
});
