/** The store's SQL names its parameters (`:account`); PostgreSQL's protocol numbers them (`$1`). */
import type { SqlParams, SqlValue } from '../driver';

interface Numbered {
	text: string;
	names: string[];
}

const known = new Map<string, Numbered>();

/** The statement with numbered parameters, and their values in that order. */
export function numbered(sql: string, params: SqlParams): { text: string; values: SqlValue[] } {
	let statement = known.get(sql);
	if (!statement) {
		statement = translate(sql);
		known.set(sql, statement);
	}
	return { text: statement.text, values: statement.names.map((name) => params[name] ?? null) };
}

function translate(sql: string): Numbered {
	const names: string[] = [];
	const text = sql.replace(/:([a-z_]\w*)/g, (_, name: string) => {
		if (!names.includes(name)) names.push(name);
		return `$${names.indexOf(name) + 1}`;
	});
	return { text, names };
}
