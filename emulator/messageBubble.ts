import { asArray, asObject, asText, type Json, type JsonObject } from './json';
import type { Bubble, BubbleList } from './conversation';
import type { Send } from './sends';
import { renderTemplate } from './templates/render';

/** An accepted send as it appears on the customer's phone. */
export function businessBubble(send: Send): Bubble {
	const replyTo = asText(asObject(send.body.context).message_id);
	return {
		wamid: send.wamid,
		from: 'business',
		at: send.at,
		type: send.type,
		status: send.status,
		...(replyTo ? { replyTo } : {}),
		...(send.template ? { template: send.template.name, ...renderTemplate(send.template, send.body) } : freeForm(send.type, send.body)),
	};
}

/** A customer's message as it appears on their own phone. */
export function contactBubble(wamid: string, at: number, message: JsonObject): Bubble {
	const type = asText(message.type) ?? 'text';
	const replyTo = asText(asObject(message.context).id);
	return { wamid, from: 'contact', at, type, ...(replyTo ? { replyTo } : {}), ...inbound(type, message) };
}

type Look = Pick<Bubble, 'header' | 'text' | 'footer' | 'buttons' | 'list'>;

function inbound(type: string, message: JsonObject): Look {
	if (type === 'button') return { text: asText(asObject(message.button).text) };
	if (type === 'interactive') {
		const { button_reply: button, list_reply: row, nfm_reply: form } = asObject(message.interactive);
		return { text: asText(asObject(button).title) ?? asText(asObject(row).title) ?? asText(asObject(form).body) ?? 'Answer' };
	}
	return freeForm(type, message);
}

function freeForm(type: string, message: JsonObject): Look {
	const content = asObject(message[type]);
	switch (type) {
		case 'text':
			return { text: asText(content.body) };
		case 'image':
		case 'video':
		case 'audio':
		case 'document':
		case 'sticker':
			return { header: media(type, content), ...(asText(content.caption) ? { text: asText(content.caption) } : {}) };
		case 'location':
			return {
				header: { kind: 'location', text: asText(content.name) ?? `${asText(content.latitude)}, ${asText(content.longitude)}` },
				...(asText(content.address) ? { text: asText(content.address) } : {}),
			};
		case 'contacts':
			return { header: { kind: 'contacts', text: asArray(message.contacts).map(nameOf).join(', ') } };
		case 'interactive':
			return interactive(content);
		case 'order':
			return { header: { kind: 'order', text: `${asArray(content.product_items).length} product(s)` }, text: asText(content.text) };
		default:
			return { header: { kind: type } };
	}
}

function media(kind: string, content: JsonObject): NonNullable<Bubble['header']> {
	const link = asText(content.link);
	const filename = asText(content.filename);
	return { kind, ...(link ? { link } : {}), ...(filename ? { text: filename } : {}) };
}

function nameOf(contact: Json): string {
	const name = asObject(asObject(contact).name);
	return asText(name.formatted_name) ?? 'Contact';
}

function interactive(content: JsonObject): Look {
	const action = asObject(content.action);
	const header = asObject(content.header);
	const kind = asText(header.type);
	const look: Look = {
		...(kind === 'text' ? { header: { kind, text: asText(header.text) } } : {}),
		...(kind && kind !== 'text' ? { header: media(kind, asObject(header[kind])) } : {}),
		text: asText(asObject(content.body).text),
		...(asText(asObject(content.footer).text) ? { footer: asText(asObject(content.footer).text) } : {}),
	};
	switch (content.type) {
		case 'button':
			return {
				...look,
				buttons: asArray(action.buttons).map((button) => {
					const reply = asObject(asObject(button).reply);
					return { kind: 'reply', text: asText(reply.title) ?? '', id: asText(reply.id) ?? '' };
				}),
			};
		case 'list':
			return { ...look, list: listOf(action) };
		case 'cta_url': {
			const parameters = asObject(action.parameters);
			return { ...look, buttons: [{ kind: 'url', text: asText(parameters.display_text) ?? 'Open', url: asText(parameters.url) ?? '' }] };
		}
		case 'flow':
			return { ...look, buttons: [{ kind: 'other', text: asText(asObject(action.parameters).flow_cta) ?? 'Open form' }] };
		case 'location_request_message':
			return { ...look, buttons: [{ kind: 'other', text: 'Send location' }] };
		default:
			return look;
	}
}

function listOf(action: JsonObject): BubbleList {
	return {
		button: asText(action.button) ?? 'Choose',
		sections: asArray(action.sections).map(asObject).map((section) => ({
			...(asText(section.title) ? { title: asText(section.title) } : {}),
			rows: asArray(section.rows).map(asObject).map((row) => ({
				id: asText(row.id) ?? '',
				title: asText(row.title) ?? '',
				...(asText(row.description) ? { description: asText(row.description) } : {}),
			})),
		})),
	};
}
