/** What can be done to a person: tags, consent, and erasing them. */
import { form } from '../elements';
import { html } from '../html';
import { link } from '../link';
import { texts } from '../texts';
import type { Answer, Visit } from '../visit';
import { who } from './person';

const backTo = ({ query }: Visit): string => link('person', { id: query.text('id') });

export async function addTag(visit: Visit): Promise<Answer> {
	const { store, query, form: given, now } = visit;
	const tag = given.text('tag');
	if (await isGone(visit)) return gone();
	await store.addTags([{ contact: { id: query.text('id') }, tags: [tag] }], now);
	return { kind: 'done', to: backTo(visit), message: texts.contact.tagAdded(tag) };
}

export async function removeTag(visit: Visit): Promise<Answer> {
	const { store, query, now } = visit;
	const tag = query.text('tag');
	if (await isGone(visit)) return gone();
	await store.removeTags([{ contact: { id: query.text('id') }, tags: [tag] }], now);
	return { kind: 'done', to: backTo(visit), message: texts.contact.tagRemoved(tag) };
}

export async function stopMarketing(visit: Visit): Promise<Answer> {
	return await recordMarketing(visit, 'stop', texts.byUser(visit.user), texts.contact.optedOutNow);
}

export async function startMarketing(visit: Visit): Promise<Answer> {
	return await recordMarketing(visit, 'start', visit.form.text('proof'), texts.contact.startedNow);
}

async function recordMarketing(visit: Visit, change: 'stop' | 'start', proof: string, message: string): Promise<Answer> {
	const { store, query, now } = visit;
	if (await isGone(visit)) return gone();
	const request = { contact: { id: query.text('id') }, change, categories: ['marketing' as const], source: 'manual' as const, proof, messageId: null, at: now };
	const [recorded] = await store.recordConsent([request], now);
	if (!recorded?.changed) return { kind: 'refused', to: backTo(visit), message: texts.contact.consentUnchanged };
	return { kind: 'done', to: backTo(visit), message };
}

/** Erasing is asked once more, on a page of its own. */
export async function askToErase(visit: Visit): Promise<Answer> {
	const { store, query } = visit;
	const [view] = await store.getContacts([{ id: query.text('id') }]);
	if (!view) return { kind: 'page', title: texts.refusals.notFoundTitle, status: 404, body: html`<p>${texts.contact.gone}</p>` };
	const { id } = view.contact;
	const words = texts.contact;
	const content = html`<div class="actions"><button class="danger">${words.eraseButton}</button><a class="button" href="${link('person', { id })}">${texts.cancel}</a></div>`;
	const body = html`<p class="warning">${words.eraseExplain}</p>${form(visit, { action: 'person/erase', fields: { id }, content })}`;
	return { kind: 'page', title: words.eraseTitle(who(view.contact)), body };
}

export async function erase(visit: Visit): Promise<Answer> {
	const { store, query, now } = visit;
	const [erased] = await store.erasePeople([{ id: query.text('id') }], now);
	if (!erased) return gone();
	return { kind: 'done', to: link('people'), message: erased.optOutKept ? texts.contact.erasedOptOut : texts.contact.erased };
}

async function isGone({ store, query }: Visit): Promise<boolean> {
	const [view] = await store.getContacts([{ id: query.text('id') }]);
	return !view;
}

function gone(): Answer {
	return { kind: 'refused', to: link('people'), message: texts.contact.gone };
}
