/** From what the store made of a webhook to the items of the workflow. */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { windowEnd } from '../../engine/contact/contact';
import type { AppliedMessage } from '../../engine/store/contract';
import { kindOf } from '../../engine/whatsapp/message-kind';
import type { EventContact, OtherEvent, PreferenceEvent, StatusEvent, WebhookEvent } from '../../engine/whatsapp/webhook-event';
import type { MessageItem } from '../shared/items';
import type { EnrolledIn } from './new-contacts';
import type { TriggerOptions } from './parameters';

/** Opt-outs are obeyed without anyone's doing; opt-in words are often keywords too ("START"), so they pass. */
export function startsWorkflow(applied: AppliedMessage, options: TriggerOptions): boolean {
	if (applied.consent === 'stop') return options.optOuts === true;
	return options.kinds === undefined || options.kinds.includes(kindOf(applied.event.message));
}

/** What an item tells besides the message itself. */
export interface Extras {
	/** The message as Meta sent it, when the user wants it. */
	raw?: Record<string, unknown>;
	/** The sequences that a first contact was enrolled in. */
	enrolledIn?: EnrolledIn[];
}

/** One item of a new message. */
export function messageItem(applied: AppliedMessage, { raw, enrolledIn }: Extras = {}): INodeExecutionData {
	const { event, contact } = applied;
	const { message } = event;
	const item: MessageItem = {
		contact: { id: contact.id, phone: contact.phone, userId: contact.userId, name: contact.name },
		message: {
			id: event.id,
			type: message.type,
			text: message.text,
			payload: message.payload ?? null,
			replyTo: message.replyTo ?? null,
			at: iso(event.at),
			referral: (message.referral as IDataObject | undefined) ?? null,
			content: message.content ?? null,
		},
		isFirstContact: applied.isFirstContact,
		previousMessageAt: nullableIso(applied.previousInboundAt),
		windowEndsAt: nullableIso(windowEnd(contact)),
		endedEnrollments: applied.endedEnrollments,
	};
	const json = { ...item } as unknown as IDataObject;
	if (applied.consent !== null) json.consent = applied.consent;
	if (applied.survey !== null) json.survey = applied.survey;
	if (enrolledIn !== undefined) json.enrolledIn = enrolledIn as unknown as IDataObject[];
	if (raw !== undefined) json.raw = raw as IDataObject;
	return { json };
}

/** Items of the events besides messages that the user asked for. */
export function eventItems(events: WebhookEvent[], options: TriggerOptions): INodeExecutionData[] {
	const statuses = new Set<string>(options.statuses ?? []);
	const fields = new Set(options.fields ?? []);
	const items: INodeExecutionData[] = [];
	for (const event of events) {
		if (event.kind === 'status' && statuses.has(event.status)) items.push({ json: statusJson(event) });
		else if (event.kind === 'preference' && wantsPreference(event, fields, options)) items.push({ json: preferenceJson(event) });
		else if (event.kind === 'other' && fields.has(event.field)) items.push({ json: otherJson(event) });
	}
	return items;
}

/** A person's own marketing switch is an opt-out, too. */
function wantsPreference(event: PreferenceEvent, fields: Set<string>, options: TriggerOptions): boolean {
	return fields.has('user_preferences') || (event.value === 'stop' && options.optOuts === true);
}

function statusJson(event: StatusEvent): IDataObject {
	return {
		event: 'status',
		status: event.status,
		messageId: event.id,
		at: iso(event.at),
		contact: person(event.contact),
		error: event.error === undefined ? null : { ...event.error },
	};
}

function preferenceJson(event: PreferenceEvent): IDataObject {
	return { event: 'user_preferences', value: event.value, at: iso(event.at), contact: person(event.contact) };
}

function otherJson(event: OtherEvent): IDataObject {
	return { event: event.field, value: event.value as IDataObject };
}

function person(contact: EventContact): IDataObject {
	return { phone: contact.phone ?? null, userId: contact.userId ?? null, name: contact.name ?? null };
}

function iso(at: number): string {
	return new Date(at).toISOString();
}

function nullableIso(at: number | null): string | null {
	return at === null ? null : iso(at);
}
