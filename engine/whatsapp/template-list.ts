/** A business account's templates, as they were at one moment. */
import { nearestNames } from '../text/nearest-names';
import { isSendable, templateKey, type Template } from './template';

export class TemplateList {
	private readonly byKey: Map<string, Template>;

	constructor(readonly all: readonly Template[]) {
		this.byKey = new Map(all.map((template) => [templateKey(template), template]));
	}

	/** By name and language, whatever its status. */
	find(name: string, language: string): Template | undefined {
		return this.byKey.get(templateKey({ name, language }));
	}

	/** Those that can be sent, by name, then language. */
	approved(): Template[] {
		return this.all
			.filter(isSendable)
			.sort((a, b) => a.name.localeCompare(b.name) || a.language.localeCompare(b.language));
	}

	/** Approved templates in whose name, language, category or text every word of the search occurs. */
	search(words: string): Template[] {
		const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
		return this.approved().filter((template) => {
			const text = [template.name, template.language, template.category, template.body?.text].join(' ').toLowerCase();
			return wanted.every((word) => text.includes(word));
		});
	}

	/** Languages in which the approved template of this name exists. */
	languagesOf(name: string): string[] {
		return this.approved().filter((template) => template.name === name).map((template) => template.language);
	}

	/** Approved names that look like this one. */
	similarTo(name: string): string[] {
		return nearestNames(name, this.approved().map((template) => template.name));
	}
}
