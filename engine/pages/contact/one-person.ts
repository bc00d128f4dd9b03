/** One person: who they are, what they consented to, where they are in their sequences, and all that happened. */
import { isWindowOpen, windowEnd } from '../../contact/contact';
import type { ConsentSource } from '../../contact/consent';
import type { ConsentState, ContactConsent, ContactView, TimelineEntry } from '../../store/contract';
import { actionButton, factList, form, instant, table } from '../elements';
import { foreign, html, type Fragment, type Html } from '../html';
import { link } from '../link';
import { reasonText } from '../state-mark';
import { texts } from '../texts';
import type { Answer, Visit } from '../visit';
import { who } from './person';
import { runsOf } from './runs';

const LINES_AT_FIRST = 50;
const MOST_LINES = 1_000;

export async function onePerson(visit: Visit): Promise<Answer> {
	const { store, query } = visit;
	const id = query.text('id');
	const [view] = await store.getContacts([{ id }]);
	const [consent] = await store.consentOf([{ id }]);
	if (!view || !consent) return { kind: 'page', title: texts.refusals.notFoundTitle, status: 404, body: html`<p>${texts.contact.gone}</p>` };
	// An alias leads here too, after two records of a person were merged.
	const contactId = view.contact.id;
	const most = query.has('all') ? MOST_LINES : LINES_AT_FIRST;
	const lines = await store.contactTimeline({ id: contactId }, most + 1);
	const body = html`<div class="cards">
<section class="card"><h2>${texts.contact.about}</h2>${about(view, visit)}</section>
<section class="card"><h2>${texts.contact.tags}</h2>${tags(view, visit)}</section>
<section class="card"><h2>${texts.contact.consent}</h2>${consentSection(consent, visit)}</section>
</div>
<section><h2>${texts.contact.runs}</h2>${await runsOf(visit, contactId)}</section>
<section id="timeline"><h2>${texts.contact.timeline}</h2>${timeline(lines.slice(-most), visit)}
${lines.length > most && most < MOST_LINES && html`<p class="pager"><a class="button" href="${link('person', { id: contactId, all: 1 })}#timeline">${texts.contact.more}</a></p>`}</section>
<p class="actions"><a class="button danger" href="${link('person/erase', { id: contactId })}">${texts.contact.erase}</a></p>`;
	return { kind: 'page', title: who(view.contact), body };
}

function about({ contact, attributes, createdAt }: ContactView, visit: Visit): Html {
	const words = texts.contact;
	const open = isWindowOpen(contact, visit.now);
	const values = Object.entries(attributes);
	return factList([
		[words.phone, contact.phone ?? '–'],
		[words.userId, contact.userId],
		[words.timeZone, contact.timeZone],
		[words.window, open ? html`${words.windowOpen} ${instant(windowEnd(contact), visit)}` : words.windowClosed],
		[words.knownSince, instant(createdAt, visit)],
		...values.map(([name, value]): [Fragment, Fragment] => [foreign(name), foreign(typeof value === 'string' ? value : JSON.stringify(value))]),
	]);
}

function tags({ contact: { id }, tags: all }: ContactView, visit: Visit): Html {
	const words = texts.contact;
	const remove = (tag: string): Html => actionButton(visit, 'person/untag', { id, tag }, html`${foreign(tag)} <span aria-hidden="true">×</span><span class="hidden">${words.removeTag(tag)}</span>`, 'tag');
	const content = html`<label>${words.addTag}<input name="tag" required maxlength="200" autocomplete="off"></label><button>${words.addTagButton}</button>`;
	return html`<p>${all.length === 0 ? words.noTags : all.map(remove)}</p>${form(visit, { action: 'person/tag', fields: { id }, content })}`;
}

function consentSection({ contact: { id }, marketing, utility }: ContactConsent, visit: Visit): Html {
	const words = texts.contact;
	const state = ({ allowed, source, at }: ConsentState): Fragment =>
		html`<span class="mark ${allowed ? 'good' : 'bad'}">${allowed ? words.allowed : words.optedOut}</span>${source !== null && html` <span class="quiet">${words.sources[source satisfies ConsentSource]}${at !== null && html`, ${instant(at, visit)}`}</span>`}`;
	return html`${factList([[words.marketing, state(marketing)], [words.utility, state(utility)]])}
${marketing.allowed ? actionButton(visit, 'person/stop', { id }, words.stopMarketing) : startForm(visit, id)}`;
}

function startForm(visit: Visit, id: string): Html {
	const words = texts.contact;
	const content = html`<label>${words.proof}<span class="hint" id="proof-hint">${words.proofHint}</span><input name="proof" required aria-describedby="proof-hint" autocomplete="off"></label>
<button>${words.startMarketing}</button>`;
	return html`<details><summary>${words.startMarketing}</summary>${form(visit, { action: 'person/start', fields: { id }, content })}</details>`;
}

function timeline(lines: readonly TimelineEntry[], visit: Visit): Html {
	const words = texts.contact;
	if (lines.length === 0) return html`<p>${words.nothing}</p>`;
	const what = ({ kind, step }: TimelineEntry): Html => html`${texts.happened[kind] ?? kind}${step !== null && html`: ${foreign(step)}`}`;
	return table<TimelineEntry>(
		words.timelineCaption,
		[
			{ head: words.when, cell: ({ at }) => instant(at, visit) },
			{ head: words.what, cell: what },
			{ head: words.sequence, cell: ({ sequence }) => (sequence === null ? '–' : foreign(sequence)) },
			{ head: words.why, cell: ({ reason, detail }) => html`<span class="words">${foreign(reasonText(reason, detail))}</span>` },
		],
		[...lines].reverse(),
	);
}
