/** The fields of the node, one file per subject in fields/. */
import type { INodeProperties } from 'n8n-workflow';
import { chatMenuFields } from './fields/chat-menu';
import { listenerFields } from './fields/listener';
import { messageFields } from './fields/messages';
import { newContactFields } from './fields/new-contacts';
import { optionFields } from './fields/options';
import { registrationFields } from './fields/registration';
import { startOnFields } from './fields/start-on';

export const properties: INodeProperties[] = [
	...registrationFields,
	...listenerFields,
	...startOnFields,
	...messageFields,
	...newContactFields,
	...chatMenuFields,
	...optionFields,
];
