/** What all operations on conversations have in common: one call of the store, and a path for each outcome. */
import { DESK_REASONS } from '../../engine/desk/reasons';
import type { ConversationView, DeskAction, DeskRequest, DeskResult } from '../../engine/store/contract';
import { workOnItems, type Batch, type Outcome } from '../shared/batch';
import { contactItem } from '../shared/contact-item';
import { readContact } from '../shared/contact-parameter';
import { conversationItem } from '../shared/conversation-item';
import { outputNamed } from './outputs';

export interface DeskOperation {
	/** As in the parameter Operation. */
	name: string;
	/** Reads the parameters of an item; throws ItemFault when they make no sense. */
	action(item: number): DeskAction;
	/** Name of the output for a conversation that was changed. */
	output(conversation: ConversationView): string;
	/** Name of the output for customers whose turn it became by this. */
	nextOutput?: string;
}

export async function workConversations(batch: Batch, operation: DeskOperation): Promise<Outcome> {
	const next: ConversationView[] = [];
	const outcome = await workOnItems(batch, {
		read: (item): DeskRequest => ({ contact: readContact(batch, item), action: operation.action(item), ...messageOf(batch, item) }),
		work: async (requests) => {
			const work = await batch.store.workDesk(requests, batch.now);
			next.push(...work.next);
			return work.results;
		},
		answer: ({ changed, reason, conversation }) => ({
			...(conversation ? { contact: contactItem(conversation.contact), conversation: conversationItem(conversation) } : { conversation: null }),
			desk: { changed, reason, explanation: reason === null ? null : DESK_REASONS[reason] },
		}),
		output: (result) => outputNamed(operation.name, outputOf(result, operation)),
	});
	const { nextOutput } = operation;
	if (nextOutput === undefined) return outcome;
	const further = next.map((conversation) => ({
		item: 0,
		json: { contact: contactItem(conversation.contact), conversation: conversationItem(conversation), desk: { changed: true, reason: null, explanation: null } },
		output: outputNamed(operation.name, nextOutput),
	}));
	return { ...outcome, answers: [...outcome.answers, ...further] };
}

function outputOf({ changed, conversation }: DeskResult, { output }: DeskOperation): string {
	return changed && conversation ? output(conversation) : 'Unchanged';
}

/** The message that a Message Trigger brought: an answer to the survey opens no conversation. */
function messageOf({ items }: Batch, item: number): { messageId?: string } {
	const message = items[item]!.json.message;
	const id = typeof message === 'object' && message !== null && 'id' in message ? message.id : undefined;
	return typeof id === 'string' ? { messageId: id } : {};
}

/** Where a conversation is that was to be given to an agent. */
export function whereabouts({ state }: ConversationView): string {
	return state === 'assigned' ? 'Assigned' : state === 'queued' ? 'Queued' : 'Nobody There';
}
