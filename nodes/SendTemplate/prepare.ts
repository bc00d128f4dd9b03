/** Turns one item into a message that is ready to leave, or into the reason why it is not. */
import type { ContactRef } from '../../engine/contact/contact';
import { toE164 } from '../../engine/contact/phone';
import type { PreparedSend, Withheld } from '../../engine/dispatch/prepared-send';
import type { Reason } from '../../engine/sequence/reason';
import type { SendCategory, StepLease } from '../../engine/store/contract';
import { buildTemplate } from '../../engine/whatsapp/build-template';
import { buildText } from '../../engine/whatsapp/build-text';
import type { BuiltMessage } from '../../engine/whatsapp/message-body';
import type { TextSource } from '../../engine/whatsapp/placeholders';
import type { TemplateCategory } from '../../engine/whatsapp/template';
import type { TemplateList } from '../../engine/whatsapp/template-list';
import type { IncomingItem } from './incoming-item';
import type { SendParameters } from './parameters';
import { NOT_A_TEST_RECIPIENT, SAMPLE_WITHOUT_RECIPIENT, type TestRecipients } from './recipients';

/** What is to be sent for an item, before it is put together. */
export type Wanted =
	| { kind: 'template'; name: string; language: string; sources: Record<string, TextSource> }
	| { kind: 'text'; source: TextSource }
	| { kind: 'none' };

export type Prepared =
	| { kind: 'send'; send: PreparedSend }
	/** Ends without a POST; `step` is refused in the store when the item holds one. */
	| { kind: 'refused'; reason: Reason; detail: string; step: StepLease | null; action: 'skip' | 'fail' | 'leave' };

/** The canvas does not fit the node's settings; the message is the sentence for the user, the rest says what to do. */
export class WiringError extends Error {
	constructor(
		message: string,
		readonly whatToDo: string,
	) {
		super(message);
	}
}

/** Throws WiringError when the item holds no step although the node is to send the step's message. */
export function wantedFor(item: IncomingItem, index: number, parameters: SendParameters): Wanted {
	if (parameters.message === 'text') return { kind: 'text', source: parameters.text(index) };
	if (parameters.message === 'template') {
		const [name, language = ''] = parameters.template(index).split('|');
		if (name.trim() === '') throw new WiringError('No template is chosen', 'Choose one under Template, from the list or by its name.');
		return { kind: 'template', name: name.trim(), language: language.trim(), sources: parameters.variables(index) };
	}
	const { message } = item;
	if (!message) {
		throw new WiringError(
			'The item holds no sequence step',
			'Connect this node behind a WhatsApp Sequence Trigger, or choose Template or Text under Message.',
		);
	}
	if (message.kind === 'template') return { kind: 'template', name: message.name, language: message.language, sources: message.variables };
	return message.kind === 'text' ? { kind: 'text', source: message.text } : message;
}

export interface Preparation {
	parameters: SendParameters;
	recipients: TestRecipients;
	/** ISO country for numbers without a country code; may be empty. */
	country: string;
	nodeId: string;
	/** The account's templates, or why they cannot be read now. */
	templates: TemplateList | { withheld: Withheld };
}

/** Throws WiringError when the item names nobody. */
export function prepare(item: IncomingItem, index: number, wanted: Wanted, preparation: Preparation): Prepared {
	const { parameters, recipients, nodeId, templates } = preparation;
	const fromItem = parameters.recipient === 'item';
	// A message to somebody else is not the step's message, so it does not finish the step either.
	const step = fromItem ? item.step : null;
	if (wanted.kind === 'none') return { kind: 'refused', reason: 'done', detail: 'The step has no message of its own.', step, action: 'leave' };

	const contact = fromItem ? item.contact : explicitContact(index, preparation);
	if (item.sample && !(contact && recipients.includes(contact))) return notATestRecipient(SAMPLE_WITHOUT_RECIPIENT, step);
	if (!contact && !fromItem) return { kind: 'refused', reason: 'no_address', detail: noSuchRecipient(index, parameters), step: null, action: 'leave' };
	if (!contact && !step) {
		throw new WiringError('The item names no contact', 'Take it from another WhatsApp node of this pack, or choose who gets the message under Recipient.');
	}
	if (contact && recipients.restricted && hasAddress(contact) && !recipients.includes(contact)) return notATestRecipient(NOT_A_TEST_RECIPIENT, step);

	const request = { node: nodeId, contact: contact ?? {}, ...(step ? { step } : {}) };
	const { attempt } = item;
	if (wanted.kind === 'text') return built(buildText(wanted.source, item.values), { ...request, category: 'session', label: 'text' }, step, attempt);

	const label = `${wanted.name} (${wanted.language})`;
	if ('withheld' in templates) {
		return { kind: 'send', send: { request: { ...request, category: 'marketing', label }, content: templates, attempt } };
	}
	const template = templates.find(wanted.name, wanted.language || onlyLanguage(templates, wanted.name));
	if (!template) {
		return { kind: 'refused', reason: 'template_missing', detail: `There is no approved template "${wanted.name}"${wanted.language ? ` in ${wanted.language}` : ''} in this WhatsApp account.`, step, action: 'fail' };
	}
	const { name, language } = template;
	return built(buildTemplate(template, wanted.sources, item.values), { ...request, category: categoryOf(template.category), label: `${name} (${language})` }, step, attempt);
}

function built(message: BuiltMessage, request: PreparedSend['request'], step: StepLease | null, attempt: number): Prepared {
	if (message.ok) return { kind: 'send', send: { request, content: { message: message.message }, attempt } };
	const action = message.reason === 'missing_variable' ? 'skip' : 'fail';
	return { kind: 'refused', reason: message.reason, detail: message.detail, step, action };
}

/** A category that Meta invents later needs the strictest permission. */
function categoryOf(category: TemplateCategory | null): SendCategory {
	if (category === 'UTILITY') return 'utility';
	return category === 'AUTHENTICATION' ? 'authentication' : 'marketing';
}

/** A name without a language is enough where the template exists in one language only. */
export function onlyLanguage(templates: TemplateList, name: string): string {
	const languages = templates.languagesOf(name);
	return languages.length === 1 ? languages[0] : '';
}

/** A contact known by its id alone is checked after the store has told its address. */
function hasAddress({ phone, userId }: ContactRef): boolean {
	return !!phone || !!userId;
}

/** The enrollment fails visibly and can be resumed: a list that was forgotten must not use up people's steps. */
function notATestRecipient(detail: string, step: StepLease | null): Prepared {
	return { kind: 'refused', reason: 'not_a_test_recipient', detail, step, action: 'fail' };
}

function explicitContact(index: number, { parameters, country }: Preparation): ContactRef | null {
	if (parameters.recipient === 'userId') {
		const userId = parameters.userId(index).trim();
		return userId === '' ? null : { userId };
	}
	const phone = toE164(parameters.phone(index), country);
	return phone === null ? null : { phone };
}

function noSuchRecipient(index: number, parameters: SendParameters): string {
	if (parameters.recipient === 'userId') return 'The WhatsApp user ID under Recipient is empty.';
	return `"${parameters.phone(index)}" is no phone number. Write it with its country code, e.g. +49 170 1234567.`;
}
