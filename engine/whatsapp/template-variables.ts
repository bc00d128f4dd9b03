/**
 * The variables of a template: what a user fills in, under which key. Keys are stable, since they are stored with
 * a sequence's steps: header.1, header.first_name, header.media, header.filename, body.1, body.first_name,
 * button.0.url, button.0.payload, button.0.code (the number is the button's position from 0).
 */
import { variablesIn, type Template, type TemplateButton } from './template';

export interface TemplateVariable {
	key: string;
	/** For people, e.g. `Body {{1}}`. */
	label: string;
	/** The example that was given to Meta with the template; empty when there is none. */
	example: string;
	required: boolean;
}

/** All variables in the order in which a reader of the message meets them. */
export function variablesOf(template: Template): TemplateVariable[] {
	return [...headerVariables(template), ...bodyVariables(template), ...template.buttons.flatMap((button) => buttonVariables(button, template))];
}

function headerVariables({ header }: Template): TemplateVariable[] {
	if (!header) return [];
	if (header.format === 'TEXT') {
		return variablesIn(header.text).map((name) => ({
			key: `header.${name}`,
			label: `Header {{${name}}}`,
			example: header.examples[name] ?? '',
			required: true,
		}));
	}
	const kind = header.format.toLowerCase();
	const media: TemplateVariable = {
		key: 'header.media',
		label: `Header ${kind} (link or media ID)`,
		example: header.examples.media ?? '',
		required: true,
	};
	// Without a name, WhatsApp shows a document as "Untitled".
	const filename: TemplateVariable = { key: 'header.filename', label: 'Header document name', example: 'catalog.pdf', required: false };
	return header.format === 'DOCUMENT' ? [media, filename] : [media];
}

function bodyVariables({ body }: Template): TemplateVariable[] {
	if (!body) return [];
	return variablesIn(body.text).map((name) => ({
		key: `body.${name}`,
		label: `Body {{${name}}}`,
		example: body.examples[name] ?? '',
		required: true,
	}));
}

function buttonVariables(button: TemplateButton, template: Template): TemplateVariable[] {
	const { index, text, example } = button;
	const named = `Button "${text || index + 1}"`;
	if (button.type === 'URL' && variablesIn(button.url).length > 0) {
		return [{ key: `button.${index}.url`, label: `${named}: end of the address after ${fixedPart(button.url)}`, example: suffixOf(button.url, example), required: true }];
	}
	if (button.type === 'QUICK_REPLY') {
		return [{ key: `button.${index}.payload`, label: `${named}: payload`, example: '', required: false }];
	}
	if (button.type === 'COPY_CODE') return [{ key: `button.${index}.code`, label: `${named}: code to copy`, example, required: true }];
	// A one-time password stands in the text and in the button; it is asked for once.
	if (button.type === 'OTP' && otpSource(template) === null) {
		return [{ key: `button.${index}.code`, label: `${named}: one-time code`, example: '', required: true }];
	}
	return [];
}

/** The body variable whose value the button of a one-time password repeats; null when the body has none. */
export function otpSource(template: Template): string | null {
	const first = variablesIn(template.body?.text ?? '')[0];
	return first === undefined ? null : `body.${first}`;
}

/** Address of a URL button up to its variable. */
export function fixedPart(url: string): string {
	return url.replace(/\{\{.*$/s, '');
}

/** What follows the fixed part; people and Meta's examples often give the whole address. */
export function suffixOf(url: string, value: string): string {
	const fixed = fixedPart(url);
	return fixed !== '' && value.startsWith(fixed) ? value.slice(fixed.length) : value;
}
