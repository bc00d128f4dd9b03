/** The trigger's items: one per customer and timer, with where their conversation stands, or samples for building. */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { sequenceOf, type DeskTimer } from '../../engine/desk/timers';
import type { AccountStore, Claim, ConversationView } from '../../engine/store/contract';
import { conversationItem } from '../shared/conversation-item';
import { outputsOf, sampleOutputs, type SampleRecipient } from '../SequenceTrigger/items';

export async function deskItems(store: Pick<AccountStore, 'conversationsOf'>, claim: Claim): Promise<INodeExecutionData[]> {
	const [items = []] = outputsOf(claim, null);
	const conversations = await store.conversationsOf(claim.steps.map(({ contact }) => ({ id: contact.id })));
	return items.map(({ json }, i) => {
		const view = conversations[i] ?? null;
		const enrollment = { ...(json.enrollment as IDataObject), context: wordsOf(view) };
		return { json: { ...json, enrollment, conversation: view && conversationItem(view) } };
	});
}

/** For the placeholders of messages: {context.position}, {context.agent}. */
function wordsOf(view: ConversationView | null): IDataObject {
	return { position: view?.position ?? '', agent: view?.agent?.name ?? '' };
}

export function sampleItem(timer: DeskTimer, recipient: SampleRecipient, now: number): INodeExecutionData {
	const [[sample] = []] = sampleOutputs(sequenceOf({ ...timer, times: 1 }, 'UTC'), recipient, null, now);
	return { json: { ...sample!.json, conversation: sampleConversation(timer, now) } };
}

function sampleConversation({ moment }: DeskTimer, now: number): IDataObject {
	const states: Partial<Record<DeskTimer['moment'], string>> = { unassigned: 'unassigned', queued: 'queued', closed: 'closed', survey: 'closed', bot_silent: 'bot' };
	const state = states[moment] ?? 'assigned';
	const at = new Date(now).toISOString();
	const hasAgent = state === 'assigned' || state === 'closed';
	return {
		state,
		agent: hasAgent ? { name: 'Ana', address: 'ana@example.com' } : null,
		position: state === 'queued' ? 3 : null,
		since: at,
		openedAt: at,
		waitingSince: moment === 'unanswered' ? at : null,
		lastCustomerAt: at,
		lastAgentAt: null,
		human: hasAgent,
		closedBy: state === 'closed' ? 'closed' : null,
		surveyAnswer: null,
	};
}
