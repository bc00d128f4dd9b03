/**
 * Message templates as Meta's list tells them (Meta: templates/template-management). The parser takes what it understands and keeps the
 * names of the rest: Meta adds component types, and one of them must not make the other templates unusable.
 */
import { record, text } from './json-shape';

export type TemplateCategory = 'MARKETING' | 'UTILITY' | 'AUTHENTICATION';

export type HeaderFormat = 'TEXT' | 'IMAGE' | 'VIDEO' | 'DOCUMENT';

export interface TemplateHeader {
	format: HeaderFormat;
	/** Empty for media. */
	text: string;
	/** Example text of each variable, or the sample file's address under "media". */
	examples: Record<string, string>;
}

export interface TemplateBody {
	text: string;
	examples: Record<string, string>;
}

export interface TemplateButton {
	/** Position in the template, which Meta calls index. */
	index: number;
	/** QUICK_REPLY, URL, COPY_CODE, OTP, PHONE_NUMBER, FLOW, … */
	type: string;
	text: string;
	/** With its variable, for URL buttons; else empty. */
	url: string;
	example: string;
}

export interface Template {
	name: string;
	/** As Meta writes it, e.g. en_US. */
	language: string;
	/** APPROVED, PENDING, PAUSED, … */
	status: string;
	/** Null when Meta names a category that is not known here. */
	category: TemplateCategory | null;
	/** Whether variables have names ({{first_name}}) or numbers ({{1}}). */
	named: boolean;
	header: TemplateHeader | null;
	body: TemplateBody | null;
	buttons: TemplateButton[];
	/** Parts that need values which Send Template cannot give (carousel, limited-time offer, …), in words. */
	unsupported: string[];
}

/** Meta's key of a template: a name alone is not unique. */
export function templateKey(template: Pick<Template, 'name' | 'language'>): string {
	return `${template.name}|${template.language}`;
}

/** FLAGGED is a warning about quality; such a template can still be sent. */
export function isSendable(template: Template): boolean {
	return template.status === 'APPROVED' || template.status === 'FLAGGED';
}

const VARIABLE = /\{\{\s*(\w+)\s*\}\}/g;

/** Names of the variables in a text, each once: numbers in their order, names as they come. */
export function variablesIn(text: string): string[] {
	const names = [...new Set([...text.matchAll(VARIABLE)].map((match) => match[1]))];
	return names.every(isNumber) ? names.sort((a, b) => Number(a) - Number(b)) : names;
}

/** A template of Meta's list, or null for an entry without name or language. */
export function parseTemplate(raw: unknown): Template | null {
	const entry = record(raw);
	const name = text(entry.name);
	const language = text(entry.language);
	if (name === '' || language === '') return null;
	const components = list(entry.components).map(record);
	const template: Template = {
		name,
		language,
		status: text(entry.status).toUpperCase(),
		category: categoryOf(entry.category),
		named: false,
		header: null,
		body: null,
		buttons: [],
		unsupported: [],
	};
	for (const component of components) readComponent(component, template);
	const variables = [...variablesIn(template.header?.text ?? ''), ...variablesIn(template.body?.text ?? '')];
	// parameter_format is missing in older answers; names that are no numbers tell as well.
	template.named = text(entry.parameter_format).toUpperCase() === 'NAMED' || !variables.every(isNumber);
	return template;
}

function readComponent(component: Record<string, unknown>, template: Template): void {
	const type = text(component.type).toUpperCase();
	if (type === 'HEADER') readHeader(component, template);
	else if (type === 'BODY') template.body = { text: text(component.text), examples: examplesOf(component, 'body_text') };
	else if (type === 'BUTTONS') readButtons(component, template);
	else if (type === 'CAROUSEL') template.unsupported.push('a carousel');
	else if (type === 'LIMITED_TIME_OFFER') {
		if (record(component.limited_time_offer).has_expiration === true) template.unsupported.push('a limited-time offer');
	}
}

function readHeader(component: Record<string, unknown>, template: Template): void {
	const format = text(component.format).toUpperCase() || 'TEXT';
	if (format === 'TEXT' || format === 'IMAGE' || format === 'VIDEO' || format === 'DOCUMENT') {
		const media = text(list(record(component.example).header_handle)[0]);
		const examples = format === 'TEXT' ? examplesOf(component, 'header_text') : media === '' ? {} : { media };
		template.header = { format, text: text(component.text), examples };
	} else {
		template.unsupported.push(`a header with ${format === 'GIF' ? 'a GIF' : `a ${format.toLowerCase()}`}`);
	}
}

/** A one-time password's button is read back as a URL button of this address (Meta: templates/template-management). */
const OTP_ADDRESS = /^https:\/\/www\.whatsapp\.com\/otp\//i;

function readButtons(component: Record<string, unknown>, template: Template): void {
	list(component.buttons).forEach((raw, index) => {
		const button = record(raw);
		const type = text(button.type).toUpperCase();
		const url = text(button.url);
		template.buttons.push({
			index,
			type: type === 'URL' && OTP_ADDRESS.test(url) ? 'OTP' : type,
			text: text(button.text),
			url,
			example: text(Array.isArray(button.example) ? button.example[0] : button.example),
		});
		if (type === 'MPM' || type === 'SPM') template.unsupported.push('a product list');
	});
}

/** body_text: [["Ada", "20%"]], header_text: ["Ada"], or …_named_params: [{param_name, example}]. */
function examplesOf(component: Record<string, unknown>, key: string): Record<string, string> {
	const example = record(component.example);
	const named = list(example[`${key}_named_params`]).map(record);
	if (named.length > 0) return Object.fromEntries(named.map((entry) => [text(entry.param_name), text(entry.example)]));
	const values = list(example[key]);
	const positional = Array.isArray(values[0]) ? values[0] : values;
	return Object.fromEntries(positional.map((value, position) => [String(position + 1), text(value)]));
}

function categoryOf(value: unknown): TemplateCategory | null {
	const category = text(value).toUpperCase();
	return category === 'MARKETING' || category === 'UTILITY' || category === 'AUTHENTICATION' ? category : null;
}

const isNumber = (name: string): boolean => /^\d+$/.test(name);
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
