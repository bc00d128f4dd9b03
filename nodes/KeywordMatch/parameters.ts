import type { INodeProperties } from 'n8n-workflow';
import type { MatchKind } from '../../engine/contact/keywords';

/** The collection "Options" as chosen by the user; what was not added is absent. */
export interface MatchOptions {
	compare?: MessagePart[];
	replies?: boolean;
	several?: 'first' | 'all';
	takeOver?: boolean;
	text?: string;
}

/** Parts of a message that can be compared. */
export const MESSAGE_PARTS = ['caption', 'id', 'text', 'title'] as const;
export type MessagePart = (typeof MESSAGE_PARTS)[number];

const matchKinds: Array<{ name: string; value: MatchKind; description: string }> = [
	{ name: 'Contains Text', value: 'contains', description: 'The phrase stands anywhere, also inside a word' },
	{ name: 'Contains Word', value: 'word', description: 'The phrase stands anywhere as a whole word, or whole words' },
	{ name: 'Is Exactly', value: 'exact', description: 'The message is the phrase and nothing else' },
	{
		name: 'Regular Expression',
		value: 'regex',
		description:
			'For experts: one expression a line, up to 200 characters. Capital letters do not matter, accents and punctuation do. Looking ahead or behind and referring back do not work.',
	},
	{ name: 'Starts With', value: 'starts_with', description: 'The message begins with the phrase' },
];

export const properties: INodeProperties[] = [
	{
		displayName:
			'The first rule that matches wins, unless you choose otherwise in Options. Capital letters, accents, punctuation and emoji make no difference.',
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
				// In the order in which one thinks of them, not of the alphabet.
				// eslint-disable-next-line n8n-nodes-base/node-param-fixed-collection-type-unsorted-items
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
					{
						displayName: 'Applies To',
						name: 'appliesTo',
						type: 'options',
						noDataExpression: true,
						default: 'any',
						options: [
							{ name: 'Every Message', value: 'any' },
							{
								name: 'First Message of the Day',
								value: 'first_today',
								description: 'Only the first message of a contact since midnight, by the clock of their phone number or, where that does not tell, of the workflow',
							},
							{ name: 'New Contacts', value: 'new_contact', description: 'Only the very first message of a contact' },
						],
						description: 'For other messages this rule does not count, and the next ones are tried',
					},
					{
						displayName: 'Forgive Typing Errors',
						name: 'typos',
						type: 'boolean',
						noDataExpression: true,
						default: false,
						displayOptions: { show: { match: ['exact', 'starts_with', 'word'] } },
						description:
							'Whether one slip is forgiven in phrases of 4 to 7 letters, and two in longer ones. The first letter has to be right. Rules that match without a slip come first.',
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
				displayName: 'Compare With',
				name: 'compare',
				type: 'multiOptions',
				default: [...MESSAGE_PARTS],
				options: [
					{ name: 'Button and List IDs', value: 'id', description: 'The ID behind a tapped button or chosen list entry' },
					{ name: 'Button and List Titles', value: 'title', description: 'What a tapped button or chosen list entry shows' },
					{ name: 'Captions', value: 'caption', description: 'What is written below a picture, video or document' },
					{ name: 'Texts', value: 'text', description: 'What people write' },
				],
				description: 'The parts of a message that are compared with the phrases',
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
				displayName: 'Several Rules Match',
				name: 'several',
				type: 'options',
				noDataExpression: true,
				default: 'first',
				options: [
					{ name: 'Use All of Them', value: 'all', description: 'The message leaves by the output of every rule that matches' },
					{ name: 'Use the First', value: 'first', description: 'The message leaves by the output of the topmost rule that matches' },
				],
				description: 'What happens to a message that matches several rules',
			},
			{
				displayName: 'Take Over Keywords',
				name: 'takeOver',
				type: 'boolean',
				noDataExpression: true,
				default: false,
				description:
					'Whether keywords that another published workflow has on the same WhatsApp number pass to this one when it is published. Otherwise publishing is refused with the name of the other workflow.',
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
