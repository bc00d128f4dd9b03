/** Messages with buttons or a list: header, text, footer, and what can be tapped. */
import type { INodeProperties } from 'n8n-workflow';
import { PLACEHOLDERS, forKinds } from './display';
import { fileFields } from './file';

const headerType: INodeProperties = {
	displayName: 'Header',
	name: 'headerType',
	type: 'options',
	noDataExpression: true,
	default: 'none',
	options: [
		{ name: 'Document', value: 'document' },
		{ name: 'Image', value: 'image' },
		{ name: 'None', value: 'none' },
		{ name: 'Text', value: 'text' },
		{ name: 'Video', value: 'video' },
	],
	description: 'What stands above the text',
};

const listHeaderType: INodeProperties = {
	...headerType,
	options: [
		{ name: 'None', value: 'none' },
		{ name: 'Text', value: 'text' },
	],
	description: 'What stands above the text; a list takes no picture there',
};

const headerText: INodeProperties = {
	displayName: 'Header Text',
	name: 'headerText',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. Your order',
	description: `Up to 60 characters. ${PLACEHOLDERS}.`,
};

const body: INodeProperties = {
	displayName: 'Text',
	name: 'body',
	type: 'string',
	typeOptions: { rows: 4 },
	default: '',
	required: true,
	placeholder: 'e.g. Hi {name|there}, what would you like to know?',
	description: `Up to 1,024 characters, in a list 4,096. ${PLACEHOLDERS}.`,
};

const footer: INodeProperties = {
	displayName: 'Footer',
	name: 'footer',
	type: 'string',
	default: '',
	placeholder: 'e.g. Reply STOP to get no more offers',
	description: `Small text below, up to 60 characters. ${PLACEHOLDERS}.`,
};

const buttons: INodeProperties = {
	displayName: 'Buttons',
	name: 'buttons',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	default: {},
	placeholder: 'Add Button',
	description: 'One to three buttons. A tap comes back as a message with the ID as its payload.',
	options: [
		{
			displayName: 'Button',
			name: 'button',
			values: [
				{ displayName: 'Title', name: 'title', type: 'string', default: '', required: true, placeholder: 'e.g. Show me', description: 'Up to 20 characters' },
				{ displayName: 'ID', name: 'id', type: 'string', default: '', placeholder: 'e.g. show', description: 'What comes back when it is tapped; empty: the title' },
			],
		},
	],
};

const rows: INodeProperties = {
	displayName: 'Rows',
	name: 'rows',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	default: {},
	placeholder: 'Add Row',
	description: 'One to ten choices. A tap comes back as a message with the ID as its payload.',
	options: [
		{
			displayName: 'Row',
			name: 'row',
			values: [
				{ displayName: 'Title', name: 'title', type: 'string', default: '', required: true, placeholder: 'e.g. Opening hours', description: 'Up to 24 characters' },
				{ displayName: 'Description', name: 'description', type: 'string', default: '', placeholder: 'e.g. When our shop is open', description: 'Up to 72 characters' },
				{ displayName: 'ID', name: 'id', type: 'string', default: '', placeholder: 'e.g. hours', description: 'What comes back when it is chosen; empty: the title' },
				{
					displayName: 'Section',
					name: 'section',
					type: 'string',
					default: '',
					placeholder: 'e.g. Our shop',
					description: 'Title under which rows with the same section stand together, up to 24 characters; with more than one section every row needs one',
				},
			],
		},
	],
};

const listButton: INodeProperties = {
	displayName: 'List Button',
	name: 'listButton',
	type: 'string',
	default: 'Choose',
	required: true,
	description: 'What the button says that opens the list, up to 20 characters',
};

const linkButton: INodeProperties[] = [
	{
		displayName: 'Button Text',
		name: 'buttonText',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. To the shop',
		description: 'Up to 20 characters',
	},
	{
		displayName: 'Button Link',
		name: 'url',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. https://example.com/offers',
		description: `The page that a tap opens. ${PLACEHOLDERS}.`,
	},
];

export const interactiveProperties: INodeProperties[] = [
	...forKinds(['buttons', 'urlButton'], [headerType]),
	...forKinds(['list'], [listHeaderType]),
	...forKinds(['buttons', 'urlButton', 'list'], [headerText], { headerType: ['text'] }),
	...forKinds(['buttons', 'urlButton'], fileFields, { headerType: ['image', 'video', 'document'] }),
	...forKinds(['buttons', 'urlButton', 'list', 'locationRequest'], [body]),
	...forKinds(['buttons', 'urlButton', 'list'], [footer]),
	...forKinds(['buttons'], [buttons]),
	...forKinds(['list'], [listButton, rows]),
	...forKinds(['urlButton'], linkButton),
];
