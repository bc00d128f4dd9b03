/** Location, contact cards, reaction. */
import type { INodeProperties } from 'n8n-workflow';
import { forKinds } from './display';

const location: INodeProperties[] = [
	{ displayName: 'Latitude', name: 'latitude', type: 'string', default: '', required: true, placeholder: 'e.g. 52.5163', description: 'Degrees, from -90 to 90' },
	{ displayName: 'Longitude', name: 'longitude', type: 'string', default: '', required: true, placeholder: 'e.g. 13.3777', description: 'Degrees, from -180 to 180' },
	{ displayName: 'Name of the Place', name: 'placeName', type: 'string', default: '', placeholder: 'e.g. Sunrise Shop', description: 'Shown with the map' },
	{ displayName: 'Address', name: 'address', type: 'string', default: '', placeholder: 'e.g. 1 Main Street, Springfield', description: 'Shown below the name' },
];

const cards: INodeProperties = {
	displayName: 'Contact Cards',
	name: 'cards',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	default: {},
	placeholder: 'Add Contact Card',
	description: 'Whom the contact may save in their address book',
	options: [
		{
			displayName: 'Card',
			name: 'card',
			values: [
				{ displayName: 'Company', name: 'company', type: 'string', default: '', placeholder: 'e.g. Sunrise Shop', description: 'Where they work' },
				{ displayName: 'Email', name: 'email', type: 'string', default: '', placeholder: 'e.g. ada@example.com', description: 'Address at work' },
				{ displayName: 'Name', name: 'name', type: 'string', default: '', required: true, placeholder: 'e.g. Ada Lovelace', description: 'As it is shown' },
				{
					displayName: 'Phone',
					name: 'phone',
					type: 'string',
					default: '',
					placeholder: 'e.g. +49 170 1234567',
					description: 'With + and country code WhatsApp offers to write to them',
				},
				{ displayName: 'Website', name: 'website', type: 'string', default: '', placeholder: 'e.g. https://example.com', description: 'Page of the person or company' },
			],
		},
	],
};

const reaction: INodeProperties[] = [
	{
		displayName: 'Message to React To',
		name: 'reactTo',
		type: 'string',
		default: '={{ $json.message.id }}',
		required: true,
		description: 'ID of the message (wamid…). Behind a WhatsApp Message Trigger leave it as it is: that is the message that came in. The ID of a message of your own is in send.wamid.',
	},
	{
		displayName: 'Emoji',
		name: 'emoji',
		type: 'string',
		default: '👍',
		description: 'One emoji; leave it empty to take an earlier reaction away',
	},
];

export const placeAndPersonProperties: INodeProperties[] = [
	...forKinds(['location'], location),
	...forKinds(['contacts'], [cards]),
	...forKinds(['reaction'], reaction),
];
