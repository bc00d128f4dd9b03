/**
 * Message templates as Meta's list tells them (Meta: templates/template-management). The parser takes what it understands and keeps the
 * names of the rest: Meta adds component types, and one of them must not make the other templates unusable.
 */
import { record, text } from './json-shape';

export type TemplateCategory = 'MARKETING' | 'UTILITY' | 'AUTHENTICATION';

export type HeaderFormat = 'TEXT' | 'IMAGE' | 'VIDEO' | 'DOCUMENT' | 'LOCATION' | 'PRODUCT';

export interface TemplateHeader {
	format: HeaderFormat;
	/** Empty for all formats but TEXT. */
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

/** Header, text and buttons: a template has them, and so has every card of a carousel. */
export interface TemplatePart {
	header: TemplateHeader | null;
	body: TemplateBody | null;
	buttons: TemplateButton[];
}

export interface Template extends TemplatePart {
	name: string;
	/** As Meta writes it, e.g. en_US. */
	language: string;
	/** APPROVED, PENDING, PAUSED, … */
	status: string;
	/** Null when Meta names a category that is not known here. */
	category: TemplateCategory | null;
	/** Whether variables have names ({{first_name}}) or numbers ({{1}}). */
	named: boolean;
	/** Cards of a carousel, in their order; a send must bring all of them. */
	cards: TemplatePart[];
	/** A limited-time offer; when it expires, every send says at what time. */
	offer: { expires: boolean } | null;
	/** Parts that need values which cannot be given here (a GIF, …), in words. */
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
		cards: [],
		offer: null,
		unsupported: [],
	};
	for (const component of components) readComponent(component, template);
	const texts = [template, ...template.cards].flatMap(({ header, body }) => [header?.text ?? '', body?.text ?? '']);
	// parameter_format is missing in older answers; names that are no numbers tell as well.
	template.named = text(entry.parameter_format).toUpperCase() === 'NAMED' || !texts.flatMap(variablesIn).every(isNumber);
	return template;
}

function readComponent(component: Record<string, unknown>, template: Template): void {
	const type = text(component.type).toUpperCase();
	if (type === 'CAROUSEL') template.cards = list(component.cards).map((card) => readCard(record(card), template.unsupported));
	else if (type === 'LIMITED_TIME_OFFER') template.offer = { expires: record(component.limited_time_offer).has_expiration === true };
	else readPart(component, template, template.unsupported);
}

function readCard(card: Record<string, unknown>, unsupported: string[]): TemplatePart {
	const part: TemplatePart = { header: null, body: null, buttons: [] };
	for (const component of list(card.components).map(record)) readPart(component, part, unsupported);
	return part;
}

function readPart(component: Record<string, unknown>, part: TemplatePart, unsupported: string[]): void {
	const type = text(component.type).toUpperCase();
	if (type === 'HEADER') readHeader(component, part, unsupported);
	else if (type === 'BODY') part.body = { text: text(component.text), examples: examplesOf(component, 'body_text') };
	else if (type === 'BUTTONS') part.buttons = list(component.buttons).map(readButton);
}

const HEADERS: readonly string[] = ['TEXT', 'IMAGE', 'VIDEO', 'DOCUMENT', 'LOCATION', 'PRODUCT'] satisfies HeaderFormat[];

function readHeader(component: Record<string, unknown>, part: TemplatePart, unsupported: string[]): void {
	const format = text(component.format).toUpperCase() || 'TEXT';
	if (!HEADERS.includes(format)) {
		unsupported.push(`a header with a ${format === 'GIF' ? 'GIF' : format.toLowerCase()}`);
		return;
	}
	const media = text(list(record(component.example).header_handle)[0]);
	const examples = format === 'TEXT' ? examplesOf(component, 'header_text') : media === '' ? {} : { media };
	part.header = { format: format as HeaderFormat, text: text(component.text), examples };
}

/** A one-time password's button is read back as a URL button of this address (Meta: templates/template-management). */
const OTP_ADDRESS = /^https:\/\/www\.whatsapp\.com\/otp\//i;

function readButton(raw: unknown, index: number): TemplateButton {
	const button = record(raw);
	const type = text(button.type).toUpperCase();
	const url = text(button.url);
	return {
		index,
		type: type === 'URL' && OTP_ADDRESS.test(url) ? 'OTP' : type,
		text: text(button.text),
		url,
		example: text(Array.isArray(button.example) ? button.example[0] : button.example),
	};
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
