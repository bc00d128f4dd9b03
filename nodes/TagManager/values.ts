/** Values of attributes as the panel holds them, with their types. */
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { DateTime } from 'luxon';
import { isEmpty, valueAt } from '../../engine/sequence/conditions/compare';
import { ItemFault, type Batch } from '../shared/batch';
import { ownFields } from '../shared/own-fields';

type ValueType = 'text' | 'number' | 'boolean' | 'date' | 'json';

interface ValueParameter {
	name?: string;
	type?: ValueType;
	from?: 'here' | 'item';
	value?: unknown;
	field?: string;
}

const LONGEST_NAME = 100;
/** Characters of JSON that one value may have: they are read with every condition that looks at the contact. */
const LARGEST_VALUE = 10_000;

export const valuesField: INodeProperties = {
	displayName: 'Attributes',
	name: 'attributes',
	type: 'fixedCollection',
	placeholder: 'Add Attribute',
	typeOptions: { multipleValues: true, sortable: true },
	default: {},
	description: 'Values to keep with the contact; what is not named here stays as it is',
	options: [
		{
			displayName: 'Attribute',
			name: 'values',
			// In the order in which one fills them in, not of the alphabet.
			// eslint-disable-next-line n8n-nodes-base/node-param-fixed-collection-type-unsorted-items
			values: [
				{ displayName: 'Name', name: 'name', type: 'string', default: '', placeholder: 'e.g. city', description: 'Under which the value is kept; {attributes.city} in messages' },
				{
					displayName: 'Type',
					name: 'type',
					type: 'options',
					default: 'text',
					options: [
						{ name: 'Date', value: 'date', description: 'A day or an instant, kept as ISO text' },
						{ name: 'JSON', value: 'json', description: 'A list or an object' },
						{ name: 'Number', value: 'number' },
						{ name: 'Text', value: 'text' },
						{ name: 'Yes or No', value: 'boolean' },
					],
					description: 'What kind of value it has to be; another one is refused',
				},
				{
					displayName: 'Value From',
					name: 'from',
					type: 'options',
					default: 'here',
					options: [
						{ name: 'A Field of the Item', value: 'item', description: 'An answer of a form, a column of a list, the text of a message' },
						{ name: 'Written Here', value: 'here' },
					],
					description: 'Where the value comes from',
				},
				{ displayName: 'Value', name: 'value', type: 'string', default: '', placeholder: 'e.g. Lima', displayOptions: { show: { from: ['here'] } } },
				{
					displayName: 'Field',
					name: 'field',
					type: 'string',
					default: '',
					placeholder: 'e.g. city or message.text',
					description: 'Name of the field of the incoming item; dots lead into it. Where an item does not have it, the contact keeps what is known.',
					displayOptions: { show: { from: ['item'] } },
				},
			],
		},
	],
};

/** @throws ItemFault for a value that is not of its type, and for names that are missing or twice there */
export function readValues({ node, items }: Batch, item: number): Record<string, unknown> {
	const given = node.getNodeParameter('attributes.values', item, []) as ValueParameter[];
	const values: Record<string, unknown> = {};
	for (const one of given) {
		const key = checkedName(one.name);
		if (Object.hasOwn(values, key)) throw new ItemFault(`The attribute "${key}" is given twice`, 'Keep one of the two.');
		const value = one.from === 'item' ? fieldValue(items[item]!.json, key, one.field) : one.value;
		if (one.from !== 'item' || !isEmpty(value)) values[key] = typed(key, one.type ?? 'text', value, node.getTimezone());
	}
	return values;
}

function fieldValue(json: IDataObject, name: string, written: string | undefined): unknown {
	const field = written?.trim() ?? '';
	if (field === '') throw new ItemFault(`The attribute "${name}" names no field of the item`, 'Write under Field where its value stands.');
	return valueAt(ownFields(json), field);
}

export function checkedName(written: unknown): string {
	const name = String(written ?? '').trim();
	if (name === '') throw new ItemFault('An attribute has no name', 'Write the name under which the value is kept.');
	if (name.length > LONGEST_NAME) throw new ItemFault(`The name of an attribute is longer than ${LONGEST_NAME} characters`, 'Write a shorter one.');
	return name;
}

function typed(name: string, type: ValueType, value: unknown, zone: string): unknown {
	const read = READERS[type](value, zone);
	if (read === undefined) throw new ItemFault(`"${shown(value)}" is ${WANTED[type].not}, and the attribute "${name}" is to be one`, WANTED[type].advice);
	if (JSON.stringify(read).length > LARGEST_VALUE) throw new ItemFault(`The value of "${name}" is longer than ${LARGEST_VALUE} characters`, 'Keep only what conditions and messages need.');
	return read;
}

const WANTED: Record<ValueType, { not: string; advice: string }> = {
	text: { not: 'no text', advice: 'Choose the type JSON for lists and objects.' },
	number: { not: 'no number', advice: 'Write it with a point and without a currency, such as 49.90.' },
	boolean: { not: 'neither yes nor no', advice: 'Write true or false.' },
	date: { not: 'no date', advice: 'Write it like 2026-05-31 or 2026-05-31T18:00:00.' },
	json: { not: 'no JSON', advice: 'Write it like ["red", "blue"] or {"size": "L"}.' },
};

const YES = new Set(['true', 'yes', '1']);
const NO = new Set(['false', 'no', '0']);

/** undefined for a value that is not of the type. */
const READERS: Record<ValueType, (value: unknown, zone: string) => unknown> = {
	text: (value) => (typeof value === 'object' && value !== null ? undefined : String(value ?? '')),
	number: (value) => {
		const number = typeof value === 'number' ? value : String(value ?? '').trim() === '' ? NaN : Number(value);
		return Number.isFinite(number) ? number : undefined;
	},
	boolean: (value) => {
		const word = String(value ?? '').trim().toLowerCase();
		return YES.has(word) ? true : NO.has(word) ? false : undefined;
	},
	date: (value, zone) => {
		const text = value instanceof Date ? value.toISOString() : String(value ?? '').trim();
		const date = DateTime.fromISO(text.replace(' ', 'T'), { zone });
		if (text === '' || !date.isValid) return undefined;
		return /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : date.toUTC().toISO();
	},
	json: (value) => {
		if (typeof value === 'object' && value !== null) return value;
		try {
			return JSON.parse(String(value)) ?? undefined;
		} catch {
			return undefined;
		}
	},
};

const shown = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value ?? '')).slice(0, 80);
