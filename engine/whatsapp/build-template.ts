/** A template and the values of its variables, put together as Meta wants them (Meta: messages/template-messages). */
import { BadValue, buildPart, type Component } from './build-template-part';
import type { BuiltMessage } from './message-body';
import { offerEnd } from './offer-end';
import { fillPlaceholders, noValue, type PlaceholderValues, type TextSource } from './placeholders';
import { isSendable, type Template } from './template';
import { variablesOf } from './template-variables';

/** Longest body with its values, in characters (Meta: templates/components, limited-time-offer, media-card-carousel). */
const LONGEST_BODY = { plain: 1_024, withOffer: 600, card: 160 };

/**
 * Builds the message, or says why it cannot be. `sources` are the texts under the keys of
 * template-variables.ts; keys that the template does not have are left out, since Meta counts exactly. `now` is
 * the instant (UTC milliseconds) from which "48 hours" of a limited-time offer counts.
 */
export function buildTemplate(template: Template, sources: Record<string, TextSource>, values: PlaceholderValues, now: number): BuiltMessage {
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
		const clean = oneLine(text) || (required ? oneLine(values.fallback ?? '') : '');
		if (clean === '' && required) return { ok: false, reason: 'missing_variable', detail: `The template ${name} needs a value for ${label}.` };
		if (clean !== '') filled.set(key, clean);
	}
	try {
		return { ok: true, message: messageOf(template, componentsOf(template, filled, now)) };
	} catch (error) {
		return { ok: false, reason: 'invalid_message', detail: `The template ${name}: ${badValue(error).message}` };
	}
}

/** Anything else is a fault of ours and goes on its way. */
function badValue(error: unknown): BadValue {
	if (error instanceof BadValue) return error;
	throw error;
}

function messageOf({ name, language }: Template, components: Component[]) {
	return { type: 'template', template: { name, language: { code: language }, components } };
}

function componentsOf(template: Template, filled: ReadonlyMap<string, string>, now: number): Component[] {
	const longestBody = template.offer ? LONGEST_BODY.withOffer : LONGEST_BODY.plain;
	const [before, buttons] = buildPart(template, { filled, prefix: '', named: template.named, longestBody });
	return [...before, ...offerOf(template, filled, now), ...buttons, ...carouselOf(template, filled)];
}

function offerOf({ offer }: Template, filled: ReadonlyMap<string, string>, now: number): Component[] {
	if (!offer?.expires) return [];
	const at = offerEnd(filled.get('offer.expires') ?? '', now);
	if (at === null) throw new BadValue('the end of the offer must be a time such as 2026-07-31T18:00, or a span such as 48 hours.');
	if (at <= now) throw new BadValue('the end of the offer is over already.');
	const parameter = { type: 'limited_time_offer', limited_time_offer: { expiration_time_ms: at } };
	return [{ type: 'limited_time_offer', parameters: [parameter] }];
}

/** Meta wants all cards of the approved template, also those without values (Meta: media-card-carousel-templates). */
function carouselOf({ cards, named }: Template, filled: ReadonlyMap<string, string>): Component[] {
	if (cards.length === 0) return [];
	const built = cards.map((card, index) => {
		const prefix = `card.${index}.`;
		try {
			return { card_index: index, components: buildPart(card, { filled, prefix, named, longestBody: LONGEST_BODY.card }).flat() };
		} catch (error) {
			return notThisCard(index + 1, error);
		}
	});
	return [{ type: 'carousel', cards: built }];
}

function notThisCard(number: number, error: unknown): never {
	throw new BadValue(`card ${number}: ${badValue(error).message}`);
}

/** Meta refuses values with line breaks, tabs or more than four spaces in a row (code 132018). */
export function oneLine(text: string): string {
	return text
		.replace(/[\t\n\v\f\r\u0085\u2028\u2029]+/g, ' ')
		.replace(/ {5,}/g, ' ')
		.trim();
}
