/** All sequences of the number, each with its figures at a glance. */
import type { AccountHold, SequenceStats } from '../../store/contract';
import { cutPage, figures, instant, nextPage } from '../elements';
import { foreign, html, type Fragment, type Html } from '../html';
import { link } from '../link';
import { reasonText, sequenceMarks } from '../state-mark';
import { texts } from '../texts';
import type { Answer, Visit } from '../visit';
import { runningBatches } from './running';

/** Each has a handful of statements of its own. */
const SEQUENCES_ON_A_PAGE = 20;

export async function overview(visit: Visit): Promise<Answer> {
	const { store, query, now } = visit;
	const after = query.text('after');
	const all = (await store.listSequences()).filter(({ name }) => name > after);
	const page = cutPage(all, ({ name }) => name, SEQUENCES_ON_A_PAGE);
	const stats: SequenceStats[] = [];
	for (const { name } of page.rows) stats.push(await store.sequenceStats(name, now));
	const held = stats[0]?.held ?? null;
	const body = html`${holdNotice(held, visit)}
${stats.length === 0 ? html`<p class="card">${texts.sequences.none}</p>` : html`<div class="cards">${stats.map((one) => card(one, visit))}</div>`}
${nextPage('sequences', {}, page.after)}`;
	return { kind: 'page', title: texts.sequences.title, body };
}

/** Why the whole number sends nothing, and when it is tried again. */
export function holdNotice(held: AccountHold | null, visit: Visit): Fragment {
	if (!held) return null;
	const sentence = texts.sequences.held(reasonText(held.reason), held.detail);
	return html`<p class="warning">${sentence} ${texts.sequences.tried}: ${instant(held.until, visit)}.</p>`;
}

function card({ sequence, enrolled, completed, converted, running, live }: SequenceStats, visit: Visit): Html {
	const counts = figures([
		[texts.sequences.inIt, live.active + live.paused + live.inReview],
		[texts.sequences.enrolled, enrolled],
		[texts.sequences.finished, completed],
		[texts.sequences.converted, converted],
	]);
	return html`<section class="card" aria-label="${sequence.name}">
<h2><a href="${link('sequence', { name: sequence.name })}">${foreign(sequence.name)}</a></h2>
<p>${sequenceMarks(sequence)}</p>
${sequence.description !== '' && html`<p class="quiet">${foreign(sequence.description)}</p>`}
${counts}
${runningBatches(running, visit)}
</section>`;
}
