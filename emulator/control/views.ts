import { digitsOf, type Contact } from '../contacts';
import type { Conversation } from '../conversation';
import { asNumber, type Json, type JsonObject } from '../json';
import { ok, type Answer } from '../http/request';
import type { World } from '../world';
import { contactAnswer } from './settings';

/** `GET /emulator/stats` */
export function stats(world: World): Answer {
	const { registry, sends, sender, statuses, throughput } = world;
	const { phoneNumberId } = world.options.account;
	const messages = registry.target('messages', phoneNumberId);
	return ok({
		...sends.totals(),
		rateLimited: { throughput: sends.refusalsWith(130429), pair: sends.refusalsWith(131056) },
		peakPerSecond: throughput.peakPerSecond,
		webhooks: { ...sender.stats(), held: statuses.held },
		callback: messages.url ?? null,
		...(messages.url === undefined ? { callbackReason: messages.reason } : {}),
		callbacks: registry.configuration(phoneNumberId),
		fields: registry.appSubscription?.fields ?? [],
		readReceipts: world.readReceipts as unknown as Json,
		faults: world.faults.waiting() as unknown as Json,
	});
}

/** Conversations in one answer, unless told. */
const LISTED = 200;

/** `GET /emulator/conversations`: what the phone page lists, latest first; `search` looks in names and numbers. */
export function listConversations(world: World, query: URLSearchParams): Answer {
	const search = (query.get('search') ?? '').trim().toLowerCase();
	const limit = asNumber(query.get('limit')) ?? LISTED;
	const found = world.conversations.list().filter(({ contact }) => matches(contact, search)).slice(0, Math.max(0, limit));
	return ok({
		business: { name: world.options.account.verifiedName, phone: world.options.account.displayPhoneNumber },
		conversations: found.map((conversation) => summary(world, conversation)),
	});
}

function matches({ name, phone, username }: Contact, search: string): boolean {
	if (search === '') return true;
	const digits = digitsOf(search);
	return name.toLowerCase().includes(search) || (username ?? '').toLowerCase().includes(search) || (digits !== '' && phone.includes(digits));
}

function summary(world: World, { contact, bubbles }: Conversation): JsonObject {
	const last = bubbles.at(-1);
	return {
		contact: contactAnswer(world, contact),
		received: bubbles.filter((bubble) => bubble.from === 'business').length,
		...(last
			? { last: { at: last.at, from: last.from, type: last.type, text: last.text ?? last.header?.text ?? last.header?.kind ?? '' } }
			: {}),
	};
}

/** `GET /emulator/conversations/{phone}`: one conversation, newest last; `after` leaves out what is older (ms). */
export function getConversation(world: World, phone: string, query: URLSearchParams): Answer {
	const conversation = world.conversations.withPhone(phone);
	if (!conversation) return { status: 404, body: { error: 'No such conversation.' } };
	const after = asNumber(query.get('after')) ?? 0;
	return ok({
		contact: contactAnswer(world, conversation.contact),
		bubbles: conversation.bubbles.filter((bubble) => bubble.at > after) as unknown as Json,
	});
}
