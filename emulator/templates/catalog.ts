import type { Json, JsonObject } from '../json';
import { objectId } from '../ids';
import { variablesIn } from './variables';
import type { StoredTemplate, Template } from './types';

export interface TemplatePage {
	data: StoredTemplate[];
	/** Opaque; given back as `after` or `before` it continues from there. */
	before?: string;
	after?: string;
	hasNext: boolean;
	hasPrevious: boolean;
}

export interface TemplateFilter {
	name?: string;
	language?: string;
	category?: string;
	status?: string;
}

/** All templates of the business account, by name and language: that pair is the key, not the name. */
export class TemplateCatalog {
	private readonly templates = new Map<string, StoredTemplate>();

	constructor(private readonly initial: readonly Template[]) {
		this.reset();
	}

	/** Adds a template, or changes the one with that name and language; what is left out stays. */
	put(change: Partial<Template> & { name: string; language: string }): StoredTemplate {
		const key = keyOf(change.name, change.language);
		const known = this.templates.get(key);
		const components = change.components ?? known?.components ?? [];
		const template: StoredTemplate = {
			...known,
			...change,
			id: change.id ?? known?.id ?? objectId('template ' + key),
			category: change.category ?? known?.category ?? 'MARKETING',
			status: change.status ?? known?.status ?? 'APPROVED',
			parameter_format: change.parameter_format ?? known?.parameter_format ?? formatOf(components),
			components,
		};
		this.templates.set(key, template);
		return template;
	}

	find(name: string, language: string): StoredTemplate | undefined {
		return this.templates.get(keyOf(name, language));
	}

	byId(id: string): StoredTemplate | undefined {
		return this.all().find((template) => template.id === id);
	}

	all(): StoredTemplate[] {
		return [...this.templates.values()];
	}

	/** One page of what passes the filter, in the order the templates were made. */
	page(filter: TemplateFilter, limit: number, cursor: { after?: string; before?: string }): TemplatePage {
		const found = this.all().filter((template) => passes(template, filter));
		const afterAt = cursor.after === undefined ? -1 : found.findIndex((template) => cursorOf(template) === cursor.after);
		const beforeAt = cursor.before === undefined ? -1 : found.findIndex((template) => cursorOf(template) === cursor.before);
		const start = beforeAt >= 0 ? Math.max(0, beforeAt - limit) : afterAt + 1;
		const end = beforeAt >= 0 ? beforeAt : Math.min(found.length, start + limit);
		const data = found.slice(start, end);
		return {
			data,
			before: data.length > 0 ? cursorOf(data[0]) : undefined,
			after: data.length > 0 ? cursorOf(data[data.length - 1]) : undefined,
			hasNext: end < found.length,
			hasPrevious: start > 0,
		};
	}

	reset(): void {
		this.templates.clear();
		for (const template of this.initial) this.put(template);
	}
}

/** A template as Graph shows it, with only the fields asked for; the id is always among them. */
export function templateFields(template: StoredTemplate, fields: string | undefined): JsonObject {
	const everything: Record<string, Json | undefined> = {
		name: template.name,
		parameter_format: template.parameter_format,
		components: template.components as unknown as Json,
		language: template.language,
		status: template.status,
		category: template.category,
		quality_score: { score: template.status === 'PAUSED' ? 'RED' : 'GREEN', date: 1_750_000_000 },
		rejected_reason: template.status === 'REJECTED' ? 'PROMOTIONAL' : 'NONE',
		id: template.id,
	};
	const wanted = fields?.split(',').map((field) => field.trim()).filter(Boolean)
		?? ['name', 'parameter_format', 'components', 'language', 'status', 'category', 'id'];
	return Object.fromEntries([...new Set([...wanted, 'id'])].filter((key) => key in everything).map((key) => [key, everything[key]]));
}

function keyOf(name: string, language: string): string {
	return `${name}|${language}`;
}

function cursorOf(template: StoredTemplate): string {
	return Buffer.from('template ' + template.id).toString('base64url');
}

function passes(template: StoredTemplate, filter: TemplateFilter): boolean {
	// Graph takes several values in one filter: `APPROVED,PAUSED` or `["APPROVED","PAUSED"]`.
	const oneOf = (wanted: string | undefined, value: string): boolean =>
		wanted === undefined || wanted.replace(/[[\]"\s]/g, '').toUpperCase().split(',').includes(value.toUpperCase());
	return (
		(filter.name === undefined || template.name.includes(filter.name)) &&
		oneOf(filter.language, template.language) &&
		oneOf(filter.category, template.category) &&
		oneOf(filter.status, template.status)
	);
}

/** NAMED when any text has a variable that is not a number. */
function formatOf(components: Template['components']): 'POSITIONAL' | 'NAMED' {
	const names = components.flatMap((component) => variablesIn(component.text));
	return names.some((name) => !/^\d+$/.test(name)) ? 'NAMED' : 'POSITIONAL';
}
