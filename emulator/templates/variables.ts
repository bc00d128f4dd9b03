const VARIABLE = /\{\{\s*(\w+)\s*\}\}/g;

/** Names of the variables in a text, each once, in order of appearance: `['1', '2']` or `['first_name']`. */
export function variablesIn(text: string | undefined): string[] {
	return [...new Set([...(text ?? '').matchAll(VARIABLE)].map((match) => match[1]))];
}

/** The text with its variables filled in; one without a value stays as it is written. */
export function fillIn(text: string, values: ReadonlyMap<string, string>): string {
	return text.replace(VARIABLE, (whole, name: string) => values.get(name) ?? whole);
}
