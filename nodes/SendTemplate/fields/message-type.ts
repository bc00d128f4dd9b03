/** Which message: that of the step, a template, or one of the session messages. */
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** Sorted by name, as n8n's lists are. */
const SESSION_TYPES: INodePropertyOptions[] = [
	{ name: 'Audio', value: 'audio', description: 'A sound file or a voice message' },
	{ name: 'Buttons', value: 'buttons', description: 'A text with one to three buttons that answer' },
	{ name: 'Contact Card', value: 'contacts', description: 'Name, phone number and more of somebody' },
	{ name: 'Document', value: 'document', description: 'A PDF or any other file, up to 100 MB' },
	{ name: 'Image', value: 'image', description: 'A JPEG or PNG, up to 5 MB' },
	{ name: 'Link Button', value: 'urlButton', description: 'A text with one button that opens a web page' },
	{ name: 'List', value: 'list', description: 'A text with a list of up to ten choices' },
	{ name: 'Location', value: 'location', description: 'A place on the map' },
	{ name: 'Location Request', value: 'locationRequest', description: 'Asks for the place where the contact is' },
	{ name: 'Reaction', value: 'reaction', description: 'An emoji on an earlier message' },
	{ name: 'Sticker', value: 'sticker', description: 'A WebP picture, up to 100 KB, or 500 KB when it moves' },
	{ name: 'Text', value: 'text', description: 'Free text, up to 4,096 characters' },
	{ name: 'Video', value: 'video', description: 'An MP4 or 3GP, up to 16 MB' },
];

const inWindow = (option: INodePropertyOptions): INodePropertyOptions => ({
	...option,
	description: `${option.description}. WhatsApp takes it within 24 hours of the contact’s last message.`,
});

export const messageTypeFields: INodeProperties[] = [
	{
		displayName: 'Message Type',
		name: 'message',
		type: 'options',
		noDataExpression: true,
		default: 'step',
		options: [
			{
				name: 'As the Sequence Step Says',
				value: 'step',
				description: 'The message of the step that is due, as written on the WhatsApp Sequence Trigger',
			},
			{
				name: 'Template',
				value: 'template',
				description: 'A template that Meta has approved; it can be sent at any time',
			},
			{
				name: 'Auto: Session Message or Template',
				value: 'auto',
				description: 'A session message while the contact’s 24 hours are open, and the template otherwise',
			},
			...SESSION_TYPES.map(inWindow),
		],
		description: 'Which message to send',
	},
	{
		displayName:
			'The message stands on the Sequence Trigger before this node. Executed by hand, it goes to the test recipients of the credential and to nobody else.',
		name: 'stepNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { message: ['step'] } },
	},
	{
		displayName: 'While the Window Is Open',
		name: 'sessionType',
		type: 'options',
		noDataExpression: true,
		default: 'text',
		displayOptions: { show: { message: ['auto'] } },
		options: SESSION_TYPES,
		description: 'What to send within 24 hours of the contact’s last message; it costs nothing. After that, the template is sent.',
	},
];
