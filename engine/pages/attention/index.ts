/** What needs somebody: what does not go on by itself, and messages of which nobody knows whether they left. */
import type { EnrollmentView, SendView, SequenceSummary } from '../../store/contract';
import { personLink } from '../contact/person';
import { cutPage, instant, nextPage, PAGE_SIZE, table } from '../elements';
import { foreign, html, type Fragment, type Html } from '../html';
import { link } from '../link';
import { holdNotice } from '../sequences/overview';
import { reasonText } from '../state-mark';
import { texts } from '../texts';
import type { Answer, PageFamily, Visit } from '../visit';

/** Latest failed runs of each sequence; the rest is on its own page. */
const FAILED_EACH = 5;
const MOST_SEQUENCES = 50;

export function attentionPages(): PageFamily {
	return {
		menu: [{ page: 'attention', label: texts.attention.title }],
		routes: [{ method: 'GET', page: 'attention', answer: attention }],
	};
}

async function attention(visit: Visit): Promise<Answer> {
	const { store } = visit;
	const sequences = await store.listSequences();
	const held = await store.accountHold();
	const stopped = sequences.flatMap((sequence) => whyStopped(sequence, visit));
	const failed: EnrollmentView[] = [];
	for (const { name } of sequences.slice(0, MOST_SEQUENCES)) {
		failed.push(...(await store.listEnrollments({ sequence: name, states: ['failed'] }, { limit: FAILED_EACH })));
	}
	const unconfirmed = await unconfirmedSends(visit);
	const words = texts.attention;
	const isCalm = !held && stopped.length === 0 && failed.length === 0 && unconfirmed === null;
	const body = html`${holdNotice(held, visit)}
${isCalm && html`<p class="card">${words.nothing}</p>`}
${stopped.length > 0 && html`<section><h2>${words.sequences}</h2><ul class="plain">${stopped}</ul></section>`}
${failed.length > 0 && html`<section><h2>${words.failed}</h2>${failedRuns(failed, visit)}</section>`}
${unconfirmed}`;
	return { kind: 'page', title: words.title, body };
}

function whyStopped(sequence: SequenceSummary, visit: Visit): Html[] {
	const words = texts.attention;
	const { name, open, live, pausedAt, pausedReason, pausedFor, changesWaitSince } = sequence;
	const lines: Fragment[] = [
		pausedFor !== null && words.pausedForTemplate(pausedFor),
		pausedAt !== null && pausedFor === null && html`${words.paused} ${instant(pausedAt, visit)}${pausedReason ? html`: ${foreign(pausedReason)}` : ''}`,
		!open && live > 0 && words.closed(live),
		changesWaitSince !== null && html`${words.changesWait} ${instant(changesWaitSince, visit)}`,
	];
	return lines.filter((line) => line !== false).map((line) => html`<li class="card"><a href="${link('sequence', { name })}">${foreign(name)}</a>: ${line}</li>`);
}

function failedRuns(runs: readonly EnrollmentView[], visit: Visit): Html {
	const words = texts.subscribers;
	return table<EnrollmentView>(
		texts.attention.failed,
		[
			{ head: words.person, cell: ({ contact }) => personLink(contact) },
			{ head: texts.contact.sequence, cell: ({ sequence }) => html`<a href="${link('sequence', { name: sequence, state: 'failed' })}">${foreign(sequence)}</a>` },
			{ head: words.step, cell: ({ step }) => (step === null ? '–' : foreign(step)) },
			{ head: texts.attention.since, cell: ({ endedAt }) => instant(endedAt, visit) },
			{ head: words.why, cell: ({ reason, reasonDetail }) => reasonText(reason, reasonDetail) },
		],
		runs,
	);
}

async function unconfirmedSends({ store, query }: Visit): Promise<Html | null> {
	const after = query.text('after');
	const read = await store.listSends({ unconfirmed: true }, { limit: PAGE_SIZE + 1, ...(after === '' ? {} : { after }) });
	if (read.length === 0) return null;
	const page = cutPage(read, ({ id }) => id);
	const words = texts.attention;
	const runs = await store.getEnrollments(page.rows.flatMap(({ enrollmentId }) => (enrollmentId === null ? [] : [{ id: enrollmentId }])));
	const byId = new Map(runs.flatMap((run) => (run ? [[run.id, run] as const] : [])));
	const runOf = ({ enrollmentId }: SendView): EnrollmentView | undefined => (enrollmentId === null ? undefined : byId.get(enrollmentId));
	const list = table<SendView>(
		words.unconfirmed,
		[
			{ head: texts.subscribers.person, cell: (send) => { const run = runOf(send); return run ? personLink(run.contact) : '–'; } },
			{ head: texts.contact.sequence, cell: (send) => { const run = runOf(send); return run ? foreign(run.sequence) : '–'; } },
			{ head: texts.funnel.step, cell: ({ step }) => (step === null ? '–' : foreign(step)) },
			{ head: texts.sequence.message, cell: ({ label }) => foreign(label) },
		],
		page.rows,
	);
	return html`<section><h2>${words.unconfirmed}</h2><p class="hint">${words.unconfirmedHint}</p>${list}${nextPage('attention', {}, page.after)}</section>`;
}
