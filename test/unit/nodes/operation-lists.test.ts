/** The list of operations of every node that has one, as people read it in the panel and in n8n's list of nodes. */
import type { INodePropertyOptions } from 'n8n-workflow';
import * as pack from '../../../index';

const LISTS = Object.values(pack).flatMap((Part) => {
	const part = new Part();
	if (!('description' in part)) return [];
	const { displayName, properties } = part.description;
	const lists = properties.filter(({ name }) => name === 'operation');
	return lists.map((list) => [`${displayName}: ${String(list.displayOptions?.show?.resource)}`, list] as const);
});

it('there are some', () => expect(LISTS.length).toBeGreaterThan(8));

describe.each(LISTS)('%s', (_, list) => {
	const options = list.options as INodePropertyOptions[];

	it('is in alphabetical order, and begins with one of its own', () => {
		const names = options.map(({ name }) => name);
		expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, 'en')));
		expect(options.map(({ value }) => value)).toContain(list.default);
	});

	it('says of each operation what it does, here and in the list of nodes', () => {
		for (const { description, action } of options) {
			expect(description).toMatch(/^[A-Z].{10}/);
			expect(action).toMatch(/^[A-Z][a-z]+ /);
		}
		expect(new Set(options.map(({ action }) => action)).size).toBe(options.length);
	});
});
