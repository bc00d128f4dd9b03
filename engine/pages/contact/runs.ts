/** A person's runs: the next step with what can be done to it, the steps behind it, and what was sent. */
import { DateTime } from 'luxon';
import type { SequenceDefinition, Step } from '../../sequence/definition';
import { isLive } from '../../sequence/enrollment';
import { isHeld } from '../../sequence/steering';
import type { EnrollmentView, SendView } from '../../store/contract';
import { actionButton, factList, form, instant } from '../elements';
import { foreign, html, type Fragment, type Html } from '../html';
import { link } from '../link';
import { delayText, messageText } from '../sequences/steps';
import { reasonText, stateMark } from '../state-mark';
import { texts } from '../texts';
import type { Visit } from '../visit';

const RUNS_SHOWN = 20;
const SENDS_SHOWN = 20;

export async function runsOf(visit: Visit, contactId: string): Promise<Html> {
	const { store } = visit;
	const runs = await store.listEnrollments({ contact: { id: contactId } }, { limit: RUNS_SHOWN });
	if (runs.length === 0) return html`<p>${texts.contact.noRuns}</p>`;
	const definitions = await store.definitionsOfRuns(runs);
	const cards: Html[] = [];
	for (const [place, run] of runs.entries()) {
		cards.push(card(visit, run, definitions[place] ?? null, await store.listSends({ enrollmentId: run.id }, { limit: SENDS_SHOWN })));
	}
	return html`${cards}`;
}

function card(visit: Visit, run: EnrollmentView, definition: SequenceDefinition | null, sends: readonly SendView[]): Html {
	const words = texts.contact;
	const lines = factList([
		[words.state, html`${stateMark(run.state)} <span class="quiet">${reasonText(run.reason, run.reasonDetail)}</span>`],
		[words.nextStep, run.step === null ? false : foreign(run.step)],
		[words.due, run.dueAt === null ? false : instant(run.dueAt, visit)],
		[texts.subscribers.enrolledAt, instant(run.enrolledAt, visit)],
		[words.sends, sends.length > 0 && html`<ul class="plain">${[...sends].reverse().map(sendLine)}</ul>`],
	]);
	return html`<section class="card" aria-label="${run.sequence}"><h3><a href="${link('sequence', { name: run.sequence })}">${foreign(run.sequence)}</a></h3>
${lines}
${actionsOf(visit, run)}
${isLive(run.state) && definition && laterSteps(visit, run, definition)}</section>`;
}

function sendLine({ step, label, state, error }: SendView): Html {
	return html`<li>${step !== null && html`${foreign(step)}: `}${foreign(label)} <span class="mark ${state === 'failed' || state === 'unconfirmed' ? 'bad' : 'good'}">${texts.sendStates[state]}</span>${error !== null && html` <span class="quiet">${foreign(error)}</span>`}</li>`;
}

function actionsOf(visit: Visit, run: EnrollmentView): Fragment {
	const words = texts.contact;
	const fields = { id: run.contactId, run: run.id };
	// A run in review waits for its reviewer.
	if (run.state === 'in_review') return html`<div class="actions">${actionButton(visit, 'run/remove', fields, words.remove, 'danger')}</div>`;
	if (isHeld(run)) return unconfirmed(visit, fields);
	if (run.state === 'failed') return html`<div class="actions">${actionButton(visit, 'run/resume', fields, words.resume, 'primary')}${actionButton(visit, 'run/skip', fields, words.skip)}</div>`;
	if (!isLive(run.state)) return null;
	return html`<div class="actions">${run.state === 'paused' ? actionButton(visit, 'run/resume', fields, words.resume, 'primary') : actionButton(visit, 'run/pause', fields, words.pause)}
${actionButton(visit, 'run/skip', fields, words.skip)}${actionButton(visit, 'run/now', fields, words.sendNow)}${actionButton(visit, 'run/remove', fields, words.remove, 'danger')}</div>
<details><summary>${words.reschedule}</summary>${rescheduleForm(visit, run)}</details>`;
}

type RunFields = { id: string; run: string };

function unconfirmed(visit: Visit, fields: RunFields): Html {
	const words = texts.contact;
	const option = (choice: keyof typeof words.resumeAs): Html => html`<option value="${choice}">${words.resumeAs[choice]}</option>`;
	const content = html`<label>${words.unconfirmed}<select name="unconfirmed">${option('leave')}${option('sent')}${option('again')}</select></label><button>${words.resume}</button>`;
	return html`${form(visit, { action: 'run/resume', fields, content })}<div class="actions">${actionButton(visit, 'run/remove', fields, words.remove, 'danger')}</div>`;
}

function rescheduleForm(visit: Visit, run: EnrollmentView): Html {
	const words = texts.contact;
	const local = DateTime.fromMillis(run.dueAt ?? visit.now, { zone: visit.timeZone });
	const content = html`<label>${words.rescheduleAt(visit.timeZone)}<input type="datetime-local" name="at" required value="${local.toFormat("yyyy-MM-dd'T'HH:mm")}"></label><button>${words.reschedule}</button>`;
	return form(visit, { action: 'run/reschedule', fields: { id: run.contactId, run: run.id }, content });
}

function laterSteps(visit: Visit, run: EnrollmentView, { steps }: SequenceDefinition): Fragment {
	const later = steps.slice(steps.findIndex(({ name }) => name === run.step) + 1).filter(({ enabled }) => enabled);
	if (later.length === 0) return null;
	const words = texts.contact;
	const isOut = ({ name }: Step): boolean => run.cancelledSteps.includes(name);
	const line = (step: Step): Html => html`<li><strong>${foreign(step.name)}</strong> <span class="quiet">${delayText(step.delay)}, ${foreign(messageText(step))}</span>
${isOut(step) ? html`<span class="mark">${words.left}</span>` : actionButton(visit, 'run/cancel', { id: run.contactId, run: run.id, step: step.name }, words.leaveOut(step.name))}</li>`;
	return html`<details><summary>${words.later} (${later.length})</summary><ol class="plain">${later.map(line)}</ol></details>`;
}
