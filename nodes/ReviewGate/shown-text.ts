/** What a reviewer reads: the message as the contact would get it. */
import type { StepMessage } from '../../engine/sequence/definition';
import { fillPlaceholders, type PlaceholderValues } from '../../engine/whatsapp/placeholders';
import type { TemplateList } from '../../engine/whatsapp/template-list';
import { templateLabel } from '../../engine/whatsapp/template-label';

/** A value that is missing stays in its braces, so that the reviewer sees it. */
function filled(text: string, values: PlaceholderValues): string {
	const { text: whole, missing } = fillPlaceholders(text, values);
	return missing.length === 0 ? whole : text;
}

/** @param templates null when Meta could not be asked: then names and values have to do */
export function shownText(message: StepMessage | null, values: PlaceholderValues, templates: TemplateList | null): string {
	switch (message?.kind) {
		case 'text':
			return filled(message.text, values);
		case 'template':
			return shownTemplate(message, values, templates);
		default:
			return 'No message belongs to this step: the workflow itself decides what it does.';
	}
}

function shownTemplate(message: Extract<StepMessage, { kind: 'template' }>, values: PlaceholderValues, templates: TemplateList | null): string {
	const entries = Object.entries(message.variables).map(([key, value]): [string, string] => [key, filled(value, values)]);
	const body = templates?.find(message.name, message.language)?.body?.text;
	const title = `Template ${templateLabel(message)}`;
	if (body === undefined) return [title, ...entries.map(([key, value]) => `${key}: ${value}`)].join('\n');
	const valueOf = new Map(entries.map(([key, value]) => [key.replace(/^body[._:]/, ''), value]));
	return `${title}\n\n${body.replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, key: string) => valueOf.get(key) ?? whole)}`;
}
