/**
 * Markup that cannot be broken out of: whatever stands in a `html` template is escaped, unless it is `Html` itself.
 * So what contacts write (names, texts) is text on every page without anybody thinking of it.
 */

/** Finished markup. Only this file makes it, from templates whose fixed parts are ours. */
export class Html {
	/** Not exported: strings become markup through `html` and `markup` alone. */
	constructor(readonly text: string) {}

	toString(): string {
		return this.text;
	}
}

export type Fragment = Html | string | number | null | undefined | false | readonly Fragment[];

/**
 * A template of markup. Values may stand between tags and inside of quoted attribute values, and nowhere else; lists are
 * joined; null, undefined and false are nothing.
 */
export function html(parts: TemplateStringsArray, ...values: Fragment[]): Html {
	let text = parts[0]!;
	values.forEach((value, index) => {
		text += render(value) + parts[index + 1]!;
	});
	return new Html(text);
}

function render(value: Fragment): string {
	if (value === null || value === undefined || value === false) return '';
	if (value instanceof Html) return value.text;
	return Array.isArray(value) ? value.map(render).join('') : escape(String(value));
}

/** Markup that this package itself holds as text, such as its style sheet. Never for what comes from outside. */
export function markup(own: string): Html {
	return new Html(own);
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as it may stand between tags and in quoted attributes. */
export function escape(text: string): string {
	return plainDirection(text).replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

/**
 * Embeddings, overrides and isolates of writing direction, with which a name could turn around what stands beside it
 * ("gpj.exe"), and control characters. They are shown as the sign for an unknown character, so that nobody is misled. Right-to-left
 * scripts need none of them.
 */
const MISLEADING = /[\u202A-\u202E\u2066-\u2069\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/g;

export function plainDirection(text: string): string {
	return text.replace(MISLEADING, '\uFFFD');
}

/** A name or text of somebody else's, set apart so that its direction of writing does not reach its neighbours. */
export function foreign(text: string): Html {
	return html`<bdi>${text}</bdi>`;
}
