import { badValue, missing } from '../errors';
import { asArray, asObject, asText, isObject, type Json, type JsonObject } from '../json';
import { checkMediaObject } from './parameters';

/** Limits by kind of interactive message. Source: D/messages/interactive-*-messages */
const LIMITS = { header: 60, footer: 60, buttonTitle: 20, buttonId: 256, rowTitle: 24, rowId: 200, rowText: 72, sectionTitle: 24 };
const BODY_MAX: Readonly<Record<string, number>> = { list: 4_096 };
const DEFAULT_BODY_MAX = 1_024;

/** Kinds the emulator takes without looking into their action: catalog and call messages. */
const UNCHECKED = ['product', 'product_list', 'catalog_message', 'call_permission_request', 'voice_call', 'address_message', 'carousel'];

export function checkInteractive(message: JsonObject): void {
	if (!isObject(message.interactive)) throw missing('interactive');
	const interactive = message.interactive;
	const type = asText(interactive.type);
	if (!type) throw missing("interactive['type']");
	if (!isObject(interactive.action)) throw missing("interactive['action']");
	const known = ['button', 'list', 'cta_url', 'location_request_message', 'request_contact_info', 'flow', ...UNCHECKED];
	if (!known.includes(type)) throw badValue(`interactive['type'] must be one of ${known.join(', ')}`);
	checkHeader(interactive.header, type);
	if (type !== 'product') checkWords(asObject(interactive.body).text, 'Body text', BODY_MAX[type] ?? DEFAULT_BODY_MAX);
	if (interactive.footer !== undefined) checkWords(asObject(interactive.footer).text, 'Footer text', LIMITS.footer);
	if (type === 'button') checkReplyButtons(interactive.action);
	if (type === 'list') checkList(interactive.action);
	if (type === 'cta_url') checkUrlButton(interactive.action);
	if (type === 'flow') checkFlow(interactive.action);
	if (type === 'location_request_message') checkName(interactive.action, 'send_location');
	if (type === 'request_contact_info') checkName(interactive.action, 'request_contact_info');
}

function checkHeader(value: Json | undefined, type: string): void {
	if (value === undefined) return;
	const header = asObject(value);
	const kind = asText(header.type);
	if (!kind) throw missing("interactive['header']['type']");
	// A list takes a text header or none; Meta refuses media there.
	if (type === 'list' && kind !== 'text') throw badValue("interactive['header']['type'] of a list message must be text");
	if (kind === 'text') checkWords(header.text, 'Header text', LIMITS.header);
	else if (['image', 'video', 'document'].includes(kind)) checkMediaObject(header[kind], `interactive['header']['${kind}']`);
	else throw badValue("interactive['header']['type'] must be one of text, image, video, document");
}

function checkReplyButtons(action: JsonObject): void {
	const buttons = asArray(action.buttons).map(asObject);
	if (buttons.length < 1 || buttons.length > 3) {
		throw badValue('Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: 3');
	}
	const titles = new Set<string>();
	const ids = new Set<string>();
	for (const button of buttons) {
		if (button.type !== 'reply') throw badValue("interactive['action']['buttons']['type'] must be reply");
		const reply = asObject(button.reply);
		const title = checkWords(reply.title, 'Button title', LIMITS.buttonTitle);
		const id = checkWords(reply.id, 'Button id', LIMITS.buttonId);
		if (titles.has(title)) throw badValue('Button titles must be unique');
		if (ids.has(id)) throw badValue('Button ids must be unique');
		titles.add(title);
		ids.add(id);
	}
}

function checkList(action: JsonObject): void {
	checkWords(action.button, 'Button label', LIMITS.buttonTitle);
	const sections = asArray(action.sections).map(asObject);
	if (sections.length < 1 || sections.length > 10) throw badValue('Invalid sections count. Min allowed sections: 1, Max allowed sections: 10');
	const ids = new Set<string>();
	let rowCount = 0;
	for (const section of sections) {
		if (sections.length > 1) checkWords(section.title, 'Section title', LIMITS.sectionTitle);
		else if (section.title !== undefined) checkWords(section.title, 'Section title', LIMITS.sectionTitle);
		const rows = asArray(section.rows).map(asObject);
		if (rows.length === 0) throw badValue('Each section needs at least one row');
		rowCount += rows.length;
		for (const row of rows) {
			const id = checkWords(row.id, 'Row id', LIMITS.rowId);
			checkWords(row.title, 'Row title', LIMITS.rowTitle);
			if (row.description !== undefined && row.description !== '') checkWords(row.description, 'Row description', LIMITS.rowText);
			if (ids.has(id)) throw badValue(`Duplicated row id '${id}'`);
			ids.add(id);
		}
	}
	if (rowCount > 10) throw badValue(`Total row count exceed max allowed count: 10 (given ${rowCount})`);
}

function checkUrlButton(action: JsonObject): void {
	checkName(action, 'cta_url');
	const parameters = asObject(action.parameters);
	checkWords(parameters.display_text, 'Button title', LIMITS.buttonTitle);
	if (!/^https?:\/\/\S+$/i.test(asText(parameters.url) ?? '')) throw badValue("interactive['action']['parameters']['url'] must be a valid http(s) URL");
}

function checkFlow(action: JsonObject): void {
	checkName(action, 'flow');
	const parameters = asObject(action.parameters);
	if (asText(parameters.flow_message_version) !== '3') throw badValue('flow_message_version must be 3');
	if (!asText(parameters.flow_id) && !asText(parameters.flow_name)) throw badValue('One of flow_id and flow_name is required');
	checkWords(parameters.flow_cta, 'Flow button', LIMITS.buttonTitle);
}

function checkName(action: JsonObject, name: string): void {
	if (action.name !== name) throw badValue(`interactive['action']['name'] must be ${name}`);
}

/** A text of 1 to `max` characters. */
function checkWords(value: Json | undefined, what: string, max: number): string {
	const text = asText(value) ?? '';
	if (text.trim() === '' || [...text].length > max) throw badValue(`${what} length invalid. Min length: 1, Max length: ${max}`);
	return text;
}
