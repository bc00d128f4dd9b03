/** The lock of a sequence: setting it, taking it off, and letting changes of the canvas through. */
import type { SequenceSummary, WaitingChanges } from '../../store/contract';
import { form, instant } from '../elements';
import { html, type Html } from '../html';
import { link } from '../link';
import { texts } from '../texts';
import type { Answer, Visit } from '../visit';
import { stepTable } from './steps';

/** Where the page of a sequence asks for the password. */
export const LOCK_ANCHOR = 'lock';

export function lockSection(visit: Visit, sequence: SequenceSummary, waiting: WaitingChanges | null): Html {
	const { lock: words } = texts;
	return html`<section class="card" id="${LOCK_ANCHOR}"><h2>${words.title}</h2><p>${words.explain}</p>
${sequence.lockedAt === null ? lockForm(visit, sequence) : html`<p>${words.since} ${instant(sequence.lockedAt, visit)}</p>
${waiting && waitingSection(visit, sequence, waiting)}
${passwordForm(visit, 'sequence/unlock', sequence, words.unlock)}`}</section>`;
}

function lockForm(visit: Visit, { name }: SequenceSummary): Html {
	const { lock: words } = texts;
	const content = html`<label>${words.newPassword}<span class="hint" id="lock-hint">${words.newPasswordHint}</span>
<input type="password" name="password" minlength="8" required autocomplete="new-password" aria-describedby="lock-hint"></label>
<button>${words.lock}</button>`;
	return html`<details><summary>${words.lock}</summary>${form(visit, { action: 'sequence/lock', fields: { name }, content })}</details>`;
}

function passwordForm(visit: Visit, action: string, { name }: SequenceSummary, button: string, className = ''): Html {
	const content = html`<label>${texts.lock.password}<input type="password" name="password" required autocomplete="off"></label>
<button class="${className}">${button}</button>`;
	return form(visit, { action, fields: { name }, content });
}

function waitingSection(visit: Visit, sequence: SequenceSummary, { current, waiting }: WaitingChanges): Html {
	const { lock: words } = texts;
	return html`<div class="warning">${words.waits}</div>
<h3>${words.now}</h3>${stepTable(current, words.now)}
<h3>${words.then}</h3>${stepTable(waiting, words.then)}
${passwordForm(visit, 'sequence/confirm', sequence, words.confirm, 'primary')}`;
}

/** The store refuses wrong passwords with a sentence of its own. */
export async function lock({ store, query, form: given, now }: Visit): Promise<Answer> {
	const name = query.text('name');
	await store.lockSequence(name, given.raw('password'), now);
	return { kind: 'done', to: link('sequence', { name }), message: texts.lock.locked };
}

export async function unlock({ store, query, form: given, now }: Visit): Promise<Answer> {
	const name = query.text('name');
	await store.unlockSequence(name, given.raw('password'), now);
	return { kind: 'done', to: link('sequence', { name }), message: texts.lock.unlocked };
}

export async function confirm({ store, query, form: given, now }: Visit): Promise<Answer> {
	const { waiting } = (await store.waitingChanges(query.text('name'))) ?? {};
	const { version } = await store.confirmChanges(query.text('name'), given.raw('password'), now);
	// The change may be another name.
	return { kind: 'done', to: link('sequence', { name: waiting?.name ?? query.text('name') }), message: texts.lock.confirmed(version) };
}
