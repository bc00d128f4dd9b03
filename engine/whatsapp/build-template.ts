/** A template and the values of its variables, put together as Meta wants them (Meta: templates/overview). */
import { noValue } from './build-text';
import type { BuiltMessage } from './message-body';
import { fillPlaceholders, type PlaceholderValues, type TextSource } from './placeholders';
import { isSendable, variablesIn, type Template, type TemplateButton } from './template';
import { otpSource, suffixOf, variablesOf } from './template-variables';

/** Longest code of a copy-code or one-time-password button, in characters. */
const LONGEST_CODE = 15;
/** Longest payload of a quick reply, in characters. */
const LONGEST_PAYLOAD = 256;

/** A value that cannot be sent; caught in buildTemplate, where it becomes the detail. */
class BadValue extends Error {}

type Component = Record<string, unknown>;

/**
 * Builds the message, or says why it cannot be. `sources` are the texts under the keys of
 * template-variables.ts; keys that the template does not have are left out, since Meta counts exactly.
 */
export function buildTemplate(template: Template, sources: Record<string, TextSource>, values: PlaceholderValues): BuiltMessage {
	const name = `"${template.name}" (${template.language})`;
	if (!isSendable(template)) {
		return { ok: false, reason: 'template_missing', detail: `The template ${name} is not approved: its status is ${template.status}.` };
	}
	if (template.unsupported.length > 0) {
		return { ok: false, reason: 'invalid_message', detail: `The template ${name} has ${template.unsupported.join(' and ')}, which this node cannot fill in.` };
	}
	const filled = new Map<string, string>();
	for (const { key, label, required } of variablesOf(template)) {
		const { text, missing } = fillPlaceholders(sources[key] ?? '', values);
		if (missing.length > 0) return { ok: false, reason: 'missing_variable', detail: `${label}: ${noValue(missing)}` };
		const clean = oneLine(text);
		if (clean === '' && required) return { ok: false, reason: 'missing_variable', detail: `The template ${name} needs a value for ${label}.` };
		if (clean !== '') filled.set(key, clean);
	}
	try {
		const components = [header(template, filled), body(template, filled), ...template.buttons.map((one) => button(one, template, filled))];
		return {
			ok: true,
			message: {
				type: 'template',
				template: {
					name: template.name,
					language: { code: template.language },
					components: components.filter((component) => component !== null),
				},
			},
		};
	} catch (error) {
		return { ok: false, reason: 'invalid_message', detail: `The template ${name}: ${(error as Error).message}` };
	}
}

/** Meta refuses values with line breaks, tabs or more than four spaces in a row (code 132018). */
export function oneLine(text: string): string {
	return text
		.replace(/[\t\n\v\f\r\u0085\u2028\u2029]+/g, ' ')
		.replace(/ {5,}/g, ' ')
		.trim();
}

function header({ header, named }: Template, filled: Map<string, string>): Component | null {
	if (!header) return null;
	if (header.format === 'TEXT') return words('header', variablesIn(header.text), named, filled);
	const kind = header.format.toLowerCase();
	const media: Record<string, string> = mediaOf(filled.get('header.media')!, kind);
	if (header.format === 'DOCUMENT') {
		const filename = filled.get('header.filename') ?? fileNameOf(media.link);
		if (filename) media.filename = filename;
	}
	return { type: 'header', parameters: [{ type: kind, [kind]: media }] };
}

function body({ body, named }: Template, filled: Map<string, string>): Component | null {
	return body ? words('body', variablesIn(body.text), named, filled) : null;
}

function words(part: 'header' | 'body', names: string[], named: boolean, filled: Map<string, string>): Component | null {
	if (names.length === 0) return null;
	const parameters = names.map((name) => {
		const parameter = { type: 'text', text: filled.get(`${part}.${name}`) };
		return named ? { ...parameter, parameter_name: name } : parameter;
	});
	return { type: part, parameters };
}

function mediaOf(value: string, kind: string): { id: string } | { link: string } {
	if (/^\d+$/.test(value)) return { id: value };
	if (/^https?:\/\/\S+$/i.test(value)) return { link: value };
	throw new BadValue(`the header's ${kind} must be a link that starts with https://, or the number of a file uploaded to Meta.`);
}

function fileNameOf(link: string | undefined): string {
	const last = (link ?? '').replace(/[?#].*$/, '').split('/').pop() ?? '';
	try {
		return decodeURIComponent(last);
	} catch {
		// A stray percent sign: the name is only for show.
		return last;
	}
}

function button(button: TemplateButton, template: Template, filled: Map<string, string>): Component | null {
	const index = String(button.index);
	const value = filled.get(keyOf(button, template));
	if (value === undefined) return null;
	switch (button.type) {
		case 'URL': {
			const suffix = suffixOf(button.url, value).replace(/ /g, '%20');
			return component('url', index, { type: 'text', text: suffix || noSuffix(button) });
		}
		case 'OTP':
			return component('url', index, { type: 'text', text: notLonger(value, LONGEST_CODE, 'code', button) });
		case 'QUICK_REPLY':
			return component('quick_reply', index, { type: 'payload', payload: notLonger(value, LONGEST_PAYLOAD, 'payload', button) });
		case 'COPY_CODE':
			return component('copy_code', index, { type: 'coupon_code', coupon_code: notLonger(value, LONGEST_CODE, 'code', button) });
		default:
			return null;
	}
}

function keyOf(button: TemplateButton, template: Template): string {
	if (button.type === 'OTP') return otpSource(template) ?? `button.${button.index}.code`;
	const kinds: Record<string, string> = { URL: 'url', QUICK_REPLY: 'payload', COPY_CODE: 'code' };
	return `button.${button.index}.${kinds[button.type] ?? ''}`;
}

function component(subType: string, index: string, parameter: Record<string, string>): Component {
	return { type: 'button', sub_type: subType, index, parameters: [parameter] };
}

function noSuffix(button: TemplateButton): never {
	throw new BadValue(`the button "${button.text}" needs the end of its address.`);
}

function notLonger(value: string, longest: number, what: string, button: TemplateButton): string {
	if (value.length <= longest) return value;
	throw new BadValue(`the ${what} of the button "${button.text}" has ${value.length} characters; WhatsApp takes up to ${longest}.`);
}
