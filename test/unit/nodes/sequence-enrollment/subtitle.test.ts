import { SequenceEnrollment } from '../../../../nodes/SequenceEnrollment/SequenceEnrollment.node';

/** The canvas's evaluation of a subtitle, as far as this one needs it. */
function subtitleOf(parameters: object): string {
	const expression = new SequenceEnrollment().description.subtitle!.slice('={{'.length, -'}}'.length);
	return (new Function('$parameter', `return (${expression})`) as (parameter: object) => string)(parameters);
}

describe('The subtitle of Sequence Enrollment', () => {
	it.each([
		['a name, as the editor gives a resource locator', 'Promo follow-up'],
		['a resource locator', { __rl: true, mode: 'name', value: 'Promo follow-up' }],
	])('tells operation and sequence when the sequence is %s', (_, sequence) => {
		expect(subtitleOf({ operation: 'enroll', sequence })).toBe('enroll: Promo follow-up');
	});

	it.each<[unknown]>([[''], [{ __rl: true, mode: 'list', value: '' }], [undefined]])('tells the operation alone when the sequence is %j', (sequence) => {
		expect(subtitleOf({ operation: 'list', sequence })).toBe('list');
	});
});
