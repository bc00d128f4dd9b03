/** Checks a step's message before the sequence is published, against the templates as they are at Meta now. */
import type { StepMessage, TemplateMessage } from '../sequence/definition';
import { LONGEST_TEXT } from './messages/text';
import { unknownPlaceholders } from './placeholders';
import { isSendable } from './template';
import type { TemplateList } from './template-list';
import { variablesOf } from './template-variables';

/** A sentence that says what to mend, without the step's name (the caller puts it in front); null when all is well. */
export function checkStepMessage(message: StepMessage, templates: TemplateList): string | null {
	if (message.kind === 'none') return null;
	if (message.kind === 'text') {
		if (message.text.length > LONGEST_TEXT) return `The text has ${message.text.length} characters; WhatsApp takes up to ${LONGEST_TEXT}.`;
		return checkPlaceholders(message.text);
	}
	return checkTemplate(message, templates);
}

function checkTemplate(message: TemplateMessage, templates: TemplateList): string | null {
	const template = templates.find(message.name, message.language);
	if (!template) return unknownTemplate(message, templates);
	const name = `The template "${message.name}" (${message.language})`;
	if (!isSendable(template)) return `${name} cannot be sent: Meta says ${template.status}. Wait for its approval or choose another one.`;
	if (template.unsupported.length > 0) return `${name} has ${template.unsupported.join(' and ')}, which cannot be filled in here. Choose another one.`;

	const variables = variablesOf(template);
	const empty = variables.filter(({ key, required }) => required && (message.variables[key] ?? '').trim() === '');
	if (empty.length > 0) return `${name} has variables without a value: ${empty.map(({ label }) => label).join(', ')}.`;
	const known = new Set(variables.map(({ key }) => key));
	const surplus = Object.keys(message.variables).filter((key) => !known.has(key) && message.variables[key].trim() !== '');
	if (surplus.length > 0) {
		return `${name} has no variable ${surplus.map((key) => `"${key}"`).join(', ')}. Choose the template again, so that its fields are read anew.`;
	}
	for (const { key } of variables) {
		const fault = checkPlaceholders(message.variables[key] ?? '');
		if (fault) return fault;
	}
	return null;
}

function unknownTemplate({ name, language }: TemplateMessage, templates: TemplateList): string {
	const languages = templates.languagesOf(name);
	if (languages.length > 0) return `The template "${name}" does not exist in the language "${language}". There is: ${languages.join(', ')}.`;
	const similar = templates.similarTo(name);
	const hint = similar.length > 0 ? `Did you mean ${similar.map((one) => `"${one}"`).join(' or ')}?` : 'Choose one from the list.';
	return `The template "${name}" does not exist in this WhatsApp account. ${hint}`;
}

function checkPlaceholders(text: string): string | null {
	const unknown = unknownPlaceholders(text).map((key) => `{${key}}`);
	if (unknown.length === 0) return null;
	return `${unknown.join(', ')} is not known. Use {name}, {phone}, {reference}, {tags}, {attribute.field} or {context.field}, each with a fallback if you like: {name|there}.`;
}
