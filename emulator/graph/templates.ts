import { asNumber, asText, type Json, type JsonObject } from '../json';
import { invalid, unknownObject } from '../errors';
import { ok, type Answer, type Call } from '../http/request';
import { templateFields } from '../templates/catalog';
import type { World } from '../world';

const DEFAULT_PAGE = 25;
const LARGEST_PAGE = 500;

/** `GET /{WABA}/message_templates`: filters, fields and cursors. Source: D/templates/template-management */
export function listTemplates(world: World, call: Call): Answer {
	const { params } = call;
	const limit = asNumber(params.limit) ?? DEFAULT_PAGE;
	if (!Number.isInteger(limit) || limit < 1) throw invalid('Param limit must be an integer greater than 0');
	const page = world.templates.page(
		{
			name: asText(params.name),
			language: filterText(params.language),
			category: filterText(params.category),
			status: filterText(params.status),
		},
		Math.min(limit, LARGEST_PAGE),
		{ after: asText(params.after), before: asText(params.before) },
	);
	const link = (cursor: 'after' | 'before', value: string): string => {
		const query = new URLSearchParams(call.query);
		// Graph repeats the token in its links; the emulator keeps it out of what people may paste.
		for (const name of ['access_token', 'after', 'before']) query.delete(name);
		query.set(cursor, value);
		return `${world.baseUrl}/v26.0${call.path}?${query.toString()}`;
	};
	const paging: JsonObject = {
		cursors: { before: page.before, after: page.after },
		...(page.hasPrevious && page.before ? { previous: link('before', page.before) } : {}),
		...(page.hasNext && page.after ? { next: link('after', page.after) } : {}),
	};
	return ok({
		data: page.data.map((template) => templateFields(template, asText(params.fields))),
		...(page.data.length > 0 ? { paging } : {}),
	});
}

/** `GET /{TEMPLATE_ID}` */
export function getTemplate(world: World, call: Call, id: string): Answer {
	const template = world.templates.byId(id);
	if (!template) throw unknownObject(call.method, id);
	return ok(templateFields(template, asText(call.params.fields)));
}

/** A filter may come as text or as a list. */
function filterText(value: Json | undefined): string | undefined {
	return Array.isArray(value) ? value.join(',') : asText(value);
}
