/** How the functions of the node read its fields. */
import type { ChatMenu } from '../../engine/whatsapp/chat-menu';
import type { ListenAddress } from '../../engine/listener/http-listener';
import { record, records, text } from '../../engine/whatsapp/json-shape';
import type { MessageKind } from '../../engine/whatsapp/message-kind';
import type { SendStatus } from '../../engine/whatsapp/webhook-event';
import { DEFAULT_PORT } from './fields/listener';
import type { WordOptions } from './own-words';
import type { Level } from './registration-plan';

/** The collections Start On, Messages and Options as chosen by the user; what was not added is absent. */
export interface TriggerOptions extends WordOptions {
	/** Kinds of messages that start the workflow; absent means all. */
	kinds?: MessageKind[];
	optOuts?: boolean;
	statuses?: SendStatus[];
	fields?: string[];
	downloadMedia?: boolean;
	largestFileMb?: number;
	markRead?: boolean;
	showTyping?: boolean;
	quietSeconds?: number;
	longestSeconds?: number;
	takeOver?: boolean;
	/** Whether n8n routes each webhook to the node; otherwise the trigger takes them off n8n's port itself. */
	routeThroughN8n?: boolean;
	rawMessage?: boolean;
}

export interface ParameterReader {
	getNodeParameter(name: string, fallback?: unknown): unknown;
}

export function readOptions(context: ParameterReader): TriggerOptions {
	const chosen = ['startOn', 'messages', 'options'].map((collection) => record(context.getNodeParameter(collection, {})));
	return Object.assign({}, ...chosen) as TriggerOptions;
}

export function isManual(context: ParameterReader): boolean {
	return context.getNodeParameter('registration', 'automatic') === 'manual';
}

/** Where the address is registered; manual registration has none. */
export function levelOf(context: ParameterReader): Level {
	const registration = context.getNodeParameter('registration', 'automatic');
	return registration === 'number' || registration === 'account' ? registration : 'app';
}

/** Whether webhooks come through a port of the node's own. */
export function usesListener(context: ParameterReader): boolean {
	return context.getNodeParameter('door', 'n8n') === 'listener';
}

export function readListenAddress(context: ParameterReader): ListenAddress {
	const path = String(context.getNodeParameter('listenPath', '/whatsapp')).trim();
	return {
		host: String(context.getNodeParameter('listenHost', '127.0.0.1')).trim(),
		port: Number(context.getNodeParameter('listenPort', DEFAULT_PORT)),
		path: path.startsWith('/') ? path : `/${path}`,
	};
}

/** The address under which Meta reaches the listener. */
export function readPublicAddress(context: ParameterReader): string {
	return String(context.getNodeParameter('publicAddress', '')).trim();
}

/** Names of the sequences that first contacts are enrolled in, each once. */
export function readNewContactSequences(context: ParameterReader): string[] {
	const chosen = records(record(context.getNodeParameter('newContacts', {})).sequences);
	// A resource locator is an object with its mode, or its bare value.
	const names = chosen.map(({ sequence }) => (text(sequence) || text(record(sequence).value)).trim());
	return [...new Set(names.filter((name) => name !== ''))];
}

export function readChatMenu(context: ParameterReader): ChatMenu {
	const { iceBreakers, commands } = record(context.getNodeParameter('chatMenu', {}));
	return {
		...(iceBreakers === undefined ? {} : { iceBreakers: records(record(iceBreakers).iceBreaker).map((one) => text(one.text).trim()) }),
		...(commands === undefined
			? {}
			: {
					commands: records(record(commands).command).map((one) => ({
						name: text(one.name).trim().replace(/^\//, ''),
						description: text(one.description).trim(),
					})),
				}),
	};
}

/** Notices about people come inside the field `messages` and are offered under a name of their own. */
export const NOTICE_FIELD = 'system';

const OBEYED_FIELDS = ['messages', 'user_preferences', 'smb_message_echoes', 'user_id_update', 'message_template_status_update'];

/**
 * The fields of Meta's webhook that the app has to subscribe to: what is obeyed whether or not it starts a workflow
 * (messages with their statuses, people's own switch for marketing, answers from the phone app, new user ids, templates that
 * can be sent again), and what was asked for.
 */
export function subscribedFields(options: TriggerOptions): string[] {
	return [...new Set([...OBEYED_FIELDS, ...askedFields(options)])];
}

/** Those without which the trigger would not do what it was told to. */
export function neededFields(options: TriggerOptions): string[] {
	return [...new Set(['messages', ...askedFields(options)])];
}

function askedFields({ fields = [] }: TriggerOptions): string[] {
	return fields.filter((field) => field !== NOTICE_FIELD);
}
