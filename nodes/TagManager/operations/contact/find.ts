/** Find: contacts by a part of their name or number, a tag, a value, or their consent. */
import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';
import type { ContactFilter } from '../../../../engine/store/contract';
import type { Batch, Outcome } from '../../../shared/batch';
import { limitFields } from '../../../shared/list-pages';
import { listContactsFor } from '../../list-contacts';

const properties: INodeProperties[] = [
	{
		displayName: 'Search For',
		name: 'search',
		type: 'string',
		default: '',
		placeholder: 'e.g. Ana or 4567',
		description: 'A part of the name, the phone number or the WhatsApp user ID; empty for everybody',
	},
	{ displayName: 'Tag', name: 'filterTag', type: 'string', default: '', placeholder: 'e.g. vip', description: 'Only contacts who have this tag; empty for any' },
	{
		displayName: 'Attribute',
		name: 'filterAttribute',
		type: 'string',
		default: '',
		placeholder: 'e.g. interest',
		description: 'Only contacts who have this attribute; empty for any',
	},
	{
		displayName: 'Attribute Is',
		name: 'filterValue',
		type: 'string',
		default: '',
		placeholder: 'e.g. call',
		description: 'Only contacts whose attribute has this value: a text, a number, true or false. Empty for any value.',
		displayOptions: { hide: { filterAttribute: [''] } },
	},
	{
		displayName: 'Marketing',
		name: 'marketing',
		type: 'options',
		options: [
			{ name: 'Allowed', value: 'allowed', description: 'Who has not opted out' },
			{ name: 'Any', value: 'any' },
			{ name: 'Opted Out', value: 'opted_out' },
		],
		default: 'any',
		description: 'Only contacts of whom this holds',
	},
	...limitFields,
];

export const description = updateDisplayOptions({ show: { resource: ['contact'], operation: ['find'] } }, properties);

export const execute = (batch: Batch): Promise<Outcome> => listContactsFor(batch, (item) => readFilter(batch, item));

function readFilter({ node }: Batch, item: number): ContactFilter {
	const text = (name: string): string => String(node.getNodeParameter(name, item, '') ?? '').trim();
	const [search, tag, key, value] = [text('search'), text('filterTag'), text('filterAttribute'), text('filterValue')];
	const attribute = value ? { key, value } : { key };
	const marketing = node.getNodeParameter('marketing', item, 'any') as 'any' | 'allowed' | 'opted_out';
	return { ...(search ? { search } : {}), ...(tag ? { tag } : {}), ...(key ? { attribute } : {}), ...(marketing === 'any' ? {} : { marketing }) };
}
