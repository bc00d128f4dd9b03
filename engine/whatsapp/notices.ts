/**
 * What webhooks tell beside messages and statuses and the engine has to know: that a human answered from the WhatsApp
 * Business app (Meta: webhooks/reference/smb_message_echoes), that a person's number changed (type `system`,
 * Meta: webhooks/reference/messages/system), and that a template can be sent again (Meta:
 * webhooks/reference/message_template_status_update). Nothing here throws; what is malformed is passed over.
 */
import { toE164 } from '../contact/phone';
import { ContactBook, isSomebody } from './event-contact';
import { firstText, instant, record, records, text } from './json-shape';
import { templateLabel } from './template-label';
import type { EventContact, OtherEvent } from './webhook-event';

/** Somebody of the business wrote to the contact by hand. */
export interface HumanReply {
	/** wamid */
	id: string;
	contact: EventContact;
	/** UTC milliseconds. */
	at: number;
}

export interface NumberChange {
	/** Their number changed, and not only the id that Meta gives them. */
	isNewNumber: boolean;
	/** As the contact was known. */
	contact: EventContact;
	/** The new number, E.164; absent when only the user id changed. */
	phone?: string;
	userId?: string;
	at: number;
}

const ECHOES: ReadonlySet<string> = new Set(['smb_message_echoes', 'message_echoes']);
const CHANGES: ReadonlySet<string> = new Set(['user_changed_number', 'user_changed_user_id']);
const NEW_USER_IDS = 'user_id_update';

/** @param receivedAt time for echoes without one, in milliseconds */
export function humanRepliesIn({ field, value }: OtherEvent, receivedAt: number): HumanReply[] {
	if (!ECHOES.has(field)) return [];
	const echoes = records(value.message_echoes);
	const people = new ContactBook(value.contacts);
	return echoes.flatMap((echo) => {
		const contact = people.find(echo.to, echo.to_user_id, echoes.length);
		return isSomebody(contact) ? [{ id: text(echo.id), contact, at: instant(echo.timestamp) ?? receivedAt }] : [];
	});
}

/** @param receivedAt time for a notice without one, in milliseconds */
export function numberChangesIn(event: OtherEvent, receivedAt: number): NumberChange[] {
	if (event.field === NEW_USER_IDS) return userIdChangesIn(event, receivedAt);
	const change = systemChangeIn(event, receivedAt);
	return change ? [change] : [];
}

/** Meta renews the ids of people (Meta: webhooks/reference/user_id_update). */
function userIdChangesIn({ value }: OtherEvent, receivedAt: number): NumberChange[] {
	const updates = records(value[NEW_USER_IDS]);
	const people = new ContactBook(value.contacts);
	return updates.flatMap((update) => {
		const { previous, current } = record(update.user_id);
		const contact = people.find(update.wa_id, previous, updates.length);
		const { userId } = new ContactBook([]).find('', current, 1);
		if (!isSomebody(contact) || !userId) return [];
		return [{ contact, isNewNumber: false, at: instant(update.timestamp) ?? receivedAt, userId }];
	});
}

function systemChangeIn({ field, value }: OtherEvent, receivedAt: number): NumberChange | null {
	const system = record(value.system);
	if (field !== 'system' || !CHANGES.has(text(system.type))) return null;
	const contact = new ContactBook([]).find(value.from, value.from_user_id, 1);
	if (!isSomebody(contact)) return null;
	const digits = firstText(system.wa_id, system.new_wa_id).replace(/\D/g, '');
	const phone = digits === '' ? null : toE164(`+${digits}`);
	const userId = text(system.user_id);
	return { contact, isNewNumber: true, at: instant(value.timestamp) ?? receivedAt, ...(phone ? { phone } : {}), ...(userId ? { userId } : {}) };
}

const APPROVED: ReadonlySet<string> = new Set(['APPROVED', 'UNPAUSED', 'REINSTATED', 'UNARCHIVED']);

/** The template that Meta sends from now on, or again; null when the webhook says anything else. */
export function approvedTemplateIn({ field, value }: OtherEvent): string | null {
	if (field !== 'message_template_status_update' || !APPROVED.has(text(value.event).toUpperCase())) return null;
	const name = text(value.message_template_name);
	return name === '' ? null : templateLabel({ name, language: text(value.message_template_language) });
}
