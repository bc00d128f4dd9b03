/** The frame around every page: head, menu, what has just happened, and the page itself. */
import { html, markup, type Fragment, type Html } from './html';
import { link } from './link';
import { STYLE } from './style';
import { texts } from './texts';
import type { MenuEntry } from './visit';

export interface Frame {
	title: string;
	body: Html;
	/** Empty for pages that stand alone, such as a refusal or the page behind a link in a message. */
	menu: readonly MenuEntry[];
	/** Which entry of the menu it belongs to. */
	current?: string;
	/** What a state change has just done, or why it was refused. */
	told?: { text: string; refused: boolean };
}

/** A whole document. */
export function layout({ title, body, menu, current, told }: Frame): string {
	return html`<!doctype html>
<html lang="${texts.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · ${texts.site}</title>
<style>${markup(STYLE)}</style>
</head>
<body>
<a class="skip" href="#main">${texts.skipToContent}</a>
<header class="top"><div class="wide"><strong class="site">${texts.site}</strong>${menu.length > 0 && navigation(menu, current)}</div></header>
<main id="main" class="wide" tabindex="-1">
${told && html`<p class="told${told.refused && ' refused'}" role="status">${told.text}</p>`}
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`.text;
}

function navigation(menu: readonly MenuEntry[], current: string | undefined): Fragment {
	const entry = ({ page, label }: MenuEntry): Html =>
		html`<li><a href="${link(page)}"${page === current && markup(' aria-current="page"')}>${label}</a></li>`;
	return html`<nav aria-label="${texts.menu}"><ul>${menu.map(entry)}</ul></nav>`;
}
