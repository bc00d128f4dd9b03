/** Blue ticks and "typing…" for those whose messages start the workflow (Meta: messages/mark-message-as-read, typing-indicators). */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { record, text } from '../../engine/whatsapp/json-shape';
import type { Account } from '../shared/account';
import { graphTransport } from '../shared/graph';
import { messagesOf } from './messages-of-item';
import type { TriggerOptions } from './parameters';

/** Calls to Meta at once. */
const AT_ONCE = 10;

/** Marks the last message of each person, and with it those before. Never throws: a tick that is missing stops nothing. */
export async function sendReadReceipts(node: IExecuteFunctions, account: Account, items: INodeExecutionData[], { showTyping }: TriggerOptions): Promise<void> {
	const transport = graphTransport(node, account);
	const waiting = [...lastMessages(items).values()];
	let refused = 0;
	const work = async (): Promise<void> => {
		for (let wamid = waiting.shift(); wamid !== undefined; wamid = waiting.shift()) {
			const body = {
				messaging_product: 'whatsapp',
				status: 'read',
				message_id: wamid,
				...(showTyping === true ? { typing_indicator: { type: 'text' } } : {}),
			};
			const answer = await transport.call({ method: 'POST', path: `${encodeURIComponent(account.phoneNumberId)}/messages`, body });
			if (answer.kind !== 'ok') refused++;
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, work));
	if (refused > 0) node.logger.warn(`Meta did not mark ${refused} WhatsApp messages as read.`);
}

/** By contact. */
function lastMessages(items: INodeExecutionData[]): Map<string, string> {
	const last = new Map<string, string>();
	for (const item of items) {
		const wamid = text(messagesOf(item).at(-1)?.id);
		if (wamid !== '') last.set(text(record(item.json.contact).id), wamid);
	}
	return last;
}
