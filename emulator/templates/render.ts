import { asArray, asNumber, asObject, asText, type JsonObject } from '../json';
import type { Bubble, BubbleButton } from '../conversation';
import { buttonsOf, componentOf, type StoredTemplate, type TemplateButton, type TemplateComponent } from './types';
import { fillIn, variablesIn } from './variables';

type Rendered = Pick<Bubble, 'header' | 'text' | 'footer' | 'buttons' | 'cards'>;

/** A template message as the customer sees it: the approved words with this send's values in them. */
export function renderTemplate(template: StoredTemplate, message: JsonObject): Rendered {
	return renderComponents(template.components, asArray(asObject(message.template).components).map(asObject));
}

function renderComponents(components: readonly TemplateComponent[], given: readonly JsonObject[]): Rendered {
	const parametersOf = (type: string): JsonObject[] =>
		asArray(given.find((component) => asText(component.type)?.toLowerCase() === type)?.parameters).map(asObject);
	const header = componentOf(components, 'HEADER');
	const body = componentOf(components, 'BODY');
	const footer = componentOf(components, 'FOOTER');
	const offer = componentOf(components, 'LIMITED_TIME_OFFER');
	const carousel = componentOf(components, 'CAROUSEL');
	const givenCards = asArray(given.find((component) => asText(component.type)?.toLowerCase() === 'carousel')?.cards).map(asObject);
	const text = [offer?.limited_time_offer?.text, wordsOf(body?.text, parametersOf('body'))].filter(Boolean).join('\n');
	return {
		...(header ? { header: renderHeader(header, parametersOf('header')) } : {}),
		...(text ? { text } : {}),
		...(footer?.text ? { footer: footer.text } : {}),
		...(buttonsOf(components).length > 0 ? { buttons: buttonsOf(components).map((button, index) => renderButton(button, index, given)) } : {}),
		...(carousel?.cards
			? {
					cards: carousel.cards.map((card, index) => {
						const mine = givenCards.find((candidate, position) => (asNumber(candidate.card_index) ?? position) === index);
						return renderComponents(card.components, asArray(mine?.components).map(asObject));
					}),
				}
			: {}),
	};
}

function renderHeader(header: TemplateComponent, parameters: JsonObject[]): NonNullable<Bubble['header']> {
	const kind = header.format?.toLowerCase() ?? 'text';
	if (kind === 'text') return { kind, text: wordsOf(header.text, parameters) };
	const given = asObject(parameters[0]?.[kind]);
	const caption = asText(given.filename) ?? asText(given.name);
	return { kind, ...(asText(given.link) ? { link: asText(given.link) } : {}), ...(caption ? { text: caption } : {}) };
}

/** The text with its variables replaced, by name where the parameters have names and by order otherwise. */
function wordsOf(text: string | undefined, parameters: JsonObject[]): string | undefined {
	if (text === undefined) return undefined;
	const variables = variablesIn(text);
	const values = new Map(
		parameters.map((parameter, index) => [
			asText(parameter.parameter_name) ?? variables[index] ?? String(index + 1),
			asText(parameter.text)
				?? asText(asObject(parameter.currency).fallback_value)
				?? asText(asObject(parameter.date_time).fallback_value)
				?? '',
		]),
	);
	return fillIn(text, values);
}

function renderButton(button: TemplateButton, index: number, given: readonly JsonObject[]): BubbleButton {
	const mine = given.find((component) => asText(component.type)?.toLowerCase() === 'button' && asNumber(component.index) === index);
	const value = asObject(asArray(mine?.parameters)[0]);
	switch (button.type.toUpperCase()) {
		case 'QUICK_REPLY': {
			const text = button.text ?? 'Reply';
			// Without a payload of the send's own, the button's text comes back.
			return { kind: 'quick_reply', text, payload: asText(value.payload) ?? text };
		}
		case 'URL':
		case 'OTP':
			return { kind: 'url', text: button.text ?? 'Open', url: (button.url ?? '').replace(/\{\{\s*\w+\s*\}\}/, asText(value.text) ?? '') };
		case 'COPY_CODE':
			return { kind: 'copy_code', text: button.text ?? 'Copy offer code', code: asText(value.coupon_code) ?? '' };
		case 'PHONE_NUMBER':
			return { kind: 'phone', text: button.text ?? 'Call', url: 'tel:' + (button.phone_number ?? '') };
		default:
			return { kind: 'other', text: button.text ?? button.type };
	}
}
