/** The form under which somebody decides about one review, and what it sends. */
import type { ReviewDecision, ReviewView } from '../../store/contract';
import type { MessageEdit, Verdict } from '../../sequence/review';
import { form } from '../elements';
import type { Fields } from '../fields';
import { html, type Fragment, type Html } from '../html';
import type { LinkFields } from '../link';
import { texts } from '../texts';
import type { Visit } from '../visit';

const words = texts.reviews;

/** Names of fields that hold a variable of a template. */
const VARIABLE = 'variable.';

export interface DecisionFormSettings {
	action: string;
	fields: LinkFields;
	/** Stands in the field for the name. */
	reviewer: string;
}

export function decisionForm(visit: Pick<Visit, 'token'>, review: ReviewView, { action, fields, reviewer }: DecisionFormSettings): Html {
	const content = html`${editFields(review)}
		<label>${words.name}<input name="by" value="${reviewer}" maxlength="100" autocomplete="name" required></label>
		<label>${words.comment}<input name="comment" maxlength="500"></label>
		<div class="actions">${buttons(review)}</div>`;
	return form(visit, { action, fields, content });
}

function editFields({ message }: ReviewView): Fragment {
	if (message?.kind === 'text') {
		return html`<label>${words.text}<span class="hint">${words.placeholders}</span><textarea name="text" maxlength="4096">${message.text}</textarea></label>`;
	}
	if (message?.kind !== 'template') return null;
	const field = ([key, value]: [string, string]): Html => html`<label>${words.variable(key)}<input name="${VARIABLE + key}" value="${value}"></label>`;
	return Object.entries(message.variables).map(field);
}

/** An item from elsewhere has no step that could be skipped. */
function buttons({ enrollmentId }: ReviewView): Fragment {
	const approve = html`<button class="primary" name="verdict" value="approve">${words.approve}</button>`;
	const reject = (verdict: Verdict, label: string): Html => html`<button class="danger" name="verdict" value="${verdict}">${label}</button>`;
	return enrollmentId === null ? [approve, reject('end', words.reject)] : [approve, reject('skip', words.rejectStep), reject('end', words.rejectRun)];
}

/** null when the form says neither; silence is no decision. */
export function readVerdict(form: Fields): Verdict | null {
	const verdict = form.text('verdict');
	return verdict === 'approve' || verdict === 'skip' || verdict === 'end' ? verdict : null;
}

/** @returns null for a form without a verdict or without a name */
export function readDecision(form: Fields, review: ReviewView, via: ReviewDecision['via']): ReviewDecision | null {
	const verdict = readVerdict(form);
	const by = form.text('by').slice(0, 100);
	if (verdict === null || by === '') return null;
	const edit = verdict === 'approve' ? readEdit(form, review) : null;
	return { reviewId: review.id, verdict, by, via, comment: form.text('comment').slice(0, 500) || null, ...(edit ? { edit } : {}) };
}

/** What was changed; null when everything stayed as it was. Browsers send line ends as CRLF. */
function readEdit(form: Fields, { message }: ReviewView): MessageEdit | null {
	const sent = (name: string): string => form.text(name).replace(/\r\n/g, '\n');
	if (message?.kind === 'text' && form.has('text')) return sent('text') === message.text.trim() ? null : { text: sent('text') };
	if (message?.kind !== 'template') return null;
	const changed = Object.entries(message.variables).filter(([key, value]) => form.has(VARIABLE + key) && sent(VARIABLE + key) !== value.trim());
	return changed.length === 0 ? null : { variables: Object.fromEntries(changed.map(([key]) => [key, sent(VARIABLE + key)])) };
}
