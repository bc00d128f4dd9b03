/** The node's parameters, in the order in which the panel shows them. */
import type { INodeProperties } from 'n8n-workflow';
import { textAndFileProperties } from './fields/file';
import { interactiveProperties } from './fields/interactive';
import { messageTypeFields } from './fields/message-type';
import { optionProperties } from './fields/options';
import { placeAndPersonProperties } from './fields/place-and-person';
import { recipientProperties } from './fields/recipient';
import { templateProperties } from './fields/template';

export const properties: INodeProperties[] = [
	...messageTypeFields,
	...textAndFileProperties,
	...interactiveProperties,
	...placeAndPersonProperties,
	...templateProperties,
	...recipientProperties,
	...optionProperties,
];
