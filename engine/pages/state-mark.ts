/** States and reasons as people read them. */
import type { EnrollmentState } from '../sequence/enrollment';
import { explain, REASONS, type Reason } from '../sequence/reason';
import type { SequenceSummary } from '../store/contract';
import { html, type Fragment, type Html } from './html';
import { texts } from './texts';

const TONE: Record<EnrollmentState, string> = {
	active: 'good',
	paused: 'warn',
	in_review: 'warn',
	completed: '',
	converted: 'good',
	exited: '',
	failed: 'bad',
};

export function stateMark(state: EnrollmentState): Html {
	return html`<span class="mark ${TONE[state]}">${texts.states[state]}</span>`;
}

/** How Meta's ids of messages begin: they tell people nothing. */
const MESSAGE_ID = 'wamid.';

/** The sentence for a reason, with what makes it clear. */
export function reasonText(reason: Reason | null, detail?: string | null): string {
	const sentence = reason === null ? '' : reason in REASONS ? explain(reason) : reason;
	if (!detail || detail.startsWith(MESSAGE_ID)) return sentence;
	return sentence === '' ? detail : `${sentence} (${detail})`;
}

/** Whether a sequence runs, and what holds it up. */
export function sequenceMarks({ open, pausedAt, lockedAt, changesWaitSince }: SequenceSummary): Fragment {
	const { sequences } = texts;
	const marks = [
		open ? html`<span class="mark good">${sequences.open}</span>` : html`<span class="mark bad">${sequences.closed}</span>`,
		pausedAt !== null && html`<span class="mark warn">${sequences.paused}</span>`,
		lockedAt !== null && html`<span class="mark">${sequences.locked}</span>`,
		changesWaitSince !== null && html`<span class="mark warn">${sequences.changesWait}</span>`,
	];
	return marks.filter((mark) => mark !== false).map((mark) => html`${mark} `);
}
