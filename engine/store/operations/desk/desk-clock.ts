/** What customers and people write keeps the clocks of conversations: one look for a whole webhook, no lock on agents. */
import { agentAnswered, customerWrote, isOpen } from '../../../desk/conversation';
import { surveyAnswerIn } from '../../../desk/survey';
import type { MessageEvent } from '../../../whatsapp/webhook-event';
import type { Survey } from '../../../sequence/definition';
import { holdListening, updateConversations, type KeptConversation } from '../../sql/conversations';
import type { Scope } from '../../sql/scope';
import { deskSequences } from '../../sql/sequences';
import { addTimeline } from '../../sql/timeline';
import { followMoments } from './follow-moments';
import { setAttributes } from '../people/tag-contacts';

export interface SurveyAnswer {
	attribute: string;
	answer: string;
}

/** The answers to the survey among these messages, by wamid. */
export async function noteCustomers(scope: Scope, messages: Array<{ contactId: string; event: MessageEvent }>): Promise<Map<string, SurveyAnswer>> {
	const answers = new Map<string, SurveyAnswer>();
	const conversations = await holdListening(scope, messages.map(({ contactId }) => contactId));
	if (conversations.size === 0) return answers;
	const timers = await deskSequences(scope);
	const survey = timers.find(({ definition }) => definition.moment === 'survey')?.definition.survey;
	for (const { contactId, event } of messages) {
		const conversation = conversations.get(contactId);
		if (!conversation) continue;
		const answer = survey && answerOf(conversation, event, survey);
		if (answer) answers.set(event.id, { attribute: survey.attribute, answer });
		const written = customerWrote(conversation, event.at);
		const answered = answer ? { surveyUntil: null, surveyAnswer: answer, surveyMessageId: event.id } : {};
		conversations.set(contactId, { ...conversation, ...written, ...answered });
	}
	await keepAnswers(scope, messages, answers);
	await updateConversations(scope, [...conversations.values()]);
	await followMoments(scope, [...conversations.values()].filter(isOpen), timers);
	return answers;
}

function answerOf(conversation: KeptConversation, { at, message }: MessageEvent, survey: Survey): string | null {
	if (isOpen(conversation) || conversation.surveyUntil === null || at > conversation.surveyUntil) return null;
	return surveyAnswerIn(survey, [message.text, message.payload]);
}

async function keepAnswers(scope: Scope, messages: Array<{ contactId: string; event: MessageEvent }>, answers: ReadonlyMap<string, SurveyAnswer>): Promise<void> {
	if (answers.size === 0) return;
	const answered = messages.flatMap(({ contactId, event }) => {
		const said = answers.get(event.id);
		return said ? [{ contactId, ...said }] : [];
	});
	await setAttributes(scope, answered.map(({ contactId, attribute, answer }) => ({ contact: { id: contactId }, attributes: { [attribute]: answer } })));
	await addTimeline(scope, answered.map(({ contactId, answer }) => ({ contactId, kind: 'conversation', detail: `survey: ${answer}` })));
}

/** Somebody answered from the phone app. */
export async function noteAgents(scope: Scope, replies: Array<{ contactId: string; at: number }>): Promise<void> {
	const conversations = await holdListening(scope, replies.map(({ contactId }) => contactId));
	if (conversations.size === 0) return;
	for (const { contactId, at } of replies) {
		const conversation = conversations.get(contactId);
		if (conversation) conversations.set(contactId, { ...conversation, ...agentAnswered(conversation, at) });
	}
	await updateConversations(scope, [...conversations.values()]);
	await followMoments(scope, [...conversations.values()].filter(isOpen), await deskSequences(scope));
}
