/** What tests are made of: definitions, people, webhook events. Each call makes a new one. */
import type { ContactRef } from '../../engine/contact/contact';
import { type Delay, type SequenceDefinition, type Step } from '../../engine/sequence/definition';
import type { EnrollRequest, SequenceOwner } from '../../engine/store/contract';
import type {
	EventContact,
	MessageEvent,
	PreferenceEvent,
	SendStatus,
	StatusEvent,
} from '../../engine/whatsapp/webhook-event';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A Monday in winter, 10:00 in Berlin. */
export const START = Date.UTC(2026, 0, 5, 9);

export function step(name: string, delay: Delay = { amount: 0, unit: 'seconds' }, more: Partial<Step> = {}): Step {
	return { name, enabled: true, delay, message: { kind: 'template', name: `promo_${name}`, language: 'en', variables: {} }, ...more };
}

/** hello at once, offer an hour after it, reminder a day after that. */
export function definition(more: Partial<SequenceDefinition> = {}): SequenceDefinition {
	return {
		name: 'welcome',
		description: 'Greets new people',
		steps: [step('hello'), step('offer', { amount: 1, unit: 'hours' }), step('reminder', { amount: 1, unit: 'days' })],
		stopOnReply: true,
		unconfirmed: 'hold',
		maxAttempts: 3,
		timeZone: 'Europe/Berlin',
		...more,
	};
}

export function owner(name = 'first'): SequenceOwner {
	return { workflowId: `workflow-${name}`, nodeId: `node-${name}`, label: `Workflow ${name} / Sequence Trigger` };
}

export function phoneOf(n: number): string {
	return `+4917${String(n).padStart(8, '0')}`;
}

export function person(n = 1): ContactRef {
	return { phone: phoneOf(n) };
}

export function enrollRequest(contact: ContactRef = person(), more: Partial<EnrollRequest> = {}): EnrollRequest {
	return { sequence: 'welcome', contact, reentry: 'keep', reference: null, context: {}, ...more };
}

/** A text message; Meta's times are whole seconds. */
export function message(id: string, text: string, at: number, contact: EventContact = { phone: phoneOf(1) }): MessageEvent {
	return { kind: 'message', id, at: Math.floor(at / SECOND) * SECOND, contact, message: { type: 'text', text } };
}

export function messageOfType(type: string, id: string, at: number, contact: EventContact = { phone: phoneOf(1) }): MessageEvent {
	return { ...message(id, '', at, contact), message: { type, text: '' } };
}

export function status(id: string, value: SendStatus, at: number, more: Partial<StatusEvent> = {}): StatusEvent {
	return { kind: 'status', id, status: value, at: Math.floor(at / SECOND) * SECOND, contact: { phone: phoneOf(1) }, ...more };
}

export function preference(value: 'stop' | 'resume', at: number, contact: EventContact = { phone: phoneOf(1) }): PreferenceEvent {
	return { kind: 'preference', value, at: Math.floor(at / SECOND) * SECOND, contact };
}
