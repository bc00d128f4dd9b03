/** The values of a template's buttons (Meta: templates/marketing-templates, templates/authentication-templates). */
import { BadValue, type Component } from './build-template-part';
import { productSections } from './product-sections';
import { variablesIn, type TemplateButton } from './template';
import { suffixOf } from './template-variables';

/** Longest code of a copy-code or one-time-password button, in characters. */
const LONGEST_CODE = 15;
/** Longest payload of a quick reply, in characters. */
const LONGEST_PAYLOAD = 256;
/** Longest address of a URL button with its end, in characters (Meta: templates/components). */
const LONGEST_ADDRESS = 2_000;

/** `valueOf` answers for keys of the button's part; `otp` names the body variable that holds a one-time password. */
export function buildButton(button: TemplateButton, valueOf: (key: string) => string | undefined, otp: string | null): Component | null {
	const own = (key: string): string | undefined => valueOf(`button.${button.index}.${key}`);
	switch (button.type) {
		case 'URL':
			return urlButton(button, own('url'));
		case 'OTP':
			// Meta takes the one-time password twice: in the text, and here as if it were the end of an address.
			return given(valueOf(otp ?? '') ?? own('code'), (code) => component('url', button, { type: 'text', text: notLonger(code, LONGEST_CODE, 'code', button) }));
		case 'QUICK_REPLY':
			return given(own('payload'), (payload) => component('quick_reply', button, { type: 'payload', payload: notLonger(payload, LONGEST_PAYLOAD, 'payload', button) }));
		case 'COPY_CODE':
			return given(own('code'), (code) => component('copy_code', button, { type: 'coupon_code', coupon_code: notLonger(code, LONGEST_CODE, 'code', button) }));
		case 'FLOW':
			return flowButton(button, own('token'), own('data'));
		case 'CATALOG':
			return given(own('thumbnail'), (id) => action('catalog', button, { thumbnail_product_retailer_id: id }));
		case 'MPM':
			return action('mpm', button, { thumbnail_product_retailer_id: own('thumbnail') ?? '', sections: sectionsOf(button, own('products') ?? '') });
		default:
			return null;
	}
}

function given(value: string | undefined, build: (value: string) => Component): Component | null {
	return value === undefined ? null : build(value);
}

function urlButton(button: TemplateButton, value: string | undefined): Component | null {
	if (value === undefined || variablesIn(button.url).length === 0) return null;
	const suffix = suffixOf(button.url, value).replace(/ /g, '%20');
	if (suffix === '') throw new BadValue(`the button "${button.text}" needs the end of its address.`);
	const length = button.url.replace(/\{\{.*$/s, '').length + suffix.length;
	if (length > LONGEST_ADDRESS) throw new BadValue(`the address of the button "${button.text}" has ${length} characters; WhatsApp takes up to ${LONGEST_ADDRESS}.`);
	return component('url', button, { type: 'text', text: suffix });
}

/** Without values Meta takes a token of its own, "unused" (Meta: flows/guides/sendingaflow). */
function flowButton(button: TemplateButton, token: string | undefined, data: string | undefined): Component | null {
	if (token === undefined && data === undefined) return null;
	return action('flow', button, {
		...(token === undefined ? {} : { flow_token: token }),
		...(data === undefined ? {} : { flow_action_data: jsonOf(button, data) }),
	});
}

function jsonOf({ text }: TemplateButton, data: string): unknown {
	try {
		const value: unknown = JSON.parse(data);
		if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
	} catch {
		// Told below, in words.
	}
	throw new BadValue(`the flow data of the button "${text}" must be a JSON object, e.g. {"plan": "gold"}.`);
}

function sectionsOf({ text }: TemplateButton, products: string) {
	const { sections, fault } = productSections(products);
	if (fault) throw new BadValue(`the products of the button "${text}": ${fault}`);
	return sections;
}

function component(subType: string, { index }: TemplateButton, parameter: Record<string, unknown>): Component {
	return { type: 'button', sub_type: subType, index: String(index), parameters: [parameter] };
}

function action(subType: string, button: TemplateButton, content: Record<string, unknown>): Component {
	return component(subType, button, { type: 'action', action: content });
}

function notLonger(value: string, longest: number, what: string, button: TemplateButton): string {
	const { length } = value;
	if (length <= longest) return value;
	throw new BadValue(`the ${what} of the button "${button.text}" has ${length} characters; WhatsApp takes up to ${longest}.`);
}
