/** Who is or was in a sequence, page by page, and the way in. */
import { ENDED_STATES, LIVE_STATES, type EnrollmentState } from '../../sequence/enrollment';
import type { EnrollmentView } from '../../store/contract';
import { personLink } from '../contact/person';
import { cutPage, form, instant, nextPage, PAGE_SIZE, table } from '../elements';
import { foreign, html, type Html } from '../html';
import { PAGE_FIELD } from '../link';
import { reasonText, stateMark } from '../state-mark';
import { texts } from '../texts';
import type { Visit } from '../visit';

const ALL = 'all';
const CHOICES: readonly [string, ...string[]] = [ALL, ...LIVE_STATES, ...ENDED_STATES];

/** Where the page of a sequence lists its people. */
export const PEOPLE_ANCHOR = 'people';

export async function subscribers(visit: Visit, sequence: string): Promise<Html> {
	const { store, query } = visit;
	const state = query.oneOf('state', CHOICES);
	const after = query.text('after');
	const filter = { sequence, ...(state === ALL ? {} : { states: [state as EnrollmentState] }) };
	const read = await store.listEnrollments(filter, { limit: PAGE_SIZE + 1, ...(after === '' ? {} : { after }) });
	const page = cutPage(read, ({ id }) => id);
	const words = texts.subscribers;
	return html`<section id="${PEOPLE_ANCHOR}"><h2>${words.title}</h2>
${filterForm(sequence, state)}
${page.rows.length === 0 ? html`<p>${words.none}</p>` : list(page.rows, visit)}
${nextPage('sequence', { name: sequence, state: state === ALL ? '' : state }, page.after)}
${addForm(visit, sequence)}</section>`;
}

function filterForm(sequence: string, chosen: string): Html {
	const { subscribers: words, states } = texts;
	const option = (state: string): Html =>
		html`<option value="${state}"${state === chosen && SELECTED}>${state === ALL ? words.all : states[state as EnrollmentState]}</option>`;
	return html`<form class="filter" method="get"><input type="hidden" name="${PAGE_FIELD}" value="sequence"><input type="hidden" name="name" value="${sequence}">
<label>${words.state}<select name="state">${CHOICES.map(option)}</select></label><button>${texts.show}</button></form>`;
}

const SELECTED = html` selected`;

function list(rows: readonly EnrollmentView[], visit: Visit): Html {
	const words = texts.subscribers;
	return table<EnrollmentView>(
		words.caption,
		[
			{ head: words.person, cell: ({ contact }) => personLink(contact) },
			{ head: words.state, cell: ({ state }) => stateMark(state) },
			{ head: words.step, cell: ({ step }) => (step === null ? '–' : foreign(step)) },
			{ head: words.due, cell: ({ dueAt }) => instant(dueAt, visit) },
			{ head: words.enrolledAt, cell: ({ enrolledAt }) => instant(enrolledAt, visit) },
			{ head: words.why, cell: ({ reason, reasonDetail }) => reasonText(reason, reasonDetail) },
		],
		rows,
	);
}

function addForm(visit: Visit, name: string): Html {
	const words = texts.subscribers;
	const content = html`<label>${words.phone}<span class="hint" id="phone-hint">${words.phoneHint}</span>
<input name="phone" type="tel" required aria-describedby="phone-hint" autocomplete="off"></label>
<label>${words.name}<input name="person" autocomplete="off"></label>
<button class="primary">${words.addButton}</button>`;
	return html`<section class="card"><h2>${words.add}</h2>${form(visit, { action: 'sequence/add', fields: { name }, content })}</section>`;
}

