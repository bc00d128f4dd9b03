/** Keywords to which nobody listens any more. */
import type { AuditFacts } from '../../store/contract';
import { cutPage, instant, nextPage, table } from '../elements';
import { foreign, html, type Fragment, type Html } from '../html';
import { link } from '../link';
import { texts } from '../texts';
import type { Answer, Visit } from '../visit';

type DeadKeyword = AuditFacts['deadKeywords'][number];

/** An old workflow may leave hundreds behind: the first ones stand among what else is amiss, all of them on a page of their own. */
const SHOWN = 5;

export function deadKeywordsSection(dead: readonly DeadKeyword[], visit: Visit): Fragment {
	if (dead.length === 0) return null;
	const words = texts.attention;
	const more = dead.length > SHOWN && html`<p><a href="${link('attention/keywords')}">${words.allKeywords}</a></p>`;
	return html`<section><h2>${words.keywords}</h2><p class="hint">${words.keywordsHint}</p>${keywordTable(dead.slice(0, SHOWN), visit)}${more}</section>`;
}

/** The store tells of a bounded number of them, in the order of the alphabet. */
export async function keywords(visit: Visit): Promise<Answer> {
	const { deadKeywords } = await visit.store.auditFacts(visit.now);
	const after = visit.query.text('after');
	// The last one of the page before may be alive again meanwhile: then the list begins anew.
	const begin = deadKeywords.findIndex(({ keyword }) => keyword === after) + 1;
	const page = cutPage(deadKeywords.slice(begin), ({ keyword }) => keyword);
	const words = texts.attention;
	const body = html`<p><a href="${link('attention')}">${words.back}</a></p>
${page.rows.length === 0 ? html`<p class="card">${words.noKeywords}</p>` : html`<p class="hint">${words.keywordsHint}</p>${keywordTable(page.rows, visit)}`}
${nextPage('attention/keywords', {}, page.after)}`;
	return { kind: 'page', title: words.keywords, body };
}

function keywordTable(dead: readonly DeadKeyword[], visit: Visit): Html {
	const words = texts.attention;
	return table<DeadKeyword>(
		words.keywords,
		[
			{ head: words.keyword, cell: ({ keyword }) => foreign(keyword) },
			{ head: words.keywordOf, cell: ({ label }) => foreign(label) },
			{ head: words.lastHeard, cell: ({ lastHeardAt }) => instant(lastHeardAt, visit) },
		],
		dead,
	);
}
