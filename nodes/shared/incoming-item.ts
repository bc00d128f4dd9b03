/** What an incoming item says: of whom it is, and of the step that is due. All of it is data, not permission. */
import type { IDataObject } from 'n8n-workflow';
import type { ContactRef } from '../../engine/contact/contact';
import type { StepMessage } from '../../engine/sequence/definition';
import type { StepLease } from '../../engine/store/contract';
import { isRecord, record, text } from '../../engine/whatsapp/json-shape';
import type { PlaceholderValues } from '../../engine/whatsapp/placeholders';

export interface IncomingItem {
	/** Null when the item names no contact. */
	contact: ContactRef | null;
	/** The lease on a due step; null for items that come from elsewhere. */
	step: StepLease | null;
	/** The step's message; null when the item comes from no Sequence Trigger. */
	message: StepMessage | null;
	/** Number of the attempt at the step, from 1. */
	attempt: number;
	/** A sample of a manual run, which belongs to nobody. */
	sample: boolean;
	values: PlaceholderValues;
}

export function readItem(json: IDataObject): IncomingItem {
	const contact = record(json.contact);
	const enrollment = record(json.enrollment);
	const step = record(json.step);
	const sample = json.sample === true;
	const lease = { enrollmentId: text(enrollment.id), lease: text(enrollment.lease), step: text(step.name) };
	return {
		contact: refOf(contact, sample),
		step: !sample && lease.enrollmentId && lease.lease && lease.step ? lease : null,
		message: readMessage(step.message),
		attempt: typeof enrollment.attempt === 'number' && enrollment.attempt > 0 ? enrollment.attempt : 1,
		sample,
		values: {
			name: text(contact.name) || null,
			phone: text(contact.phone) || null,
			reference: text(enrollment.reference) || null,
			context: record(enrollment.context),
			attributes: record(contact.attributes),
			tags: Array.isArray(contact.tags) ? contact.tags.map(text).filter(Boolean) : [],
		},
	};
}

/** A sample's contact exists in no store: only its address counts. */
function refOf(contact: Record<string, unknown>, sample: boolean): ContactRef | null {
	const ref: ContactRef = {};
	if (!sample && text(contact.id)) ref.id = text(contact.id);
	if (text(contact.phone)) ref.phone = text(contact.phone);
	if (text(contact.userId)) ref.userId = text(contact.userId);
	if (text(contact.name)) ref.name = text(contact.name);
	return ref.id || ref.phone || ref.userId ? ref : null;
}

function readMessage(value: unknown): StepMessage | null {
	const message = record(value);
	switch (message.kind) {
		case 'template': {
			const variables = Object.entries(record(message.variables)).map(([key, one]) => [key, text(one)]);
			return { kind: 'template', name: text(message.name), language: text(message.language), variables: Object.fromEntries(variables) };
		}
		case 'text':
			return { kind: 'text', text: text(message.text) };
		default:
			return isRecord(value) ? { kind: 'none' } : null;
	}
}
