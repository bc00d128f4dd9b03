import type { Contact, ContactSettings } from '../contacts';
import { readRules } from '../faults';
import { asFlag, asNumber, asText, isObject, type Json, type JsonObject } from '../json';
import { ok, type Answer } from '../http/request';
import { templateFields } from '../templates/catalog';
import type { Template, TemplateCategory, TemplateStatus } from '../templates/types';
import type { World } from '../world';
import { numberIn, outcome, phoneIn } from './inbound';
import { BadControl } from './refusal';

/** `POST /emulator/contacts`: makes a contact, or changes one. */
export function setContact(world: World, request: JsonObject): Answer {
	const phone = phoneIn(request);
	const settings: ContactSettings = {};
	for (const flag of ['marketingStopped', 'unreachable', 'noReadReceipts'] as const) {
		const value = asFlag(request[flag]);
		if (value !== undefined) settings[flag] = value;
	}
	if (asText(request.name)) settings.name = asText(request.name);
	if (asText(request.userId)) settings.userId = asText(request.userId);
	if (request.username !== undefined) settings.username = asText(request.username) || null;
	if (request.lastInboundAt !== undefined) settings.lastInboundAt = asNumber(request.lastInboundAt) ?? null;
	const contact = world.contacts.change(phone, settings);
	// A contact that was set up shows on the phone page before anything is said.
	world.conversations.of(contact);
	world.conversations.changed(contact);
	return ok(contactAnswer(world, contact));
}

export function contactAnswer(world: World, contact: Contact): JsonObject {
	return { ...contact, windowOpen: world.contacts.windowOpen(contact) };
}

/**
 * `POST /emulator/number {to?, quality_rating?, status?, …}`: changes what Graph tells of a business number. Fields are
 * those of `GET /{PNID}`; null gives one back its usual value.
 */
export function setNumber(world: World, request: JsonObject): Answer {
	const { phoneNumberId } = numberIn(world, request);
	const { ...fields } = request;
	delete fields.to;
	const state = { ...world.numbers.get(phoneNumberId), ...fields };
	world.numbers.set(phoneNumberId, Object.fromEntries(Object.entries(state).filter(([, value]) => value !== null)));
	return ok({ id: phoneNumberId, ...world.numbers.get(phoneNumberId) });
}

/** `POST /emulator/faults`: what goes wrong next. Replaces the rules before. */
export function setFaults(world: World, request: JsonObject): Answer {
	try {
		world.faults.set(readRules(request.rules));
	} catch (error) {
		throw new BadControl(error instanceof Error ? error.message : String(error));
	}
	return ok({ rules: world.faults.waiting() as unknown as Json });
}

/** `POST /emulator/webhooks`: holds, releases, delays, turns round and repeats webhooks. */
export async function steerWebhooks(world: World, request: JsonObject): Promise<Answer> {
	const { statuses, sender } = world;
	const reorder = asFlag(request.reorder);
	if (reorder !== undefined) statuses.reverse(reorder);
	const delayMs = asNumber(request.delayMs);
	if (delayMs !== undefined) statuses.delay(Math.max(0, delayMs));
	if (asFlag(request.hold) === true) statuses.hold();
	if (asFlag(request.release) === true || asFlag(request.hold) === false) await statuses.release();
	const again = isObject(request.redeliver) ? request.redeliver.kind : undefined;
	if (again !== undefined && again !== 'statuses' && again !== 'messages' && again !== 'all') {
		throw new BadControl('"redeliver.kind" must be "statuses", "messages" or "all".');
	}
	const deliveries = again === undefined ? undefined : await sender.redeliver(again, statuses.isReversed);
	return ok({
		holding: statuses.isHolding,
		held: statuses.held,
		reorder: statuses.isReversed,
		pending: sender.pending,
		...(deliveries ? { redelivered: deliveries.length, delivered: deliveries.filter((delivery) => delivery.status === 200).length } : {}),
	});
}

export function listAllTemplates(world: World): Answer {
	return ok(world.templates.all().map((template) => templateFields(template, undefined)));
}

const STATUSES: readonly TemplateStatus[] = [
	'APPROVED', 'PENDING', 'REJECTED', 'PAUSED', 'DISABLED', 'IN_APPEAL', 'PENDING_DELETION', 'DELETED', 'FLAGGED', 'LIMIT_EXCEEDED', 'LOCKED', 'ARCHIVED',
];
const CATEGORIES: readonly TemplateCategory[] = ['MARKETING', 'UTILITY', 'AUTHENTICATION'];

/**
 * `POST /emulator/templates`: adds a template, or changes the one with that name and language (`en` unless told).
 * A new status is announced by Meta's `message_template_status_update` where someone has subscribed to it.
 */
export async function setTemplate(world: World, request: JsonObject): Promise<Answer> {
	const name = asText(request.name);
	if (!name || !/^[a-z0-9_]{1,512}$/.test(name)) throw new BadControl('"name" must be 1 to 512 of a-z, 0-9 and _.');
	const language = asText(request.language) ?? 'en';
	const status = oneOf(request.status, STATUSES, 'status');
	const category = oneOf(request.category, CATEGORIES, 'category');
	const format = oneOf(request.parameter_format, ['POSITIONAL', 'NAMED'] as const, 'parameter_format');
	const before = world.templates.find(name, language);
	if (!before && !Array.isArray(request.components)) throw new BadControl('A new template needs "components".');
	const template = world.templates.put({
		name,
		language,
		...(status ? { status } : {}),
		...(category ? { category } : {}),
		...(format ? { parameter_format: format } : {}),
		...(Array.isArray(request.components) ? { components: request.components as unknown as Template['components'] } : {}),
		...(asText(request.id) ? { id: asText(request.id) } : {}),
	});
	const announced = before && before.status !== template.status ? await announce(world, template.id, name, language, eventOf(before.status, template.status)) : undefined;
	return ok({ ...templateFields(template, undefined), ...(announced ? { webhook: announced } : {}) });
}

/** A template that comes back from a pause is announced by a word of its own. */
const eventOf = (before: TemplateStatus, now: TemplateStatus): TemplateStatus | 'UNPAUSED' => (before === 'PAUSED' && now === 'APPROVED' ? 'UNPAUSED' : now);

/** Source: D/webhooks/reference/message_template_status_update */
async function announce(world: World, id: string, name: string, language: string, event: TemplateStatus | 'UNPAUSED'): Promise<JsonObject> {
	const value: JsonObject = {
		event,
		message_template_id: Number(id),
		message_template_name: name,
		message_template_language: language,
		reason: 'NONE',
		...(event === 'PAUSED' ? { other_info: { title: 'FIRST_PAUSE', description: 'Your template has been paused because of low quality.' } } : {}),
	};
	const field = 'message_template_status_update';
	return outcome(await world.sender.deliver('other', field, [{ field, value }]));
}

function oneOf<Known extends string>(value: Json | undefined, known: readonly Known[], name: string): Known | undefined {
	if (value === undefined) return undefined;
	const found = known.find((candidate) => candidate === asText(value)?.toUpperCase());
	if (!found) throw new BadControl(`"${name}" must be one of ${known.join(', ')}.`);
	return found;
}
