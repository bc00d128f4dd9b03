import { GraphError, badValue, missing } from '../errors';
import { asArray, asNumber, asObject, asText, isObject, type JsonObject } from '../json';
import { buttonsOf, componentOf, type StoredTemplate, type TemplateComponent } from '../templates/types';
import type { TemplateCatalog } from '../templates/catalog';
import { fillIn, variablesIn } from '../templates/variables';
import { checkLocalizable, checkMediaParameter, countMismatch, mismatch } from './parameters';
import { checkButtons } from './templateButtons';

const HEADER_MAX = 60;
const BODY_MAX = 1_024;
/** Body of one carousel card. Source: D/templates/marketing-templates/media-card-carousel-templates */
const CARD_BODY_MAX = 160;

/** Checks a template message and answers the template it names. Source: D/messages/template-messages */
export function checkTemplate(catalog: TemplateCatalog, message: JsonObject): StoredTemplate {
	if (!isObject(message.template)) throw missing('template');
	const { name, language, components } = message.template;
	const wantedName = asText(name);
	const code = isObject(language) ? asText(language.code) : undefined;
	if (!wantedName) throw missing("template['name']");
	if (!code) throw missing("template['language']['code']");
	if (components !== undefined && !Array.isArray(components)) {
		throw new GraphError(100, { title: "Param template['components'] must be an array." });
	}
	const template = catalog.find(wantedName, code);
	if (template?.status === 'PAUSED') {
		throw new GraphError(132015, { details: `Template (${wantedName}) is paused due to low quality so it cannot be sent.` });
	}
	if (template?.status === 'DISABLED') {
		throw new GraphError(132016, { details: `Template (${wantedName}) has been paused too many times due to low quality and is now permanently disabled.` });
	}
	// FLAGGED is a warning state: still sendable. Everything else that is not approved looks absent to a sender.
	if (!template || (template.status !== 'APPROVED' && template.status !== 'FLAGGED')) {
		throw new GraphError(132001, { details: `template name (${wantedName}) does not exist in ${code}` });
	}
	checkComponents(template.components, asArray(components).map(asObject), template.parameter_format === 'NAMED', BODY_MAX);
	return template;
}

const KNOWN = ['header', 'body', 'footer', 'button', 'carousel', 'limited_time_offer', 'tap_target_configuration', 'order_status'];

function checkComponents(template: readonly TemplateComponent[], given: readonly JsonObject[], named: boolean, bodyMax: number): void {
	for (const component of given) {
		const type = asText(component.type)?.toLowerCase();
		if (type === undefined) throw missing("template['components']['type']");
		if (!KNOWN.includes(type)) {
			throw new GraphError(100, { title: `Param template['components']['type'] must be one of {${KNOWN.join(', ').toUpperCase()}}` });
		}
	}
	const ofType = (type: string): JsonObject[] => given.filter((component) => asText(component.type)?.toLowerCase() === type);
	for (const single of ['header', 'body', 'carousel', 'limited_time_offer']) {
		if (ofType(single).length > 1) throw badValue(`${single}: the component is given twice`);
	}
	checkHeader(componentOf(template, 'HEADER'), ofType('header')[0], named);
	const body = componentOf(template, 'BODY');
	checkWords(body?.text, parametersOf(ofType('body')[0]), named, 'body', bodyMax);
	checkButtons(buttonsOf(template), ofType('button'));
	checkCarousel(componentOf(template, 'CAROUSEL'), ofType('carousel')[0], named);
	checkOffer(componentOf(template, 'LIMITED_TIME_OFFER'), ofType('limited_time_offer')[0]);
}

