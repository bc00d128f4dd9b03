import { findNumber, type BusinessNumber } from '../account';
import { digitsOf } from '../contacts';
import { newWamid } from '../ids';
import { asFlag, asNumber, asObject, asText, type JsonObject } from '../json';
import { contactBubble } from '../messageBubble';
import { ok, type Answer } from '../http/request';
import { inboundMessage, opensWindow } from '../webhooks/inbound';
import { contactOf, metadataOf, preferenceChange } from '../webhooks/payloads';
import type { Change, Delivery } from '../webhooks/sender';
import type { World } from '../world';
import { BadControl } from './refusal';

/** Most copies of one message in one request. */
const MOST_COPIES = 1_000;

/**
 * `POST /emulator/inbound`: a customer writes, to the number in `to` or else the first one. Answers when the first attempt of every copy has been answered;
 * what was not answered 200 is delivered again in the background.
 */
export async function inbound(world: World, request: JsonObject): Promise<Answer> {
	const number = numberIn(world, request);
	const contact = world.contacts.withPhone(phoneIn(request));
	const name = asText(request.name);
	if (name !== undefined && name !== '') contact.name = name;
	const wamid = asText(request.id) ?? newWamid(contact.phone, 'inbound');
	const at = world.clock.now();
	const message = inboundMessage(request, {
		contact,
		ownNumber: number.displayPhoneNumber,
		wamid,
		at,
		conversations: world.conversations,
		media: world.media,
		baseUrl: world.baseUrl,
	});
	const type = asText(message.type) ?? 'text';
	if (opensWindow(type)) world.contacts.wrote(contact, message.referral !== undefined);
	show(world, request, wamid, at, message);
	const change: Change = {
		field: 'messages',
		// Meta sends `system` messages without contacts.
		value: { ...metadataOf(number), ...(type === 'system' ? {} : { contacts: [contactOf(contact)] }), messages: [message] },
	};
	const copies = Math.min(Math.max(Math.trunc(asNumber(request.repeat) ?? 1), 1), MOST_COPIES);
	const deliveries = await world.sender.deliver('messages', 'messages', [change], copies, asFlag(request.parallel) ?? false);
	return ok({ wamid, ...outcome(deliveries) });
}

/** Puts the message on the phone page; a reaction sticks to the message it is about. */
function show(world: World, request: JsonObject, wamid: string, at: number, message: JsonObject): void {
	const contact = world.contacts.withPhone(phoneIn(request));
	if (message.type === 'reaction') {
		const { message_id: target, emoji } = asObject(message.reaction);
		const bubble = world.conversations.bubble(contact, asText(target) ?? '');
		if (bubble) bubble.reaction = asText(emoji) || undefined;
		world.conversations.changed(contact);
		return;
	}
	// The same id again is the same message: it must not stand on the page twice.
	if (!world.conversations.bubble(contact, wamid)) world.conversations.add(contact, contactBubble(wamid, at, message));
}

/** `POST /emulator/preferences`: stop or resume marketing in WhatsApp's own settings. */
export async function preferences(world: World, request: JsonObject): Promise<Answer> {
	const value = request.value;
	if (value !== 'stop' && value !== 'resume') throw new BadControl('"value" must be "stop" or "resume".');
	const contact = world.contacts.withPhone(phoneIn(request));
	contact.marketingStopped = value === 'stop';
	const change = preferenceChange(numberIn(world, request), contact, value, world.clock.now());
	return ok(outcome(await world.sender.deliver('other', 'user_preferences', [change])));
}

/** `POST /emulator/notify {field, value}`: any other webhook; the usual two opening fields are added. */
export async function notify(world: World, request: JsonObject): Promise<Answer> {
	const field = asText(request.field);
	if (!field) throw new BadControl('"field" is missing.');
	const change: Change = { field, value: { ...metadataOf(numberIn(world, request)), ...asObject(request.value) } };
	return ok(outcome(await world.sender.deliver('other', field, [change])));
}

/** What became of the first attempts: delivered only when every one was answered 200. */
export function outcome(deliveries: readonly Delivery[]): JsonObject {
	const last = deliveries.at(-1);
	const failed = deliveries.find((delivery) => delivery.status !== 200);
	return {
		delivered: deliveries.length > 0 && failed === undefined,
		status: (failed ?? last)?.status ?? 0,
		...(failed?.reason ? { reason: failed.reason } : {}),
		...(deliveries.length > 1 ? { statuses: deliveries.map((delivery) => delivery.status) } : {}),
	};
}

export function phoneIn(request: JsonObject): string {
	const phone = digitsOf(asText(request.from) ?? asText(request.phone) ?? '');
	if (phone.length < 7 || phone.length > 15) throw new BadControl('"from" must be a phone number of 7 to 15 digits.');
	return phone;
}

/** The business number that a request is about: its id or its digits in `to`; the first one when it names none. */
export function numberIn(world: World, request: JsonObject): BusinessNumber {
	const number = findNumber(world.options.account, asText(request.to));
	if (!number) throw new BadControl('"to" must be the id or the digits of a number of the business.');
	return number;
}
