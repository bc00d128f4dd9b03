import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Scripts of the page, in the order they must run: each puts its part on the shared `Phone` object. */
const SCRIPTS = ['text.js', 'bubble.js', 'people.js', 'api.js', 'app.js'];

export interface PhonePage {
	html: string;
	nonce: string;
}

/** The page in one piece: style and scripts stand in it, nothing else is loaded. Read anew each time, so edits show on reload. */
export function phonePage(): PhonePage {
	const nonce = randomBytes(16).toString('base64');
	const read = (name: string): string => readFileSync(join(__dirname, name), 'utf8');
	const scripts = SCRIPTS.map((name) => `<script nonce="${nonce}">\n${read(name)}</script>`).join('\n');
	const html = read('page.html')
		.replace('<!--style-->', () => `<style nonce="${nonce}">\n${read('page.css')}</style>`)
		.replace('<!--scripts-->', () => scripts);
	return { html, nonce };
}

/** The page may run only its own scripts and talk only to the emulator. */
export function phonePageHeaders({ nonce }: PhonePage): Record<string, string> {
	return {
		'Content-Type': 'text/html; charset=utf-8',
		'Content-Security-Policy':
			`default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; connect-src 'self'; img-src data:; ` +
			"base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
		'Referrer-Policy': 'no-referrer',
	};
}
