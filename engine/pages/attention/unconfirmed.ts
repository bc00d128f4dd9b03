/** Messages of which nobody knows whether they left, each with the way to the person: there it is decided. */
import type { EnrollmentView, SendView } from '../../store/contract';
import { personLink } from '../contact/person';
import { cutPage, nextPage, PAGE_SIZE, table } from '../elements';
import { foreign, html } from '../html';
import { link } from '../link';
import { texts } from '../texts';
import type { Answer, Visit } from '../visit';

export async function unconfirmed({ store, query }: Visit): Promise<Answer> {
	const after = query.text('after');
	const read = await store.listSends({ unconfirmed: true }, { limit: PAGE_SIZE + 1, ...(after === '' ? {} : { after }) });
	const page = cutPage(read, ({ id }) => id);
	const runs = await store.getEnrollments(page.rows.flatMap(({ enrollmentId }) => (enrollmentId === null ? [] : [{ id: enrollmentId }])));
	const byId = new Map(runs.flatMap((run) => (run ? [[run.id, run] as const] : [])));
	const runOf = ({ enrollmentId }: SendView): EnrollmentView | undefined => (enrollmentId === null ? undefined : byId.get(enrollmentId));
	const words = texts.attention;
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
	const body = html`<p><a href="${link('attention')}">${words.back}</a></p>
${page.rows.length === 0 ? html`<p class="card">${words.noUnconfirmed}</p>` : html`<p class="hint">${words.unconfirmedHint}</p>${list}`}
${nextPage('attention/unconfirmed', {}, page.after)}`;
	return { kind: 'page', title: words.unconfirmed, body };
}
