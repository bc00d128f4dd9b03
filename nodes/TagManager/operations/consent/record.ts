/** Record: writes down that contacts agreed, or wish no more messages. */
import { DateTime } from 'luxon';
import { updateDisplayOptions, type IDataObject, type INodeProperties } from 'n8n-workflow';
import type { ConsentCategory } from '../../../../engine/contact/consent';
import type { ConsentRequest } from '../../../../engine/store/contract';
import { isRecord } from '../../../../engine/whatsapp/json-shape';
import { ItemFault, workOnItems, type Batch, type Outcome } from '../../../shared/batch';
import { contactFields } from '../../../shared/contact-fields';
import { readContact } from '../../../shared/contact-parameter';
import { consentItem } from './item';

const properties: INodeProperties[] = [
	...contactFields,
	{
		displayName: 'Change',
		name: 'change',
		type: 'options',
		options: [
			{ name: 'Opted In', value: 'start', description: 'The contact agreed to get these messages' },
			{ name: 'Opted Out', value: 'stop', description: 'The contact wishes no more of these messages' },
		],
		default: 'stop',
		description: 'What the contact said. Somebody who switched marketing off in WhatsApp itself can only switch it on there.',
	},
	{
		displayName: 'Messages',
		name: 'categories',
		type: 'multiOptions',
		options: [
			{ name: 'Marketing', value: 'marketing', description: 'Offers and news' },
			{ name: 'Utility', value: 'utility', description: 'Order updates, reminders and the like' },
		],
		default: ['marketing'],
		description: 'Which messages it is about',
	},
	{
		displayName: 'Proof',
		name: 'proof',
		type: 'string',
		default: '',
		placeholder: 'e.g. newsletter form of 2026-05-31, IP 203.0.113.7',
		description:
			'Where it can be looked up; needed for Opted In and for lists. Behind a WhatsApp Message Trigger it may stay empty: then the message itself is the proof.',
	},
	{
		displayName: 'Options',
		name: 'consentOptions',
		type: 'collection',
		default: {},
		placeholder: 'Add option',
		options: [
			{ displayName: 'From a List', name: 'fromList', type: 'boolean', default: false, description: 'Whether the ledger names a list that was imported as the source, instead of somebody who recorded it' },
			{ displayName: 'Message ID', name: 'messageId', type: 'string', default: '', placeholder: 'e.g. wamid.HBgN…', description: 'The WhatsApp message that said so' },
			{ displayName: 'Time', name: 'at', type: 'dateTime', default: '', description: 'When the contact said so; now if this is left out' },
		],
	},
];

export const description = updateDisplayOptions({ show: { resource: ['consent'], operation: ['record'] } }, properties);

export function execute(batch: Batch): Promise<Outcome> {
	return workOnItems(batch, {
		read: (item) => readRequest(batch, item),
		work: (requests) => batch.store.recordConsent(requests, batch.now),
		answer: (recorded) => ({ changed: recorded.changed, ...consentItem(recorded) }),
	});
}

function readRequest(batch: Batch, item: number): ConsentRequest {
	const { node, now } = batch;
	const options = node.getNodeParameter('consentOptions', item, {}) as { fromList?: boolean; messageId?: string; at?: unknown };
	const change = node.getNodeParameter('change', item, 'stop') as string;
	if (change !== 'stop' && change !== 'start') throw new ItemFault(`"${change}" is no change of consent`, 'Write start for Opted In or stop for Opted Out.');
	const message = messageOf(batch.items[item]!.json);
	const proof = String(node.getNodeParameter('proof', item, '') ?? '').trim() || (message?.proof ?? '');
	if (proof === '' && (change === 'start' || options.fromList)) {
		throw new ItemFault('Proof is empty', 'Say where the contact agreed, such as the form and its date: whoever allows messages for somebody else must be able to show it.');
	}
	return {
		contact: readContact(batch, item),
		change,
		categories: node.getNodeParameter('categories', item, ['marketing']) as ConsentCategory[],
		source: options.fromList ? 'import' : 'manual',
		proof,
		messageId: String(options.messageId ?? '').trim() || (message?.id ?? null),
		at: options.at ? readInstant(String(options.at), node.getTimezone()) : (message?.at ?? now),
	};
}

/** Characters of a message that are kept as the proof; its ID leads to the rest. */
const QUOTED = 200;

/** The message of a Message Trigger's item: what was said, in which message, and when. */
function messageOf({ message }: IDataObject): { id: string; proof: string; at: number | null } | null {
	if (!isRecord(message) || typeof message.id !== 'string' || message.id === '') return null;
	const said = typeof message.text === 'string' ? message.text.slice(0, QUOTED) : '';
	const at = typeof message.at === 'string' ? DateTime.fromISO(message.at).toMillis() : NaN;
	return { id: message.id, proof: `WhatsApp message "${said}"`, at: Number.isFinite(at) ? at : null };
}

function readInstant(written: string, zone: string): number {
	const at = DateTime.fromISO(written.trim().replace(' ', 'T'), { zone });
	if (!at.isValid) throw new ItemFault(`"${written}" is no time`, 'Write Time like 2026-05-31T18:00:00.');
	return at.toMillis();
}
