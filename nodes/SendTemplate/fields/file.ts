/** Text, files, and what goes with them. */
import type { INodeProperties } from 'n8n-workflow';
import type { SessionKind } from '../../../engine/whatsapp/messages/draft';
import { PLACEHOLDERS, forKinds } from './display';

const textFields: INodeProperties[] = [
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		required: true,
		placeholder: 'e.g. Hi {name|there}, is there anything we can help you with?',
		description: `Up to 4,096 characters. ${PLACEHOLDERS}.`,
	},
	{
		displayName: 'Link Preview',
		name: 'preview',
		type: 'boolean',
		default: true,
		description: 'Whether WhatsApp shows a preview of the first link in the text',
	},
];

export const fileFields: INodeProperties[] = [
	{
		displayName: 'File From',
		name: 'fileFrom',
		type: 'options',
		noDataExpression: true,
		default: 'link',
		options: [
			{ name: 'Binary Field of the Item', value: 'binary', description: 'A file that an earlier node has read; it is uploaded to Meta once' },
			{ name: 'Link', value: 'link', description: 'An address that anybody can open' },
			{ name: 'Media ID', value: 'id', description: 'The number of a file uploaded to Meta within 30 days' },
		],
		description: 'Where the file is',
	},
	{
		displayName: 'Link',
		name: 'link',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. https://example.com/brochure.pdf',
		displayOptions: { show: { fileFrom: ['link'] } },
		description: `Address of the file, which anybody can open. ${PLACEHOLDERS}.`,
	},
	{
		displayName: 'Media ID',
		name: 'mediaId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 1013859600285441',
		displayOptions: { show: { fileFrom: ['id'] } },
		description: 'The number that Meta gave the file when it was uploaded',
	},
	{
		displayName: 'Binary Field',
		name: 'binaryField',
		type: 'string',
		default: 'data',
		required: true,
		placeholder: 'e.g. data',
		displayOptions: { show: { fileFrom: ['binary'] } },
		description: 'Name of the binary field of the item that holds the file',
		hint: 'The name stands in the output of the node that read the file, under Binary',
	},
];

const captionField: INodeProperties = {
	displayName: 'Caption',
	name: 'caption',
	type: 'string',
	typeOptions: { rows: 2 },
	default: '',
	placeholder: 'e.g. Here is our brochure, {name|there}.',
	description: `Text below the file, up to 1,024 characters. ${PLACEHOLDERS}.`,
};

const fileNameField: INodeProperties = {
	displayName: 'File Name',
	name: 'fileName',
	type: 'string',
	default: '',
	placeholder: 'e.g. Brochure.pdf',
	description: 'The name that the contact sees. Empty: that of the file, or the end of its link.',
};

const voiceField: INodeProperties = {
	displayName: 'Voice Message',
	name: 'voice',
	type: 'boolean',
	default: false,
	description: 'Whether to show it as a voice message; WhatsApp wants an OGG file with Opus for that',
};

const FILES: SessionKind[] = ['image', 'video', 'document', 'audio', 'sticker'];

export const textAndFileProperties: INodeProperties[] = [
	...forKinds(['text'], textFields),
	...forKinds(FILES, fileFields),
	...forKinds(['image', 'video', 'document'], [captionField]),
	...forKinds(['document'], [fileNameField]),
	...forKinds(['audio'], [voiceField]),
];
