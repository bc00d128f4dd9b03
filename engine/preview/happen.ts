/** Lets pretended events happen: as webhooks of Meta where they come from there, else as operations of the store. */
import type { Contact } from '../contact/contact';
import type { EnrollmentChange } from '../store/contract';
import type { EventContact, WebhookEvent } from '../whatsapp/webhook-event';
import type { Happening } from './plan';
import { pretendDates } from './pretend-dates';
import { publishAnew, type Stage } from './stage';

/** Whom it happens to, and in which sequence. */
export interface Role {
	contact: Contact;
	sequence: string;
}

const OWNER = 'preview';

/** Downtime and deliverability are the player's own. */
export async function happen(stage: Stage, { contact, sequence }: Role, event: Happening & { at: number }, number: number): Promise<void> {
	const { account } = stage;
	const { at } = event;
	const webhook = webhookOf(event, contact, number);
	if (webhook) await account.applyWebhook([webhook], OWNER, at);
	const change = changeOf(event);
	if (change) await account.changeEnrollments([{ target: { sequence, contact: { id: contact.id } }, change }], at);
	switch (event.kind) {
		case 'conversion':
			await account.recordConversions([{ contact: { id: contact.id }, orderId: `preview-${number}`, value: null, currency: null, coupon: event.coupon ?? null, at }], at);
			return;
		case 'pause_sequence':
			await account.pauseSequence(sequence, '', at);
			return;
		case 'resume_sequence':
			await account.resumeSequence(sequence, at);
			return;
		case 'enroll':
			await enrollIn(stage, { contactId: contact.id, sequence, reference: event.reference }, at);
			return;
		case 'publish':
			await publishAnew(stage, event.definition, at);
	}
}

export async function enrollIn(
	{ account, sequences }: Stage,
	{ contactId, sequence, reference }: { contactId: string; sequence: string; reference: string | null },
	now: number,
): Promise<Contact> {
	const definition = sequences.find((one) => one.definition.name === sequence)?.definition;
	const context = definition ? pretendDates(definition, now) : {};
	const [result] = await account.enroll([{ sequence, contact: { id: contactId }, reentry: 'sequence', reference, context }], now);
	return result!.contact;
}

function changeOf({ kind }: Happening): EnrollmentChange['change'] | null {
	switch (kind) {
		case 'pause_contact':
			return { kind: 'pause' };
		case 'resume_contact':
			return { kind: 'resume', unconfirmed: 'sent' };
		case 'skip_step':
			return { kind: 'skip' };
		default:
			return null;
	}
}

function webhookOf(event: Happening & { at: number }, { phone, userId }: Contact, number: number): WebhookEvent | null {
	const { at } = event;
	const contact: EventContact = { ...(phone ? { phone } : {}), ...(userId ? { userId } : {}) };
	const digits = phone?.slice(1);
	const timestamp = String(Math.floor(at / 1000));
	switch (event.kind) {
		case 'reply':
			return { kind: 'message', id: `preview message ${number}`, at, contact, message: { type: 'text', text: event.text } };
		case 'opt_out':
			return { kind: 'preference', at, contact, value: 'stop' };
		case 'opt_in':
			return { kind: 'preference', at, contact, value: 'resume' };
		case 'human_reply':
			return {
				kind: 'other',
				field: 'smb_message_echoes',
				value: { message_echoes: [{ id: `preview echo ${number}`, timestamp, ...(digits ? { to: digits } : { to_user_id: userId }) }] },
			};
		case 'number_change':
			return {
				kind: 'other',
				field: 'system',
				value: { timestamp, system: { type: 'user_changed_number' }, ...(digits ? { from: digits } : { from_user_id: userId }) },
			};
		default:
			return null;
	}
}
