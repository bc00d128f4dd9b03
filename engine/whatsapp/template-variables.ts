/**
 * The variables of a template: what a user fills in, under which key. Keys are stable, since they are stored with
 * a sequence's steps:
 *
 *     header.1  header.first_name  header.media  header.filename
 *     header.latitude  header.longitude  header.name  header.address  header.product  header.catalog
 *     body.1  body.first_name  offer.expires
 *     button.0.url  button.0.payload  button.0.code  button.0.token  button.0.data  button.0.thumbnail  button.0.products
 *     card.0.<any of header, body and button>
 *
 * The number behind button and card is the position, from 0.
 */
import { variablesIn, type Template, type TemplateButton, type TemplateHeader, type TemplatePart } from './template';

export interface TemplateVariable {
	key: string;
	/** For people, e.g. `Body {{1}}`. */
	label: string;
	/** The example that was given to Meta with the template; empty when there is none. */
	example: string;
	required: boolean;
}

/** All variables in the order in which a reader of the message meets them. */
export function variablesOf(template: Template): readonly TemplateVariable[] {
	const known = found.get(template);
	if (known) return known;
	const variables = findVariables(template);
	found.set(template, variables);
	return variables;
}

/** A template is read once and sent thousands of times; looking through it anew was half of what building a message left to collect. */
const found = new WeakMap<Template, readonly TemplateVariable[]>();

function findVariables(template: Template): TemplateVariable[] {
	return [
		...partVariables(template, otpSource(template)),
		...(template.offer?.expires ? [OFFER_END] : []),
		...template.cards.flatMap((card, index) =>
			partVariables(card, null).map((one) => ({ ...one, key: `card.${index}.${one.key}`, label: `Card ${index + 1}: ${one.label}` })),
		),
	];
}

const OFFER_END: TemplateVariable = { key: 'offer.expires', label: 'Offer ends (time, or e.g. 48 hours)', example: '48 hours', required: true };

function partVariables(part: TemplatePart, otp: string | null): TemplateVariable[] {
	return [...headerVariables(part.header), ...bodyVariables(part), ...part.buttons.flatMap((button) => buttonVariables(button, otp))];
}

function headerVariables(header: TemplateHeader | null): TemplateVariable[] {
	if (!header) return [];
	switch (header.format) {
		case 'TEXT':
			return variablesIn(header.text).map((name) => variable(`header.${name}`, `Header {{${name}}}`, header.examples[name]));
		case 'LOCATION':
			return [
				variable('header.latitude', 'Header latitude', '52.5163'),
				variable('header.longitude', 'Header longitude', '13.3777'),
				variable('header.name', 'Header name of the place', 'Sunrise Shop'),
				variable('header.address', 'Header address', '1 Main Street'),
			];
		case 'PRODUCT':
			return [variable('header.product', 'Header product ID', ''), variable('header.catalog', 'Header catalog ID', '')];
		default:
			return fileVariables(header.format.toLowerCase(), header.examples.media);
	}
}

function fileVariables(kind: string, example: string | undefined): TemplateVariable[] {
	const file = variable('header.media', `Header ${kind} (link, media ID or binary field)`, example);
	// Without a name, WhatsApp shows a document as "Untitled".
	return kind === 'document' ? [file, optional('header.filename', 'Header document name', 'catalog.pdf')] : [file];
}

function bodyVariables({ body }: TemplatePart): TemplateVariable[] {
	return variablesIn(body?.text ?? '').map((name) => variable(`body.${name}`, `Body {{${name}}}`, body?.examples[name]));
}

/** `otp`: the body variable that holds a one-time password, which is asked for once. */
function buttonVariables(button: TemplateButton, otp: string | null): TemplateVariable[] {
	const { index, text, example } = button;
	const named = `Button "${text || index + 1}"`;
	const key = `button.${index}`;
	switch (button.type) {
		case 'URL':
			return variablesIn(button.url).length === 0 ? [] : [variable(`${key}.url`, `${named} end of the link`, suffixOf(button.url, example))];
		case 'QUICK_REPLY':
			return [optional(`${key}.payload`, `${named} payload`, '')];
		case 'COPY_CODE':
			return [variable(`${key}.code`, `${named} code to copy`, example)];
		case 'OTP':
			return otp === null ? [variable(`${key}.code`, `${named} one-time code`, '')] : [];
		case 'FLOW':
			return [optional(`${key}.token`, `${named} flow token`, ''), optional(`${key}.data`, `${named} flow data (JSON)`, '{"plan": "gold"}')];
		case 'CATALOG':
			return [optional(`${key}.thumbnail`, `${named} product ID of the picture`, '')];
		case 'MPM':
			return [
				variable(`${key}.thumbnail`, `${named} product ID of the picture`, ''),
				variable(`${key}.products`, `${named} products by section`, 'Shoes: id1, id2; Hats: id3'),
			];
		default:
			return [];
	}
}

function variable(key: string, label: string, example: string | undefined): TemplateVariable {
	return { key, label, example: example ?? '', required: true };
}

function optional(key: string, label: string, example: string): TemplateVariable {
	return { key, label, example, required: false };
}

/** The body variable whose value the button of a one-time password repeats; null when the body has none. */
export function otpSource(part: TemplatePart): string | null {
	const first = variablesIn(part.body?.text ?? '')[0];
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

/** Keys whose value is a file: a link, the id of an uploaded one, or the name of a binary field of the item. */
export function isFileKey(key: string): boolean {
	return /^(card\.\d+\.)?header\.media$/.test(key);
}