function checkHeader(header: TemplateComponent | undefined, given: JsonObject | undefined, named: boolean): void {
	const parameters = parametersOf(given);
	const format = header?.format?.toUpperCase() ?? 'TEXT';
	if (!header || format === 'TEXT') {
		// A file for a template whose header is text (or absent) is a wrong format, not a wrong count.
		const kind = asText(parameters[0]?.type)?.toUpperCase();
		if (kind && ['IMAGE', 'VIDEO', 'DOCUMENT', 'GIF', 'LOCATION', 'PRODUCT'].includes(kind)) throw mismatch('header', header ? 'TEXT' : 'NONE', kind);
		checkWords(header?.text, parameters, named, 'header', HEADER_MAX);
		return;
	}
	if (parameters.length > 1) throw countMismatch('header', parameters.length, 1);
	if (format === 'LOCATION') {
		const location = asObject(parameters[0]?.location);
		if (parameters[0]?.type !== 'location') throw mismatch('header', 'LOCATION', 'UNKNOWN');
		const complete = asNumber(location.latitude) !== undefined && asNumber(location.longitude) !== undefined && asText(location.name) && asText(location.address);
		if (!complete) throw new GraphError(131008, { details: 'header: location needs latitude, longitude, name and address' });
		return;
	}
	if (format === 'PRODUCT') {
		const product = asObject(parameters[0]?.product);
		if (parameters[0]?.type !== 'product') throw mismatch('header', 'PRODUCT', 'UNKNOWN');
		if (!asText(product.product_retailer_id) || !asText(product.catalog_id)) {
			throw new GraphError(131008, { details: 'header: product needs product_retailer_id and catalog_id' });
		}
		return;
	}
	checkMediaParameter(parameters[0], format, 'header');
}

/** Compares parameters with the variables of a text: how many, which names, and what comes out is not too long. */
function checkWords(text: string | undefined, parameters: JsonObject[], named: boolean, where: string, max: number): void {
	const variables = variablesIn(text);
	if (parameters.length !== variables.length) throw countMismatch(where, parameters.length, variables.length);
	const values = new Map<string, string>();
	parameters.forEach((parameter, index) => {
		const name = asText(parameter.parameter_name);
		if (named && !name) throw new GraphError(100, { details: 'Parameter name is missing or empty' });
		if (!named && name !== undefined) throw mismatch(where, 'POSITIONAL', 'NAMED');
		const key = named ? name! : variables[index];
		if (!variables.includes(key) || values.has(key)) {
			throw new GraphError(132012, { details: `${where}: parameter_name '${key}' does not match the template's parameters (${variables.join(', ')})` });
		}
		values.set(key, checkLocalizable(parameter, where));
	});
	if (text !== undefined && fillIn(text, values).length > max) {
		throw new GraphError(132005, { details: `${where}: text is longer than ${max} characters after its parameters are filled in` });
	}
}

function checkCarousel(carousel: TemplateComponent | undefined, given: JsonObject | undefined, named: boolean): void {
	const cards = asArray(given?.cards).map(asObject);
	const expected = carousel?.cards ?? [];
	if (cards.length !== expected.length) {
		throw new GraphError(132012, { details: `carousel: number of cards (${cards.length}) does not match the template (${expected.length})` });
	}
	cards.forEach((card, position) => {
		const index = asNumber(card.card_index) ?? position;
		const wanted = expected[index];
		if (!wanted) throw badValue(`carousel: card_index ${index} is invalid`);
		checkComponents(wanted.components, asArray(card.components).map(asObject), named, CARD_BODY_MAX);
	});
}

function checkOffer(offer: TemplateComponent | undefined, given: JsonObject | undefined): void {
	const expires = offer?.limited_time_offer?.has_expiration === true;
	const parameters = parametersOf(given);
	if (!offer && given) throw mismatch('limited_time_offer', 'NONE', 'LIMITED_TIME_OFFER');
	if (!expires) return;
	if (parameters.length !== 1) throw countMismatch('limited_time_offer', parameters.length, 1);
	const until = asNumber(asObject(parameters[0].limited_time_offer).expiration_time_ms);
	if (until === undefined || until <= 0) throw new GraphError(131008, { details: 'limited_time_offer: expiration_time_ms is missing' });
}

function parametersOf(component: JsonObject | undefined): JsonObject[] {
	return asArray(component?.parameters).map(asObject);
}
