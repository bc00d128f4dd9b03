/** What is to be sent for an item, before it is put together. */
import type { SessionDraft } from '../../engine/whatsapp/messages/draft';
import type { TextSource } from '../../engine/whatsapp/placeholders';
import type { IncomingItem } from '../shared/incoming-item';
import type { SendParameters } from './parameters';

export interface WantedTemplate {
	name: string;
	/** Empty where a name alone was given. */
	language: string;
	sources: Record<string, TextSource>;
}

export type Wanted =
	| { kind: 'template'; template: WantedTemplate }
	| { kind: 'session'; draft: SessionDraft }
	/** The session message while the window is open, the template otherwise. */
	| { kind: 'auto'; draft: SessionDraft; template: WantedTemplate }
	| { kind: 'none' };

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
	switch (parameters.message) {
		case 'step':
			return messageOfStep(item);
		case 'template':
			return { kind: 'template', template: chosenTemplate(index, parameters) };
		case 'auto':
			return { kind: 'auto', draft: parameters.session(index), template: chosenTemplate(index, parameters) };
		default:
			return { kind: 'session', draft: parameters.session(index) };
	}
}

function messageOfStep({ message }: IncomingItem): Wanted {
	if (!message) {
		throw new WiringError(
			'The item holds no sequence step',
			'Connect this node behind a WhatsApp Sequence Trigger, or choose another Message Type.',
		);
	}
	if (message.kind === 'none') return message;
	if (message.kind === 'text') return { kind: 'session', draft: { content: { kind: 'text', text: message.text, preview: true } } };
	const { name, language, variables } = message;
	return { kind: 'template', template: { name, language, sources: variables } };
}

function chosenTemplate(index: number, parameters: SendParameters): WantedTemplate {
	const [name, language = ''] = parameters.template(index).split('|');
	if (name.trim() === '') throw new WiringError('No template is chosen', 'Choose one under Template, from the list or by its name.');
	return { name: name.trim(), language: language.trim(), sources: parameters.variables(index) };
}

/** The template that may be needed; undefined for messages without one. */
export function templateOf(wanted: Wanted): WantedTemplate | undefined {
	return wanted.kind === 'template' || wanted.kind === 'auto' ? wanted.template : undefined;
}
