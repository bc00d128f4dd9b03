import { isUsNumber } from '../../engine/contact/us-number';
import type { BusinessNumber } from '../account';
import { GraphError, missing } from '../errors';
import { newWamid } from '../ids';
import { asObject, asText, isObject, type JsonObject } from '../json';
import { ok, type Answer } from '../http/request';
import { businessBubble } from '../messageBubble';
import type { EmulatorOptions } from '../options';
import type { Send } from '../sends';
import type { StoredTemplate } from '../templates/types';
import { checkEnvelope, type Envelope } from '../validation/envelope';
import { checkFreeForm } from '../validation/freeform';
import { checkMediaIds } from '../validation/mediaIds';
import { checkTemplate } from '../validation/template';
import type { World } from '../world';

/**
 * `POST /{PNID}/messages`. 200 means accepted, never delivered: what happens next comes as statuses.
 * `fate` is a code the operator has asked the message to fail with after it was accepted.
 * Source: D/reference/whatsapp-business-phone-number/message-api
 */
export function postMessage(world: World, from: BusinessNumber, message: JsonObject, fate?: number): Answer {
	if (message.status !== undefined) return markRead(world, message);
	try {
		const envelope = checkEnvelope(message, world.contacts, from.displayPhoneNumber);
		const template = checkBody(world, envelope, message);
		checkWindow(world, envelope);
		checkLimits(world, envelope);
		return accept(world, { from, envelope, message, template, fate });
	} catch (error) {
		if (error instanceof GraphError) world.sends.refused(error.code);
		throw error;
	}
}

function checkBody(world: World, { type }: Envelope, message: JsonObject): StoredTemplate | undefined {
	const template = type === 'template' ? checkTemplate(world.templates, message) : undefined;
	if (!template) checkFreeForm(type, message);
	if (world.options.checkMediaIds) checkMediaIds(message, world.media);
	return template;
}

/** Free-form messages need a customer's message within the last 24 hours. */
function checkWindow(world: World, { type, contact }: Envelope): void {
	if (type === 'template' || world.contacts.windowOpen(contact)) return;
	throw new GraphError(131047, {
		details: 'Message failed to send because more than 24 hours have passed since the customer last replied to this number.',
	});
}

function checkLimits(world: World, { contact, type }: Envelope): void {
	if (type === 'template' && !world.contacts.windowOpen(contact) && !world.reach.take(contact.phone)) {
		throw new GraphError(131048, { details: 'Message failed to send because the messaging limit of this phone number has been reached.' });
	}
	if (!world.throughput.take()) {
		throw new GraphError(130429, { details: 'Cloud API message throughput has been reached.', subcode: 2_494_055 });
	}
	if (!world.pairs.take(contact.phone)) {
		throw new GraphError(131056, {
			details: 'Message failed to send because there were too many messages sent from this phone number to the same phone number in a short period of time.',
		});
	}
}

interface Accepted {
	from: BusinessNumber;
	envelope: Envelope;
	message: JsonObject;
	template: StoredTemplate | undefined;
	fate: number | undefined;
}

function accept(world: World, { from, envelope, message, template, fate }: Accepted): Answer {
	const { contact, input, byPhone, byUserId, type, callbackData } = envelope;
	world.contacts.wasAnswered(contact);
	const send: Send = {
		wamid: newWamid(contact.phone, 'outbound'),
		from,
		contact,
		type,
		body: message,
		callbackData,
		at: world.clock.now(),
		status: 'accepted',
		template,
		windowOpen: world.contacts.windowOpen(contact),
		freeEntryUntil: world.contacts.freeEntryOpen(contact) ? contact.freeEntryUntil : undefined,
		failure: failureOf(envelope, world.options, template, fate),
	};
	world.sends.add(send);
	if (type === 'reaction') react(world, send);
	else if (!send.failure) world.conversations.add(contact, businessBubble(send));
	world.statuses.begin(send);
	return ok({
		messaging_product: 'whatsapp',
		contacts: [{ input, ...(byPhone ? { wa_id: contact.phone } : {}), ...(byUserId ? { user_id: contact.userId } : {}) }],
		messages: [{ id: send.wamid, ...(template ? { message_status: 'accepted' } : {}) }],
	});
}

/** Why an accepted message will fail all the same. */
function failureOf({ contact }: Envelope, { blockUsMarketing }: EmulatorOptions, template: StoredTemplate | undefined, fate: number | undefined): GraphError | undefined {
	if (fate !== undefined) return new GraphError(fate);
	if (contact.unreachable) return new GraphError(131026, { details: 'Message Undeliverable.' });
	if (contact.marketingStopped && template?.category === 'MARKETING') {
		return new GraphError(131050, { details: 'The recipient has chosen to stop receiving marketing messages from this business.' });
	}
	if (blockUsMarketing && template?.category === 'MARKETING' && isUsNumber('+' + contact.phone)) {
		return new GraphError(131049, { details: 'This message was not delivered to maintain healthy ecosystem engagement.' });
	}
	return undefined;
}

/** Puts the business's emoji on the message it is meant for. */
function react(world: World, send: Send): void {
	const { message_id: target, emoji } = asObject(send.body.reaction);
	const bubble = world.conversations.bubble(send.contact, asText(target) ?? '');
	if (bubble) bubble.reaction = asText(emoji) || undefined;
	world.conversations.changed(send.contact);
}

/** Read receipt, and with it the typing indicator. Sources: D/messages/mark-message-as-read, D/typing-indicators */
function markRead(world: World, message: JsonObject): Answer {
	if (message.messaging_product !== 'whatsapp') throw missing('messaging_product');
	if (message.status !== 'read') throw new GraphError(100, { title: 'Param status must be one of {READ}' });
	const wamid = asText(message.message_id);
	if (!wamid) throw missing('message_id');
	if (message.typing_indicator !== undefined && !(isObject(message.typing_indicator) && message.typing_indicator.type === 'text')) {
		throw new GraphError(100, { title: "Param typing_indicator['type'] must be one of {TEXT}" });
	}
	world.readReceipts.push({ wamid, typing: message.typing_indicator !== undefined });
	return ok({ success: true });
}
