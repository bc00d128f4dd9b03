/** Header, text and buttons of a template, or of one card of its carousel (Meta: templates/components). */
import { buildButton } from './build-template-button';
import { variablesIn, type TemplateHeader, type TemplatePart } from './template';
import { otpSource } from './template-variables';

export type Component = Record<string, unknown>;

/** A value that cannot be sent; buildTemplate makes it the detail of its refusal. */
export class BadValue extends Error {}

/** Longest header text with its value, in characters (Meta: templates/components). */
const LONGEST_HEADER = 60;

export interface PartValues {
	filled: ReadonlyMap<string, string>;
	/** What stands before the keys of this part: "" or "card.0.". */
	prefix: string;
	/** Whether the variables have names. */
	named: boolean;
	longestBody: number;
}

/** The components that have variables: header and body, then the buttons. Throws BadValue. */
export function buildPart(part: TemplatePart, values: PartValues): [Component[], Component[]] {
	const { filled, prefix } = values;
	const valueOf = (key: string): string | undefined => filled.get(prefix + key);
	const before = [header(part.header, values), body(part, values)].filter((one) => one !== null);
	const otp = otpSource(part);
	const buttons = part.buttons.map((button) => buildButton(button, valueOf, otp)).filter((one) => one !== null);
	return [before, buttons];
}

function header(header: TemplateHeader | null, values: PartValues): Component | null {
	if (!header) return null;
	if (header.format === 'TEXT') return words('header', header.text, LONGEST_HEADER, values);
	return { type: 'header', parameters: [headerParameter(header, (key) => values.filled.get(`${values.prefix}header.${key}`) ?? '')] };
}

function headerParameter({ format }: TemplateHeader, valueOf: (key: string) => string): Component {
	if (format === 'LOCATION') {
		const [latitude, longitude] = [degrees(valueOf('latitude'), 'latitude', 90), degrees(valueOf('longitude'), 'longitude', 180)];
		return { type: 'location', location: { latitude, longitude, name: valueOf('name'), address: valueOf('address') } };
	}
	if (format === 'PRODUCT') {
		return { type: 'product', product: { product_retailer_id: valueOf('product'), catalog_id: valueOf('catalog') } };
	}
	const kind = format.toLowerCase();
	const media: Record<string, string> = mediaOf(valueOf('media'), kind);
	const filename = format === 'DOCUMENT' ? valueOf('filename') || fileNameOf(media.link) : '';
	return { type: kind, [kind]: filename ? { ...media, filename } : media };
}

/** Meta's template examples write the degrees as text (Meta: templates/components#location). */
function degrees(value: string, what: string, most: number): string {
	const number = Number(value.replace(',', '.'));
	if (value !== '' && Number.isFinite(number) && Math.abs(number) <= most) return String(number);
	throw new BadValue(`the header's ${what} must be a number from -${most} to ${most}, and it is "${value}".`);
}

function body({ body }: TemplatePart, values: PartValues): Component | null {
	return body ? words('body', body.text, values.longestBody, values) : null;
}

function words(part: 'header' | 'body', text: string, longest: number, { filled, prefix, named }: PartValues): Component | null {
	const names = variablesIn(text);
	if (names.length === 0) return null;
	const valueOf = (name: string): string => filled.get(`${prefix}${part}.${name}`) ?? '';
	const whole = text.replace(/\{\{\s*(\w+)\s*\}\}/g, (_whole, name: string) => valueOf(name));
	if ([...whole].length > longest) {
		throw new BadValue(`with its values the ${part === 'body' ? 'text' : 'header'} has ${[...whole].length} characters; WhatsApp takes up to ${longest}.`);
	}
	const parameters = names.map((name) => ({ type: 'text', text: valueOf(name), ...(named ? { parameter_name: name } : {}) }));
	return { type: part, parameters };
}

function mediaOf(value: string, kind: string): { id: string } | { link: string } {
	if (/^\d+$/.test(value)) return { id: value };
	if (/^https?:\/\/\S+$/i.test(value)) return { link: value };
	throw new BadValue(
		`the header's ${kind} must be a link that starts with https://, the number of a file uploaded to Meta, or the name of a binary field of the item; "${value}" is none of them.`,
	);
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
