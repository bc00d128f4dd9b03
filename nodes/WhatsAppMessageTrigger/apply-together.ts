/** Several webhooks as one transaction, and what of them starts the workflow. */
import type { INodeExecutionData } from 'n8n-workflow';
import type { AccountStore } from '../../engine/store/contract';
import { rawMessages } from '../../engine/whatsapp/parse-webhook';
import { PROCESS_ID } from '../shared/stores';
import type { TakenIn } from './intake';
import { eventItems, messageItem, startsWorkflow } from './message-items';
import { inOwnWords } from './own-words';
import type { TriggerOptions } from './parameters';

/** An item for an execution; `wamid` is there for messages, which are acknowledged afterwards. */
export interface OutgoingItem {
	item: INodeExecutionData;
	wamid?: string;
}

export async function applyTogether(
	store: AccountStore,
	bodies: TakenIn[],
	phoneNumberId: string,
	options: TriggerOptions,
	now: number,
): Promise<OutgoingItem[]> {
	const events = inOwnWords(bodies.flatMap((body) => body.events), options);
	const { messages } = await store.applyWebhook(events, PROCESS_ID, now);
	const silent = messages.filter((message) => !startsWorkflow(message, options));
	if (silent.length > 0) await store.acknowledgeMessages(silent.map(({ event }) => event.id));

	const emitted = messages.filter((message) => startsWorkflow(message, options));
	const raw = new Map(options.rawMessage === true ? bodies.flatMap(({ body }) => [...rawMessages(body, phoneNumberId)]) : []);
	return [
		...emitted.map((message) => ({ item: messageItem(message, raw.get(message.event.id)), wamid: message.event.id })),
		...eventItems(events, options).map((item) => ({ item })),
	];
}
