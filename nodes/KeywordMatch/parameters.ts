import type { INodeProperties } from 'n8n-workflow';
import type { MatchKind } from '../../engine/contact/keywords';

/** The collection "Options" as chosen by the user; what was not added is absent. */
export interface MatchOptions {
	buttons?: boolean;
	replies?: boolean;
	text?: string;
}

const matchKinds: Array<{ name: string; value: MatchKind; description: string }> = [
	{ name: 'Contains Text', value: 'contains', description: 'The phrase stands anywhere, also inside a word' },
	{ name: 'Contains Word', value: 'word', description: 'The phrase stands anywhere as a whole word, or whole words' },
	{ name: 'Is Exactly', value: 'exact', description: 'The message is the phrase and nothing else' },
	{
		name: 'Regular Expression',
		value: 'regex',
		description:
			'For experts: one expression a line, up to 200 characters. Capital letters do not matter, accents and punctuation do. One that takes too long counts as no match.',
	},
	{ name: 'Starts With', value: 'starts_with', description: 'The message begins with the phrase' },
];

export const properties: INodeProperties[] = [
	{
		displayName:
			'The first rule that matches wins. Capital letters, accents, punctuation and emoji make no difference.',
		name: 'notice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Rules',
		name: 'rules',
		type: 'fixedCollection',
		placeholder: 'Add Rule',
		typeOptions: { multipleValues: true, sortable: true },
		default: { values: [{ name: '', match: 'exact', phrases: '' }] },
		description: 'Each rule has its own output. They are tried from top to bottom; drag them into another order.',
		options: [
			{
				displayName: 'Rule',
				name: 'values',
				values: [
					{
						displayName: 'Name',
						name: 'name',
						type: 'string',
						noDataExpression: true,
						default: '',
						placeholder: 'e.g. Price list',
						description: 'Name of the rule and of its output',
					},
					{
						displayName: 'Message',
						name: 'match',
						type: 'options',
						noDataExpression: true,
						default: 'exact',
						options: matchKinds,
						description: 'How the message is compared with the phrases',
					},
					{
						displayName: 'Phrases',
						name: 'phrases',
						type: 'string',
						typeOptions: { rows: 2 },
						default: '',
						placeholder: 'e.g. price, prices, how much',
						description: 'Words or sentences, with commas between them or one a line. One of them is enough.',
					},
				],
			},
		],
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Match Buttons and Lists',
				name: 'buttons',
				type: 'boolean',
				default: true,
				description:
					'Whether a tapped button or chosen list entry is compared, too, by what it shows and by its ID. Otherwise only what people write counts.',
			},
			{
				displayName: 'Separate Output for Replies',
				name: 'replies',
				type: 'boolean',
				default: false,
				description:
					'Whether a message that matches no rule, but answered a sequence and ended it, leaves by an output of its own',
			},
			{
				displayName: 'Text',
				name: 'text',
				type: 'string',
				default: '',
				description: 'Another text to compare, in place of the WhatsApp message of the incoming item',
			},
		],
	},
];
