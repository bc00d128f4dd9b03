/** Several webhooks as one transaction, and what of them starts the workflow. */
import type { INodeExecutionData, Logger } from 'n8n-workflow';
import type { AccountStore } from '../../engine/store/contract';
import { rawMessages } from '../../engine/whatsapp/parse-webhook';
import { PROCESS_ID } from '../shared/stores';
import type { TakenIn } from './intake';
import { eventItems, messageItem, startsWorkflow } from './message-items';
import { enrollNewContacts } from './new-contacts';
import { inOwnWords } from './own-words';
import type { TriggerOptions } from './parameters';

/** An item for an execution, and the messages in it that are acknowledged afterwards. */
export interface OutgoingItem {
	item: INodeExecutionData;
	wamids: string[];
}

/** What the node was told to do with webhooks, and when they came. */
export interface Applying {
	phoneNumberId: string;
	options: TriggerOptions;
	newContactSequences: string[];
	logger: Pick<Logger, 'warn'>;
	/** UTC milliseconds. */
	now: number;
}

/** Rejects when nothing was stored; what had been taken in by then is new again when Meta delivers it once more. */
export async function applyTogether(store: AccountStore, bodies: TakenIn[], applying: Applying): Promise<OutgoingItem[]> {
	const { options, phoneNumberId, now } = applying;
	const events = inOwnWords(bodies.flatMap((body) => body.events), options);
	const { messages } = await store.applyWebhook(events, PROCESS_ID, now);
	try {
		const enrolled = await enrollNewContacts(store, messages, applying.newContactSequences, applying);
		const silent = messages.filter((message) => !startsWorkflow(message, options));
		if (silent.length > 0) await store.acknowledgeMessages(silent.map(({ event }) => event.id));
		const emitted = messages.filter((message) => startsWorkflow(message, options));
		const raw = new Map(options.rawMessage === true ? bodies.flatMap(({ body }) => [...rawMessages(body, phoneNumberId)]) : []);
		return [
			...emitted.map((message) => ({
				item: messageItem(message, { raw: raw.get(message.event.id), enrolledIn: enrolled.get(message.event.id) }),
				wamids: [message.event.id],
			})),
			...eventItems(events, options).map((item) => ({ item, wamids: [] })),
		];
	} catch (error) {
		if (messages.length > 0) await store.releaseMessages(messages.map(({ event }) => event.id)).catch(() => undefined);
		throw error instanceof Error ? error : new Error(String(error));
	}
}
