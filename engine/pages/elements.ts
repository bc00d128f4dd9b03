/** The parts that pages are put together from. */
import { isZone } from '../contact/time-zone';
import { TOKEN_FIELD } from './form-token';
import { html, type Fragment, type Html } from './html';
import { link, type LinkFields } from './link';
import { texts } from './texts';
import type { Visit } from './visit';

export interface FormSettings {
	/** The action that it calls: the page of a POST route. */
	action: string;
	/** Fields of the action's address. */
	fields?: LinkFields;
	/** Inputs with their labels, and the button. */
	content: Fragment;
	className?: string;
}

/** A form that changes something. It brings the token along. */
export function form(visit: Pick<Visit, 'token'>, { action, fields, content, className = 'form' }: FormSettings): Html {
	return html`<form class="${className}" method="post" action="${link(action, fields)}"><input type="hidden" name="${TOKEN_FIELD}" value="${visit.token}">${content}</form>`;
}

/** A form that is nothing but its button, for changes that take no words. */
export function actionButton(visit: Pick<Visit, 'token'>, action: string, fields: LinkFields, label: Fragment, className = ''): Html {
	return form(visit, { action, fields, className: 'inline', content: html`<button class="${className}">${label}</button>` });
}

/** A time in the zone of the number, with the full instant for machines; a dash for none. */
export function instant(at: number | null, { timeZone }: Pick<Visit, 'timeZone'>): Html {
	if (at === null) return html`<span class="none">–</span>`;
	return html`<time datetime="${new Date(at).toISOString()}">${formatOf(timeZone).format(at)}</time>`;
}

/** Kept by zone: a page with a thousand times took 150 ms when each made its own. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
	const known = formats.get(timeZone);
	if (known) return known;
	const parts = { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
	const format = new Intl.DateTimeFormat(texts.language, { ...parts, timeZone: isZone(timeZone) ? timeZone : 'UTC' });
	formats.set(timeZone, format);
	return format;
}

/** What is known, line by line: a label and what it says. Lines that say nothing (null or false) are left out. */
export function factList(lines: ReadonlyArray<readonly [label: Fragment, value: Fragment]>): Html {
	const shown = lines.filter(([, value]) => value !== null && value !== false);
	return html`<dl class="facts">${shown.map(([label, value]) => html`<dt>${label}</dt><dd>${value}</dd>`)}</dl>`;
}

/** Counts at a glance. */
export function figures(counts: ReadonlyArray<readonly [label: string, count: number]>): Html {
	return html`<dl class="figures">${counts.map(([label, count]) => html`<div><dt>${label}</dt><dd>${texts.number(count)}</dd></div>`)}</dl>`;
}

export interface Column<Row> {
	head: string;
	cell(row: Row): Fragment;
	/** Numbers stand to the right. */
	number?: boolean;
}

/** A table that becomes a list of cards on a phone. The first column names the row. */
export function table<Row>(caption: string, columns: readonly Column<Row>[], rows: readonly Row[]): Html {
	const heads = columns.map(({ head, number }) => html`<th scope="col" class="${number && 'number'}">${head}</th>`);
	const cell = (row: Row, { head, cell: content, number }: Column<Row>, index: number): Html => {
		const inside = html`<span class="label" aria-hidden="true">${head}</span><span class="value">${content(row)}</span>`;
		return index === 0 ? html`<th scope="row">${content(row)}</th>` : html`<td class="${number && 'number'}">${inside}</td>`;
	};
	const line = (row: Row): Html => html`<tr>${columns.map((column, index) => cell(row, column, index))}</tr>`;
	return html`<table class="list"><caption class="hidden">${caption}</caption><thead><tr>${heads}</tr></thead><tbody>${rows.map(line)}</tbody></table>`;
}

/** Reads one more row than a page shows: that tells whether there is another page, without counting. */
export const PAGE_SIZE = 50;

/** The way to the next page of a list; nothing behind the last one. */
export function nextPage(page: string, fields: LinkFields, after: string | null): Fragment {
	return after !== null && html`<p class="pager"><a class="button" rel="next" href="${link(page, { ...fields, after })}">${texts.nextPage}</a></p>`;
}

/** The first rows of those that were read, and the key behind which the next page begins. */
export function cutPage<Row>(rows: readonly Row[], keyOf: (row: Row) => string, size = PAGE_SIZE): { rows: readonly Row[]; after: string | null } {
	if (rows.length <= size) return { rows, after: null };
	const shown = rows.slice(0, size);
	return { rows: shown, after: keyOf(shown[size - 1]!) };
}
