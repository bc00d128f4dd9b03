import { GraphError, badValue } from '../errors';
import { asArray, asNumber, asObject, asText, type JsonObject } from '../json';
import type { TemplateButton } from '../templates/types';
import { variablesIn } from '../templates/variables';
import { checkText, countMismatch, mismatch } from './parameters';

const COUPON_MAX = 15;
const PAYLOAD_MAX = 256;

/** What a button's parameter is called in a send, by the type the template has. */
const SUB_TYPES: Readonly<Record<string, string>> = {
	QUICK_REPLY: 'quick_reply',
	URL: 'url',
	OTP: 'url',
	COPY_CODE: 'copy_code',
	FLOW: 'flow',
	CATALOG: 'catalog',
	MPM: 'mpm',
	SPM: 'spm',
	PHONE_NUMBER: 'phone_number',
	VOICE_CALL: 'voice_call',
	REQUEST_CONTACT_INFO: 'request_contact_info',
};

/** Whether a send must bring a value for the button. */
function needsValue(button: TemplateButton): boolean {
	const type = button.type.toUpperCase();
	return type === 'COPY_CODE' || type === 'OTP' || type === 'MPM' || (type === 'URL' && variablesIn(button.url).length > 0);
}

/**
 * Compares a send's button components with the template's buttons.
 * `index` is the button's position in the approved template, as text or number.
 * Source: D/templates/marketing-templates/*, D/templates/authentication-templates/*
 */
export function checkButtons(buttons: readonly TemplateButton[], components: readonly JsonObject[]): void {
	const given = new Map<number, JsonObject>();
	for (const component of components) {
		const index = asNumber(component.index);
		if (index === undefined) throw new GraphError(100, { title: "The parameter template['components']['index'] is required." });
		if (!buttons[index]) throw badValue(`buttons: Button index ${index} is invalid, the template has ${buttons.length} button(s)`);
		if (given.has(index)) throw badValue(`buttons: Button index ${index} is given twice`);
		given.set(index, component);
	}
	buttons.forEach((button, index) => {
		const component = given.get(index);
		if (component) checkButton(button, index, component);
		else if (needsValue(button)) {
			const type = SUB_TYPES[button.type.toUpperCase()] ?? button.type;
			const named = type.charAt(0).toUpperCase() + type.slice(1);
			throw new GraphError(131008, { details: `buttons: Button at index ${index} of type ${named} requires a parameter` });
		}
	});
}

function checkButton(button: TemplateButton, index: number, component: JsonObject): void {
	const where = `buttons[${index}]`;
	const type = button.type.toUpperCase();
	const subType = asText(component.sub_type)?.toLowerCase();
	if (subType === undefined) throw new GraphError(100, { title: "The parameter template['components']['sub_type'] is required." });
	if (subType !== SUB_TYPES[type]) throw mismatch(where, type, subType.toUpperCase());
	const parameters = asArray(component.parameters).map(asObject);
	const expected = needsValue(button) ? 1 : undefined;
	if (expected !== undefined && parameters.length !== expected) throw countMismatch(where, parameters.length, expected);
	const first = parameters[0] ?? {};
	switch (type) {
		case 'URL':
		case 'OTP':
			if (expected === undefined && parameters.length > 0) throw countMismatch(where, parameters.length, 0);
			if (expected === 1) {
				if (first.type !== 'text') throw mismatch(where, 'TEXT', asText(first.type)?.toUpperCase() ?? 'UNKNOWN');
				const text = checkText(first.text);
				// A one-time password is as long as a coupon code at most.
				if (type === 'OTP' && text.length > COUPON_MAX) throw badValue(`${where}: the one-time password must be at most ${COUPON_MAX} characters long`);
			}
			return;
		case 'COPY_CODE': {
			if (first.type !== 'coupon_code') throw mismatch(where, 'COUPON_CODE', asText(first.type)?.toUpperCase() ?? 'UNKNOWN');
			const code = asText(first.coupon_code) ?? '';
			if (code === '') throw new GraphError(131008, { details: `${where}: Parameter of type coupon_code is missing its value` });
			if (code.length > COUPON_MAX) throw badValue(`${where}: coupon_code must be at most ${COUPON_MAX} characters long`);
			return;
		}
		case 'QUICK_REPLY':
			if (parameters.length > 1) throw countMismatch(where, parameters.length, 1);
			if (parameters.length === 1) {
				if (first.type !== 'payload') throw mismatch(where, 'PAYLOAD', asText(first.type)?.toUpperCase() ?? 'UNKNOWN');
				const payload = asText(first.payload) ?? '';
				if (payload === '' || payload.length > PAYLOAD_MAX) {
					throw badValue(`${where}: payload must have 1 to ${PAYLOAD_MAX} characters`);
				}
			}
			return;
		case 'PHONE_NUMBER':
			if (parameters.length > 0) throw countMismatch(where, parameters.length, 0);
			return;
		case 'FLOW':
		case 'CATALOG':
		case 'MPM':
			if (parameters.length > 0 && first.type !== 'action') {
				throw mismatch(where, 'ACTION', asText(first.type)?.toUpperCase() ?? 'UNKNOWN');
			}
			if (type === 'MPM') checkProducts(asObject(first.action), where);
			return;
		default:
			return;
	}
}

/** Source: D/templates/marketing-templates/mpm-templates */
function checkProducts(action: JsonObject, where: string): void {
	if (!asText(action.thumbnail_product_retailer_id)) throw new GraphError(131008, { details: `${where}: thumbnail_product_retailer_id is missing` });
	const sections = asArray(action.sections).map(asObject);
	const products = sections.map((section) => asArray(section.product_items).length);
	if (sections.length < 1 || sections.length > 10) throw badValue(`${where}: 1 to 10 sections are allowed, given ${sections.length}`);
	if (sections.some((section) => !asText(section.title) || asText(section.title)!.length > 24)) throw badValue(`${where}: a section title has 1 to 24 characters`);
	const total = products.reduce((sum, count) => sum + count, 0);
	if (products.includes(0) || total > 30) throw badValue(`${where}: each section needs a product, and 30 are allowed in all`);
}
